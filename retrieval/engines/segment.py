"""A segment: some passages and their postings in one file that is mapped and never changes.

    keys      (2, T)  uint64   keys of the terms, ascending
    starts    (T+1,)  int64    where each term's postings begin
    peaks     (T,)    float64  the largest weight of each term
    numbers   (P,)    int32    the postings' passages, ascending in a term
    codes     (P,)    uint8    their weights in 63rds of the term's peak, rounded up
    weights   (P,)    float64  their weights
    dense     (D,)    int64    the terms that stand in many of the passages
    columns   (D, N)  uint8    the codes of those, one for each passage, 0 where there is none
    id_...                     the passages' ids, and their numbers by key
    label_...                  what passages are filtered by, as keys, starts and numbers

Codes are for pruning: what they say of a weight is never too little. What is returned comes of the
weights, which are kept as they were given: no rounding can then part or order equal scores.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.engines.arrays import ArrayFile
from retrieval.engines.keys import Keys, find, keys_of
from retrieval.engines.records import Column, Condition

Numbers: TypeAlias = NDArray[np.int32]
"""Passages' numbers in their segment, ascending."""
Starts: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.uint8]
Flags: TypeAlias = NDArray[np.bool_]
LEVELS = 63
"""Of the codes."""
KEPT = 1 << 12
"""Terms of past questions that are found at once: some have them all."""
NO_COLUMN: Codes = np.array([], np.uint8)


class Lists(NamedTuple):
    """The postings and columns of all terms of a segment; a tuple, because numba takes those."""

    numbers: Numbers
    codes: Codes
    weights: Floats
    columns: Codes


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Posting:
    """Where one term stands in a segment."""

    lists: Lists
    """Of the segment."""
    start: int
    """Of its postings among all."""
    row: int
    """Of its column among all, -1 where it has none."""
    numbers: Numbers
    codes: Codes
    weights: Floats
    peak: float
    column: Codes
    """(N,), of a term that stands in many of the N passages; (0,) of others."""

    @property
    def dense(self) -> bool:
        """Whether it has a column."""
        return len(self.column) > 0

    def weights_of(self, passages: Numbers) -> Floats:
        """Return the term's weight in each of `passages`, 0 where it does not stand."""
        at = self.numbers.searchsorted(passages)
        there = self.numbers.take(at, mode="clip") == passages
        weights: Floats = self.weights.take(at, mode="clip") * there
        return weights


class Segment:
    """Reads a segment's file."""

    def __init__(self, file: ArrayFile) -> None:
        self.file = file
        self.keys: Keys = self.file["keys"]
        self.starts: Starts = self.file["starts"]
        self.peaks: Floats = self.file["peaks"]
        self.numbers: Numbers = self.file["numbers"]
        self.codes: Codes = self.file["codes"]
        self.weights: Floats = self.file["weights"]
        self._lists = Lists(self.numbers, self.codes, self.weights, self.file["columns"])
        self.id_starts: Starts = self.file["id_starts"]
        self._known: dict[str, Posting | None] = {}
        self._row_of = {row: n for n, row in enumerate(self.file["dense"].tolist())}

    def __reduce__(self) -> tuple[type["Segment"], tuple[ArrayFile]]:
        """Give another process the file."""
        return Segment, (self.file,)

    def __len__(self) -> int:
        return len(self.id_starts) - 1

    def postings(self, terms: Sequence[str]) -> list[Posting | None]:
        """Return where each of `terms` stands, None where nowhere."""
        known = self._known
        missing = [term for term in terms if term not in known]
        rows = find(keys_of(missing), self.keys).tolist() if missing else []
        found = {
            term: None if row < 0 else self._posting(row)
            for term, row in zip(missing, rows, strict=True)
        }
        if len(known) < KEPT:
            known.update(found)
        else:
            self._known = found  # others may still read what was known
        return [found[term] if term in found else known[term] for term in terms]

    def _posting(self, row: int) -> Posting:
        start, end = self.starts[row : row + 2].tolist()
        here, dense = slice(start, end), self._row_of.get(row, -1)
        return Posting(
            lists=self._lists,
            start=start,
            row=dense,
            numbers=self.numbers[here],
            codes=self.codes[here],
            weights=self.weights[here],
            peak=float(self.peaks[row]),
            column=NO_COLUMN if dense < 0 else self._lists.columns[dense],
        )

    def id_of(self, number: int) -> str:
        """Return the id of the passage of that number."""
        start, end = self.id_starts[number : number + 2]
        return str(self.file["id_text"][start:end].tobytes(), "utf-8")

    def numbers_of(self, ids: Keys) -> Numbers:
        """Return the numbers of those passages whose ids have these keys."""
        rows = find(ids, self.file["id_keys"])
        numbers: Numbers = np.sort(self.file["id_numbers"][rows[rows >= 0]])
        return numbers

    def admitted(self, conditions: Iterable[Condition]) -> Flags:
        """Return (N,) flags of the passages that meet all `conditions`."""
        admitted = np.ones(len(self), np.bool_)
        for condition in conditions:
            meets = np.zeros(len(self), np.bool_)
            if condition.or_none:
                meets[:] = True
                meets[self._labelled([label(condition.column)])] = False
            meets[self._labelled([label(condition.column, one) for one in condition.values])] = True
            admitted &= meets
        return admitted

    def _labelled(self, labels: Sequence[str]) -> Numbers:
        starts, numbers = self._label_lists
        rows = find(keys_of(labels), self.file["label_keys"]).tolist()
        found = [numbers[starts[row] : starts[row + 1]] for row in rows if row >= 0]
        return np.concatenate([numbers[:0], *found])

    @cached_property
    def _label_lists(self) -> tuple[Starts, Numbers]:
        return self.file["label_starts"], self.file["label_numbers"]


def label(column: Column, value: str = "") -> str:
    """Return what a passage is listed under that has `value`, or any at all, in `column`."""
    return f"{column}={value}"
