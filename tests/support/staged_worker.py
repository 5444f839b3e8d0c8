"""A worker with a stand-in for what deals with updates, and someone who hears of its decisions."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.intake.decision import Decision
from bot.intake.handling import Answers
from bot.intake.worker import Worker
from bot.store.store import Store
from bot.store.updates import Case, CaseState, Received

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
    """Return how many updates are in each state."""
    return {one.state: one.count for one in store.inbox.counts()}
