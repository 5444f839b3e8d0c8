"""Waits for what is logged, where nothing else tells that something was noticed."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 120.0


class _Hearing(logging.Handler):
    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._loop = asyncio.get_running_loop()
        self.heard = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self._loop.call_soon_threadsafe(self.heard.set)


@contextmanager
def hearing(words: str) -> Iterator[asyncio.Event]:
    """Yield what is set once a line of the bot's log has these words."""
    handler, logger = _Hearing(words), logging.getLogger("bot")
    logger.addHandler(handler)
    try:
        yield handler.heard
    finally:
        logger.removeHandler(handler)


async def heard(event: asyncio.Event) -> None:
    """Wait for what is to be logged; raises TimeoutError."""
    await asyncio.wait_for(event.wait(), PATIENCE_SECONDS)
