"""What goes out of this process unasked: digests and announcements, and cards that tell of them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from telegram import Bot

from bot.announcing.office import Office
from bot.announcing.readers import readers_row
from bot.delivery.sender import Sender
from bot.delivery.turns import Turns
from bot.digests.digester import Digester
from bot.handlers.cards import Cards
from bot.reaching import reach

BREATH_SECONDS = 5.0
"""How long after something broke it is started again."""

logger = logging.getLogger(__name__)


class Dispatch:
    """One for a process; of several that share a database, one sends, and one plans, at a time.

    `answering` is the bot that officers talk to; `sending` is one of its own, whose requests
    depart. Both take turns by the same `turns`.
    """

    def __init__(
        self, office: Office, digester: Digester, answering: Bot, sending: Bot, turns: Turns
    ) -> None:
        self._digester = digester
        self._sending = sending
        self._cards = Cards(office, answering)
        self._sender = Sender(
            office.steps.store, sending, turns, button_row=readers_row, observer=self._cards
        )

    def news(self, announcement_id: int) -> None:
        """Hear that an announcement has something to send, or another look."""
        self._sender.wake()
        self._cards.touch(announcement_id)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send while the context is open; on leaving, finish what is in hand, and tell of it."""
        await reach(self._sending)
        async with self._sending:
            digesting = asyncio.create_task(_kept_up(self._digester.run))
            sending = asyncio.create_task(_kept_up(self._sender.run))
            try:
                yield
            finally:
                self._digester.stop()
                await digesting
                self._sender.stop()
                await sending
                await self._cards.close()


async def _kept_up(run: Callable[[], Awaitable[None]]) -> None:
    """Run until it was told to stop: an error that nobody foresaw is no reason to end."""
    while True:
        try:
            await run()
        except Exception:
            logger.exception("%s broke, and is started again", run.__qualname__)
            await asyncio.sleep(BREATH_SECONDS)
        else:
            return
