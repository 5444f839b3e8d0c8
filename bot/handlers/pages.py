"""/start, /trogiup and /nguon: what the bot says of itself."""

from contextlib import suppress

from telegram import Update
from telegram.constants import ChatType

from bot.desk import Desk
from bot.errors import StoreUnavailableError
from bot.governing import Governing
from bot.handlers.conversation import Context, message_of, show, texts_of, venue_of
from bot.introduction import introduce_to
from bot.render import pages
from bot.screens import Screen
from bot.store.records import Rank
from bot.subscribing import Subscribing
from bot.telegram_text import rich


class Pages:
    """Shows the pages about the bot."""

    def __init__(self, desk: Desk, subscribing: Subscribing, governing: Governing) -> None:
        self._desk = desk
        self._subscribing = subscribing
        self._governing = governing

    async def start(self, update: Update, context: Context) -> None:
        """Greet, and tell who has come back; what a deep link brings along is not looked at."""
        message, texts = message_of(update), texts_of(update)
        if message.chat.type == ChatType.PRIVATE:
            await show(message, self._desk.greeting(texts), quoting=False)
            with suppress(StoreUnavailableError):  # a greeting can do without
                back = await self._subscribing.arrive(venue_of(message.chat), texts)
                if back:
                    await show(message, back, quoting=False)
                role = await self._governing.role_of(message.chat.id)
                if role.rank is not Rank.NONE:  # given before there was a chat to show it in
                    await introduce_to(message.get_bot(), role)
        else:
            greeting = texts.group_greeting(context.bot.username)
            await show(message, Screen(text=rich(greeting)))

    async def guide(self, update: Update, _: Context) -> None:
        """Say how to ask."""
        await show(message_of(update), pages.guide(texts_of(update)))

    async def sources(self, update: Update, _: Context) -> None:
        """List the articles."""
        await show(message_of(update), self._desk.sources(1, texts_of(update)))
