"""What happens in the sandbox's world; everything frozen and keyword-only."""

from dataclasses import dataclass

from bot.sandbox.news import CallbackQuery, Update
from bot.sandbox.records import Message


@dataclass(frozen=True, kw_only=True, slots=True)
class MessagePosted:
    """Event: a new message; `update` tells whether the bot gets it."""

    message: Message
    update: Update | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageEdited:
    """Event: the bot changed a message of its own, or people voted in a poll."""

    message: Message


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageDeleted:
    """Event: a message is gone."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionShown:
    """Event: the bot shows that it is doing something, e.g. "typing"."""

    chat_id: int
    action: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ButtonPressed:
    """Event: the bot has a callback query to answer; the page is not told."""

    query: CallbackQuery
    update: Update | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallbackAnswered:
    """Event: the bot answered a callback query."""

    query: CallbackQuery
    text: str
    show_alert: bool
    url: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """Event: the bot came into a chat, or out of it; in a group a message says so as well."""

    update: Update | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PollNews:
    """Event: the bot is told of a vote; the page sees the poll edited."""

    update: Update | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatsChanged:
    """Event: a chat came, went, has another fault, keyboard, or the bot is or is not in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorldReset:
    """Event: all chats are empty again."""


Event = (
    MessagePosted
    | MessageEdited
    | MessageDeleted
    | ActionShown
    | ButtonPressed
    | CallbackAnswered
    | Membership
    | PollNews
    | ChatsChanged
    | WorldReset
)
