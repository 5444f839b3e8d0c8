"""Vectors of very many passages: the arithmetic of `bm25` on arrays, without a dict for each.

rank-bm25 keeps a dict of counts for every passage, which is gigabytes for a million of them. Here
all fields' terms are counted some passages at a time, and what comes of it is the same to the bit.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.bm25 import Parameters
from retrieval.engines.records import Batch

F = TypeVar("F", bound=str)
"""A field's name, which its terms are marked with."""
Fields: TypeAlias = Mapping[F, Sequence[str]]
"""A passage's terms by field."""
Ints: TypeAlias = NDArray[np.int64]

AT_A_TIME = 1024
"""Passages; so few that what is sorted stays in a processor's cache."""


def average_lengths(passages: Iterable[Fields[F]]) -> dict[F, float]:
    """Return the average length of each field in terms, 1 where no passage has any."""
    total, size = Counter[F](), 0
    for fields in passages:
        size += 1
        total.update({field: len(terms) for field, terms in fields.items()})
    return {field: length / size or 1.0 for field, length in total.items()}


class _Rows(dict[str, int]):
    """Numbers a field's terms as they are met, in one row of marked terms with other fields'."""

    def __init__(self, field: str, marked: list[str]) -> None:
        super().__init__()
        self._field = field
        self._marked = marked

    def __missing__(self, term: str) -> int:
        row = self[term] = len(self._marked)
        self._marked.append(self._field + term)
        return row


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Counted:
    """How often which term stands in which passage, in one field of some passages."""

    passages: Ints
    rows: Ints
    counts: Ints
    lengths: Ints
    """Of the passages, not of the field: one for each count, in terms."""


class Bulk(Generic[F]):
    """Turns the terms of passages into batches of vectors."""

    def __init__(self, average_lengths: Mapping[F, float], parameters: Parameters) -> None:
        """Take the average length of each field in all passages of the index."""
        self._average_lengths = average_lengths
        self._parameters = parameters
        self._terms: list[str] = []
        self._rows = {field: _Rows(field, self._terms) for field in average_lengths}

    def batches(self, passages: Iterable[tuple[str, Fields[F]]]) -> Iterator[Batch]:
        """Yield the vectors of passages that come as pairs of their ids and their terms."""
        left = iter(passages)
        while some := list(islice(left, AT_A_TIME)):
            yield self._batch([one for one, _ in some], [fields for _, fields in some])

    def _batch(self, ids: Sequence[str], passages: Sequence[Fields[F]]) -> Batch:
        counted = {
            field: _counted([fields[field] for fields in passages], rows)
            for field, rows in self._rows.items()
        }
        passage = np.concatenate([one.passages for one in counted.values()])
        rows = np.concatenate([one.rows for one in counted.values()])
        weights = np.concatenate([self._weights(one, field) for field, one in counted.items()])
        order = np.argsort(passage, kind="stable")
        return Batch(
            ids=ids,
            lengths=np.bincount(passage, minlength=len(ids)),
            rows=rows[order].astype(np.int32),
            weights=weights[order],
            terms=self._terms,
        )

    def _weights(self, counted: _Counted, field: F) -> NDArray[np.float64]:
        k1, b = self._parameters.k1, self._parameters.b
        damping = k1 * (1 - b + b * counted.lengths / self._average_lengths[field])
        weights: NDArray[np.float64] = counted.counts * (k1 + 1) / (counted.counts + damping)
        return weights


def _counted(passages: Sequence[Sequence[str]], rows: _Rows) -> _Counted:
    lengths = np.fromiter(map(len, passages), np.int64, len(passages))
    every = map(rows.__getitem__, chain.from_iterable(passages))
    row = np.fromiter(every, np.int64, lengths.sum())
    passage = np.repeat(np.arange(len(passages)), lengths)
    pairs, counts = np.unique(passage << 32 | row, return_counts=True)
    passage = pairs >> 32
    return _Counted(
        passages=passage, rows=pairs & 0xFFFFFFFF, counts=counts, lengths=lengths[passage]
    )
