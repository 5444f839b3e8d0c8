"""What is told of an update in hand, to whom, and what its log lines say."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from structlog.contextvars import get_contextvars

from bot.intake.handling import Answers
from bot.operation.stages import Stage, staged
from bot.operation.watching import Watched
from bot.store.updates import Case
from retrieval.records import AbstentionReason

NOW = datetime(2025, 3, 3, 3, tzinfo=UTC)


class Notebook:
    """A watcher that writes down what it hears."""

    def __init__(self) -> None:
        self.stages: list[tuple[Stage, float]] = []
        self.replies: list[AbstentionReason | None] = []

    def on_stage(self, stage: Stage, seconds: float) -> None:
        self.stages.append((stage, seconds))

    def on_reply(self, abstained: AbstentionReason | None) -> None:
        self.replies.append(abstained)


class Doing:
    """Deals with an update by doing something."""

    def __init__(self, do: Callable[[], Awaitable[Exception | None]]) -> None:
        self._do = do

    async def outcome_of(self, *_: object) -> Exception | None:
        return await self._do()

    async def apologise(self, *_: object) -> None:
        await self._do()


def case(attempts: int = 1) -> Case:
    return Case(
        bot_id=7,
        update_id=41,
        kind="message",
        chat_id=5,
        raw="{}",
        due_since=NOW - timedelta(seconds=3),
        attempts=attempts,
        failures=0,
    )


async def nothing() -> None:
    """Do nothing."""


@pytest.mark.parametrize(
    ("attempts", "stages"),
    [(1, [Stage.WAITING, Stage.HANDLING]), (2, [Stage.HANDLING])],
)
async def test_how_long_it_waited_is_told_once(attempts: int, stages: list[Stage]) -> None:
    notebook = Notebook()
    await Watched(Doing(nothing), notebook, lambda: NOW).outcome_of(case(attempts), Answers())
    assert [stage for stage, _ in notebook.stages] == stages


@pytest.mark.parametrize(("moment", "seconds"), [(NOW, 3.0), (NOW - timedelta(hours=1), 0.0)])
async def test_it_waited_from_when_it_was_due_and_never_less_than_not_at_all(
    moment: datetime, seconds: float
) -> None:
    notebook = Notebook()
    await Watched(Doing(nothing), notebook, lambda: moment).outcome_of(case(), Answers())
    assert notebook.stages[0] == (Stage.WAITING, seconds)


async def test_stages_are_told_from_threads_too_and_where_they_break() -> None:
    def think() -> None:
        with staged(Stage.ANSWERING):
            raise ValueError("no")

    async def do() -> Exception | None:
        try:
            await asyncio.to_thread(think)
        except ValueError as error:
            return error
        return None

    notebook = Notebook()
    outcome = await Watched(Doing(do), notebook, lambda: NOW).outcome_of(case(), Answers())
    assert isinstance(outcome, ValueError)
    assert [stage for stage, _ in notebook.stages][1:] == [Stage.ANSWERING, Stage.HANDLING]


async def test_two_at_once_are_told_apart_in_the_log() -> None:
    seen: list[object] = []
    both = asyncio.Barrier(2)

    async def do() -> None:
        await both.wait()
        seen.append(get_contextvars()["attempt"])

    watched = Watched(Doing(do), None, lambda: NOW)
    await asyncio.gather(*(watched.outcome_of(case(number), Answers()) for number in (1, 2)))
    assert sorted(seen, key=str) == [1, 2]
    assert get_contextvars() == {}


async def test_an_apology_says_whose_it_is() -> None:
    seen: list[object] = []

    async def do() -> None:
        seen.append(get_contextvars())

    await Watched(Doing(do), None).apologise(case(), ValueError("no"))
    assert seen == [{"update": 41, "kind": "message", "attempt": 1}]
