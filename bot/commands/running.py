"""`danvan run`: the bot on Telegram, or without a token in the sandbox."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing import active_children
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from bot.app import Onlookers, serve
from bot.commands.distributing import deriving
from bot.commands.extras import METRICS, needing
from bot.commands.workplace import open_library, open_register, open_store
from bot.errors import SettingsError
from bot.interpreter import settle
from bot.keeper import KnowledgeKeeper
from bot.logs import configure_logging
from bot.patience import patiently
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

FIRST_QUESTION = "Xã nào có mô hình dân vận khéo năm 2023?"


def run(*, open_page: bool) -> None:
    """Answer until the process is told to stop."""
    settings = _with_owner(read_settings())
    configure_logging(settings.log_level, log_format=settings.log_format)
    asyncio.run(_open_and_run(settings, open_register(settings), open_page=open_page))


async def _open_and_run(settings: Settings, register: Register, *, open_page: bool) -> None:
    ending = _Ending()
    ending.listen()
    # A supervisor hears of the start from its beginning, and of the databases until they close.
    with contextlib.ExitStack() as stack:
        async with _supervised(settings) as supervision:
            library = await patiently(lambda: stack.enter_context(open_library(settings)))
            store = await patiently(lambda: stack.enter_context(open_store(settings)))
            supervision.opened(store)
            derive = await patiently(lambda: stack.enter_context(deriving(settings)))
            needs = _Needs(library=library, register=register, store=store, derive=derive)
            await _run(settings, needs, supervision, ending, open_page=open_page)
    _leave()


def _with_owner(settings: Settings) -> Settings:
    """Make the officer of the sandbox its owner, where the settings name none."""
    if settings.bot_token is not None or settings.owners:
        return settings
    return settings.model_copy(update={"owners": (OFFICER.user.id,)})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Needs:
    """What a bot answers from, and what it must not forget."""

    library: Library
    register: Register
    store: Store
    derive: Derive


async def _run(
    settings: Settings,
    needs: _Needs,
    supervision: "_Supervision",
    ending: "_Ending",
    *,
    open_page: bool,
) -> None:
    async with _reachable(settings) as (reachable, page):
        # The page is served while it is built.
        keeper = await patiently(lambda: _ready_keeper(needs))
        onlookers = supervision.indexed(needs.store, keeper)

        def ready(username: str) -> None:
            settle()
            ending.ready()
            supervision.taking(ending.stop)
            typer.echo(_greeting(username, page))
            if page and open_page and _has_desktop():
                threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()

        serving = serve(
            reachable, keeper, needs.store, stop=ending.stop, ready=ready, onlookers=onlookers
        )
        await ending.of(serving)


def _ready_keeper(needs: _Needs) -> KnowledgeKeeper:
    """Return the library ready to be asked, and asked once: that loads what answers need.

    What is kept needs no word segmenter any more; the first question would wait for it.
    """
    keeper = KnowledgeKeeper(needs.library, needs.register, needs.derive)
    answer(FIRST_QUESTION, keeper.knowledge)
    return keeper


class _Supervision:
    """What a supervisor is told; nothing where the settings want none."""

    def __init__(self, health: "Health | None" = None) -> None:
        self._health = health

    def opened(self, store: Store) -> None:
        """Say that the database is there."""
        if self._health:
            self._health.opened(store)

    def indexed(self, store: Store, keeper: KnowledgeKeeper) -> Onlookers:
        """Say that there is something to answer from; return who counts the answers."""
        if self._health is None:
            return Onlookers()
        from bot.operation.metrics import Metrics  # noqa: PLC0415 - it is an extra, and is there

        metrics = Metrics(store, keeper)
        self._health.indexed(metrics)
        return Onlookers(observer=metrics, watcher=metrics)

    def taking(self, stop: asyncio.Event) -> None:
        """Say that updates are taken, until `stop` is set."""
        if self._health:
            self._health.taking(stop)


@asynccontextmanager
async def _supervised(settings: Settings) -> AsyncIterator[_Supervision]:
    """Answer a supervisor where the settings say; raises MissingExtraError or SettingsError."""
    if settings.metrics_address is None:
        yield _Supervision()
        return
    with needing(METRICS):  # which is why it is imported here
        from bot.operation.health import supervised  # noqa: PLC0415
    async with supervised(settings.metrics_address) as health:
        yield _Supervision(health)


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


class _Ending:
    """What a signal ends, from the first moment on: a container's first process heeds no other."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None
        self._is_ready = False

    def listen(self) -> None:
        """Have signals end it."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            # Windows: Ctrl-C raises KeyboardInterrupt
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self._end)

    async def of(self, serving: Coroutine[Any, Any, None]) -> None:
        """Serve until a signal comes, then finish what is in hand."""
        self._serving = asyncio.create_task(serving)
        try:
            await self._serving
        except asyncio.CancelledError:
            if not self.stop.is_set():
                raise

    def ready(self) -> None:
        """Hear that updates are taken, and `stop` is listened to."""
        self._is_ready = True

    def _end(self) -> None:
        if self.stop.is_set():
            return  # it ends already, in its own time
        self.stop.set()
        if self._serving is None:
            _leave()  # nothing is in hand yet
        if not self._is_ready:
            self._serving.cancel()


def _leave() -> NoReturn:
    """End now: what a thread still opens or builds can't be cut short, and the next start does it.

    All that has to last is in the database by then.
    """
    for child in active_children():  # what helps such a thread
        child.kill()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)
