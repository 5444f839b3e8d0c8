"""How the bot presents itself in Telegram: its commands by scope, and its description."""

import logging
from collections.abc import Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.texts import DEFAULT_TEXTS, TEXTS_BY_LANGUAGE, CommandText, Texts

logger = logging.getLogger(__name__)


async def introduce(bot: Bot) -> None:
    """Register commands and descriptions in every language; a failure is logged, no more.

    A bot without its menu still answers, and Telegram allows these calls only now and then.
    """
    languages: list[tuple[str | None, Texts]] = [
        (None, DEFAULT_TEXTS),
        *TEXTS_BY_LANGUAGE.items(),
    ]
    try:
        for language, texts in languages:
            await _introduce(bot, texts, language)
    except TelegramError as error:
        logger.warning("the menu of commands may be out of date: %s", type(error).__name__)


async def _introduce(bot: Bot, texts: Texts, language: str | None) -> None:
    await bot.set_my_commands(
        _commands(texts.private_commands()), BotCommandScopeAllPrivateChats(), language
    )
    await bot.set_my_commands(
        _commands(texts.group_commands()), BotCommandScopeAllGroupChats(), language
    )
    await bot.set_my_description(texts.description(), language)
    await bot.set_my_short_description(texts.short_description(), language)


def _commands(commands: Sequence[CommandText]) -> list[BotCommand]:
    return [BotCommand(command.name, command.description) for command in commands]
