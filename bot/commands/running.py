"""`danvan run`: the bot on Telegram, or without a token in the sandbox."""

import asyncio
import contextlib
import logging
import signal
import time
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from bot.app import serve
from bot.commands.workplace import clear_errors, open_library, output
from bot.keeper import KnowledgeKeeper
from bot.logs import configure_logging
from bot.sandbox.sandbox import SANDBOX_TOKEN, Sandbox, default_world
from bot.sandbox.server import SandboxServer
from bot.settings import Settings, read_settings

logger = logging.getLogger(__name__)


def run(
    *,
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the sandbox's page in the browser.")
    ] = True,
) -> None:
    """Answer on Telegram; without TELEGRAM_BOT_TOKEN, in a sandbox on this machine."""
    with clear_errors():
        settings = read_settings()
        configure_logging(settings.log_level)
        with open_library(settings) as library:
            keeper = KnowledgeKeeper(library)
            asyncio.run(_run(settings, keeper, open_page=open_page))


async def _run(settings: Settings, keeper: KnowledgeKeeper, *, open_page: bool) -> None:
    stop = _stop_on_signals()
    async with _reachable(settings) as (reachable, page):

        def ready(username: str) -> None:
            output.print(f"Ready: {username} answers {page or 'on Telegram'}. Ctrl-C stops it.")
            if page and open_page:
                webbrowser.open(page)

        await serve(reachable, keeper, stop=stop, ready=ready)


@asynccontextmanager
async def _reachable(settings: Settings) -> AsyncIterator[tuple[Settings, str | None]]:
    """Yield settings that reach a Bot API, and the chat page's address if it is a sandbox's."""
    if settings.bot_token is not None:
        yield settings, None
        return
    sandbox = Sandbox(default_world(now=int(time.time())), token=SANDBOX_TOKEN)
    async with SandboxServer(sandbox, port=settings.sandbox_port) as server:
        yield settings.for_sandbox(base_url=server.url, token=SANDBOX_TOKEN), server.url


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt
            loop.add_signal_handler(number, stop.set)
    return stop
