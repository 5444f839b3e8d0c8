"""HTTP served inside a program that has its own signal handlers, and no lines of its access log."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.errors import SettingsError

CLOSING_SECONDS = 5
"""How long what is under way may take once the server stops."""
MOST_AT_ONCE = 200
"""Connections; whoever comes beyond is told 503, and comes again."""


class Server(uvicorn.Server):
    """A server that leaves the signals to the program, and says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the program."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets=sockets)
        self.ready.set()


@asynccontextmanager
async def served(
    app: ASGIApp, host: str, port: int, *, setting: str = "TELEGRAM_WEBHOOK_LISTEN"
) -> AsyncIterator[None]:
    """Serve an application while the context is open; raises SettingsError where it can't be.

    `setting` is what the operator can change where the address can't be listened at.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=CLOSING_SECONDS,
        # Longer than a proxy keeps a connection: none is closed as a request goes out on it.
        timeout_keep_alive=75,
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[_listener(host, port, setting)]))
    serving.add_done_callback(lambda _: server.ready.set())
    await server.ready.wait()
    if serving.done():
        await serving  # raises what kept it from starting
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def _listener(host: str, port: int, setting: str) -> socket.socket:
    try:
        # Named as TCP, for asyncio to set TCP_NODELAY: without it every answer takes 40 ms longer.
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unusable(host, port, setting, error) from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _unusable(host, port, setting, error) from error
    return listener


def _unusable(host: str, port: int, setting: str, error: OSError) -> SettingsError:
    return SettingsError(
        f"{host}:{port} can't be listened at ({error.strerror}); set {setting} to another address"
    )
