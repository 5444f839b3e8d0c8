"""Buttons under digests of new articles."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from bot.callbacks import payloads
from bot.errors import StaleButtonError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(r"[0-9a-f]{1,13}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowArticle:
    """Show how an article begins, or rather the part that introduces it."""

    code: ClassVar[str] = "a"
    article_id: str

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return self.article_id

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(article_id=payloads.article_id(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowNews:
    """Show what was added after a moment and up to another, as far as it concerns the chat."""

    code: ClassVar[str] = "ns"
    after: datetime
    until: datetime

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{_written(self.after)},{_written(self.until)}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        after, _, until = payload.partition(",")
        return cls(after=_moment(after), until=_moment(until))


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnNews:
    """Turn the list of what was added between two moments to a page, counted from one."""

    code: ClassVar[str] = "nt"
    after: datetime
    until: datetime
    page: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{_written(self.after)},{_written(self.until)},{self.page}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        after, _, rest = payload.partition(",")
        until, _, page = rest.partition(",")
        return cls(after=_moment(after), until=_moment(until), page=payloads.number(page))


NewsAction = ShowArticle | ShowNews | TurnNews
"""Whatever shows new articles; anyone may."""


def _written(moment: datetime) -> str:
    """Write a moment to the microsecond, as articles that came one after another differ by it."""
    return f"{(moment - _EPOCH) // timedelta.resolution:x}"


def _moment(text: str) -> datetime:
    if not _MOMENT.fullmatch(text):
        raise StaleButtonError("a button carried something that is not a moment")
    try:
        return _EPOCH + timedelta(microseconds=int(text, 16))
    except OverflowError:
        raise StaleButtonError("a button carried a moment after all time") from None
