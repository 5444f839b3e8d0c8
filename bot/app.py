"""The Telegram application, put together: what answers what, in which order, and why.

Long polling by python-telegram-bot's own updater; the same application talks to Telegram and to
the sandbox, which differ in their address only.
"""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.desk import Desk
from bot.errors import SettingsError, TelegramUnreachableError, TokenRefusedError
from bot.handlers import other
from bot.handlers.asking import Asking
from bot.handlers.buttons import Buttons
from bot.handlers.documents import Documents
from bot.handlers.groups import CALLING, NAMING_IN_COMMAND
from bot.handlers.pages import Pages
from bot.handlers.troubles import apologise, polling_failed
from bot.introduction import introduce
from bot.keeper import KnowledgeKeeper
from bot.logs import redacted
from bot.settings import Settings

BotApplication = Application[Any, Any, Any, Any, Any, Any]

CONCURRENT_UPDATES = 32
CONNECTIONS = 2 * CONCURRENT_UPDATES
"""An update in hand has at most two requests under way: "typing" and its answer."""
POLLING_CONNECTIONS = 2
"""One polls. One that is cut short as it connects stays occupied, and to stop needs another."""
POLL_SECONDS = 30
TAKEN_UPDATES = ["message", "edited_message", "callback_query"]

_NEW = filters.UpdateType.MESSAGE
_PRIVATE = filters.ChatType.PRIVATE
_GROUP = filters.ChatType.GROUPS
_WORDS = filters.TEXT | filters.CAPTION
# A question that is corrected in a private chat is answered anew; groups are left in peace.
_NEW_OR_CORRECTED = _NEW | (filters.UpdateType.EDITED_MESSAGE & _PRIVATE)
# In a group only /hoi is for every bot to hear; any other command must name this one.
_COMMAND = _NEW & (_PRIVATE | NAMING_IN_COMMAND)


def build_application(settings: Settings, keeper: KnowledgeKeeper) -> BotApplication:
    """Return the application, ready to be initialised; raises SettingsError.

    An update goes to the first handler that takes it: presses, which are nothing else; then
    commands, before their words could pass for a question; then questions, by where they are
    asked; and what is left of a private chat, so that nobody there is met with silence.
    """
    application = _connected(settings)
    desk = Desk(keeper)
    pages, asking, documents = Pages(desk), Asking(desk), Documents(desk)
    application.add_handlers(
        [
            CallbackQueryHandler(Buttons(desk).press),
            CommandHandler("hoi", asking.ask, _NEW_OR_CORRECTED),
            CommandHandler("start", pages.start, _COMMAND),
            CommandHandler(["trogiup", "help"], pages.guide, _COMMAND),
            CommandHandler("vanban", documents.look_up, _COMMAND),
            CommandHandler("nguon", pages.sources, _COMMAND),
            CommandHandler("quyenriengtu", pages.privacy, _COMMAND),
            MessageHandler(_NEW & _GROUP & _WORDS & ~filters.COMMAND & CALLING, asking.ask),
            MessageHandler(_NEW_OR_CORRECTED & _PRIVATE & _WORDS & ~filters.COMMAND, asking.ask),
            MessageHandler(_NEW & _PRIVATE & filters.COMMAND, other.unknown_command),
            MessageHandler(_NEW & _PRIVATE & ~filters.StatusUpdate.ALL, other.wordless),
        ]
    )
    application.add_error_handler(apologise)
    return application


async def serve(
    settings: Settings,
    keeper: KnowledgeKeeper,
    *,
    stop: asyncio.Event,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Answer until `stop` is set; call `ready` with the bot's @name once updates are fetched.

    On stopping, what is in hand is answered first. Raises TokenRefusedError or
    TelegramUnreachableError where it can't begin.
    """
    application = build_application(settings, keeper)
    async with _initialised(application, settings), _polling(application):
        watching = asyncio.create_task(keeper.watch())
        ready(f"@{application.bot.username}")
        await stop.wait()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


@asynccontextmanager
async def _initialised(application: BotApplication, settings: Settings) -> AsyncIterator[None]:
    server = redacted(settings.base_url)
    try:
        async with application:
            await introduce(application.bot)
            yield
    except InvalidToken:
        raise TokenRefusedError(
            f"{server} does not know this bot's token; copy it again from @BotFather "
            "into TELEGRAM_BOT_TOKEN, or unset that to run the sandbox"
        ) from None
    except NetworkError as error:
        raise TelegramUnreachableError(
            f"{server} can't be reached ({error.message}); check the connection, or "
            "set TELEGRAM_PROXY, or TELEGRAM_BASE_URL for a Bot API server of your own"
        ) from None
    finally:
        # An application that could not be initialised leaves the bot's connections open.
        await application.bot.shutdown()


@asynccontextmanager
async def _polling(application: BotApplication) -> AsyncIterator[None]:
    updater = application.updater
    if updater is None:
        raise TypeError("an application without an updater can't poll")
    await updater.start_polling(
        timeout=POLL_SECONDS, allowed_updates=TAKEN_UPDATES, error_callback=polling_failed
    )
    await application.start()
    try:
        yield
    finally:
        await updater.stop()
        await application.stop()


def _connected(settings: Settings) -> BotApplication:
    """Return an application that reaches the Bot API of the settings, without handlers."""
    if settings.bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather")
    return (
        Application.builder()
        .token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.base_url}/bot")
        .base_file_url(f"{settings.base_url}/file/bot")
        .request(_request(settings, CONNECTIONS))
        .get_updates_request(_request(settings, POLLING_CONNECTIONS))
        .concurrent_updates(CONCURRENT_UPDATES)
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .job_queue(None)
        .build()
    )


def _request(settings: Settings, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=10,
        read_timeout=10,
        pool_timeout=10,
        proxy=settings.proxy.get_secret_value() if settings.proxy else None,
        # A proxy of the environment (HTTPS_PROXY) is for the world, not for loopback.
        httpx_kwargs={"trust_env": not _is_loopback(settings.base_url)},
    )


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
