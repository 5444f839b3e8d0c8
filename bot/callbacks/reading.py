"""Buttons under answers, and on the way to them."""

from dataclasses import dataclass
from typing import ClassVar, Self

from bot.callbacks import payloads
from bot.callbacks.payloads import Bare


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
        return cls(index=payloads.number(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class AskAsTyped(Bare):
    """Ask the question that the button's message replies to again, by its very words.

    The data hold none of them: what people ask stays in their own messages.
    """

    code: ClassVar[str] = "q"


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
        return cls(passage_id=payloads.passage_id(payload))


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
        return cls(passage_ids=payloads.passage_ids(payload))


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
        return cls(passage_ids=payloads.passage_ids(payload))


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
        return cls(page=payloads.number(payload))


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
        return cls(label=payloads.label(payload))


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
        return cls(label=payloads.label(payload))


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
        return cls(page=payloads.number(page), label=payloads.label(label))


ReadingAction = (
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
"""Whatever shows something that articles or documents say; anyone may."""
