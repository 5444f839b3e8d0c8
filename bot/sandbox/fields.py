"""A request's fields, read the way Telegram reads them: leniently, each from its text.

However a request comes (query, form, multipart or JSON), a field is a text: numbers and booleans
as they are written in JSON, lists and objects as JSON. So all bodies mean the same.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.sandbox.errors import BadRequestError
from bot.sandbox.records import JsonObject, JsonValue

_NUMBER = re.compile(r"-?[0-9]{1,18}")
_ATTACHED = "attach://"


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file of a multipart request."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Fields:
    """The fields of one request."""

    texts: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the field as text, "" where it is missing."""
        return self.texts.get(name, "")

    def required(self, name: str) -> str:
        """Return the field as text; BadRequestError where it is missing or empty."""
        if not (text := self.text(name)):
            raise BadRequestError(f'parameter "{name}" is required')
        return text

    def integer(self, name: str, default: int = 0) -> int:
        """Return the number that the field starts with; `default` if missing, 0 if none."""
        text = self.text(name).strip()
        if not text:
            return default
        number = _NUMBER.match(text)
        return int(number[0]) if number else 0

    def flag(self, name: str) -> bool:
        """Return whether the field says yes."""
        return says_yes(self.text(name))

    def json(self, name: str, what: str) -> JsonValue:
        """Return the field's JSON value, None where it is missing.

        `what` names it in the BadRequestError for what is not JSON.
        """
        if not (text := self.text(name)):
            return None
        return read_json(text, f"can't parse {what} JSON object")

    def upload(self, name: str) -> Upload | None:
        """Return the file in the field, or the one that it refers to by attach://."""
        text = self.text(name)
        attached = text.removeprefix(_ATTACHED) if text.startswith(_ATTACHED) else name
        return self.files.get(attached)

    def as_sent(self) -> dict[str, str]:
        """Return the fields and the names of files that are fields themselves, for checking."""
        attached = {
            text.removeprefix(_ATTACHED)
            for text in self.texts.values()
            if text.startswith(_ATTACHED)
        }
        own = {name: file.name for name, file in self.files.items() if name not in attached}
        return {**self.texts, **own}


def read_json(text: str | bytes, error: str) -> JsonValue:
    """Return the value that a JSON text states, else raise BadRequestError with `error`.

    Refused is also what could not be written again: half a surrogate pair, NaN, lists a thousand
    deep. Kept in a message, it would break every later answer that the message is in.
    """
    try:
        value: JsonValue = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise BadRequestError(error) from None
    return value


def fields_of_json(body: JsonObject) -> dict[str, str]:
    """Return the fields of a JSON body, without those that are null."""
    return {name: _written(value) for name, value in body.items() if value is not None}


def says_yes(value: JsonValue) -> bool:
    """Tell whether a boolean, or the text of one, says yes.

    >>> says_yes("True"), says_yes(1), says_yes("on")
    (True, True, False)
    """
    return str(value).strip().lower() in {"true", "yes", "1"}


def object_of(value: JsonValue, error: str) -> JsonObject:
    """Return `value` if it is an object, else raise BadRequestError with `error`."""
    if not isinstance(value, dict):
        raise BadRequestError(error)
    return value


def list_of(value: JsonValue, error: str) -> list[JsonValue]:
    """Return `value` if it is a list, else raise BadRequestError with `error`."""
    if not isinstance(value, list):
        raise BadRequestError(error)
    return value


def integer_of(text: str) -> int | None:
    """Return the integer that `text` is, None where it is none that fits 64 bits.

    >>> integer_of("-100123"), integer_of("@ten"), integer_of("1a")
    (-100123, None, None)
    """
    return int(text) if _NUMBER.fullmatch(text) else None


def text_in(value: JsonObject, name: str) -> str:
    """Return a text of an object, "" where it is missing; numbers count as texts."""
    found = value.get(name)
    if found is None:
        return ""
    if isinstance(found, dict | list | bool):
        raise BadRequestError(f'field "{name}" must be of type String')
    return str(found)


def integer_in(value: JsonObject, name: str) -> int:
    """Return an integer of an object; BadRequestError where it is missing or none."""
    found = value.get(name)
    if found is None:
        raise BadRequestError(f'can\'t find field "{name}"')
    number = None if isinstance(found, bool) else integer_of(str(found))
    if number is None:
        raise BadRequestError(f'field "{name}" must be a valid Number')
    return number


def _written(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
