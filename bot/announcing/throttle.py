"""Does something again and again, and not too often."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

CLOSING_SECONDS = 5.0
"""How long the last work may take once it closes."""

logger = logging.getLogger(__name__)


class Throttle:
    """Does `work` for a number after it was touched, at most once in so many seconds for each.

    However often it is touched, the last work comes after the last touch. Work that could not be
    done returns how long to wait before it is done again. When it closes, what is left is done at
    once, and for the last time.
    """

    def __init__(
        self, work: Callable[[int], Awaitable[timedelta | None]], *, seconds: float
    ) -> None:
        self._work = work
        self._seconds = seconds
        self._touched: set[int] = set()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._closing = asyncio.Event()

    def touch(self, number: int) -> None:
        """Have the work done soon."""
        self._touched.add(number)
        if number not in self._tasks:
            self._tasks[number] = asyncio.create_task(self._keep(number))

    async def close(self) -> None:
        """Do what is left to do, as far as there is time."""
        self._closing.set()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks.values(), timeout=CLOSING_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _keep(self, number: int) -> None:
        try:
            while number in self._touched:
                self._touched.discard(number)
                wait = await self._try(number)
                if wait is not None and not self._closing.is_set():
                    self._touched.add(number)
                await self._pause(max(self._seconds, wait.total_seconds() if wait else 0))
        finally:
            del self._tasks[number]

    async def _try(self, number: int) -> timedelta | None:
        try:
            return await self._work(number)
        except Exception:
            logger.exception("what was to be done for %d failed", number)
            return None

    async def _pause(self, seconds: float) -> None:
        waiting = asyncio.ensure_future(self._closing.wait())
        await asyncio.wait((waiting,), timeout=seconds)
        waiting.cancel()
