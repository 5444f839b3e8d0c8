"""How updates come to one bot, put together: polling or a webhook, the inbox, and the worker.

Telegram -> poller or webhook -> reception -> inbox -> worker -> processing -> the handlers
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.applications import Starlette
from telegram import Bot
from telegram.error import TelegramError

from bot.clock import now
from bot.intake.decision import wait_after
from bot.intake.errors import place_of
from bot.intake.polling import Poller
from bot.intake.reception import Reception
from bot.intake.webhook import Webhook, secret_of
from bot.intake.worker import Worker
from bot.serving import served
from bot.store.store import Store

BREATH_SECONDS = 5.0
"""How long after a part of it broke that is started again."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookPlace:
    """Where updates are posted."""

    url: str
    """By Telegram."""
    host: str
    """By a proxy of ours, which Telegram reaches, to this process."""
    port: int
    secret: str | None = None
    """None for one that is made of the token."""


@asynccontextmanager
async def taking(
    bot: Bot,
    store: Store,
    worker: Worker,
    *,
    kinds: Sequence[str],
    place: WebhookPlace | None,
) -> AsyncIterator[asyncio.Event]:
    """Take updates and deal with them while the context is open, by polling without a `place`.

    The event that it yields is set once they come: the webhook is set, or a poll has succeeded, of
    this process or, where several share the database, of the one whose turn it is.

    On leaving nothing more is taken, then what is in hand is dealt with; the rest is kept.
    """
    reception, coming = Reception(store.inbox, bot.id, news=worker.wake, now=now), asyncio.Event()
    async with AsyncExitStack() as stack:
        stack.callback(reception.close)
        await stack.enter_async_context(_running(worker.run, worker.stop))
        if place is None:
            poller = Poller(bot, reception, store.brief_leases, kinds=kinds, coming=coming)
            await stack.enter_async_context(_running(poller.run, poller.stop))
        else:
            secret = place.secret or secret_of(bot.token)
            await stack.enter_async_context(_posted(reception, place, secret))
            setting = asyncio.create_task(_set_webhook(bot, place.url, secret, kinds, coming))
            stack.push_async_callback(_cancelled, setting)
        yield coming


@asynccontextmanager
async def _running(
    run: Callable[[], Awaitable[None]], stop: Callable[[], None]
) -> AsyncIterator[None]:
    """Run something while the context is open: an error that nobody foresaw is no reason to end."""

    async def keep_running() -> None:
        while True:
            try:
                return await run()
            except Exception as error:  # noqa: BLE001 - whatever it is, it goes on
                broken_at = place_of(error)
            logger.error("the intake broke, and is started again: %s", broken_at)
            await asyncio.sleep(BREATH_SECONDS)

    running = asyncio.create_task(keep_running())
    try:
        yield
    finally:
        stop()
        await running


@asynccontextmanager
async def _posted(reception: Reception, place: WebhookPlace, secret: str) -> AsyncIterator[None]:
    webhook = Webhook(reception, secret=secret)
    app = Starlette(routes=[webhook.route(urlsplit(place.url).path or "/")])
    async with served(app, place.host, place.port):
        yield


async def _set_webhook(
    bot: Bot, url: str, secret: str, kinds: Sequence[str], coming: asyncio.Event
) -> None:
    """Tell Telegram where to post, however long it takes to reach it; then set `coming`."""
    tries = 0
    while True:
        try:
            await bot.set_webhook(url, secret_token=secret, allowed_updates=kinds)
        except TelegramError as error:
            tries += 1
            logger.warning("the webhook could not be set: %s; trying again", type(error).__name__)
            await asyncio.sleep(wait_after(tries).total_seconds())
        else:
            coming.set()
            return


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
