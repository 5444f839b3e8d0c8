"""A Bot API at the edge that writes down what it is asked, and refuses what it is told to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from telegram import Bot, Message, Update
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.handlers.conversation import Context

BOT = {"id": 700, "is_bot": True, "first_name": "Dân vận", "username": "danvan_bot"}
PERSON = {"id": 11, "is_bot": False, "first_name": "Cô Ba", "language_code": "vi"}
PRIVATE = {"id": 11, "type": "private", "first_name": "Cô Ba"}
GROUP = {"id": -22, "type": "supergroup", "title": "Tổ dân phố 3"}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request."""

    method: str
    fields: dict[str, Any]


@dataclass(kw_only=True)
class RecordedTelegram(BaseRequest):
    """Answers every method with success, those in `refusals` with an error's description."""

    refusals: Mapping[str, str] = field(default_factory=dict)
    """Descriptions by method; "" for a connection that breaks."""
    results: Mapping[str, object] = field(default_factory=dict)
    """What methods return, where that matters."""
    calls: list[Call] = field(default_factory=list)

    @property
    def read_timeout(self) -> float | None:
        return 5

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(self, url: str, *_: object, **more: object) -> tuple[int, bytes]:
        request_data = more.get("request_data")
        fields = request_data.parameters if isinstance(request_data, RequestData) else {}
        name = url.rpartition("/")[2]
        self.calls.append(Call(method=name, fields=fields))
        description = self.refusals.get(name)
        if description == "":
            raise NetworkError("the connection broke")
        if description is not None:
            status = 403 if description.startswith("Forbidden") else 400
            refusal = {"ok": False, "error_code": status, "description": description}
            return status, json.dumps(refusal).encode()
        result = self.results[name] if name in self.results else _result(name)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    @property
    def methods(self) -> list[str]:
        """Return the names of the methods that were called, in order."""
        return [call.method for call in self.calls if call.method != "getMe"]

    def calls_of(self, method: str) -> list[dict[str, Any]]:
        """Return the fields of every call of `method`."""
        return [call.fields for call in self.calls if call.method == method]


async def recorded_bot(
    refusals: Mapping[str, str] | None = None, results: Mapping[str, object] | None = None
) -> tuple[Bot, RecordedTelegram]:
    """Return an initialised bot, and what writes down what it asks for."""
    telegram = RecordedTelegram(refusals=refusals or {}, results=results or {})
    bot = Bot(
        "700:AAE-token-that-nobody-knows-0000", request=telegram, get_updates_request=telegram
    )
    await bot.initialize()
    return bot, telegram


def message(bot: Bot, text: str | None = "xin chào", **fields: object) -> Message:
    """Return a message to the bot, by default of a person in a private chat."""
    data = {"message_id": 5, "date": 1, "chat": PRIVATE, "from": PERSON, "text": text, **fields}
    return Message.de_json({name: value for name, value in data.items() if value}, bot)


def update_of_text(bot: Bot, text: str, number: int, at: datetime) -> tuple[Update, Context]:
    """Return what a handler is given for a text that a person wrote; it has no use for the rest."""
    written = message(bot, text, message_id=number + 1, date=int(at.timestamp()))
    return Update(number, message=written), cast("Context", None)


def _result(method: str) -> object:
    if method == "getMe":
        return BOT
    if method in {"sendMessage", "editMessageText"}:
        return {"message_id": 9, "date": 1, "chat": PRIVATE, "from": BOT, "text": "…"}
    return True
