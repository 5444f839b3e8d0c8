"""The webhook: takes updates that Telegram posts, and says 200 when they are on disk.

Whatever is not 200 Telegram posts again, and a repeat is a 200 and nothing more. Who does not know
the secret is told nothing but that.
"""

import asyncio
import hmac
import json
import logging
from hashlib import blake2b

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import StoreUnavailableError
from bot.intake.errors import UnkeyedUpdateError
from bot.intake.reading import received
from bot.intake.reception import Reception
from bot.store.updates import Received

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - its name, not the secret
MOST_BODY_BYTES = 1024 * 1024
"""Telegram's longest updates, messages with all their entities, are a tenth of it."""
BODY_SECONDS = 10.0
RETRY_SECONDS = 2
"""What a 503 asks Telegram to wait."""

logger = logging.getLogger(__name__)


class Webhook:
    """The route that Telegram posts to."""

    def __init__(self, reception: Reception, *, secret: str) -> None:
        self._reception = reception
        self._secret = secret.encode()

    def route(self, path: str) -> Route:
        """Return the route at a path."""
        return Route(path, self.take, methods=["POST"])

    async def take(self, request: Request) -> Response:
        """Keep an update, and say so."""
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        if _media_type(request) != "application/json":
            return Response(status_code=415)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=408)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        return await self._keep(update)

    async def _keep(self, update: Received) -> Response:
        try:
            await self._reception.keep([update])
        except StoreUnavailableError as error:
            logger.warning("an update is left with Telegram, waiting for the database: %s", error)
            return Response(status_code=503, headers={"retry-after": str(RETRY_SECONDS)})
        return Response(status_code=200)


def secret_of(token: str) -> str:
    """Return the secret for a bot's webhook: the same in every process, and no way to the token.

    >>> len(secret_of("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"))
    64
    """
    return blake2b(token.encode(), digest_size=32, person=b"danvan-webhook").hexdigest()


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _body(request: Request) -> bytes | None:
    """Return the body; None for one that is too long, of which no more is read."""
    announced = request.headers.get("content-length", "")
    if len(announced) > len(str(MOST_BODY_BYTES)) or int(announced or 0) > MOST_BODY_BYTES:
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BODY_BYTES:
            return None
    return bytes(body)


def _update(body: bytes) -> Received | None:
    """Return the update of a body; None for what is none."""
    try:
        return received(json.loads(body))
    except (ValueError, RecursionError, UnkeyedUpdateError):
        return None
