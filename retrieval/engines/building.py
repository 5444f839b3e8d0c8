"""Passages to segments: vectors turned around in memory, some millions of postings at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.engines.arrays import Array
from retrieval.engines.keys import Keys, ascending, keys_of
from retrieval.engines.lists import Ids, arrays_of
from retrieval.engines.records import Batch, Column, Rows
from retrieval.engines.segment import Floats, Numbers, Starts, label

ENOUGH = 1 << 24
"""Postings that make a draft worth writing: some 600 MB of memory."""
NOTHING: Numbers = np.array([], np.int32)


def drafts_of(batches: Iterable[Batch], enough: int = ENOUGH) -> Iterator["Draft"]:
    """Yield drafts of at least `enough` postings, the last one of what is left."""
    draft = Draft()
    for batch in batches:
        draft.add(batch)
        if draft.postings >= enough:
            yield draft
            draft = Draft()
    if draft.ids:
        yield draft


class Draft:
    """Passages that become a segment, numbered in the order in which they come."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.postings = 0
        self._terms = _Postings()
        self._labels = _Postings()

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, batch: Batch) -> None:
        """Take in a batch; ValueError where a weight is not positive."""
        if not np.all(batch.weights > 0):
            raise ValueError("a passage has a weight that is not positive; leave such terms out")
        numbers = np.arange(len(self), len(self) + len(batch.ids), dtype=np.int32)
        self._terms.add(batch.terms, batch.rows, np.repeat(numbers, batch.lengths), batch.weights)
        if batch.labels:
            self._label(numbers, batch.labels)
        self.ids += batch.ids
        self.postings += len(batch.rows)

    def _label(self, numbers: Numbers, labels: Sequence[Mapping[Column, Collection[str]]]) -> None:
        listed = [_listed_under(of_passage) for of_passage in labels]
        strings = Rows()
        rows = np.array([strings[one] for each in listed for one in each], np.int32)
        numbered = np.repeat(numbers, [len(each) for each in listed])
        self._labels.add(strings.strings, rows, numbered, np.ones(len(rows)))

    def replaced(self) -> Numbers:
        """Return the numbers of passages whose id comes again after them."""
        last = {one: number for number, one in enumerate(self.ids)}
        return np.array([n for n, one in enumerate(self.ids) if last[one] != n], np.int32)

    def arrays(self) -> Iterator[tuple[str, Iterable[Array]]]:
        """Yield the arrays of the segment."""
        return arrays_of(_ids(self.ids), self._terms.lists(), self._labels.lists())


def _listed_under(labels: Mapping[Column, Collection[str]]) -> list[str]:
    """Return the labels of a passage: its values, and for each column that it has any."""
    values = {label(column, value) for column, values in labels.items() for value in values}
    return sorted(values | {label(column) for column, values in labels.items() if values})


def _ids(ids: list[str]) -> Ids:
    encoded = [one.encode() for one in ids]
    starts = np.zeros(len(ids) + 1, np.int64)
    np.cumsum([len(one) for one in encoded], out=starts[1:])
    latest_first = keys_of(reversed(ids))
    order = ascending(latest_first)
    return Ids(
        text=np.frombuffer(b"".join(encoded), np.uint8),
        starts=starts,
        keys=latest_first[:, order],
        numbers=(len(ids) - 1 - order).astype(np.int32),
    )


class _Postings:
    """Which passages have which strings, as they come."""

    def __init__(self) -> None:
        self._row_of = Rows()
        self._rows: list[Numbers] = [NOTHING]
        self._numbers: list[Numbers] = [NOTHING]
        self._weights: list[Floats] = [np.array([])]

    def add(self, strings: Sequence[str], rows: Numbers, numbers: Numbers, weights: Floats) -> None:
        """Take in that `numbers` have, with `weights`, the `strings` at `rows`."""
        ours = np.zeros(len(strings), np.int32)
        met = np.unique(rows)
        ours[met] = [self._row_of[strings[row]] for row in met.tolist()]
        self._rows.append(ours[rows])
        self._numbers.append(numbers)
        self._weights.append(weights)

    def lists(self) -> "_Lists":
        """Return what came, gathered by string."""
        keys = keys_of(self._row_of)
        order = ascending(keys)
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order))
        rows = rank[np.concatenate(self._rows)]
        starts = np.zeros(len(order) + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=len(order)), out=starts[1:])
        by_list = np.argsort(rows, kind="stable")
        weights = np.concatenate(self._weights)[by_list]
        return _Lists(
            keys=keys[:, order],
            starts=starts,
            peaks=np.maximum.reduceat(weights, starts[:-1]) if len(weights) else weights,
            all_numbers=np.concatenate(self._numbers)[by_list],
            all_weights=weights,
        )


@dataclass(kw_only=True, slots=True, eq=False)
class _Lists:
    """Lists in memory; see `WeightedLists`."""

    keys: Keys
    starts: Starts
    peaks: Floats
    all_numbers: Numbers
    all_weights: Floats

    def numbers(self, first: int, end: int) -> Numbers:
        """See `Lists.numbers`."""
        return self.all_numbers[self.starts[first] : self.starts[end]]

    def weights(self, first: int, end: int) -> Floats:
        """See `WeightedLists.weights`."""
        return self.all_weights[self.starts[first] : self.starts[end]]
