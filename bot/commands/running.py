"""`danvan run`: the bot on Telegram, or without a token in the sandbox."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from bot.app import Onlookers, serve
from bot.commands.distributing import deriving
from bot.commands.extras import METRICS, needing
from bot.commands.patience import patiently
from bot.commands.workplace import open_library, open_register, open_store
from bot.errors import SettingsError
from bot.interpreter import settle
from bot.keeper import KnowledgeKeeper
from bot.logs import configure_logging
from bot.sandbox.cast import OFFICER
from bot.sandbox.errors import PortTakenError
from bot.sandbox.sandbox import SANDBOX_TOKEN, Sandbox, default_world
from bot.sandbox.server import SandboxServer
from bot.settings import Settings, read_settings
from bot.store.store import Store
from corpus.library import Library
from corpus.register import Register
from retrieval.answering import answer
from retrieval.derived import Derive

if TYPE_CHECKING:
    from bot.operation.health import Health
    from bot.operation.metrics import Metrics

FIRST_QUESTION = "Xã nào có mô hình dân vận khéo năm 2023?"


def run(*, open_page: bool) -> None:
    """Answer until the process is told to stop."""
    settings = _with_owner(read_settings())
    configure_logging(settings.log_level, log_format=settings.log_format)
    asyncio.run(_open_and_run(settings, open_register(settings), open_page=open_page))


async def _open_and_run(settings: Settings, register: Register, *, open_page: bool) -> None:
    with contextlib.ExitStack() as stack:
        library = await patiently(lambda: stack.enter_context(open_library(settings)))
        store = await patiently(lambda: stack.enter_context(open_store(settings)))
        derive = await patiently(lambda: stack.enter_context(deriving(settings)))
        await _run(settings, library, register, store, derive, open_page=open_page)


def _with_owner(settings: Settings) -> Settings:
    """Make the officer of the sandbox its owner, where the settings name none."""
    if settings.bot_token is not None or settings.owners:
        return settings
    return settings.model_copy(update={"owners": (OFFICER.user.id,)})


async def _run(
    settings: Settings,
    library: Library,
    register: Register,
    store: Store,
    derive: Derive,
    *,
    open_page: bool,
) -> None:
    stop = asyncio.Event()
    async with _reachable(settings) as (reachable, page):
        # The page is served while it is built.
        keeper = await patiently(lambda: _ready_keeper(library, register, derive))
        async with _supervised(settings, keeper, store) as supervision:

            def ready(username: str) -> None:
                # Only now: whoever wants to stop a start that hangs shall not have to wait for it.
                _stop_on_signals(stop)
                settle()
                supervision.taking(stop)
                typer.echo(_greeting(username, page))
                if page and open_page and _has_desktop():
                    threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()

            await serve(
                reachable,
                keeper,
                store,
                stop=stop,
                ready=ready,
                onlookers=Onlookers(observer=supervision.metrics, watcher=supervision.metrics),
            )


def _ready_keeper(library: Library, register: Register, derive: Derive) -> KnowledgeKeeper:
    """Return the library ready to be asked, and asked once: that loads what answers need.

    What is kept needs no word segmenter any more; the first question would wait for it.
    """
    keeper = KnowledgeKeeper(library, register, derive)
    answer(FIRST_QUESTION, keeper.knowledge)
    return keeper


@dataclass(frozen=True, kw_only=True, slots=True)
class _Supervision:
    """What a supervisor is told; nothing where the settings want none."""

    metrics: "Metrics | None" = None
    health: "Health | None" = None

    def taking(self, stop: asyncio.Event) -> None:
        """Say that updates are taken, until `stop` is set."""
        if self.health:
            self.health.taking(stop)


@asynccontextmanager
async def _supervised(
    settings: Settings, keeper: KnowledgeKeeper, store: Store
) -> AsyncIterator[_Supervision]:
    """Answer a supervisor where the settings say; raises MissingExtraError or SettingsError."""
    if settings.metrics_address is None:
        yield _Supervision()
        return
    with needing(METRICS):  # which is why they are imported here
        from bot.operation.health import supervised  # noqa: PLC0415
        from bot.operation.metrics import Metrics  # noqa: PLC0415
    metrics = Metrics(store, keeper)
    async with supervised(store, metrics, settings.metrics_address) as health:
        yield _Supervision(metrics=metrics, health=health)


@asynccontextmanager
async def _reachable(settings: Settings) -> AsyncIterator[tuple[Settings, str | None]]:
    """Yield settings that reach a Bot API, and the chat page's address if it is a sandbox's."""
    if settings.bot_token is not None:
        yield settings, None
        return
    sandbox = Sandbox(default_world(now=int(time.time())), token=SANDBOX_TOKEN)
    server = SandboxServer(sandbox, port=settings.sandbox_port)
    async with contextlib.AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(server)
        except PortTakenError as error:
            raise SettingsError(
                f"{error}, or any that is free: DANVAN_SANDBOX_PORT=0 danvan run"
            ) from error
        yield settings.for_sandbox(base_url=server.url, token=SANDBOX_TOKEN), server.url


def _greeting(username: str, page: str | None) -> str:
    if page is None:
        return f"Ready: {username} answers on Telegram. Ctrl-C stops it."
    return (
        f"Ready: chat with {username} at {page} (a sandbox on this machine, for want of "
        "TELEGRAM_BOT_TOKEN). Ctrl-C stops it."
    )


def _has_desktop() -> bool:
    """Tell whether a browser would have a window, and not take the terminal as w3m does."""
    windows = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in ("darwin", "win32") or any(map(os.environ.get, windows))


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt
            loop.add_signal_handler(number, stop.set)
