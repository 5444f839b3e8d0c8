"""Waits for the Bot API where it is away; when a bot begins, only a wrong token is an error."""

import asyncio
import logging
from datetime import timedelta

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.delivery.decision import retry_after
from bot.errors import StoreUnavailableError, TokenRefusedError
from bot.intake.decision import wait_after
from bot.redaction import redacted

logger = logging.getLogger(__name__)

Away = TelegramError | StoreUnavailableError


def wait_for(error: Away, tries: int) -> timedelta | None:
    """Return how long to wait with the next try after so many that failed, the last with `error`.

    None where that would be in vain, as Telegram has refused what was wanted.
    """
    match error:
        case RetryAfter():
            return max(retry_after(error), wait_after(tries))
        case Forbidden() | BadRequest() | ChatMigrated():
            return None
    return wait_after(tries)


async def reach(bot: Bot) -> None:
    """Initialise a bot, however long it takes to reach its server; raises TokenRefusedError."""
    server, tries = redacted(bot.base_url).removesuffix("/bot<token>"), 0
    while True:
        try:
            return await bot.initialize()
        except InvalidToken:
            raise TokenRefusedError(
                f"{server} does not know this bot's token; copy it again from @BotFather "
                "into TELEGRAM_BOT_TOKEN, or unset that to run the sandbox"
            ) from None
        except TelegramError as error:
            tries += 1
            logger.warning(
                "waiting for Telegram: %s can't be reached (%s); if that goes on, check the "
                "connection, or set TELEGRAM_PROXY, or TELEGRAM_BASE_URL for a server of your own",
                server,
                type(error).__name__,
            )
        await asyncio.sleep(wait_after(tries).total_seconds())
