"""How the bot presents itself in Telegram: its commands by scope, and its description."""

import logging
from collections.abc import Collection, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.store.records import Rank, Role
from bot.texts import DEFAULT_TEXTS, TEXTS_BY_LANGUAGE, CommandText, Texts

logger = logging.getLogger(__name__)

_LANGUAGES: tuple[tuple[str | None, Texts], ...] = (
    (None, DEFAULT_TEXTS),
    *TEXTS_BY_LANGUAGE.items(),
)


async def introduce(bot: Bot, roles: Collection[Role] = ()) -> None:
    """Register commands and descriptions in every language; a failure is logged, no more.

    A bot without its menu still answers, and Telegram allows these calls only now and then. Those
    of `roles` find the commands of theirs in their private chats; who has none any more, not.
    """
    try:
        for language, texts in _LANGUAGES:
            await _introduce(bot, texts, language)
        for role in roles:
            await _introduce_to(bot, role)
    except TelegramError as error:
        _log(error)


async def introduce_to(bot: Bot, role: Role) -> None:
    """Give someone the menu of their role, or everybody's where it was taken; as `introduce`."""
    try:
        await _introduce_to(bot, role)
    except TelegramError as error:
        _log(error)


async def _introduce(bot: Bot, texts: Texts, language: str | None) -> None:
    in_groups = texts.group_commands()
    menus: tuple[tuple[BotCommandScope, Sequence[CommandText]], ...] = (
        (BotCommandScopeAllPrivateChats(), texts.private_commands()),
        (BotCommandScopeAllGroupChats(), in_groups),
        (BotCommandScopeAllChatAdministrators(), (*in_groups, *texts.administrator_commands())),
    )
    for scope, commands in menus:
        await bot.set_my_commands(_commands(commands), scope, language)
    await bot.set_my_description(texts.description(), language)
    await bot.set_my_short_description(texts.short_description(), language)


async def _introduce_to(bot: Bot, role: Role) -> None:
    scope = BotCommandScopeChat(role.user_id)
    try:
        for language, texts in _LANGUAGES:
            if role.rank is Rank.NONE:
                await bot.delete_my_commands(scope, language)
            else:
                await bot.set_my_commands(_commands(_commands_of(role, texts)), scope, language)
    except (BadRequest, Forbidden):
        logger.info("someone with a role has no chat with the bot yet: their menu waits for /start")


def _commands_of(role: Role, texts: Texts) -> tuple[CommandText, ...]:
    own = texts.owner_commands() if role.rank is Rank.OWNER else ()
    return (*texts.private_commands(), *texts.officer_commands(), *own)


def _commands(commands: Sequence[CommandText]) -> list[BotCommand]:
    return [BotCommand(command.name, command.description) for command in commands]


def _log(error: TelegramError) -> None:
    logger.warning("the menu of commands may be out of date: %s", type(error).__name__)
