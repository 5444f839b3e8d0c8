"""BM25+ of very many passages: the arithmetic of `bm25` on arrays, without a dict for each.

rank-bm25 keeps a dict of counts for every passage, which is gigabytes for a million of them. Here
a field's terms are counted some passages at a time, and what comes of it is the same to the bit.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from retrieval.bm25 import FieldModel, Parameters
from retrieval.engines.records import Batch, Rows

AT_A_TIME = 1024
"""Passages; so few that what is sorted stays in a processor's cache."""


class Bulk:
    """Turns the terms of passages into batches of vectors, and learns their field's model."""

    def __init__(self, average_length: float, parameters: Parameters) -> None:
        """Take the average length of all passages to come, in terms."""
        self._average_length = average_length
        self._parameters = parameters
        self._rows = Rows()
        self._frequencies = np.zeros(0, np.int64)
        self._passages = 0

    def batches(self, passages: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Batch]:
        """Yield the vectors of passages that come as pairs of their ids and their terms."""
        left = iter(passages)
        while some := list(islice(left, AT_A_TIME)):
            ids, terms = zip(*some, strict=True)
            yield self._batch(ids, terms)

    def model(self) -> FieldModel:
        """Return what the passages taught so far; the same as `bm25.fit` of them."""
        frequencies = self._frequencies.tolist()
        return FieldModel(
            idf={
                term: math.log((self._passages + 1) / frequency)
                for term, frequency in zip(self._rows, frequencies, strict=True)
            },
            average_length=self._average_length,
            parameters=self._parameters,
        )

    def _batch(self, ids: Sequence[str], passages: Sequence[Sequence[str]]) -> Batch:
        lengths = np.fromiter(map(len, passages), np.int64, len(passages))
        every = map(self._rows.__getitem__, chain.from_iterable(passages))
        rows = np.fromiter(every, np.int64, lengths.sum())
        passage = np.repeat(np.arange(len(passages)), lengths)
        pairs, counts = np.unique(passage << 32 | rows, return_counts=True)
        passage, rows = pairs >> 32, pairs & 0xFFFFFFFF
        self._learn(rows, len(passages))
        return Batch(
            ids=ids,
            lengths=np.bincount(passage, minlength=len(passages)),
            rows=rows.astype(np.int32),
            weights=self._weights(counts, lengths[passage]),
            terms=self._rows.strings,
        )

    def _learn(self, rows: NDArray[np.int64], passages: int) -> None:
        self._passages += passages
        seen = np.bincount(rows, minlength=len(self._rows))
        seen[: len(self._frequencies)] += self._frequencies
        self._frequencies = seen

    def _weights(
        self, counts: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        k1, b = self._parameters.k1, self._parameters.b
        damping = k1 * (1 - b + b * lengths / self._average_length)
        weights: NDArray[np.float64] = counts * (k1 + 1) / (counts + damping)
        return weights
