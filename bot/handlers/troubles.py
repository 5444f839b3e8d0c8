"""What happens when something breaks: people hear of it, and the log says where, not what of."""

import logging
import traceback

from telegram import Update
from telegram.error import Conflict, Forbidden, TelegramError

from bot.errors import StoreUnavailableError
from bot.handlers.conversation import Context, show, texts_of
from bot.screens import Screen
from bot.telegram_text import rich

logger = logging.getLogger(__name__)


async def apologise(update: object, context: Context) -> None:
    """Log an error by its type and place, and tell whoever waits for an answer."""
    error = context.error
    if isinstance(error, Forbidden):
        logger.info("an answer could not be sent: the bot was blocked or removed")
        return
    if isinstance(error, StoreUnavailableError):
        logger.error("an update could not be dealt with: %s", error)
        if isinstance(update, Update):
            await _tell(update, texts_of(update).store_away())
        return
    # The error's own words are left out: they may hold a part of what somebody wrote.
    frames = "".join(traceback.format_tb(error.__traceback__)) if error else ""
    logger.error("an update failed with %s\n%s", type(error).__name__, frames)
    if isinstance(update, Update):
        await _tell(update, texts_of(update).apology())


def polling_failed(error: TelegramError) -> None:
    """Log that updates could not be fetched; they will be asked for again."""
    if isinstance(error, Conflict):
        logger.error("another process fetches this bot's updates too; stop one of the two")
    else:
        logger.warning("updates could not be fetched: %s; trying again", type(error).__name__)


async def _tell(update: Update, apology: str) -> None:
    try:
        if update.callback_query:
            await update.callback_query.answer(apology)
        elif update.effective_message:
            await show(update.effective_message, Screen(text=rich(apology)))
    except TelegramError as error:
        logger.warning("the apology could not be sent either: %s", type(error).__name__)
