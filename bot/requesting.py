"""Requests to the Bot API, which Telegram itself has answered, or nobody.

What stands between a bot and Telegram answers too: a gateway that is out of order, a network that
wants its guests to log in. python-telegram-bot goes by the HTTP status alone: of a page with 403 it
makes a bot that was blocked, with 404 a token that nobody knows. And what it can't read it logs as
it stands, people's words included. Here such an answer is a fault of the network, which goes by,
and nothing of it is kept.
"""

import json
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

Json = dict[str, Any]


class ForeignAnswerError(NetworkError):
    """An answer that is not Telegram's, or was damaged on its way; the request may be done."""


class ForeignRefusalError(ForeignAnswerError):
    """One whose HTTP status says that the request was not done."""


def own_word(payload: bytes) -> Json | None:
    """Return what Telegram has answered; None for anything that is not its own word.

    All that it says is an object in JSON that tells whether the request was "ok".

    >>> own_word(b'{"ok": true, "result": []}')
    {'ok': True, 'result': []}
    >>> own_word(b"<html><h1>403 Forbidden</h1></html>")
    """
    try:
        said = json.loads(payload.decode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and isinstance(said.get("ok"), bool) else None


class TelegramRequest(HTTPXRequest):
    """python-telegram-bot's requests; raises ForeignAnswerError for what is not Telegram's word."""

    async def do_request(self, *args: Any, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401 - the library's own
        """Make a request; what is refused is refused by Telegram."""
        status, payload = await super().do_request(*args, **more)
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES and own_word(payload) is None:
            raise ForeignRefusalError(f"{_phrase(status)} ({status}), but not of Telegram")
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> Json:
        """Return what Telegram has answered; nothing of what it can't be is told of or logged."""
        said = own_word(payload)
        if said is None:
            raise ForeignAnswerError("an answer that is not Telegram's")
        return said


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown status"
