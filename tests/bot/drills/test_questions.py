"""Bots that die over their answers: no question is lost, and none is left behind.

The processes are real ones, killed by SIGKILL; what was answered the server says. The full drills
are slow; an operator runs the same by `danvan drill intake`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import now
from bot.drills.questions import Conditions, Mode, hold
from bot.errors import DrillError
from bot.store.store import Store
from bot.store.updates import Received
from tests.support.postgresql import (
    PostgresqlUnavailableError,
    new_database,
    running_postgresql,
)

MODES: list[Mode] = ["polling", "webhook"]


@pytest.fixture
def postgresql() -> Iterator[str]:
    try:
        with running_postgresql(durable=True) as server:
            yield new_database(server, "drill")
    except PostgresqlUnavailableError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("mode", MODES)
async def test_no_kill_loses_a_question_as_it_does_by_the_intake_of_the_library(mode: Mode) -> None:
    theirs = await hold(Conditions(questions=150, kills=1, mode=mode, with_inbox=False))
    ours = await hold(Conditions(questions=40, kills=3, mode=mode))

    assert (theirs.kills, theirs.lost > 0, theirs.flaws != ()) == (1, True, True)
    assert (ours.kills, ours.answered, ours.lost, ours.flaws) == (3, 40, 0, ())


async def test_without_kills_every_question_is_answered_once() -> None:
    report = await hold(Conditions(questions=20))

    assert report.flaws == ()
    assert (report.answered, report.doubled) == (20, 0)


async def test_a_database_with_somebodys_updates_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    with Store.open(url) as store:
        store.inbox.put(7, [Received(update_id=1, kind="message", chat_id=1, raw="{}")], now=now())
    with pytest.raises(DrillError, match="expected an empty one"):
        await hold(Conditions(questions=10), url)


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
async def test_two_thousand_questions_and_a_hundred_kills(mode: Mode) -> None:
    theirs = await hold(Conditions(questions=400, kills=20, mode=mode, with_inbox=False))
    ours = await hold(Conditions(questions=2000, kills=100, mode=mode))

    assert theirs.lost > 0
    assert (ours.kills, ours.answered, ours.flaws) == (100, 2000, ())


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
async def test_the_same_by_two_bots_on_postgresql(mode: Mode, postgresql: str) -> None:
    conditions = Conditions(questions=2000, kills=100, mode=mode, processes=2)

    report = await hold(conditions, postgresql)

    assert (report.kills, report.answered, report.flaws) == (100, 2000, ())
