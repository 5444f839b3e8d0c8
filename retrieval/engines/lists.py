"""What becomes a segment: inverted lists, and how they are laid out as arrays; see `segment`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from retrieval.engines.arrays import Array
from retrieval.engines.keys import Keys
from retrieval.engines.segment import LEVELS, Codes, Floats, Numbers, Starts

DENSE_SHARE = 1 / 16
"""Of the passages, from which on adding up a whole column is faster than a term's postings."""
LEAST_FOR_DENSE = 1 << 13
"""Passages; fewer are added up in no time anyway."""
AT_A_TIME = 1 << 22
"""Postings that are written at a time."""


class Lists(Protocol):
    """Inverted lists on their way to a file, in the order of their keys."""

    keys: Keys
    starts: Starts

    def numbers(self, first: int, end: int) -> Numbers:
        """Return the passages' numbers in the lists from row `first` to before `end`."""
        ...


class WeightedLists(Lists, Protocol):
    """Lists with a weight for each passage."""

    peaks: Floats
    """(T,), none of a list's weights above."""

    def weights(self, first: int, end: int) -> Floats:
        """Return the weights of `numbers`."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Ids:
    """The ids of N passages."""

    text: Codes
    """In UTF-8, one after the other."""
    starts: Starts
    keys: Keys
    """Ascending; of equal ones, the first is that of the passage that counts."""
    numbers: Numbers
    """The passage of each key."""


def arrays_of(
    ids: Ids, terms: WeightedLists, labels: Lists
) -> Iterator[tuple[str, Iterable[Array]]]:
    """Yield the arrays of a segment's file."""
    ranges = list(_ranges(terms.starts))
    yield "keys", [terms.keys]
    yield "starts", [terms.starts]
    yield "peaks", [terms.peaks]
    yield "numbers", (terms.numbers(first, end) for first, end in ranges)
    yield "codes", (_codes(terms, first, end) for first, end in ranges)
    yield "weights", (terms.weights(first, end) for first, end in ranges)
    size = len(ids.numbers)
    many = DENSE_SHARE * size if size >= LEAST_FOR_DENSE else np.inf
    dense = np.flatnonzero(np.diff(terms.starts) >= many)
    yield "dense", [dense]
    yield "columns", _columns(terms, dense.tolist(), size)
    yield "id_text", [ids.text]
    yield "id_starts", [ids.starts]
    yield "id_keys", [ids.keys]
    yield "id_numbers", [ids.numbers]
    yield "label_keys", [labels.keys]
    yield "label_starts", [labels.starts]
    yield "label_numbers", [labels.numbers(0, labels.keys.shape[1])]


def _ranges(starts: Starts) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows with about `AT_A_TIME` postings each; one at least."""
    first, rows = 0, len(starts) - 1
    while True:
        end = int(starts.searchsorted(starts[first] + AT_A_TIME, side="right")) - 1
        end = min(max(end, first + 1), rows)
        yield first, end
        if end == rows:
            return
        first = end


def _codes(terms: WeightedLists, first: int, end: int) -> Codes:
    peaks = np.repeat(terms.peaks[first:end], np.diff(terms.starts[first : end + 1]))
    return np.ceil(terms.weights(first, end) / peaks * LEVELS).astype(np.uint8)


def _columns(terms: WeightedLists, dense: Iterable[int], size: int) -> Iterator[Codes]:
    yield np.empty((0, size), np.uint8)
    for row in dense:
        column = np.zeros((1, size), np.uint8)
        column[0, terms.numbers(row, row + 1)] = _codes(terms, row, row + 1)
        yield column
