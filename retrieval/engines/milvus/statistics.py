"""What all processes have to agree on about an index: its version, its terms, their frequencies.

Milvus knows no transaction over several requests, a database does: so this is the port to one.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A state of an index that is complete: a collection, and the statistics of its passages."""

    collection: str
    """Its name, which no other version has or will have."""
    passages: int
    end: int
    """All passages' numbers are below."""
    stamp: str
    """What it was built from, as its last writer said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A term of a version."""

    dimension: int
    """Of the sparse vectors; from 1 on, 0 is nobody's."""
    frequency: int
    """The number of passages that it stands in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What a question needs to know, all of one moment."""

    version: Version
    terms: Mapping[str, Term]
    """Those that were asked for, as far as they are there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """A change that others can tell from one that is finished."""

    token: str
    dimensions: Mapping[str, int]
    """Of all terms that were asked for."""
    first_number: int
    """Of the new passages; as many numbers from it on as were asked for are theirs alone."""
    is_sound: bool
    """Whether the change before was finished: else the frequencies are not what is there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a change did to the statistics."""

    passages: int = 0
    """How many more there are."""
    frequencies: Mapping[int, int] = field(default_factory=dict)
    """How much more passages each dimension has."""
    is_count: bool = False
    """Whether these are the numbers themselves, all others being 0, and not differences."""
    stamp: str | None = None
    """A new one; None leaves it."""


class Statistics(Protocol):
    """Kept where all processes reach them; may be called from any thread.

    Everything raises EngineUnavailableError where they can't be reached.
    """

    def turn(self, index: str) -> AbstractContextManager[bool]:
        """Have the turn to change an index, of all processes; yields whether it was had.

        Without it nothing breaks that a change would not mend: see `Begun.is_sound`.
        """
        ...

    def known(self, index: str, terms: Collection[str]) -> Known | None:
        """Return the version of an index that questions go to, and its terms; None without one."""
        ...

    def begin(self, collection: str, terms: Collection[str], passages: int) -> Begun:
        """Begin a change: number the terms that are new, and reserve numbers for `passages`."""
        ...

    def finish(self, collection: str, token: str, change: Change) -> bool:
        """Take over a change; False, and nothing, where another one was begun meanwhile."""
        ...

    def prepare(self, index: str, version: Version, terms: Iterable[tuple[str, Term]]) -> None:
        """Keep a version and its terms, for no question yet."""
        ...

    def switch(self, index: str, collection: str) -> None:
        """Send the questions to a version that was prepared, and forget all others, at a stroke."""
        ...
