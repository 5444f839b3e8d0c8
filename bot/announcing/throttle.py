"""Does something again and again, and not too often."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)


class Throttle:
    """Does `work` for a number after it was touched, at most once in so many seconds for each.

    However often it is touched, the last work comes after the last touch; when it closes, at once.
    """

    def __init__(self, work: Callable[[int], Awaitable[None]], *, seconds: float) -> None:
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
        """Do what is left to do."""
        self._closing.set()
        await asyncio.gather(*self._tasks.values())

    async def _keep(self, number: int) -> None:
        try:
            while number in self._touched:
                self._touched.discard(number)
                try:
                    await self._work(number)
                except Exception:
                    logger.exception("what was to be done for %d failed", number)
                await self._pause()
        finally:
            del self._tasks[number]

    async def _pause(self) -> None:
        waiting = asyncio.ensure_future(self._closing.wait())
        await asyncio.wait((waiting,), timeout=self._seconds)
        waiting.cancel()
