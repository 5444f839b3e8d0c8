"""Posts updates to the bot's webhook, in order, each until it is taken; to this machine only."""

import asyncio
import contextlib
import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from bot.sandbox import wire
from bot.sandbox.errors import BadRequestError
from bot.sandbox.news import Update
from bot.sandbox.updates import UpdateQueue, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not the secret
ANSWER_SECONDS = 10.0
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.05, 2.0
"""Shorter than Telegram's, which nobody wants to wait for here."""


def webhook_at(url: str, secret: str) -> Webhook:
    """Return a webhook; raises BadRequestError for an address that is not this machine's."""
    parts = urlsplit(url)
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname
    try:
        is_here = ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        is_here = False
    if parts.scheme not in {"http", "https"} or not is_here:
        raise BadRequestError("bad webhook: the sandbox posts to this machine only")
    return Webhook(url=url, secret=secret)


class Posting:
    """Posts what waits in a queue, for as long as that has a webhook."""

    def __init__(self, queue: UpdateQueue, clock: Callable[[], int]) -> None:
        self._queue = queue
        self._clock = clock
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look whether there is a webhook, and something to post to it."""
        self._news.set()
        if self._task is None and self._queue.webhook:
            self._task = asyncio.create_task(self._post_all())

    def close(self) -> None:
        """Post nothing any more."""
        if self._task:
            self._task.cancel()

    async def _post_all(self) -> None:
        failures = 0
        async with httpx.AsyncClient(trust_env=False, timeout=ANSWER_SECONDS) as http:
            while True:
                self._news.clear()
                webhook, pending = self._queue.webhook, self._queue.take(1, now=self._clock())
                if webhook is None or not pending:
                    await self._news.wait()
                elif problem := await _problem_with(http, webhook, pending[0]):
                    failures += 1
                    webhook.last_error_date, webhook.last_error_message = self._clock(), problem
                    await self._rest(FIRST_WAIT_SECONDS * 2 ** min(failures, 10))
                else:
                    failures = 0
                    self._queue.confirm(pending[0].id + 1)

    async def _rest(self, seconds: float) -> None:
        """Wait before the next try; shorter where there is news, which may be another webhook."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), min(seconds, LONGEST_WAIT_SECONDS))


async def _problem_with(http: httpx.AsyncClient, webhook: Webhook, update: Update) -> str:
    """Post an update; return what is wrong with the answer, "" for nothing."""
    headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
    try:
        answer = await http.post(webhook.url, json=wire.update(update), headers=headers)
    except httpx.HTTPError as error:
        return f"Connection failed: {type(error).__name__}"
    if answer.is_success:
        return ""
    return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
