"""How the bot comes into chats and out of them, groups that migrate, and groups that are picked."""

import logging

from telegram import ChatMember, ChatMemberRestricted, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from bot.delivery.decision import Reason
from bot.handlers.conversation import Context, message_of, send, show, texts_of, venue_of
from bot.handlers.standing import is_administrator
from bot.render.subscriptions import after_picking
from bot.subscribing import Subscribing
from bot.texts import Texts

logger = logging.getLogger(__name__)

_IN = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER})


class Membership:
    """Keeps subscriptions true to where the bot may write."""

    def __init__(self, subscribing: Subscribing) -> None:
        self._subscribing = subscribing

    async def moved(self, update: Update, _: Context) -> None:
        """Greet, or go on, where the bot came in; end the subscription where it was put out.

        In a private chat this tells of a block and of its end. Channels are left in peace.
        """
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.CHANNEL:
            return
        was_in, is_in = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
        if is_in and not was_in:
            await self._arrived(update)
        elif was_in and not is_in:
            is_private = change.chat.type == ChatType.PRIVATE
            reason = Reason.BLOCKED if is_private else Reason.REMOVED
            await self._subscribing.leave(change.chat.id, reason.value)

    async def migrated(self, update: Update, _: Context) -> None:
        """Take the subscription along; the old group and the new one both tell of it."""
        message = message_of(update)
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        await self._subscribing.migrate(old, new)

    async def picked(self, update: Update, _: Context) -> None:
        """Subscribe a group that one of its administrators picked in a private chat."""
        message, texts = message_of(update), texts_of(update)
        await show(message, after_picking(await self._subscribe_picked(message, texts)))

    async def _arrived(self, update: Update) -> None:
        chat = update.effective_chat
        if chat is None:
            return
        screen = await self._subscribing.arrive(venue_of(chat), texts_of(update))
        if screen is None:
            return
        try:
            await send(chat.get_bot(), chat.id, screen)
        except (Forbidden, BadRequest):  # put out again, or not allowed to write
            logger.info("a chat could not be greeted: the bot may not write there")

    async def _subscribe_picked(self, message: Message, texts: Texts) -> str:
        """Return what to say of it."""
        shared, person, bot = message.chat_shared, message.from_user, message.get_bot()
        if shared is None or person is None:
            return texts.not_in_group()
        try:
            if not await is_administrator(person.id, shared.chat_id, bot):
                return texts.administrators_only()
            chat = await bot.get_chat(shared.chat_id)
            await send(bot, chat.id, await self._subscribing.subscribe(venue_of(chat), texts))
        except (Forbidden, BadRequest):
            return texts.not_in_group()
        return texts.group_subscribed()


def _is_in(member: ChatMember) -> bool:
    """Tell whether someone of that status is in the chat; a restricted one may be."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _IN
