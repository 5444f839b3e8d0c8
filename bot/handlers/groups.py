"""When the bot is spoken to in a group; it is silent otherwise."""

from telegram import Message
from telegram.ext import filters

from bot.handlers.conversation import is_own, mentions


class _Calling(filters.MessageFilter):
    """Messages that mention the bot, or reply to something that it said."""

    def filter(self, message: Message) -> bool:
        """Tell whether a message calls the bot."""
        return not _is_automatic(message) and bool(mentions(message) or _replies_to_bot(message))


class _NamingInCommand(filters.MessageFilter):
    """Commands that name the bot, as /start@danvan_bot; another bot's never get this far."""

    def filter(self, message: Message) -> bool:
        """Tell whether the command of a message names a bot."""
        return "@" in (message.text or "").partition(" ")[0]


CALLING = _Calling(name="calling the bot")
NAMING_IN_COMMAND = _NamingInCommand(name="naming the bot in a command")


def _replies_to_bot(message: Message) -> bool:
    """Tell whether a message replies to the bot; one in a topic "replies" to the topic's start."""
    replied = message.reply_to_message
    return replied is not None and is_own(replied) and replied.forum_topic_created is None


def _is_automatic(message: Message) -> bool:
    """Tell whether no person wrote a message: a bot or a channel did, not a hidden admin."""
    by_bot = message.from_user is not None and message.from_user.is_bot
    return bool(message.is_automatic_forward or (by_bot and message.sender_chat is None))
