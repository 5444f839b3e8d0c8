"""What Telegram is asked for, for a delivery: pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.store.records import Claim, Content, PostedMessage, Task

Json = dict[str, Any]
ButtonRow = Sequence[Json]
"""Buttons of one row, as the Bot API has InlineKeyboardButton."""

_OF_TEXT = ("text", "parse_mode", "entities", "link_preview_options", "reply_markup")
_OF_CAPTION = (
    "caption",
    "parse_mode",
    "caption_entities",
    "show_caption_above_media",
    "reply_markup",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A method of the Bot API and its parameters."""

    method: str
    parameters: Json


def request_of(claim: Claim, content: Content, row: ButtonRow = ()) -> Request:
    """Return the request that does what a claim is for.

    `row` is put below the buttons that the content has. An edit changes the text, or else the
    caption; what a message is made of it can't change. ValueError for an edit or a deletion of
    what was never posted.
    """
    if claim.task is Task.SEND:
        return posting(content, claim.chat_id, thread_id=claim.thread_id, row=row)
    if claim.message is None:
        raise ValueError(f"there is no message to {claim.task}")
    if claim.task is Task.DELETE:
        return Request(method="deleteMessage", parameters=_named(claim.message))
    return _edit(claim.message, content, row)


def posting(
    content: Content, chat_id: int, *, thread_id: int | None = None, row: ButtonRow = ()
) -> Request:
    """Return the request that posts a content in a chat, with `row` below its own buttons."""
    where = {"chat_id": chat_id, "message_thread_id": thread_id}
    parameters = {**_parameters(content, row), **where}
    return Request(method=content.method, parameters=_without_none(parameters))


def _edit(message: PostedMessage, content: Content, row: ButtonRow) -> Request:
    is_text = content.method == "sendMessage"
    kept = _OF_TEXT if is_text else _OF_CAPTION
    parameters = {name: v for name, v in _parameters(content, row).items() if name in kept}
    method = "editMessageText" if is_text else "editMessageCaption"
    return Request(method=method, parameters={**parameters, **_named(message)})


def _parameters(content: Content, row: ButtonRow) -> Json:
    parameters: Json = json.loads(content.parameters)
    if not row:
        return parameters
    rows = parameters.get("reply_markup", {}).get("inline_keyboard", [])
    return {**parameters, "reply_markup": {"inline_keyboard": [*rows, [*row]]}}


def _named(message: PostedMessage) -> Json:
    return {"chat_id": message.chat_id, "message_id": message.message_id}


def _without_none(parameters: Json) -> Json:
    return {name: value for name, value in parameters.items() if value is not None}
