"""The account of a drill: each group is one thing, and whatever does not hold is said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drills.groups import Group, Trouble
from bot.drills.report import Account, Course, Outcome, Report
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.traffic import TrafficReport
from bot.store.records import State

FINE = Group(chat_id=-1)
FORBIDDING = Group(chat_id=-2, trouble=Trouble.FORBIDS)
FAILING = Group(chat_id=-3, trouble=Trouble.FAILS, fault=Fault(kind=FaultKind.FAIL, times=None))
DROPPING = Group(chat_id=-4, trouble=Trouble.DROPS, fault=Fault(kind=FaultKind.DROP_AFTER))

ARRIVED = Outcome(group=FINE, copies=1, state=State.SENT)
REMOVED = Outcome(group=FORBIDDING, copies=0, state=State.FAILED, reason="removed")
UNAVAILABLE = Outcome(group=FAILING, copies=0, state=State.FAILED, reason="unavailable")
INTERRUPTED = Outcome(group=FINE, copies=0, state=State.UNCERTAIN, reason="interrupted")
DROPPED = Outcome(group=DROPPING, copies=1, state=State.UNCERTAIN, reason="dropped")
AS_IT_SHOULD_BE = (ARRIVED, REMOVED, UNAVAILABLE, INTERRUPTED, DROPPED)

TRAFFIC = TrafficReport(
    requests=5,
    accepted=2,
    too_fast=0,
    seconds=1.0,
    highest_second=30,
    highest_chat_second=1,
    highest_group_minute=4,
)
COURSE = Course(seconds=2.0, kills=1, taken_over=0, limit=30, traffic=TRAFFIC, impatient=0)

outcome = st.builds(
    Outcome,
    group=st.sampled_from([FINE, FORBIDDING, FAILING, DROPPING]),
    copies=st.integers(0, 3),
    state=st.none() | st.sampled_from(State),
    reason=st.none() | st.sampled_from(["dropped", "interrupted", "removed"]),
)


def flaws(*outcomes: Outcome, course: Course = COURSE) -> tuple[str, ...]:
    return Report(account=Account.of(outcomes), course=course).flaws


def test_a_drill_in_which_all_is_as_it_should_be_has_no_flaws() -> None:
    assert flaws(*AS_IT_SHOULD_BE) == ()


def test_everything_is_counted_by_what_became_of_it() -> None:
    account = Account.of(AS_IT_SHOULD_BE)

    assert (account.groups, account.reachable, account.once) == (5, 3, 2)
    assert (account.sent, account.failed, account.uncertain) == (1, 2, 2)
    assert account.failed_by_reason == {"removed": 1, "unavailable": 1}
    assert account.uncertain_by_reason == {"dropped": 1, "interrupted": 1}
    assert (account.uncertain_posted, account.uncertain_missing) == (1, 1)
    assert account.adds_up


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(ARRIVED, copies=2), "1 groups have it more than once"),
        (replace(DROPPED, copies=2), "1 groups have it more than once"),
        (replace(ARRIVED, copies=0), "1 groups should have it and do not"),
        (replace(ARRIVED, copies=0, state=State.FAILED, reason="refused"), "should have it"),
        (replace(ARRIVED, copies=0, state=State.WAITING), "should have it"),
        (replace(ARRIVED, copies=0, state=None), "should have it"),
        (replace(ARRIVED, state=None), "1 groups have no row that says why"),
        (replace(ARRIVED, state=State.SENDING), "no row that says why"),
        (replace(REMOVED, reason=None), "no row that says why"),
        (replace(REMOVED, copies=1), "1 rows say other than the server"),
        (replace(REMOVED, state=State.SENT), "say other than the server"),
        (replace(ARRIVED, state=State.UNCERTAIN, reason="dropped"), "nothing happened there"),
        (replace(DROPPED, reason="timed-out"), "nothing happened there"),
        (replace(ARRIVED, state=State.CLAIMED), "do not add up"),
    ],
)
def test_what_became_of_a_group_and_should_not_have_is_said(wrong: Outcome, said: str) -> None:
    assert said in "; ".join(flaws(*AS_IT_SHOULD_BE, wrong))


def test_more_interrupted_than_the_killed_had_in_hand_is_said() -> None:
    assert flaws(*[INTERRUPTED] * 4) == ()
    assert flaws(*[INTERRUPTED] * 5) == ("5 were interrupted, by 1 kills of 4 at work",)


@pytest.mark.parametrize(
    ("course", "said"),
    [
        (replace(COURSE, traffic=replace(TRAFFIC, highest_second=31)), "31 in a second"),
        (replace(COURSE, traffic=replace(TRAFFIC, highest_chat_second=2)), "2 in a chat"),
        (replace(COURSE, traffic=replace(TRAFFIC, highest_group_minute=21)), "21 in a group"),
        (replace(COURSE, impatient=1), "1 came before their wait was over"),
    ],
)
def test_whatever_was_too_fast_is_said(course: Course, said: str) -> None:
    [flaw] = flaws(*AS_IT_SHOULD_BE, course=course)
    assert said in flaw


@given(st.lists(outcome))
def test_every_group_that_can_be_reached_is_once_doubled_lost_or_uncertain(
    outcomes: list[Outcome],
) -> None:
    account = Account.of([one for one in outcomes if one.group.can_be_reached])
    arrived, missing = account.once + account.doubled, account.lost + account.uncertain_missing

    assert account.reachable == account.groups == arrived + missing


@given(st.lists(outcome))
def test_it_adds_up_exactly_where_every_row_has_come_to_its_end(outcomes: list[Outcome]) -> None:
    ends = {State.SENT, State.FAILED, State.UNCERTAIN}

    assert Account.of(outcomes).adds_up == all(one.state in ends for one in outcomes)
