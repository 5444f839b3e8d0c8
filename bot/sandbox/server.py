"""The sandbox over HTTP, on 127.0.0.1 and nowhere else."""

import asyncio
import logging
import socket
from collections.abc import Mapping, MutableMapping
from http import HTTPStatus
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox.bodies import MAX_BODY_BYTES, fields_of
from bot.sandbox.control import Control
from bot.sandbox.errors import BotApiError, ConnectionDroppedError, PortTakenError
from bot.sandbox.page import Page
from bot.sandbox.sandbox import Sandbox
from bot.serving import Server

HOST = "127.0.0.1"
DROPPING = "sandbox.drop"
"""The extension of a request's scope that breaks its connection."""
SECURITY_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


def create_app(sandbox: Sandbox, *, body_limit: int = MAX_BODY_BYTES) -> Starlette:
    """Return the application: the Bot API under /bot and /file/bot, and the chat page.

    A request of the bot may have a body of `body_limit` bytes.

    Only requests to a loopback name are answered, so that no website can rebind its own name to
    this machine and read along.
    """
    api = BotApi(sandbox, body_limit)
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", api.method, methods=["GET", "POST"]),
            Route("/file/bot{token}/files/{file_id}", api.file),
            *Page(sandbox).routes(),
            *Control(sandbox).routes(),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"]),
            Middleware(SecurityHeaders),
        ],
        exception_handlers={HTTPException: _failed, Exception: _failed},
    )


class BotApi:
    """The routes that a bot calls."""

    def __init__(self, sandbox: Sandbox, body_limit: int) -> None:
        self._sandbox = sandbox
        self._body_limit = body_limit

    async def method(self, request: Request) -> Response:
        """Answer a method."""
        token, method = request.path_params["token"], request.path_params["method"]
        try:
            fields = await fields_of(request, limit=self._body_limit)
            result = await self._sandbox.answer(token, method, fields)
        except BotApiError as error:
            return _refusal(error.status, error.description, error.parameters)
        except (ConnectionDroppedError, ClientDisconnect):
            return Dropped()
        return JSONResponse({"ok": True, "result": result})

    async def file(self, request: Request) -> Response:
        """Answer with an uploaded file's bytes."""
        token, file_id = request.path_params["token"], request.path_params["file_id"]
        try:
            stored = self._sandbox.file(token, file_id)
        except BotApiError as error:
            return _refusal(error.status, error.description)
        return Response(stored.content, media_type="application/octet-stream")


class Dropped(Response):
    """No response at all: the connection breaks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Break the connection, and see it broken."""
        scope["extensions"][DROPPING]()
        while (await receive())["type"] != "http.disconnect":
            pass


class DroppingProtocol(H11Protocol):
    """HTTP whose requests carry a way to break their connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let the application know how to break this connection."""
        super().connection_made(transport)
        inner = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            extensions = {**scope.get("extensions", {}), DROPPING: transport.abort}
            await inner({**scope, "extensions": extensions}, receive, send)

        self.app = app


class SecurityHeaders:
    """Adds to every response what a browser needs to keep the page to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = _with_headers(message)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SandboxServer:
    """A sandbox that is served while the context is open.

        async with SandboxServer(sandbox, port=8080) as server:
            print(server.url)

    Port 0 takes a free one. Entering raises PortTakenError where the port can't be bound; leaving
    ends all long polls and event streams first, so that it never waits for a client.
    """

    def __init__(self, sandbox: Sandbox, *, port: int) -> None:
        self.sandbox = sandbox
        self._port = port
        config = uvicorn.Config(
            create_app(sandbox),
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,  # its lines would hold the token
            lifespan="off",
            ws="none",
            http=DroppingProtocol,
            server_header=False,
            timeout_graceful_shutdown=5,
            # Longer than clients keep a connection: none is closed as a request goes out on it.
            timeout_keep_alive=60,
        )
        self._server = Server(config)

    @property
    def port(self) -> int:
        """Return the port, which is known once the context is open."""
        return self._port

    @property
    def url(self) -> str:
        """Return where it is, without a slash at the end."""
        return f"http://{HOST}:{self._port}"

    async def __aenter__(self) -> Self:
        bound = _bound(self._port)
        self._port = bound.getsockname()[1]
        self._serving = asyncio.create_task(self._server.serve(sockets=[bound]))
        self._serving.add_done_callback(lambda _: self._server.ready.set())
        await self._server.ready.wait()
        if self._serving.done():
            await self._serving  # raises what kept it from starting
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.sandbox.close()
        self._server.should_exit = True
        await self._serving


def _bound(port: int) -> socket.socket:
    # Named as TCP, for asyncio to set TCP_NODELAY: without it every answer takes 40 ms longer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(
            f"port {port} of {HOST} can't be bound ({error.strerror}); choose another one"
        ) from error
    return listener


def _refusal(
    status: int, description: str, parameters: Mapping[str, int] | None = None
) -> JSONResponse:
    body = {"ok": False, "error_code": status, "description": description}
    more = {"parameters": dict(parameters)} if parameters else {}
    return JSONResponse({**body, **more}, status_code=status)


async def _failed(_: Request, error: Exception) -> Response:
    """Answer what no route takes, can't be read, or broke, in the form of the Bot API."""
    status = HTTPStatus(getattr(error, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR))
    return _refusal(status, status.phrase)


def _with_headers(message: Message) -> MutableMapping[str, object]:
    headers = [*message.get("headers", []), *SECURITY_HEADERS]
    return {**message, "headers": headers}
