"""What the bot is told of: the payloads of updates; everything frozen and keyword-only."""

from dataclasses import dataclass

from bot.sandbox.records import BotStatus, Chat, Message, User


@dataclass(frozen=True, kw_only=True, slots=True)
class CallbackQuery:
    """Someone pressed a button that has callback data."""

    id: str
    sender: User
    message: Message
    data: str
    date: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BotMoved:
    """The bot came into a chat, or out of it."""

    chat: Chat
    actor: User
    """Who did that; the bot itself where it left."""
    bot: User
    old: BotStatus
    new: BotStatus
    date: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PollAnswered:
    """Someone chose otherwise in a poll that the bot sent and that names its voters."""

    poll: Message
    user: User
    options: tuple[int, ...]
    """Places of the options; empty where the vote was taken back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PollChanged:
    """A poll that the bot sent has other figures."""

    poll: Message


Payload = Message | CallbackQuery | BotMoved | PollAnswered | PollChanged


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """Something that the bot is told, until it confirms that it knows."""

    id: int
    payload: Payload
    date: int
