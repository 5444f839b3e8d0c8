"""/dangky, /huydangky and /caidat, their buttons, and places that are typed for them.

In a group its administrators decide; who is one is asked each time, a button's press included.
"""

from collections.abc import Awaitable, Callable

from telegram import Message, Update

from bot.callbacks import SubscribingAction
from bot.callbacks.subscribing import PickGroup
from bot.handlers.conversation import (
    Context,
    message_of,
    own_words,
    show,
    texts_of,
    topic_of,
    venue_of,
)
from bot.handlers.pressing import Press
from bot.handlers.standing import Standing, standing_of, standing_of_writer
from bot.screens import Screen
from bot.subscribing import Subscribing
from bot.telegram_text import rich
from bot.texts import Texts
from bot.venues import Venue


class SubscriptionCommands:
    """What people type about subscriptions."""

    def __init__(self, subscribing: Subscribing) -> None:
        self._subscribing = subscribing

    async def subscribe(self, update: Update, _: Context) -> None:
        """Subscribe the chat."""
        await _decided(update, self._subscribing.subscribe)

    async def unsubscribe(self, update: Update, _: Context) -> None:
        """End the chat's subscription."""
        await _decided(update, self._subscribing.unsubscribe)

    async def settings(self, update: Update, _: Context) -> None:
        """Show what the chat wants."""
        await _decided(update, self._subscribing.settings)

    async def search_place(self, update: Update, _: Context) -> None:
        """Show which places a reply to the prompt may mean."""
        message, texts = message_of(update), texts_of(update)
        if refusal := await _refusal(message, texts):
            await show(message, refusal)
            return
        await show(message, await self._subscribing.search_place(own_words(message), texts))


class SubscriptionButtons:
    """Buttons about the subscription of the chat that they are pressed in."""

    def __init__(self, subscribing: Subscribing) -> None:
        self._subscribing = subscribing

    async def act(self, press: Press, action: SubscribingAction) -> None:
        """Do what a button says, for who may decide in its chat."""
        chat = press.message.chat
        venue = venue_of(chat, topic_of(press.message))
        standing = await standing_of(press.person.id, chat, press.message.get_bot())
        only_private = isinstance(action, PickGroup) and not venue.is_private
        if standing is not Standing.DECIDES or only_private:
            await press.refuse(press.texts.administrators_only())
            return
        await press.react(await self._subscribing.act(action, venue, press.texts))


async def _decided(update: Update, command: Callable[[Venue, Texts], Awaitable[Screen]]) -> None:
    """Do a command for who may decide in its chat."""
    message, texts = message_of(update), texts_of(update)
    refusal = await _refusal(message, texts)
    await show(message, refusal or await command(venue_of(message.chat, topic_of(message)), texts))


async def _refusal(message: Message, texts: Texts) -> Screen | None:
    """Return what to say to a writer who may not decide in the chat; None to one who may."""
    match await standing_of_writer(message):
        case Standing.DECIDES:
            return None
        case Standing.MEMBER:
            return Screen(text=rich(texts.administrators_only()))
        case Standing.UNKNOWN:
            return Screen(text=rich(texts.write_as_yourself()))
