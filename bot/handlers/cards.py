"""Cards that show how announcements are doing and edit themselves, and the reports at their end."""

import asyncio
import logging
from collections import Counter
from datetime import datetime, timedelta
from functools import partial

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.announcing.office import Office
from bot.announcing.throttle import Throttle
from bot.delivery.decision import Decision
from bot.errors import NotAllowedError, StoreUnavailableError, UnknownAnnouncementError
from bot.handlers.conversation import send
from bot.handlers.keyboards import inline_keyboard
from bot.handlers.posting import send_table
from bot.reaching import Away, wait_for
from bot.screens import Screen
from bot.store.records import Announcement, Claim, PostedMessage
from bot.telegram_text import to_html
from bot.texts import DEFAULT_TEXTS

CARD_SECONDS = 3.0
"""The least between two edits of one card."""

logger = logging.getLogger(__name__)


class Cards:
    """Hears from the sender, and from whoever presses a button, what has changed.

    An announcement that ends is reported to its officer, with a table of every chat. A card is
    edited only for someone who may see it at that time. While Telegram or the database are away,
    what is to be shown or reported waits for them.
    """

    def __init__(self, office: Office, bot: Bot, *, seconds: float = CARD_SECONDS) -> None:
        self._office = office
        self._bot = bot
        self._throttle = Throttle(self._refresh, seconds=seconds)
        self._shown: dict[int, Screen] = {}
        """What stands on the cards of announcements that have not ended."""
        self._ended: set[int] = set()
        """Announcements whose end is to be reported."""
        self._told: Counter[tuple[int, datetime | None]] = Counter()
        """How many messages of the report of an end have arrived; it may end again, later."""
        self._failures: Counter[int] = Counter()
        """How often in a row they could not be shown or reported."""

    def on_decision(self, claim: Claim, _: Decision) -> None:
        """Hear what became of a try."""
        self.touch(claim.announcement_id)

    def on_end(self, announcement_id: int) -> None:
        """Hear that nothing is left to do of an announcement."""
        self._ended.add(announcement_id)
        self.touch(announcement_id)

    def touch(self, announcement_id: int) -> None:
        """Show an announcement as it is, soon."""
        self._throttle.touch(announcement_id)

    async def close(self) -> None:
        """Show what is not shown yet, and report what is not reported, as far as there is time.

        A report that is not given is still owed: see `bot.store.end_reports`.
        """
        await self._throttle.close()

    async def _refresh(self, number: int) -> timedelta | None:
        """Show an announcement as it is; return how long to wait where that has to be later."""
        has_ended = number in self._ended
        self._ended.discard(number)
        wait = None
        try:
            await self._show(number, has_ended=has_ended)
        except (NotAllowedError, UnknownAnnouncementError):
            pass  # a draft that was discarded, or an officer no longer one
        except (TelegramError, StoreUnavailableError) as error:
            wait = self._wait_for(error, number)
            logger.warning("a card was left as it is: %s", type(error).__name__)
        if wait is None:
            self._failures.pop(number, None)
        elif has_ended:
            self._ended.add(number)
        return wait

    def _wait_for(self, error: Away, number: int) -> timedelta | None:
        self._failures[number] += 1
        return wait_for(error, self._failures[number])

    async def _show(self, number: int, *, has_ended: bool) -> None:
        announcement = await asyncio.to_thread(self._office.steps.store.announcements.get, number)
        await self._edit(announcement)
        if has_ended:
            self._shown.pop(number, None)
            await self._report(announcement)

    async def _edit(self, announcement: Announcement) -> None:
        card = announcement.card
        if card is None:
            return
        screen = await asyncio.to_thread(
            self._office.card, announcement.id, card.chat_id, DEFAULT_TEXTS
        )
        if self._shown.get(announcement.id) == screen:
            return
        await self._put(card, screen)
        self._shown[announcement.id] = screen

    async def _put(self, card: PostedMessage, screen: Screen) -> None:
        try:
            await self._bot.edit_message_text(
                to_html(screen.text),
                card.chat_id,
                card.message_id,
                reply_markup=inline_keyboard(screen),
            )
        except BadRequest as error:  # it says so already, or its officer has deleted it
            logger.info("a card was left as it is: %s", type(error).__name__)

    async def _report(self, announcement: Announcement) -> None:
        officer = announcement.card.chat_id if announcement.card else announcement.created_by
        if officer is None or announcement.is_digest:
            return
        number, office = announcement.id, self._office
        screen = await asyncio.to_thread(office.report, number, officer, DEFAULT_TEXTS)
        table = await asyncio.to_thread(office.deliveries_table, number, officer)
        messages = (
            partial(send, self._bot, officer, screen),
            partial(send_table, self._bot, officer, f"thong-bao-{number}.csv", table),
        )
        end = number, announcement.ended_at
        for message in messages[self._told[end] :]:
            await message()
            self._told[end] += 1
        await asyncio.to_thread(self._note_report, announcement)
        del self._told[end]

    def _note_report(self, announcement: Announcement) -> None:
        """Note that the report was given; who dies before it is noted has it given once more."""
        steps = self._office.steps
        now = steps.clock()
        ended_at = announcement.ended_at or now  # it goes on meanwhile
        steps.store.end_reports.given(announcement.id, ended_at=ended_at, now=now)
