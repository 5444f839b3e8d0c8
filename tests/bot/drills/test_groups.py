"""What goes wrong in a drill's groups is planned: as much as was asked for, and again alike."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drills.groups import SHARES, Trouble, chats, plan_groups
from bot.sandbox.faults import FaultKind

NUMBERS, SEEDS = st.integers(1, 500), st.integers(0, 1000)


@given(NUMBERS, SEEDS)
def test_every_chat_is_a_group_once_and_the_shares_are_met(number: int, seed: int) -> None:
    groups = plan_groups(number, Random(seed), with_faults=True)

    assert [group.chat_id for group in groups] == [chat.id for chat in chats(number)]
    troubles = Counter(group.trouble for group in groups)
    assert {trouble: troubles[trouble] for trouble in SHARES} == {
        trouble: round(share * number) for trouble, share in SHARES.items()
    }


@given(NUMBERS, SEEDS)
def test_the_same_seed_plans_the_same(number: int, seed: int) -> None:
    plans = [plan_groups(number, Random(seed), with_faults=True) for _ in range(2)]

    assert plans[0] == plans[1]


def test_another_seed_plans_otherwise() -> None:
    assert plan_groups(200, Random(1), with_faults=True) != plan_groups(
        200, Random(2), with_faults=True
    )


def test_without_faults_nothing_goes_wrong() -> None:
    groups = plan_groups(500, Random(1), with_faults=False)

    assert {(group.trouble, group.fault, group.can_be_reached) for group in groups} == {
        (Trouble.NONE, None, True)
    }


def test_of_2000_groups_all_but_80_can_be_reached() -> None:
    groups = plan_groups(2000, Random(1), with_faults=True)

    unreachable = Counter(group.trouble for group in groups if not group.can_be_reached)
    assert unreachable == {Trouble.FORBIDS: 60, Trouble.FAILS: 20}


def test_connections_break_before_a_message_is_posted_as_often_as_after() -> None:
    groups = plan_groups(2000, Random(1), with_faults=True)

    drops = [group.fault for group in groups if group.trouble is Trouble.DROPS]
    kinds = Counter(fault.kind for fault in drops if fault)
    assert kinds == {FaultKind.DROP_BEFORE: 10, FaultKind.DROP_AFTER: 10}


@pytest.mark.parametrize("trouble", [Trouble.FLOODS, Trouble.FAILS])
def test_some_fail_once_and_some_a_few_times(trouble: Trouble) -> None:
    groups = plan_groups(2000, Random(1), with_faults=True)

    times = {group.fault.times for group in groups if group.fault and group.trouble is trouble}
    assert times - {None} == {1, 2, 3}
