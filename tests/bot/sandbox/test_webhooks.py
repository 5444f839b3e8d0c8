"""A bot that has its updates posted."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ports import free_port
from bot.sandbox.webhooks import SECRET_HEADER
from bot.serving import served
from tests.bot.sandbox.conftest import Api

SECRET = "a-secret-that-both-know"
PATIENCE_SECONDS = 20.0


@dataclass
class Taker:
    """A webhook that writes down what is posted, and answers as it is told to."""

    url: str
    statuses: list[int] = field(default_factory=list)
    """Of the next answers; then 200."""
    posted: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: Request) -> Response:
        self.secrets.append(request.headers.get(SECRET_HEADER))
        update = json.loads(await request.body())
        async with self.news:
            self.posted.append(update)
            self.news.notify_all()
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)

    async def texts(self, count: int) -> list[str]:
        """Wait for so many posts, and return what they say."""
        async with asyncio.timeout(PATIENCE_SECONDS), self.news:
            await self.news.wait_for(lambda: len(self.posted) >= count)
        return [update["message"]["text"] for update in self.posted]


@asynccontextmanager
async def taking(api: Api, *, statuses: list[int] | None = None) -> AsyncIterator[Taker]:
    port = free_port()
    taker = Taker(url=f"http://127.0.0.1:{port}/updates", statuses=statuses or [])
    app = Starlette(routes=[Route("/updates", taker.take, methods=["POST"])])
    async with served(app, "127.0.0.1", port):
        yield taker
        api.sandbox.close()


async def test_what_is_said_before_and_after_is_posted_in_order_with_the_secret(api: Api) -> None:
    async with taking(api) as taker:
        api.say("a")
        await api("setWebhook", url=taker.url, secret_token=SECRET)
        api.say("b")
        assert await taker.texts(2) == ["a", "b"]
        assert taker.secrets == [SECRET, SECRET]


@pytest.mark.parametrize("status", [403, 500, 503, 302])
async def test_what_is_not_taken_is_posted_again_before_what_comes_after_it(
    api: Api, status: int
) -> None:
    async with taking(api, statuses=[status, status]) as taker:
        await api("setWebhook", url=taker.url)
        api.say("a")
        api.say("b")
        assert await taker.texts(4) == ["a", "a", "a", "b"]
        info = await api.get("getWebhookInfo")
        assert str(status) in info["last_error_message"]
        assert info["last_error_date"] == api.sandbox.now()


async def test_a_webhook_that_is_away_gets_everything_when_it_comes_back(api: Api) -> None:
    await api("setWebhook", url=f"http://127.0.0.1:{free_port()}/updates")
    api.say("a")
    assert (await api.get("getWebhookInfo"))["pending_update_count"] == 1
    async with taking(api) as taker:
        await api("setWebhook", url=taker.url)
        assert await taker.texts(1) == ["a"]


async def test_with_a_webhook_updates_cannot_be_fetched_and_without_it_they_can(api: Api) -> None:
    url = f"http://127.0.0.1:{free_port()}/updates"
    await api("setWebhook", url=url, allowed_updates=["message"])
    assert (await api.get("getWebhookInfo"))["url"] == url
    refused = await api.refused("getUpdates")
    assert refused == "Conflict: can't use getUpdates method while webhook is active"
    await api("deleteWebhook")
    api.say("a")
    assert len(await api.updates()) == 1
    api.sandbox.close()


@pytest.mark.parametrize("url", ["https://a.vn/x", "http://192.0.2.1/", "ftp://127.0.0.1/", "x"])
async def test_nothing_is_posted_to_other_machines(api: Api, url: str) -> None:
    assert (await api.refused("setWebhook", url=url)).startswith("Bad Request: bad webhook: ")
    assert await api("setWebhook", url="") is True
    assert (await api.get("getWebhookInfo"))["url"] == ""
