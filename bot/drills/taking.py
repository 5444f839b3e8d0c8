"""Updates as python-telegram-bot takes them by itself: confirmed first, then dealt with.

By polling with its `Updater`; by a webhook as its documentation has a server of one's own do it.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Updater

from bot.serving import served
from bot.settings import Settings


@asynccontextmanager
async def taking(updater: Updater, settings: Settings, kinds: Sequence[str]) -> AsyncIterator[None]:
    """Have updates of these kinds put into the queue of an initialised `updater` meanwhile.

    By a webhook where the settings have one.
    """
    if settings.webhook_url is None:
        await updater.start_polling(allowed_updates=kinds)
        yield
        await updater.stop()
        return

    async def take(request: Request) -> Response:
        update = Update.de_json(await request.json(), updater.bot)
        await updater.update_queue.put(update)
        return Response()

    route = Route(urlsplit(settings.webhook_url).path, take, methods=["POST"])
    async with served(Starlette(routes=[route]), *settings.webhook_address):
        await updater.bot.set_webhook(settings.webhook_url, allowed_updates=kinds)
        yield
