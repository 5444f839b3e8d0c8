"""What an inline button means, and the at most 64 bytes that Telegram carries for it.

The data hold all that is needed to act, so that a button works after a restart, on another
machine, and under a message of any age. They begin with a version: a change of meaning takes a
new one, and buttons of the old become stale instead of doing something else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self, get_args

from bot.errors import StaleButtonError

MAX_BYTES = 64
_VERSION = "1"
_PASSAGE_ID = re.compile(r"[a-z0-9]{1,16}")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, kw_only=True, slots=True)
class AskExample:
    """Ask the example question that stands at `index` in the texts."""

    code: ClassVar[str] = "e"
    index: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return str(self.index)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(index=_number(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class AskAsTyped:
    """Ask the question that the button's message replies to again, by its very words.

    The data hold none of them: what people ask stays in their own messages.
    """

    code: ClassVar[str] = "q"

    def payload(self) -> str:
        """Return what follows the code in the data: nothing."""
        return ""

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of an empty payload; raises StaleButtonError."""
        if payload:
            raise StaleButtonError("a button carried more than its meaning")
        return cls()


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowPassage:
    """Show a passage with the paragraphs around it."""

    code: ClassVar[str] = "w"
    passage_id: str

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return self.passage_id

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(passage_id=_passage_id(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowNextSource:
    """Show the first of the passages, each of another article, and offer the rest."""

    code: ClassVar[str] = "n"
    passage_ids: tuple[str, ...]

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return ",".join(self.passage_ids)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(passage_ids=_passage_ids(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowMore:
    """Show all of the passages, as what else is near the question."""

    code: ClassVar[str] = "m"
    passage_ids: tuple[str, ...]

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return ",".join(self.passage_ids)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(passage_ids=_passage_ids(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnSources:
    """Turn the list of articles to a page, counted from one."""

    code: ClassVar[str] = "s"
    page: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return str(self.page)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(page=_number(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowDocument:
    """Show the card of the document whose number is `label`."""

    code: ClassVar[str] = "d"
    label: str

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return self.label

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(label=_label(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowMentions:
    """Show the passages that name the document whose number is `label`."""

    code: ClassVar[str] = "p"
    label: str

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return self.label

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(label=_label(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnMentions:
    """Turn the passages that name the document `label` to a page, counted from one."""

    code: ClassVar[str] = "t"
    page: int
    label: str

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.page},{self.label}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        page, _, label = payload.partition(",")
        return cls(page=_number(page), label=_label(label))


Action = (
    AskExample
    | AskAsTyped
    | ShowPassage
    | ShowNextSource
    | ShowMore
    | TurnSources
    | ShowDocument
    | ShowMentions
    | TurnMentions
)
_ACTIONS: dict[str, type[Action]] = {action.code: action for action in get_args(Action)}


def encode(action: Action) -> str:
    """Return the callback data of an action.

    Raises ValueError where they pass 64 bytes; ask `fits` first where a part is of any length.

    >>> encode(ShowNextSource(passage_ids=("k3x9q2m5v7", "p0a8z1c4t6")))
    '1n:k3x9q2m5v7,p0a8z1c4t6'
    """
    if not fits(action):
        raise ValueError(f"{type(action).__name__} takes more than {MAX_BYTES} bytes")
    return _data(action)


def decode(data: str) -> Action:
    """Return the action of callback data; raises StaleButtonError for anything not of `encode`."""
    head, _, payload = data.partition(":")
    action = _ACTIONS.get(head.removeprefix(_VERSION)) if head.startswith(_VERSION) else None
    if action is None:
        raise StaleButtonError("a button of another version was pressed; show its screen again")
    return action.read(payload)


def fits(action: Action) -> bool:
    """Tell whether a button can carry an action."""
    return len(_data(action).encode()) <= MAX_BYTES


def fitting_ids(passage_ids: Iterable[str]) -> tuple[str, ...]:
    """Return as many of the ids, from the first, as one button carries."""
    fitting: tuple[str, ...] = ()
    for passage_id in passage_ids:
        longer = (*fitting, passage_id)
        if not fits(ShowMore(passage_ids=longer)):
            break
        fitting = longer
    return fitting


def _data(action: Action) -> str:
    return f"{_VERSION}{action.code}:{action.payload()}"


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise StaleButtonError("a button carried something that is not a number")
    return int(text)


def _passage_id(text: str) -> str:
    if not _PASSAGE_ID.fullmatch(text):
        raise StaleButtonError("a button carried something that is not a passage's id")
    return text


def _passage_ids(text: str) -> tuple[str, ...]:
    return tuple(_passage_id(part) for part in text.split(","))


def _label(text: str) -> str:
    if not text.strip():
        raise StaleButtonError("a button carried no document number")
    return text
