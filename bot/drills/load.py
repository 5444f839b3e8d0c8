"""The drill of load: how many questions a second, how soon they are answered, in how much memory.

    questioners -> the whole bot          two pairs of processes, side by side; the bots, and where
    questioners -> a plain echo bot       people ask them, get the same load in turns

What bounds a bot on Telegram is Telegram: 30 messages a second over all chats. "The same sender's
settings" are therefore the same pace, kept by the same rate limiter, besides the same number of
connections and of updates dealt with at once; every person has a chat of their own, so the pace in
a chat bounds nothing. At Telegram's pace the aims hold. With a higher `pace` the same drill shows
what the processor allows: there the peer, which has nothing to find, is ahead by what it costs to
find an answer, and the ratio is for information.

The rounds take turns, so that what else the machine does hits both. Then the whole bot alone is
asked at half the rate that it reached, whether or not it answers in time, and the times are taken.
What is left of many questions is asked of it alone too, at a stretch: does its memory stay flat?
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import CONCURRENT_UPDATES
from bot.drills.memory import resident_mb
from bot.drills.passes import LoadReport, Order, Pass, Round
from bot.drills.processes import Process
from bot.drills.questions import PACE, Mode
from bot.drills.sandbox import SETTINGS
from bot.errors import DrillError
from bot.ports import free_port
from bot.store.store import Store

ROUNDS = 4
MOST_IN_A_ROUND = 500
"""Questions; more would tell nothing more of the rate."""
WARM_UP = 60
"""Questions that nobody counts: what is read and compiled once, is."""
WAITING = 2 * CONCURRENT_UPDATES
PEOPLE = 2000
"""Who ask in turn, each seldom enough for the pace in a chat at any load."""
LOOKING_SECONDS = 1.0
_ASKING, _BOT, _ECHO = "bot.drills.asking", "bot.drills.answering", "bot.drills.echoing"
_LEASE_SECONDS = "10"
_HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """What a drill is held under."""

    questions: int
    """To the whole bot, in all rounds and the long stretch after them together."""
    mode: Mode = "polling"
    pace: int = PACE
    """Most messages a second, of both."""

    def __post_init__(self) -> None:
        if self.questions < ROUNDS:
            raise DrillError(f"{self.questions} questions are too few; expected {ROUNDS} or more")

    @property
    def in_a_round(self) -> int:
        """Return how many each bot is asked in each round."""
        return min(self.questions // ROUNDS, MOST_IN_A_ROUND)

    @property
    def at_a_stretch(self) -> int:
        """Return how many the whole bot is asked after the rounds."""
        return max(self.questions - ROUNDS * MOST_IN_A_ROUND, 0)


class _Pair:
    """A bot, and the people who ask it."""

    def __init__(self, bot: Process, people: Process) -> None:
        self._bot = bot
        self._people = people
        self.memory: list[float] = []
        """MB that were resident, look by look; none where the system does not tell."""

    async def hold(self, order: Order) -> Pass:
        """Have people ask what is ordered, and return what came of it."""
        looking = asyncio.create_task(self._look_again_and_again())
        try:
            return Pass.read(await self._people.ask(order.line()))
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

    async def _look_again_and_again(self) -> None:
        while True:
            if (found := resident_mb(self._bot.id)) is not None:
                self.memory.append(found)
            await asyncio.sleep(LOOKING_SECONDS)


async def hold(conditions: Conditions, database_url: str | None = None) -> LoadReport:
    """Hold a drill, on a database of its own where none is given, and sum it up.

    Raises DrillError, StoreUnavailableError.
    """
    with TemporaryDirectory(prefix="danvan-drill-") as folder:
        url = database_url or f"sqlite:///{folder}/drill.sqlite3"
        await asyncio.to_thread(_check_empty, url)
        pace = str(conditions.pace)
        async with (
            _pair(conditions.mode, url, Path(folder), _BOT, _LEASE_SECONDS, pace) as ours,
            _pair(conditions.mode, url, Path(folder), _ECHO, pace) as echo,
        ):
            return await _take_turns(conditions, ours, echo)


def _check_empty(url: str) -> None:
    with Store.open(url) as store:
        if store.inbox.counts():
            raise DrillError("the database has updates in its inbox; expected an empty one")


async def _take_turns(conditions: Conditions, ours: _Pair, echo: _Pair) -> LoadReport:
    for pair in (echo, ours):
        await pair.hold(Order(questions=WARM_UP, waiting=WAITING))
    ours.memory.clear()
    order = Order(questions=conditions.in_a_round, waiting=WAITING)
    rounds = [
        Round(echo=await echo.hold(order), ours=await ours.hold(order)) for _ in range(ROUNDS)
    ]
    reached = Round.typical_rate([one.ours for one in rounds])
    half = await ours.hold(Order(questions=order.questions, waiting=WAITING, rate=reached / 2))
    stretch = await ours.hold(Order(questions=conditions.at_a_stretch, waiting=WAITING))
    return LoadReport(
        mode=conditions.mode,
        pace=conditions.pace,
        is_telegrams_pace=conditions.pace <= PACE,
        rounds=tuple(rounds),
        half_load=half,
        stretch=stretch,
        memory_mb=tuple(ours.memory),
    )


@asynccontextmanager
async def _pair(
    mode: Mode, database_url: str, folder: Path, bot: str, *arguments: str
) -> AsyncIterator[_Pair]:
    """Run a bot and its people while the context is open; raises DrillError where one breaks."""
    async with AsyncExitStack() as stack:
        people = await Process.start(_ASKING, str(PEOPLE), environment=SETTINGS)
        stack.push_async_callback(people.end)
        environment = {
            "DANVAN_LOG_LEVEL": "ERROR",
            "DANVAN_HOME": str(folder),
            **SETTINGS,
            "TELEGRAM_BASE_URL": await people.first_line(),
            "DANVAN_DATABASE_URL": database_url,
            **_way_in(mode),
        }
        process = await Process.start(bot, *arguments, environment=environment)
        stack.push_async_callback(process.end)
        hearing = asyncio.create_task(_hear(process))
        try:
            yield _Pair(process, people)
        finally:
            process.tell_to_end()
            await hearing


async def _hear(process: Process) -> None:
    """Let a process say what it wants to; one that is not heard would wait for it."""
    async for _ in process.lines():
        pass


def _way_in(mode: Mode) -> dict[str, str]:
    if mode == "polling":
        return {"TELEGRAM_WEBHOOK_URL": ""}
    place = f"{_HOST}:{free_port(_HOST)}"
    return {"TELEGRAM_WEBHOOK_URL": f"http://{place}/updates", "TELEGRAM_WEBHOOK_LISTEN": place}
