"""The negative control: the same bot, whose updates python-telegram-bot takes by itself.

`python -m bot.drills.forgetting` answers until told to end, and says a line for each update that it
has dealt with. What it lacks is an inbox: an update is confirmed to Telegram, and so forgotten
there, as soon as it has come.
"""

import asyncio

from telegram import Update
from telegram.ext import TypeHandler, Updater

from bot.app import TAKEN_UPDATES, build_application
from bot.drills.processes import say, told_to_end
from bot.drills.taking import taking
from bot.handlers.conversation import Context
from bot.keeper import KnowledgeKeeper
from bot.logs import configure_logging
from bot.settings import Settings, read_settings
from bot.store.store import Store
from corpus.library import Library
from corpus.shipped import load_shipped

_LAST = 99
"""The group of handlers that comes after all others."""


async def _say_so(update: Update, _: Context) -> None:
    say(str(update.update_id))


async def answer(settings: Settings) -> None:
    """Answer until told to end."""
    with Library.open(settings.library_url) as library, Store.open(settings.store_url) as store:
        load_shipped(library)
        application, _ = build_application(settings, KnowledgeKeeper(library), store)
        application.add_handler(TypeHandler(Update, _say_so), group=_LAST)
        updater = Updater(application.bot, application.update_queue)
        async with application, updater:
            await application.start()
            async with taking(updater, settings, TAKEN_UPDATES):
                await told_to_end()
            await application.stop()


def main() -> None:
    """Run as a process of a drill."""
    settings = read_settings()
    configure_logging(settings.log_level)
    asyncio.run(answer(settings))


if __name__ == "__main__":
    main()
