"""Senders that die, groups where much goes wrong: nothing is lost, nothing is sent twice.

The processes are real ones, killed by SIGKILL; what became of each message the server says. The
full drills, with 2,000 groups at Telegram's pace, are slow; an operator runs the same by
`danvan drill announcements`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.drills.announcements import Conditions, hold
from bot.errors import DrillError
from bot.store.store import Store
from tests.support.postgresql import (
    PostgresqlUnavailableError,
    new_database,
    running_postgresql,
)
from tests.support.stores import announce, subscribe

QUICK = Conditions(groups=150, faults=True, kills=4, pace=60, seed=1)
"""At a pace that a busy machine can just keep."""


@pytest.fixture
def postgresql() -> Iterator[str]:
    try:
        with running_postgresql(durable=True) as server:
            yield new_database(server, "drill")
    except PostgresqlUnavailableError as error:
        pytest.skip(str(error))


async def test_a_sender_that_is_killed_again_and_again_loses_and_doubles_nothing() -> None:
    report = await hold(QUICK)

    assert report.flaws == ()
    assert report.course.kills == 4
    assert report.account.failed_by_reason.keys() <= {"removed", "unavailable"}
    assert report.account.uncertain_by_reason.keys() <= {"dropped", "interrupted"}


async def test_of_two_senders_on_postgresql_one_goes_on_where_the_other_was_killed(
    postgresql: str,
) -> None:
    report = await hold(replace(QUICK, processes=2), postgresql)

    assert report.flaws == ()
    assert report.course.kills == 4
    assert report.account.failed_by_reason.keys() <= {"removed", "unavailable"}


async def test_a_sender_without_the_outbox_loses_or_doubles_in_the_same_drill() -> None:
    report = await hold(replace(QUICK, with_outbox=False))

    assert report.course.kills == 4
    assert report.account.doubled + report.account.lost > 0


async def test_a_database_in_which_somebodys_groups_are_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    with Store.open(url) as store:
        subscribe(store, -1)
        announce(store)
    with pytest.raises(DrillError, match="expected an empty one"):
        await hold(Conditions(groups=10), url)
    with Store.open(url) as store:
        assert store.subscriptions.audience_size((), ()) == 1


def test_so_many_kills_want_so_many_groups() -> None:
    with pytest.raises(DrillError, match="at least 50"):
        Conditions(groups=49, kills=10)
    assert Conditions(groups=50, kills=10).steps == 10


@pytest.mark.slow
async def test_while_nothing_fails_2000_groups_have_it_at_telegrams_pace() -> None:
    report = await hold(Conditions(groups=2000))

    assert report.flaws == ()
    assert report.account.sent == report.account.once == 2000


@pytest.mark.slow
async def test_50_kills_over_2000_groups_lose_and_double_nothing_on_sqlite() -> None:
    report = await hold(Conditions(groups=2000, faults=True, kills=50))

    assert report.flaws == ()
    assert report.course.kills == 50


@pytest.mark.slow
async def test_20_kills_over_2000_groups_lose_and_double_nothing_on_postgresql(
    postgresql: str,
) -> None:
    report = await hold(Conditions(groups=2000, faults=True, kills=20, processes=2), postgresql)

    assert report.flaws == ()
    assert report.course.kills == 20
    assert report.course.taken_over > 0
