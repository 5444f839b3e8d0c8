"""An engine whose passages go by other numbers than those in which it took them in."""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.engines import Engine
from retrieval.passage_sets import PassageSet


class Renumbered:
    """An `Engine` of another's passages, numbered anew.

    A library numbers its passages article by article, an engine as they were added.
    """

    def __init__(self, engine: Engine, numbers: NDArray[np.int64], end: int) -> None:
        """Take the `engine`'s number of each passage that is there, by its number here.

        All are below `end`; of those that were removed none is found any more.
        """
        self._engine = engine
        self._theirs = numbers
        self._ours = np.zeros(end, np.int64)
        self._ours[numbers] = np.arange(len(numbers))

    def __len__(self) -> int:
        return len(self._theirs)

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`."""
        found = self._whole_ties(query, k, None if within is None else self._renumbered(within))
        ours = self._ours[[number for number, _ in found]].tolist()
        scores = (score for _, score in found)
        each = zip(ours, scores, strict=True)
        return sorted(each, key=lambda pair: (-pair[1], pair[0]))[:k]

    def _whole_ties(
        self, query: Mapping[str, float], k: int, within: PassageSet | None
    ) -> list[tuple[int, float]]:
        """Return the engine's top `k` and all that tie with the last: numbers order them."""
        asked = k + 1
        while True:
            found = self._engine.top(query, asked, within=within)
            if len(found) < asked or found[-1][1] < found[k - 1][1]:
                return found
            asked *= 2

    def _renumbered(self, within: Collection[int]) -> PassageSet:
        flags = np.zeros(len(self._ours), np.bool_)
        flags[self._theirs[PassageSet.of(within, len(self)).flags]] = True
        return PassageSet(flags)
