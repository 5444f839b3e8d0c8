"""What stands in the data of buttons: one reader for each kind, StaleButtonError for the rest."""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar, Self

from bot.errors import StaleButtonError
from corpus.topics import all_topics
from corpus.units import load_units

_PASSAGE_ID = re.compile(r"[a-z0-9]{1,16}")
_ARTICLE_ID = re.compile(r"[a-z0-9]{1,16}")
_NUMBER = re.compile(r"[0-9]{1,6}")
_TELEGRAM_ID = re.compile(r"[1-9][0-9]{0,15}")
_PLACE = re.compile(r"([0-9]{1,6})-([0-9a-f]{6})")
_CHECK_BYTES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Bare:
    """An action that needs nothing but itself."""

    code: ClassVar[str]

    def payload(self) -> str:
        """Return what follows the code in the data: nothing."""
        return ""

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of an empty payload; raises StaleButtonError."""
        if payload:
            raise StaleButtonError("a button carried more than its meaning")
        return cls()


def number(text: str) -> int:
    """Read a number of up to six digits."""
    if not _NUMBER.fullmatch(text):
        raise StaleButtonError("a button carried something that is not a number")
    return int(text)


def hour(text: str) -> int:
    """Read an hour of the day, 0 to 23."""
    found = number(text)
    if found > 23:
        raise StaleButtonError("a button carried something that is not an hour")
    return found


def telegram_id(text: str) -> int:
    """Read the id of a person, or of a forum's topic."""
    if not _TELEGRAM_ID.fullmatch(text):
        raise StaleButtonError("a button carried something that is not an id of Telegram's")
    return int(text)


def flag(text: str) -> bool:
    """Read "1" or "0"."""
    if text not in ("0", "1"):
        raise StaleButtonError("a button carried something that is neither yes nor no")
    return text == "1"


def passage_id(text: str) -> str:
    """Read a passage's id."""
    if not _PASSAGE_ID.fullmatch(text):
        raise StaleButtonError("a button carried something that is not a passage's id")
    return text


def passage_ids(text: str) -> tuple[str, ...]:
    """Read the ids of passages."""
    return tuple(passage_id(part) for part in text.split(","))


def article_id(text: str) -> str:
    """Read an article's id."""
    if not _ARTICLE_ID.fullmatch(text):
        raise StaleButtonError("a button carried something that is not an article's id")
    return text


def label(text: str) -> str:
    """Read a document's number as it is written."""
    if not text.strip():
        raise StaleButtonError("a button carried no document number")
    return text


def topic_id(text: str) -> str:
    """Read the id of a topic."""
    if all(text != topic.id for topic in all_topics()):
        raise StaleButtonError("a button carried a topic that there is not")
    return text


def place_reference(place_id: str) -> str:
    """Return a place as a button carries it: ids are too long, up to 61 characters.

    It is the place's number in the table of units, with a check: where another table has another
    place there, the button is stale and never means that one. KeyError for an unknown place.
    """
    return f"{load_units().unit(place_id)}-{_check(place_id)}"


def place_id(text: str) -> str:
    """Read the id of a place from its reference."""
    found = _PLACE.fullmatch(text)
    units = load_units()
    if found is None or int(found[1]) >= len(units):
        raise StaleButtonError("a button carried something that is not a place")
    place = units.place(int(found[1]))
    if _check(place.id) != found[2]:
        raise StaleButtonError("a button carried a place of another table of units")
    return place.id


def _check(place: str) -> str:
    return blake2b(place.encode(), digest_size=_CHECK_BYTES).hexdigest()
