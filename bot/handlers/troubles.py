"""What happens when something breaks: people hear of it, and the log says where, not what of."""

import logging
import traceback

from telegram import Update
from telegram.error import Conflict, TelegramError

from bot.errors import StoreUnavailableError
from bot.handlers.conversation import Context, show, texts_of
from bot.intake.handling import current_handling
from bot.screens import Screen
from bot.telegram_text import rich

logger = logging.getLogger(__name__)


async def note_error(_: object, context: Context) -> None:
    """Log an error by its type and place, and leave it to the worker what becomes of the update."""
    error = context.error
    if error is None:
        return
    if (handling := current_handling()) is not None:
        handling.fail(error)
    if isinstance(error, TelegramError | StoreUnavailableError):
        logger.warning("an update could not be dealt with: %s", type(error).__name__)
        return
    # The error's own words are left out: they may hold a part of what somebody wrote.
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("an update failed with %s\n%s", type(error).__name__, frames)


async def apologise(update: Update, error: Exception) -> None:
    """Tell whoever waits for an answer that there will be none."""
    texts = texts_of(update)
    is_away = isinstance(error, StoreUnavailableError)
    apology = texts.store_away() if is_away else texts.apology()
    try:
        if update.callback_query:
            await update.callback_query.answer(apology)
        elif update.effective_message:
            await show(update.effective_message, Screen(text=rich(apology)))
    except TelegramError as failure:
        logger.warning("the apology could not be sent either: %s", type(failure).__name__)


def polling_failed(error: TelegramError) -> None:
    """Log that updates could not be fetched; they will be asked for again."""
    if isinstance(error, Conflict):
        logger.error("another process fetches this bot's updates too; stop one of the two")
    else:
        logger.warning("updates could not be fetched: %s; trying again", type(error).__name__)
