"""Processes that do the same work: killed at random moments, and started again at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from bot.drills.killing import Kill
from bot.drills.processes import Process
from bot.errors import DrillError

STALLED_SECONDS = 120.0
"""Longer than any wait that a drill has a reason for."""


class Herd:
    """So many processes, each of which says a line for every step of its work."""

    def __init__(self, start: Callable[[], Awaitable[Process]], number: int) -> None:
        self._start = start
        self._processes: list[Process | None] = [None] * number
        """By their place, which a successor takes."""
        self._at_work: tuple[int, Process] | None = None
        """The one that said something last, and its place."""
        self._orphaned: int | None = None
        """The place of the one that was killed, until another goes on with its work."""
        self._is_ending = False
        self._heard = asyncio.Event()
        self.steps = 0
        self.killed_at: list[float] = []
        """When, in seconds since 1970."""
        self.taken_over = 0
        """Kills after which one of another place was the first to go on."""
        self.all_ended = asyncio.Event()
        """By themselves, or because they were told to."""

    @property
    def kills(self) -> int:
        """Return how often one was killed."""
        return len(self.killed_at)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run them while the context is open, then let them finish what they have in hand.

        Raises DrillError where one breaks.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                keeping = [tasks.create_task(self._keep(n)) for n in range(len(self._processes))]
                for task in keeping:
                    task.add_done_callback(lambda _: self._look_whether_all_ended(keeping))
                yield
                self._is_ending = True
                for process in filter(None, self._processes):
                    process.tell_to_end()
        except ExceptionGroup as group:
            raise group.exceptions[0] from group

    async def suffer(self, kills: Iterable[Kill]) -> None:
        """Let each kill meet whoever works at its moment; raises DrillError where nobody does."""
        for kill in kills:
            while self.steps < kill.after:
                await self._step()
            await asyncio.sleep(kill.wait)
            while not self._kill_whoever_works():
                await self._step()

    def _kill_whoever_works(self) -> bool:
        """Kill who said something last; False where that one is dead, and nobody went on yet."""
        if self._at_work is None:
            return False
        place, process = self._at_work
        if not process.kill():
            return False
        self._orphaned = place
        self.killed_at.append(time.time())
        return True

    async def _keep(self, place: int) -> None:
        """Start a process, and another one as often as it is killed."""
        while True:
            process = self._processes[place] = await self._start()
            if self._is_ending:
                process.tell_to_end()
            try:
                async for _ in process.lines():
                    self._hear(place, process)
            finally:
                await process.end_at_once()
            if not process.was_killed:
                return

    def _hear(self, place: int, process: Process) -> None:
        self.steps += 1
        self._at_work = place, process
        if self._orphaned is not None and not process.was_killed:
            self.taken_over += place != self._orphaned
            self._orphaned = None
        self._heard.set()

    async def _step(self) -> None:
        self._heard.clear()
        try:
            async with asyncio.timeout(STALLED_SECONDS):
                await self._heard.wait()
        except TimeoutError:
            raise DrillError(f"nothing was done for {STALLED_SECONDS:.0f} s") from None

    def _look_whether_all_ended(self, keeping: "Iterable[asyncio.Task[None]]") -> None:
        if all(task.done() for task in keeping):
            self.all_ended.set()
