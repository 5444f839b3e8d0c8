"""Tells whoever writes much at once that answers come one after the other."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from telegram import Update
from telegram.error import TelegramError

from bot.clock import now as current_time
from bot.floods import Floods
from bot.handlers.conversation import Context, message_of, show, texts_of
from bot.screens import Screen
from bot.telegram_text import rich


class Flooding:
    """Looks at messages of private chats before they are answered."""

    def __init__(self, clock: Callable[[], datetime] = current_time) -> None:
        self._floods = Floods()
        self._clock = clock

    async def notice(self, update: Update, _: Context) -> None:
        """Tell a chat that floods, politely and once; that this fails is no reason to."""
        message = message_of(update)
        now = self._clock()
        if self._floods.is_to_be_told(message.chat.id, written_at=message.date, now=now):
            with suppress(TelegramError):
                words = rich(texts_of(update).one_after_the_other())
                await show(message, Screen(text=words), quoting=False)
