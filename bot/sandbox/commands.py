"""The bot's commands by scope and language, and which of them a person sees where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.errors import BadRequestError
from bot.sandbox.records import Chat, ChatKind

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A command in the bot's menu."""

    name: str
    """Without the slash."""
    description: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """For whom a list of commands is."""

    type: str = "default"
    chat_id: int | None = None
    user_id: int | None = None


def checked_command(name: str, description: str) -> Command:
    """Return the command as it is kept; BadRequestError for one that Telegram refuses."""
    name, description = name.strip().removeprefix("/"), description.strip()
    if not name:
        raise BadRequestError("command must be non-empty")
    if len(name) > 32:
        raise BadRequestError("command length must not exceed 32")
    if not description:
        raise BadRequestError("command description must be non-empty")
    if len(description) > MAX_DESCRIPTION:
        raise BadRequestError(f"command description length must not exceed {MAX_DESCRIPTION}")
    if not _NAME.fullmatch(name):
        raise BadRequestError("BOT_COMMAND_INVALID")
    return Command(name=name, description=description)


def checked_language(code: str) -> str:
    """Return a two-letter language code, or "" for all languages; BadRequestError otherwise."""
    if code and not _LANGUAGE.fullmatch(code):
        raise BadRequestError("invalid language code specified")
    return code


class CommandBook:
    """All lists of commands that the bot has set."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], tuple[Command, ...]] = {}

    def set(self, scope: Scope, language: str, commands: tuple[Command, ...]) -> None:
        """Keep the list for a scope and language; an empty one is none."""
        if len(commands) > MAX_COMMANDS:
            raise BadRequestError("BOT_COMMANDS_TOO_MUCH")
        self._lists[scope, language] = commands
        if not commands:
            del self._lists[scope, language]

    def get(self, scope: Scope, language: str) -> tuple[Command, ...]:
        """Return the list of exactly this scope and language, empty where there is none."""
        return self._lists.get((scope, language), ())

    def seen_by(self, user_id: int, language: str, chat: Chat) -> tuple[Command, ...]:
        """Return the commands that a person sees in a chat: the narrowest list that there is.

        The order is that of https://core.telegram.org/bots/api#determining-list-of-commands.
        """
        for scope in _scopes(user_id, chat):
            for code in (language, ""):
                if commands := self.get(scope, code):
                    return commands
        return ()


def _scopes(user_id: int, chat: Chat) -> Iterator[Scope]:
    """Yield the scopes that a person in a chat is in, the narrowest first."""
    if chat.kind is ChatKind.PRIVATE:
        yield Scope(type="chat", chat_id=chat.id)
        yield Scope(type="all_private_chats")
    else:
        is_administrator = user_id == chat.owner
        yield Scope(type="chat_member", chat_id=chat.id, user_id=user_id)
        if is_administrator:
            yield Scope(type="chat_administrators", chat_id=chat.id)
        yield Scope(type="chat", chat_id=chat.id)
        if is_administrator:
            yield Scope(type="all_chat_administrators")
        yield Scope(type="all_group_chats")
    yield Scope()
