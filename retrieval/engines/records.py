"""What goes into an engine and what comes out of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

import numpy as np
from numpy.typing import NDArray


class Column(StrEnum):
    """What passages can be filtered by."""

    PLACE = "place"
    YEAR = "year"
    PUBLISHER = "publisher"
    DOCUMENT = "document"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A passage as an engine takes it in."""

    id: str
    """Of the passage; an entry takes the place of an earlier one of the same id."""
    vector: Mapping[str, float]
    """Its terms with their weights, all positive."""
    labels: Mapping[Column, Collection[str]] = field(default_factory=dict)
    """What it can be filtered by; a column may have several values, or none."""


class Rows(dict[str, int]):
    """Numbers strings as they are met."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        """By number; grows at its end only."""

    def __missing__(self, string: str) -> int:
        row = self[string] = len(self)
        self.strings.append(string)
        return row


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Batch:
    """Many entries at once: n passages with P terms, one passage's after the other's."""

    ids: Sequence[str]
    lengths: NDArray[np.int64]
    """(n,), how many of the P terms are each passage's."""
    rows: NDArray[np.int32]
    """(P,), each term's place in `terms`."""
    weights: NDArray[np.float64]
    """(P,), all positive."""
    terms: Sequence[str]
    """At least those that stand in these passages."""
    labels: Sequence[Mapping[Column, Collection[str]]] = ()
    """One for each passage, or none at all."""

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Batch":
        """Return `entries` as a batch."""
        rows = Rows()
        lengths = np.array([len(entry.vector) for entry in entries], np.int64)
        each = (rows[term] for entry in entries for term in entry.vector)
        weights = (weight for entry in entries for weight in entry.vector.values())
        return cls(
            ids=[entry.id for entry in entries],
            lengths=lengths,
            rows=np.fromiter(each, np.int32, lengths.sum()),
            weights=np.fromiter(weights, np.float64, lengths.sum()),
            terms=rows.strings,
            labels=[entry.labels for entry in entries],
        )


def batches(entries: Iterable[Entry], size: int = 1024) -> Iterator[Batch]:
    """Yield `entries` in batches of `size`."""
    left = iter(entries)
    while some := list(islice(left, size)):
        yield Batch.of(some)


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """Admits the passages that have one of `values` in `column`."""

    column: Column
    values: Collection[str]
    or_none: bool = False
    """Whether those with no value at all are admitted too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A passage that was found."""

    id: str
    score: float
    """The inner product of its vector and the question's."""
