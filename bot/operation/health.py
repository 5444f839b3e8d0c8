"""What a supervisor asks a bot by HTTP: are you alive, are you ready, how are you doing.

It is answered from the beginning: a start that waits for its database, or reads a large library for
the first time, is alive, and not to be restarted. On an address of its own, which is nobody's but
the supervisor's: the webhook's is the world's.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import StoreUnavailableError
from bot.operation.metrics import CONTENT_TYPE, Metrics
from bot.serving import served
from bot.store.store import Store
from bot.threads import OwnThreads

PATIENCE_SECONDS = 2.0
"""How long the database may take to answer before it counts as away."""
SETTING = "DANVAN_METRICS_LISTEN"
ASK_AGAIN_SECONDS = 10


class Health:
    """The routes, and how far the bot has come: its database, its index, its taking updates."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self._metrics: Metrics | None = None
        self._stop: asyncio.Event | None = None
        # One thread: who asks again and again while the database hangs waits for the same answer.
        self._thread = OwnThreads("health")
        self._looking: asyncio.Task[bool] | None = None

    def opened(self, store: Store) -> None:
        """Hear that the database was there; whether it still is, is asked of it."""
        self._store = store

    def indexed(self, metrics: Metrics) -> None:
        """Hear that there is something to answer from, and who counts the answers."""
        self._metrics = metrics

    def taking(self, stop: asyncio.Event) -> None:
        """Hear that updates are taken, until `stop` is set."""
        self._stop = stop

    def close(self) -> None:
        """End its thread."""
        self._thread.close()

    def routes(self) -> list[Route]:
        """Return what there is to ask."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.figures),
        ]

    async def alive(self, _: Request) -> Response:
        """Answer: it is enough that there is an answer."""
        return PlainTextResponse("ok\n")

    async def ready(self, _: Request) -> Response:
        """Tell whether questions are answered; 503 where they are not, and for want of what."""
        checks = {
            "database": self._store is not None and await self._has_database(self._store),
            "index": self._metrics is not None,
            "updates": self._stop is not None and not self._stop.is_set(),
        }
        return JSONResponse(checks, status_code=200 if all(checks.values()) else 503)

    async def figures(self, _: Request) -> Response:
        """Tell all figures; 503 before there are any."""
        if self._metrics is None:
            again = {"retry-after": str(ASK_AGAIN_SECONDS)}
            return PlainTextResponse("not yet\n", status_code=503, headers=again)
        text = await self._thread.run(self._metrics.text)
        return Response(text, media_type=CONTENT_TYPE)

    async def _has_database(self, store: Store) -> bool:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(store))
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE_SECONDS)
        except TimeoutError:
            return False

    async def _look(self, store: Store) -> bool:
        try:
            await self._thread.run(store.inbox.counts)
        except StoreUnavailableError:
            return False
        return True


@asynccontextmanager
async def supervised(address: tuple[str, int]) -> AsyncIterator[Health]:
    """Answer while the context is open; raises SettingsError where it can't be listened there."""
    health = Health()
    host, port = address
    try:
        async with served(Starlette(routes=health.routes()), host, port, setting=SETTING):
            yield health
    finally:
        health.close()
