"""A gateway before a Bot API, which answers with a page of its own while it is told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ports import free_port
from bot.serving import served

LONGEST_POLL_SECONDS = 60.0


@dataclass(kw_only=True)
class Gateway:
    """Passes requests on."""

    url: str
    client: httpx.AsyncClient
    is_broken: bool = False
    status: int = 502
    """Of its page."""

    async def pass_on(self, request: Request) -> Response:
        """Answer as the Bot API does, or as a gateway that does not reach it."""
        if self.is_broken:
            return self._page()
        body, kind = await request.body(), request.headers.get("content-type", "")
        answer = await self.client.request(
            request.method, request.url.path, content=body, headers={"content-type": kind}
        )
        if self.is_broken:  # by now
            return self._page()
        return Response(answer.content, answer.status_code, media_type="application/json")

    def _page(self) -> Response:
        return Response("<html><h1>not now</h1></html>", status_code=self.status)


@asynccontextmanager
async def gateway_to(url: str) -> AsyncIterator[Gateway]:
    """Run a gateway to the Bot API at `url`."""
    port = free_port()
    async with httpx.AsyncClient(
        base_url=url, timeout=LONGEST_POLL_SECONDS, trust_env=False
    ) as client:
        gateway = Gateway(url=f"http://127.0.0.1:{port}", client=client)
        app = Starlette(routes=[Route("/{path:path}", gateway.pass_on, methods=["GET", "POST"])])
        async with served(app, "127.0.0.1", port):
            yield gateway
