"""Owners hear of what could not be dealt with: of each error once, not a thousand times."""

import asyncio
import html
import logging
from collections.abc import Awaitable, Callable, Collection

from telegram import Bot
from telegram.error import TelegramError

from bot.errors import StoreUnavailableError
from bot.intake.decision import Decision, Park
from bot.intake.worker import Observer
from bot.store.records import Rank
from bot.store.store import Store
from bot.store.updates import Case
from bot.texts import DEFAULT_TEXTS

MOST_ERRORS = 20
"""That are told of in a process's life; all are in the log."""

logger = logging.getLogger(__name__)


Owners = Callable[[], Awaitable[Collection[int]]]
"""Asks who owns the bot at this moment; raises StoreUnavailableError."""


def owners_in(store: Store) -> Owners:
    """Return a way to ask a store for the owners."""

    async def owners() -> tuple[int, ...]:
        roles = await asyncio.to_thread(store.roles.everyone)
        return tuple(role.user_id for role in roles if role.rank is Rank.OWNER)

    return owners


class Alarm:
    """Hears of decisions, and tells the owners of that moment what was parked, by `bot`.

    What it hears `beside` hears too.
    """

    def __init__(self, bot: Bot, owners: Owners, *, beside: Observer | None = None) -> None:
        self._bot = bot
        self._owners = owners
        self._beside = beside
        self._told: set[str] = set()
        self._telling: set[asyncio.Task[None]] = set()

    def on_decision(self, case: Case, decision: Decision, error: str | None) -> None:
        """Hear what became of a try."""
        if self._beside:
            self._beside.on_decision(case, decision, error)
        if not isinstance(decision, Park) or not error or error in self._told:
            return
        if len(self._told) < MOST_ERRORS:
            self._told.add(error)
            task = asyncio.create_task(self._tell(case.kind, error))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def close(self) -> None:
        """Wait until everything is told."""
        await asyncio.gather(*self._telling)

    async def _tell(self, kind: str, error: str) -> None:
        words = html.escape(DEFAULT_TEXTS.parked(kind, error), quote=False)
        try:
            for owner in await self._owners():
                await self._tell_one(owner, words)
        except StoreUnavailableError as away:
            logger.warning("the owners could not be told: %s", away)

    async def _tell_one(self, owner: int, words: str) -> None:
        try:
            await self._bot.send_message(owner, words)
        except TelegramError as error:  # who has not met the bot, or blocked it
            logger.info("an owner could not be told: %s", type(error).__name__)
