"""What stands before several bots with a webhook: hands each update to one of those that listen."""

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ports import free_port
from bot.serving import served

HOST = "127.0.0.1"
PATH = "/updates"
SECONDS = 10.0
_PASSED_ON = ("content-type", "x-telegram-bot-api-secret-token")


class Balancer:
    """Passes updates on; `url` is where they are posted."""

    def __init__(self, http: httpx.AsyncClient, port: int, *, most: int) -> None:
        self._http = http
        self._ports: deque[int] = deque(maxlen=most)
        self.url = f"http://{HOST}:{port}{PATH}"

    def add(self) -> int:
        """Return a port for a bot to listen at, from where on it gets updates."""
        port = free_port(HOST)
        self._ports.append(port)
        return port

    async def pass_on(self, request: Request) -> Response:
        """Hand an update to a bot, and its answer back; 502 where none listens, or one dies."""
        body = await request.body()
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        for port in tuple(self._ports):
            self._ports.rotate()
            try:
                url = f"http://{HOST}:{port}{PATH}"
                answer = await self._http.post(url, content=body, headers=headers)
            except httpx.ConnectError:
                continue
            except httpx.HTTPError:
                break
            return Response(status_code=answer.status_code)
        return Response(status_code=502)


@asynccontextmanager
async def balancing(*, most: int) -> AsyncIterator[Balancer]:
    """Stand before the last so many bots while the context is open."""
    port = free_port(HOST)
    async with httpx.AsyncClient(trust_env=False, timeout=SECONDS) as http:
        balancer = Balancer(http, port, most=most)
        app = Starlette(routes=[Route(PATH, balancer.pass_on, methods=["POST"])])
        async with served(app, HOST, port):
            yield balancer
