"""Who speaks, and whether they may decide for a chat; asked of Telegram at that very moment."""

from enum import Enum, auto

from telegram import Bot, Chat, ChatMember, Message
from telegram.constants import ChatType
from telegram.error import BadRequest


class Standing(Enum):
    """What whoever wants something in a chat is there."""

    DECIDES = auto()
    """The person of a private chat, or an administrator of a group."""
    MEMBER = auto()
    UNKNOWN = auto()
    """Somebody behind a channel's name; the owner of a channel need not be anything here."""


async def standing_of_writer(message: Message) -> Standing:
    """Tell what the writer of a message is in its chat."""
    chat, person = message.chat, message.from_user
    if message.sender_chat is not None:  # who writes in the group's own name administers it
        return Standing.DECIDES if message.sender_chat.id == chat.id else Standing.UNKNOWN
    if person is None:
        return Standing.UNKNOWN
    return await standing_of(person.id, chat, message.get_bot())


async def standing_of(user_id: int, chat: Chat, bot: Bot) -> Standing:
    """Tell what someone is in a chat; an administrator who hides is one all the same."""
    if chat.type == ChatType.PRIVATE:
        return Standing.DECIDES if chat.id == user_id else Standing.MEMBER
    return Standing.DECIDES if await is_administrator(user_id, chat.id, bot) else Standing.MEMBER


async def is_administrator(user_id: int, chat_id: int, bot: Bot) -> bool:
    """Tell whether someone administers a group, or owns it."""
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except BadRequest:  # Telegram knows nobody of that id there
        return False
    return member.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
