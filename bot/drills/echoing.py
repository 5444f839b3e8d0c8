"""The peer of the load drill: a plain bot of python-telegram-bot that says what it was told.

`python -m bot.drills.echoing PACE` answers by the settings of the environment until told to end, at
most PACE messages a second. It is written as the library's examples are, and has of ours what a
sender's settings are: the connections, the updates dealt with at once, and the rate limiter. It
keeps nothing.
"""

import asyncio
import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.app import CONCURRENT_UPDATES, CONNECTIONS, BotApplication
from bot.delivery.pacing import Pacer
from bot.delivery.turns import PacedAnswers, Turns
from bot.drills.processes import told_to_end
from bot.drills.sending import pace_of
from bot.drills.taking import taking
from bot.interpreter import settle
from bot.logs import configure_logging
from bot.settings import Settings, read_settings


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text, do_quote=True)


def build_application(settings: Settings, messages: int) -> BotApplication:
    """Return the bot, at most so many `messages` a second."""
    if settings.bot_token is None:
        raise ValueError("TELEGRAM_BOT_TOKEN is not set")
    application = (
        Application.builder()
        .token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.base_url}/bot")
        .request(_request(CONNECTIONS))
        .get_updates_request(_request(1))
        .concurrent_updates(CONCURRENT_UPDATES)
        .rate_limiter(PacedAnswers(Turns(Pacer(pace_of(messages)))))
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    return application


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(connection_pool_size=connections, httpx_kwargs={"trust_env": False})


async def answer(settings: Settings, messages: int) -> None:
    """Answer until told to end."""
    application = build_application(settings, messages)
    if application.updater is None:
        raise TypeError("an application was built without what fetches updates")
    async with application:
        await application.start()
        async with taking(application.updater, settings, [Update.MESSAGE]):
            settle()
            await told_to_end()
        await application.stop()


def main() -> None:
    """Run as a process of a drill."""
    settings, (messages,) = read_settings(), sys.argv[1:]
    configure_logging(settings.log_level)
    asyncio.run(answer(settings, int(messages)))


if __name__ == "__main__":
    main()
