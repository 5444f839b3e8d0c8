"""The drill of questions: people who ask and ask, and bots that die over the answers.

sandbox   a process: the people, their questions, and the record of what was answered
bots      processes: the whole bot on a real database, killed and started again at once
account   each question, held against the answers to it at the server
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Literal

from bot.app import CONCURRENT_UPDATES
from bot.drills.balancer import Balancer, balancing
from bot.drills.herd import Herd
from bot.drills.killing import plan_kills
from bot.drills.people import Crowd, Question, running_crowd
from bot.drills.processes import Process
from bot.errors import DrillError
from bot.store.store import Store
from bot.store.updates import CaseState
from bot.texts import EXAMPLE_QUESTIONS

Mode = Literal["polling", "webhook"]

LOOKING_SECONDS = 0.25
MOST_WAITING = 100
PATIENCE_SECONDS = 15.0
"""How long people who get no answer wait before others ask all the same."""
STALLED_SECONDS = 40.0
"""After so long without an answer there will be none: longer than anything has a reason for."""
FORGOTTEN_SECONDS = 10.0
"""The same of a bot that keeps no inbox, and tries nothing again."""
HEARD, HEARD_WITHOUT_INBOX = 0.75, 0.25
"""Of the questions, those whose end is surely heard of: a bot that is killed may not say its last
ones, and one that keeps no inbox forgets many. Kills come before."""
QUESTIONS_EACH = 5
PACE = 30
"""Most messages a second, as Telegram wants it."""
ON_THE_WAY_SECONDS = 1.0
"""How long a request of a dead bot may take to be accepted."""
_OPEN = (CaseState.WAITING, CaseState.IN_HAND)
_BOT, _FORGETTING = "bot.drills.answering", "bot.drills.forgetting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """What a drill is held under."""

    questions: int
    kills: int = 0
    mode: Mode = "polling"
    processes: int = 1
    lease_lasts: timedelta = timedelta(seconds=2)
    """For as long nobody goes on with what was in hand after a kill; a running bot's is longer."""
    seed: int = 0
    with_inbox: bool = True

    @property
    def waiting(self) -> int:
        """Return how many questions wait for an answer at once."""
        return min(max(self.questions // 6, 1), MOST_WAITING)

    @property
    def people(self) -> int:
        """Return how many people ask; each has a chat with the bot."""
        return -(-self.questions // QUESTIONS_EACH)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What came of a drill."""

    conditions: Conditions
    kills: int
    seconds: float
    asked: int
    answered: int
    doubled: int
    """Questions with more than one answer."""
    unexplained: int
    """Of them, those that were answered again though no bot had died over the answer."""
    open: int
    """Updates that are not dealt with, by the inbox."""
    parked: int

    @property
    def lost(self) -> int:
        """Return how many questions have no answer."""
        return self.asked - self.answered

    @property
    def flaws(self) -> tuple[str, ...]:
        """Return what did not hold; nothing if all did.

        An answer that Telegram accepted is given again where the process died before it could note
        that: nobody can tell. More than it had in hand that cannot be.
        """
        most_doubled = self.kills * CONCURRENT_UPDATES
        found = {
            f"{self.lost} questions have no answer": self.lost > 0,
            f"{self.doubled} have several, by {self.kills} kills of {CONCURRENT_UPDATES} in hand": (
                self.doubled > most_doubled
            ),
            f"{self.unexplained} have several, and no bot died in between": self.unexplained > 0,
            f"{self.open} updates are not dealt with": self.open > 0,
            f"{self.parked} updates are parked": self.parked > 0,
        }
        return tuple(words for words, is_so in found.items() if is_so)

    def fields(self) -> dict[str, object]:
        """Return all figures by their names, for JSON."""
        conditions = self.conditions
        return {
            "mode": conditions.mode,
            "processes": conditions.processes,
            "lease_seconds": conditions.lease_lasts.total_seconds(),
            "seed": conditions.seed,
            "with_inbox": conditions.with_inbox,
            "kills": self.kills,
            "asked": self.asked,
            "answered": self.answered,
            "lost": self.lost,
            "doubled": self.doubled,
            "unexplained": self.unexplained,
            "parked": self.parked,
            "open": self.open,
            "seconds": round(self.seconds, 1),
            "flaws": list(self.flaws),
        }


async def hold(conditions: Conditions, database_url: str | None = None) -> Report:
    """Hold a drill, on a database of its own where none is given, and account for it.

    Raises DrillError, StoreUnavailableError.
    """
    with TemporaryDirectory(prefix="danvan-drill-") as folder:
        url = database_url or f"sqlite:///{folder}/drill.sqlite3"
        with Store.open(url) as store:
            if store.inbox.counts():
                raise DrillError("the database has updates in its inbox; expected an empty one")
            async with running_crowd(conditions.people) as crowd, _reached(conditions) as balancer:
                return await _Drill(conditions, store, crowd, balancer, url, Path(folder)).hold()


@asynccontextmanager
async def _reached(conditions: Conditions) -> AsyncIterator[Balancer | None]:
    if conditions.mode == "polling":
        yield None
        return
    async with balancing(most=2 * conditions.processes) as balancer:
        yield balancer


class _Drill:
    """One drill, on a crowd that is there and a database that is empty."""

    def __init__(
        self,
        conditions: Conditions,
        store: Store,
        crowd: Crowd,
        balancer: Balancer | None,
        database_url: str,
        folder: Path,
    ) -> None:
        self._conditions = conditions
        self._store = store
        self._crowd = crowd
        self._balancer = balancer
        self._database_url = database_url
        self._folder = folder
        self._chance = Random(conditions.seed)  # noqa: S311 - a drill is to be held again alike
        self._asked: list[Question] = []
        self._answered = 0

    async def hold(self) -> Report:
        conditions = self._conditions
        heard = HEARD if conditions.with_inbox else HEARD_WITHOUT_INBOX
        steps = int(heard * conditions.questions)
        kills = plan_kills(conditions.kills, steps=steps, chance=self._chance)
        begun, herd = monotonic(), Herd(self._start_bot, conditions.processes)
        async with herd.running():
            suffering = asyncio.create_task(herd.suffer(kills))
            try:
                await self._ask_all()
                await suffering
            finally:
                suffering.cancel()
            await self._until_answered()
            seconds = monotonic() - begun
        return await self._report(herd.killed_at, seconds)

    async def _start_bot(self) -> Process:
        environment = {
            "DANVAN_LOG_LEVEL": "ERROR",
            "DANVAN_HOME": str(self._folder),
            **self._crowd.environment(),
            "DANVAN_DATABASE_URL": self._database_url,
            "TELEGRAM_WEBHOOK_URL": "",
        }
        if self._balancer:
            environment["TELEGRAM_WEBHOOK_URL"] = self._balancer.url
            environment["TELEGRAM_WEBHOOK_LISTEN"] = f"127.0.0.1:{self._balancer.add()}"
        if not self._conditions.with_inbox:
            return await Process.start(_FORGETTING, environment=environment)
        lasts = str(self._conditions.lease_lasts.total_seconds())
        return await Process.start(_BOT, lasts, str(PACE), environment=environment)

    async def _ask_all(self) -> None:
        """Ask as the answers come, with so many waiting; and on where none come."""
        answered_at = monotonic()
        while len(self._asked) < self._conditions.questions:
            before = self._answered
            await self._look()
            now = monotonic()
            answered_at = now if self._answered > before else answered_at
            more = self._conditions.waiting - (len(self._asked) - self._answered)
            if now > answered_at + PATIENCE_SECONDS:
                more, answered_at = self._conditions.waiting, now
            await self._ask(more)
            await asyncio.sleep(LOOKING_SECONDS)

    async def _ask(self, more: int) -> None:
        for _ in range(min(more, self._conditions.questions - len(self._asked))):
            number = len(self._asked)
            words = EXAMPLE_QUESTIONS[number % len(EXAMPLE_QUESTIONS)]
            self._asked.append(await self._crowd.ask(number % self._conditions.people, words))

    async def _until_answered(self) -> None:
        """Wait until all are answered and that is noted, or nothing comes any more."""
        answered_at = monotonic()
        patience = STALLED_SECONDS if self._conditions.with_inbox else FORGOTTEN_SECONDS
        while monotonic() < answered_at + patience:
            if self._answered == len(self._asked) and not await self._is_anything_open():
                return
            before = self._answered
            await asyncio.sleep(LOOKING_SECONDS)
            await self._look()
            answered_at = monotonic() if self._answered > before else answered_at

    async def _look(self) -> None:
        self._answered = len({*self._asked} & {*await self._crowd.answers()})

    async def _is_anything_open(self) -> bool:
        counts = await asyncio.to_thread(self._store.inbox.counts)
        return any(one.state in _OPEN for one in counts)

    async def _report(self, killed_at: Sequence[float], seconds: float) -> Report:
        answers = await self._crowd.answers()
        times = [answers.get(question, ()) for question in self._asked]
        counts = {one.state: one.count for one in await asyncio.to_thread(self._store.inbox.counts)}
        return Report(
            conditions=self._conditions,
            kills=len(killed_at),
            seconds=seconds,
            asked=len(times),
            answered=sum(bool(one) for one in times),
            doubled=sum(len(one) > 1 for one in times),
            unexplained=sum(not is_explained(one, killed_at) for one in times),
            open=sum(counts.get(state, 0) for state in _OPEN),
            parked=counts.get(CaseState.PARKED, 0),
        )


def is_explained(answered_at: Sequence[float], killed_at: Sequence[float]) -> bool:
    """Tell whether before each answer but the first a bot died over the one before it.

    A bot dies over an answer that the server accepted before, or has accepted on the way.

    >>> is_explained([10.0], []), is_explained([10.0, 14.0], [11.0])
    (True, True)
    >>> is_explained([10.0, 14.0], [15.0])
    False
    """
    return all(
        any(earlier - ON_THE_WAY_SECONDS <= killed <= later for killed in killed_at)
        for earlier, later in pairwise(answered_at)
    )
