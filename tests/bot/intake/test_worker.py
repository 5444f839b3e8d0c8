"""The worker on a real store, with a stand-in for what deals with updates."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.errors import StoreUnavailableError
from bot.intake.decision import Decision
from bot.intake.errors import UnreadableUpdateError
from bot.intake.handling import Answers
from bot.intake.worker import DEADLY, MOST_AT_WORK, Worker
from bot.store.inbox import KEPT_FOR
from bot.store.store import Store
from bot.store.updates import Case, CaseState, Received
from tests.support.running_bot import empty_store

BOT = 7
PATIENCE_SECONDS = 20.0
SECRET = "số nhà tôi là 12"


class Staged:
    """Deals with updates as it is told to: by raising, by hanging, else well."""

    def __init__(self) -> None:
        self.outcomes: dict[int, list[Exception | None]] = defaultdict(list)
        self.gates: dict[int, asyncio.Event] = {}
        self.departures: dict[int, asyncio.Event] = {}
        """When those that stand at a gate go out to Telegram."""
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.apologies: list[int] = []
        self.has_begun, self.has_ended = asyncio.Event(), asyncio.Event()

    async def outcome_of(self, case: Case, answers: Answers) -> Exception | None:
        this = answers.of_try()
        self.begun.append(case.update_id)
        self.has_begun.set()
        if departure := self.departures.get(case.update_id):
            await departure.wait()
            this.depart()
        if gate := self.gates.get(case.update_id):
            await gate.wait()
        self.ended.append(case.update_id)
        self.has_ended.set()
        outcomes = self.outcomes[case.update_id]
        return outcomes.pop(0) if outcomes else None

    async def apologise(self, case: Case, _: Exception) -> None:
        self.apologies.append(case.update_id)


class Watcher:
    """Waits for what a worker decides."""

    def __init__(self) -> None:
        self.decisions: list[tuple[int, str, str | None]] = []
        self._news = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def on_decision(self, case: Case, decision: Decision, error: str | None) -> None:
        self.decisions.append((case.update_id, type(decision).__name__, error))
        task = asyncio.create_task(self._tell())
        self._tasks.add(task)

    async def until(self, count: int) -> None:
        """Wait until so many decisions were made."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            await self._news.wait_for(lambda: len(self.decisions) >= count)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()


class AwayStore(Store):
    """A store whose database may be away."""

    is_away = False

    def together(self) -> AbstractContextManager[object]:
        if self.is_away:
            raise StoreUnavailableError("the database is away, as a test has it")
        return super().together()


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as opened:
        yield opened


@pytest.fixture
def staged() -> Staged:
    return Staged()


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


def put(store: Store, *updates: tuple[int, int], at: datetime | None = None) -> None:
    """Put updates into the inbox, each as (its number, its chat)."""
    received = [
        Received(update_id=number, kind="message", chat_id=chat, raw=f'{{"text": "{SECRET}"}}')
        for number, chat in updates
    ]
    store.inbox.put(BOT, received, now=at or datetime.now(UTC))


@asynccontextmanager
async def working(
    store: Store,
    staged: Staged,
    watcher: Watcher,
    *,
    most_at_once: int = 8,
    finishing_seconds: float = PATIENCE_SECONDS,
) -> AsyncIterator[Worker]:
    worker = Worker(
        store,
        BOT,
        staged,
        most_at_once=most_at_once,
        observer=watcher,
        finishing_seconds=finishing_seconds,
    )
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await running


def states(store: Store) -> dict[CaseState, int]:
    return {one.state: one.count for one in store.inbox.counts()}


async def test_what_is_answered_is_done(store: Store, staged: Staged, watcher: Watcher) -> None:
    put(store, (1, 5), (2, 5), (3, 6))
    async with working(store, staged, watcher):
        await watcher.until(3)
    assert sorted(staged.begun) == [1, 2, 3]
    assert states(store) == {CaseState.DONE: 3}


async def test_what_comes_later_is_noticed_when_it_is_told_of(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    async with working(store, staged, watcher) as worker:
        put(store, (1, 5))
        worker.wake()
        await watcher.until(1)
    assert states(store) == {CaseState.DONE: 1}


async def test_an_answer_that_failed_is_tried_again_and_the_chat_waits_for_it(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.outcomes[1] = [NetworkError("502")]
    put(store, (1, 5), (2, 5), (3, 6))
    async with working(store, staged, watcher):
        await watcher.until(4)
    assert [number for number in staged.begun if number != 3] == [1, 1, 2]
    assert staged.apologies == []
    assert states(store) == {CaseState.DONE: 3}


async def test_what_breaks_again_and_again_is_parked_with_one_apology_and_the_chat_goes_on(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.outcomes[1] = [ValueError(SECRET)] * 9
    put(store, (1, 5), (2, 5))
    async with working(store, staged, watcher):
        await watcher.until(4)
    assert staged.begun == [1, 1, 1, 2]
    assert staged.apologies == [1]
    assert states(store) == {CaseState.PARKED: 1, CaseState.DONE: 1}
    (parked,) = store.inbox.parked()
    assert parked.error == "ValueError"


async def test_what_cannot_be_read_is_parked_at_once_without_an_apology(
    store: Store, staged: Staged, watcher: Watcher, caplog: pytest.LogCaptureFixture
) -> None:
    staged.outcomes[1] = [UnreadableUpdateError("KeyError at telegram/_chat.py:5 in de_json")]
    put(store, (1, 5), (2, 5))
    async with working(store, staged, watcher):
        await watcher.until(2)
    assert (staged.begun, staged.apologies) == ([1, 2], [])
    assert "update 1 was parked: unreadable: KeyError at telegram/_chat.py:5" in caplog.text
    assert SECRET not in caplog.text


async def test_of_a_chat_one_is_in_hand_and_other_chats_do_not_wait(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.gates[1] = asyncio.Event()
    put(store, (1, 5), (2, 5), (3, 6), (4, 7))
    async with working(store, staged, watcher):
        await watcher.until(2)
        assert sorted(staged.begun) == [1, 3, 4]
        staged.gates[1].set()
        await watcher.until(4)
    assert staged.ended.index(1) < staged.ended.index(2)


async def test_no_more_are_in_hand_than_allowed(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.gates = {number: asyncio.Event() for number in (1, 2)}
    put(store, (1, 1), (2, 2), (3, 3))
    async with working(store, staged, watcher, most_at_once=2):
        await staged.has_begun.wait()
        assert staged.begun in ([1], [1, 2])
        staged.gates[2].set()
        await watcher.until(2)
        assert staged.ended == [2, 3]
        staged.gates[1].set()


async def test_few_are_worked_on_at_once_and_more_when_those_wait_for_telegram(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    over, away = asyncio.Event(), asyncio.Event()
    busy = range(1, MOST_AT_WORK + 1)
    staged.gates = dict.fromkeys(busy, over)
    staged.departures = dict.fromkeys(busy, away)
    last = MOST_AT_WORK + 1
    put(store, *((number, number) for number in (*busy, last)))
    async with working(store, staged, watcher):
        await staged.has_begun.wait()
        assert states(store) == {CaseState.IN_HAND: MOST_AT_WORK, CaseState.WAITING: 1}
        away.set()
        await watcher.until(1)
        assert staged.begun == [*busy, last]
        assert staged.ended == [last]
        over.set()


async def test_told_to_stop_it_finishes_what_is_in_hand_and_keeps_the_rest(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.gates[1] = asyncio.Event()
    put(store, (1, 5), (2, 5))
    async with working(store, staged, watcher) as worker:
        await staged.has_begun.wait()
        worker.stop()
        staged.gates[1].set()
    assert staged.begun == [1]
    assert states(store) == {CaseState.DONE: 1, CaseState.WAITING: 1}


async def test_what_is_not_over_in_time_is_put_back(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.gates[1] = asyncio.Event()
    put(store, (1, 5))
    async with working(store, staged, watcher, finishing_seconds=0):
        await staged.has_begun.wait()
    assert (staged.begun, staged.ended) == ([1], [])
    assert states(store) == {CaseState.WAITING: 1}
    assert len(store.inbox.claim(BOT, limit=1, now=datetime.now(UTC))) == 1


async def test_several_workers_share_the_work_and_each_is_dealt_with_once(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    put(store, *((number, number % 5) for number in range(40)))
    async with working(store, staged, watcher), working(store, staged, watcher):
        await watcher.until(40)
    assert sorted(staged.begun) == list(range(40))
    for chat in range(5):
        own = [number for number in staged.ended if number % 5 == chat]
        assert own == sorted(own)


async def test_while_the_database_is_away_it_waits_and_then_notes_what_was_answered(
    tmp_path: Path, staged: Staged, watcher: Watcher
) -> None:
    staged.gates[1] = asyncio.Event()
    with AwayStore.open(f"sqlite:///{tmp_path}/bot.db") as store:
        put(store, (1, 5))
        async with working(store, staged, watcher):
            await staged.has_begun.wait()
            store.is_away = True
            staged.gates[1].set()
            await staged.has_ended.wait()
            assert watcher.decisions == []
            store.is_away = False
            await watcher.until(1)
        assert staged.begun == [1]
        assert states(store) == {CaseState.DONE: 1}


async def test_what_comes_too_late_is_given_up_untried(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    put(store, (1, 5), at=datetime.now(UTC) - timedelta(hours=7))
    async with working(store, staged, watcher):
        await watcher.until(1)
    assert staged.begun == []
    assert watcher.decisions == [(1, "GiveUp", None)]
    assert states(store) == {CaseState.DONE: 1}


async def test_what_processes_died_over_again_and_again_is_parked_untried(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=50)
    put(store, (1, 5), at=long_ago)
    for minutes in range(11):
        store.inbox.claim(BOT, limit=1, now=long_ago + timedelta(minutes=minutes))
    async with working(store, staged, watcher):
        await watcher.until(1)
    assert staged.begun == []
    (parked,) = store.inbox.parked()
    assert parked.error == DEADLY


async def test_what_is_a_day_old_is_deleted_as_it_begins(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    put(store, (1, 5), at=datetime.now(UTC) - KEPT_FOR)
    put(store, (2, 5))
    async with working(store, staged, watcher):
        await watcher.until(1)
    assert staged.begun == [2]
    assert states(store) == {CaseState.DONE: 1}


async def test_what_was_in_hand_when_processes_died_is_dealt_with_one_at_a_time(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=50)
    put(store, (1, 5), (2, 6), (3, 7), at=long_ago)
    for minutes in range(4):
        store.inbox.claim(BOT, limit=2, now=long_ago + timedelta(minutes=minutes))
    staged.gates[1] = asyncio.Event()
    async with working(store, staged, watcher):
        await watcher.until(1)
        assert staged.begun == [1, 3]
        staged.gates[1].set()
        await watcher.until(3)
    assert staged.ended == [3, 1, 2]
