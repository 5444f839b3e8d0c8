"""Waits for the Bot API where a bot begins; only a token that is not known there is an error."""

import asyncio
import logging

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.errors import TokenRefusedError
from bot.intake.decision import wait_after
from bot.redaction import redacted

logger = logging.getLogger(__name__)


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
        except (NetworkError, RetryAfter) as error:
            tries += 1
            logger.warning(
                "waiting for Telegram: %s can't be reached (%s); if that goes on, check the "
                "connection, or set TELEGRAM_PROXY, or TELEGRAM_BASE_URL for a server of your own",
                server,
                type(error).__name__,
            )
        await asyncio.sleep(wait_after(tries).total_seconds())
