"""The default engine: exact inner products over postings in memory, by numpy."""

from array import array
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.passage_sets import PassageSet

Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]


class EmbeddedEngine:
    """Postings in three flat arrays: a term's stretch of them begins where the one before ends."""

    def __init__(self, vectors: Iterable[Mapping[str, float]]) -> None:
        """Turn the passages' sparse vectors into postings; their order numbers the passages."""
        self._rows: dict[str, int] = {}
        rows, weights, lengths = array("i"), array("d"), array("i")
        for vector in vectors:
            lengths.append(len(vector))
            rows.extend([self._rows.setdefault(term, len(self._rows)) for term in vector])
            weights.extend(vector.values())
        self._size = len(lengths)
        by_row = np.argsort(np.asarray(rows), kind="stable")
        self._numbers: Numbers = np.repeat(np.arange(self._size, dtype=np.int32), lengths)[by_row]
        self._weights: Floats = np.asarray(weights)[by_row]
        self._starts = np.zeros(len(self._rows) + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=len(self._rows)), out=self._starts[1:])

    def __len__(self) -> int:
        return self._size

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`."""
        scores = self._scores(query)
        if within is not None:
            scores *= PassageSet.of(within, self._size).flags
        found = np.flatnonzero(scores)
        if len(found) > k:
            kth = np.partition(scores[found], len(found) - k)[len(found) - k]
            found = found[scores[found] >= kth]
        best = found[np.argsort(-scores[found], kind="stable")][:k]
        return list(zip(best.tolist(), scores[best].tolist(), strict=True))

    def _scores(self, query: Mapping[str, float]) -> Floats:
        """Return the inner product of every passage with `query`, by one sum over its postings."""
        numbers: list[Numbers] = [self._numbers[:0]]
        products: list[Floats] = [self._weights[:0]]
        for term, weight in query.items():
            if (row := self._rows.get(term)) is not None:
                posting = slice(self._starts[row], self._starts[row + 1])
                numbers.append(self._numbers[posting])
                products.append(weight * self._weights[posting])
        scores = np.bincount(np.concatenate(numbers), np.concatenate(products), self._size)
        return scores.astype(np.float64, copy=False)
