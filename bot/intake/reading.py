"""Telegram's JSON -> what the inbox keeps of it; nothing is taken on trust but its being JSON."""

import json
import re
from collections.abc import Iterable
from typing import Any

from bot.intake.errors import UnkeyedUpdateError
from bot.store.updates import Received

LARGEST = 2**63 - 1
"""What a column holds."""
MOST_KIND_CHARACTERS = 40
_UNKNOWN = "unknown"
_CHATS = {
    "callback_query": ("message", "chat"),
    "inline_query": ("from",),
    "chosen_inline_result": ("from",),
}
"""Where the chat of an update stands that has it elsewhere than the others, or the person."""
_CHAT = ("chat",)
_OF_FIRST = re.compile(
    rb'\s*{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\['
    rb'\s*{\s*"update_id"\s*:\s*(\d{1,18})[^\d.eE]'
)
"""How Telegram begins an answer with updates in it."""


def received(update: object) -> Received:
    """Return an update as the inbox keeps it, however it looks inside; raises UnkeyedUpdateError.

    >>> one = received({"update_id": 7, "message": {"chat": {"id": 5}, "text": "dân vận"}})
    >>> one.update_id, one.kind, one.chat_id
    (7, 'message', 5)
    """
    update_id = _number(update.get("update_id")) if isinstance(update, dict) else None
    if not isinstance(update, dict) or update_id is None:
        raise UnkeyedUpdateError("an update is an object with a number: update_id")
    kind = next((name for name in update if name != "update_id"), _UNKNOWN)
    chat = _at(update.get(kind), (*_CHATS.get(kind, _CHAT), "id"))
    return Received(
        update_id=update_id,
        kind=kind[:MOST_KIND_CHARACTERS] if kind.isidentifier() and kind.isascii() else _UNKNOWN,
        chat_id=_number(chat),
        # ASCII holds what UTF-8 can't, as halves of surrogate pairs, and no NUL.
        raw=_json(update),
    )


def all_received(updates: Iterable[object]) -> tuple[list[Received], int]:
    """Return what can be kept of a batch, and how many of it can't."""
    kept, lost = [], 0
    for update in updates:
        try:
            kept.append(received(update))
        except UnkeyedUpdateError:
            lost += 1
    return kept, lost


def number_of_first(answer: bytes) -> int | None:
    """Return the number of the first update of an answer that as a whole is not readable.

    None for what does not look like Telegram's.

    >>> number_of_first(b'{"ok":true,"result":[{"update_id":7,"message":' + b"[" * 9999)
    7
    """
    found = _OF_FIRST.match(answer)
    return int(found[1]) if found else None


def unreadable(update_id: int) -> Received:
    """Return what is kept of an update of which but the number can be read: it will be parked."""
    return Received(update_id=update_id, kind=_UNKNOWN, chat_id=None, raw="")


def _json(update: object) -> str:
    try:
        return json.dumps(update, separators=(",", ":"))
    except RecursionError:
        raise UnkeyedUpdateError("an update is nested too deep to be kept") from None


def _at(value: object, path: tuple[str, ...]) -> object:
    """Return what stands at a path of names; None where there is no such path."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _number(value: Any) -> int | None:  # noqa: ANN401 - JSON of any shape
    if type(value) is not int or abs(value) > LARGEST:
        return None
    return value
