"""The default engine: exact inner products over postings in memory, by numpy."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


class EmbeddedEngine:
    """Postings sorted by term: two flat arrays, and where each term's stretch of them begins."""

    def __init__(self, vectors: Iterable[Mapping[str, float]]) -> None:
        """Turn the passages' sparse vectors into postings; their order numbers the passages."""
        numbers: dict[str, list[int]] = {}
        weights: dict[str, list[float]] = {}
        self._size = 0
        for number, vector in enumerate(vectors):
            self._size = number + 1
            for term, weight in vector.items():
                numbers.setdefault(term, []).append(number)
                weights.setdefault(term, []).append(weight)
        self._postings = {
            term: (np.array(numbers[term], np.int32), np.array(weights[term], np.float32))
            for term in numbers
        }

    def __len__(self) -> int:
        return self._size

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`."""
        scores = self._scores(query)
        if within is not None:
            scores = _masked(scores, list(within))
        found = np.flatnonzero(scores)
        if len(found) > k:
            kth = np.partition(scores[found], len(found) - k)[len(found) - k]
            found = found[scores[found] >= kth]
        best = found[np.argsort(-scores[found], kind="stable")][:k]
        return [(int(number), float(scores[number])) for number in best]

    def _scores(self, query: Mapping[str, float]) -> NDArray[np.float64]:
        scores = np.zeros(self._size)
        for term, weight in query.items():
            if (posting := self._postings.get(term)) is not None:
                numbers, parts = posting
                scores[numbers] += weight * parts
        return scores


def _masked(scores: NDArray[np.float64], within: Sequence[int]) -> NDArray[np.float64]:
    kept = np.zeros_like(scores)
    kept[within] = scores[within]
    return kept
