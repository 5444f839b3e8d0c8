"""Long polling: at most one getUpdates waits, and a newer one, or a webhook, ends it."""

import asyncio
from collections.abc import Callable

from bot.sandbox.errors import ConflictError
from bot.sandbox.news import Update
from bot.sandbox.updates import UpdateQueue

MAX_WAIT_SECONDS = 50


class Polling:
    """Hands the updates of a queue to the one bot that polls."""

    def __init__(self, queue: UpdateQueue, clock: Callable[[], int]) -> None:
        self._queue = queue
        self._clock = clock
        self._waiting: asyncio.Future[None] | None = None
        self._closed = False

    async def get_updates(self, *, offset: int, limit: int, seconds: float) -> tuple[Update, ...]:
        """Confirm by `offset`, and return what is pending, waiting up to `seconds` for some.

        Raises ConflictError when another call, or a webhook, comes meanwhile.
        """
        self._end_poll(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        self._queue.confirm(offset)
        pending = self._queue.take(limit, now=self._clock())
        if pending or seconds <= 0 or self._closed:
            return pending
        await self._news(min(seconds, MAX_WAIT_SECONDS))
        return self._queue.take(limit, now=self._clock())

    def wake(self) -> None:
        """Let the waiting call look again."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def end(self) -> None:
        """End the waiting call, as updates are posted to a webhook from now on."""
        self._end_poll("terminated by setWebhook request")

    def close(self) -> None:
        """Let no call wait any more."""
        self._closed = True
        self.wake()

    async def _news(self, seconds: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def _end_poll(self, reason: str) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConflictError(reason))
        self._waiting = None
