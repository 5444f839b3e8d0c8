"""Messages of officers -> the very same message for everybody, and what may be changed of it.

Files go by their Telegram ids, so that they outlive the message that brought them.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Message, MessageEntity, Poll

from bot.store.records import Content
from bot.telegram_text import MESSAGE_UNITS, utf16_length

CAPTION_UNITS = 1024
"""Longest caption of a file, in UTF-16 code units."""
TEXT = "sendMessage"
_CAPTIONED = ("sendPhoto", "sendVideo", "sendAnimation", "sendDocument", "sendAudio", "sendVoice")

Json = dict[str, Any]


class UnsuitableError(ValueError):
    """A message that can't be announced, or can't be changed in that way."""


class TooLongError(UnsuitableError):
    """More words than one message, or one caption, holds."""


def content_of(message: Message, *, skipping: int = 0) -> Content:
    """Return a message as it can be sent to anyone; raises UnsuitableError.

    `skipping` leaves out so many UTF-16 code units at the beginning of a text: a command.
    """
    if message.text is not None:
        return _text(message, skipping)
    if message.poll is not None:
        return _content("sendPoll", _poll(message.poll))
    method, file_id = _file(message)
    field = method.removeprefix("send").lower()
    parameters = {
        field: file_id,
        "caption": message.caption,
        "caption_entities": _entities(message.caption_entities) or None,
        "show_caption_above_media": message.show_caption_above_media or None,
        "has_spoiler": message.has_media_spoiler or None,
    }
    return _content(method, parameters)


def text_content(words: str) -> Content:
    """Return plain words as a message; raises UnsuitableError, TooLongError."""
    if not words.strip():
        raise UnsuitableError("there are no words in it")
    if utf16_length(words) > MESSAGE_UNITS:
        raise TooLongError(f"it is longer than the {MESSAGE_UNITS} characters of one message")
    return _content(TEXT, {"text": words})


def is_correctable(content: Content) -> bool:
    """Tell whether what was sent can be edited: its text, or its caption."""
    return content.method == TEXT or content.method in _CAPTIONED


def corrected(content: Content, message: Message) -> Content:
    """Return a content with the words of a message in place of its own; raises UnsuitableError."""
    words = content_of(message)
    if content.method == TEXT:
        if words.method != TEXT:
            raise UnsuitableError("a text can only become another text")
        return words
    if not is_correctable(content):
        raise UnsuitableError(f"what {content.method} sent has no words that can be edited")
    text, entities = message.text or message.caption or "", _entities(_styles(message))
    if utf16_length(text) > CAPTION_UNITS:
        raise TooLongError(f"it is longer than the {CAPTION_UNITS} characters of a caption")
    kept = {**json.loads(content.parameters), "caption": text, "caption_entities": entities or None}
    return _content(content.method, kept)


def with_quote(content: Content, quote: str, source: str) -> Content:
    """Return a content with a quote and its source below its words.

    Raises UnsuitableError, and TooLongError where that is more than one message holds.
    """
    parameters = json.loads(content.parameters)
    if content.method == TEXT:
        field, list_field, most = "text", "entities", MESSAGE_UNITS
    elif content.method in _CAPTIONED:
        field, list_field, most = "caption", "caption_entities", CAPTION_UNITS
    else:
        raise UnsuitableError(f"what {content.method} sends has no words to put a quote below")
    before = f"{parameters[field]}\n\n" if parameters.get(field) else ""
    words = f"{before}{quote}\n{source}"
    if utf16_length(words) > most:
        raise TooLongError(f"it is longer than the {most} characters that there is room for")
    offset, length = utf16_length(before), utf16_length(quote)
    entity = {"type": MessageEntity.EXPANDABLE_BLOCKQUOTE, "offset": offset, "length": length}
    entities = [*parameters.get(list_field, []), entity]
    return _content(content.method, {**parameters, field: words, list_field: entities})


def _text(message: Message, skipping: int) -> Content:
    text = message.text or ""
    units = text.encode("utf-16-le", errors="surrogatepass")
    rest = units[2 * skipping :].decode("utf-16-le", errors="surrogatepass")
    start = skipping + len(rest) - len(rest.lstrip())
    words = rest.strip()
    if not words:
        raise UnsuitableError("there are no words in it")
    preview = message.link_preview_options
    parameters = {
        "text": words,
        "entities": _entities(message.entities, after=start) or None,
        "link_preview_options": preview.to_dict() if preview else None,
    }
    return _content(TEXT, parameters)


def _file(message: Message) -> tuple[str, str]:
    """Return the method that sends the file of a message, and the file's id."""
    if message.photo:
        return "sendPhoto", message.photo[-1].file_id
    # An animation comes as a document too, so it is looked for first.
    for name in ("animation", "video", "document", "audio", "voice"):
        if file := getattr(message, name):
            return f"send{name.capitalize()}", file.file_id
    raise UnsuitableError("it has neither words nor a file that can be sent again")


def _poll(poll: Poll) -> Json:
    if poll.type != Poll.REGULAR:
        raise UnsuitableError("a quiz does not tell which answer is right")
    options = [
        _without_none({"text": one.text, "text_entities": _entities(one.text_entities) or None})
        for one in poll.options
    ]
    return {
        "question": poll.question,
        "question_entities": _entities(poll.question_entities) or None,
        "options": options,
        "is_anonymous": poll.is_anonymous,
        "allows_multiple_answers": poll.allows_multiple_answers,
    }


def _styles(message: Message) -> Sequence[MessageEntity]:
    return message.entities or message.caption_entities


def _entities(entities: Sequence[MessageEntity], *, after: int = 0) -> list[Json]:
    """Return the entities from a place on, counted from there."""
    return [
        {**entity.to_dict(), "offset": entity.offset - after}
        for entity in entities
        if entity.offset >= after
    ]


def _content(method: str, parameters: Mapping[str, Any]) -> Content:
    return Content(
        method=method, parameters=json.dumps(_without_none(parameters), ensure_ascii=False)
    )


def _without_none(parameters: Mapping[str, Any]) -> Json:
    return {name: value for name, value in parameters.items() if value is not None}
