"""The way into the inbox: what comes at the same time is written in one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import StoreUnavailableError
from bot.store.inbox import Inbox
from bot.store.updates import Received
from bot.threads import OwnThreads


@dataclass
class _Batch:
    updates: list[Received] = field(default_factory=list)
    is_kept: bool = False
    error: StoreUnavailableError | None = None


class Reception:
    """Keeps updates of one bot; `news` is called when there is something to deal with."""

    def __init__(
        self, inbox: Inbox, bot_id: int, *, news: Callable[[], None], now: Callable[[], datetime]
    ) -> None:
        self._inbox = inbox
        self._bot_id = bot_id
        self._news = news
        self._now = now
        self._thread = OwnThreads("inbox")
        self._next = _Batch()
        self._writing = asyncio.Lock()

    async def keep(self, updates: Sequence[Received]) -> None:
        """Keep updates; when this returns they are on disk, and may be confirmed.

        Raises StoreUnavailableError where they are not, or may not be.
        """
        batch = self._next
        batch.updates += updates
        async with self._writing:
            if batch is self._next:  # no one who came before has written it
                self._next = _Batch()
                await self._write(batch)
        if batch.error is not None:
            raise batch.error
        if not batch.is_kept:
            raise StoreUnavailableError("whoever wrote the updates was stopped over it")

    def close(self) -> None:
        """End its thread."""
        self._thread.close()

    async def _write(self, batch: _Batch) -> None:
        try:
            await self._thread.run(self._inbox.put, self._bot_id, batch.updates, now=self._now())
        except StoreUnavailableError as error:
            batch.error = error
        else:
            batch.is_kept = True
            self._news()
