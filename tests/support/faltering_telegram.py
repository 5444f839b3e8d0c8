"""A Bot API at the edge that has troubles first, and tells what it has accepted."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot
from telegram.request import RequestData

from tests.support.recorded_telegram import Call, RecordedTelegram

Answer = tuple[int, dict[str, Any]]

BAD_GATEWAY: Answer = 502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}
BLOCKED: Answer = (
    403,
    {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"},
)


def flood(seconds: int) -> Answer:
    """Return the answer to a bot that shall wait."""
    return 429, {"ok": False, "error_code": 429, "parameters": {"retry_after": seconds}}


@dataclass(kw_only=True)
class FalteringTelegram(RecordedTelegram):
    """Answers the first calls of a method with its `troubles`, and the others with success."""

    troubles: dict[str, list[Answer]] = field(default_factory=dict)
    tried: asyncio.Queue[Call] = field(default_factory=asyncio.Queue)
    accepted: asyncio.Queue[Call] = field(default_factory=asyncio.Queue)

    async def do_request(self, url: str, *_: object, **more: object) -> tuple[int, bytes]:
        data = more.get("request_data")
        fields = data.parameters if isinstance(data, RequestData) else {}
        call = Call(method=url.rpartition("/")[2], fields=fields)
        self.tried.put_nowait(call)
        if troubles := self.troubles.get(call.method):
            status, answer = troubles.pop(0)
            return status, json.dumps(answer).encode()
        answered = await super().do_request(url, *_, **more)
        self.accepted.put_nowait(call)
        return answered


def faltering_bot(**troubles: list[Answer]) -> tuple[Bot, FalteringTelegram]:
    """Return a bot, and what it asks."""
    telegram = FalteringTelegram(troubles=troubles, results={"sendmessage": {"message_id": 9}})
    token = "700:AAE-token-that-nobody-knows-0000"
    return Bot(token, request=telegram, get_updates_request=telegram), telegram
