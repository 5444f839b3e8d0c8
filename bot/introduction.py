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
from telegram.error import BadRequest, TelegramError

from bot.texts import DEFAULT_TEXTS, TEXTS_BY_LANGUAGE, CommandText, Texts

logger = logging.getLogger(__name__)


async def introduce(bot: Bot, owners: Collection[int] = ()) -> None:
    """Register commands and descriptions in every language; a failure is logged, no more.

    A bot without its menu still answers, and Telegram allows these calls only now and then.
    `owners` find their own commands in their private chats.
    """
    languages: list[tuple[str | None, Texts]] = [
        (None, DEFAULT_TEXTS),
        *TEXTS_BY_LANGUAGE.items(),
    ]
    try:
        for language, texts in languages:
            await _introduce(bot, texts, language)
            for owner in owners:
                await _introduce_to_owner(bot, owner, texts, language)
    except TelegramError as error:
        logger.warning("the menu of commands may be out of date: %s", type(error).__name__)


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


async def _introduce_to_owner(bot: Bot, owner: int, texts: Texts, language: str | None) -> None:
    commands = (*texts.private_commands(), *texts.owner_commands())
    try:
        await bot.set_my_commands(_commands(commands), BotCommandScopeChat(owner), language)
    except BadRequest:
        logger.info("an owner has not begun a chat with the bot yet, and gets no menu of their own")


def _commands(commands: Sequence[CommandText]) -> list[BotCommand]:
    return [BotCommand(command.name, command.description) for command in commands]
