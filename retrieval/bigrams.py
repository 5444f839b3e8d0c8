"""A bigram model of syllables: how likely one follows another in the corpus.

Absolute discounting, backing off to single syllables with add-k smoothing (Chen and Goodman,
"An Empirical Study of Smoothing Techniques for Language Modeling", 1999):

    P(w | v) = (max(c(v, w) - D, 0) + D · types(v) · P(w)) / c(v)
    P(w)     = (c(w) + k) / (N + k · (V + 1))

where types(v) counts the different syllables seen after v. An unseen syllable has c(w) = 0; after
an unseen v, P(w | v) = P(w). Pairs are kept as sorted integers, 16 bytes each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DISCOUNT = 0.75
ADDED = 0.05
UNSEEN = -1

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class BigramModel:
    """Counts of syllables and of pairs of neighbours; `fit` makes one.

    The V syllables have ids from 0; arrays by id have one place more, for the UNSEEN.
    """

    ids: Mapping[str, int]
    counts: Ids
    """(V + 1,)"""
    alone: Floats
    """(V + 1,), P(w)."""
    pairs: Ids
    """(P,), ascending: id of the left times V plus id of the right; the last is a sentinel."""
    pair_counts: Ids
    """(P,)"""
    followed: Ids
    """(V + 1,), how often each syllable has a right neighbour."""
    follower_types: Ids
    """(V + 1,), how many different ones."""

    @classmethod
    def fit(cls, passages: Iterable[Sequence[str]]) -> "BigramModel":
        """Count the syllables of each passage and its pairs of neighbours."""
        ids: dict[str, int] = {}
        numbered = [
            np.array([ids.setdefault(syllable, len(ids)) for syllable in passage], np.int64)
            for passage in passages
        ]
        size = len(ids)
        pairs, pair_counts = np.unique(
            _joined(_pairs(passage, size) for passage in numbered), return_counts=True
        )
        counts = np.bincount(_joined(numbered), minlength=size + 1)
        return cls._counted(ids, counts, pairs, pair_counts)

    @classmethod
    def _counted(
        cls, ids: Mapping[str, int], counts: Ids, pairs: Ids, pair_counts: Ids
    ) -> "BigramModel":
        """Return the model of these counts; `pairs` come without the sentinel."""
        size = len(ids)
        lefts = pairs // max(size, 1)
        return cls(
            ids=ids,
            counts=counts,
            alone=(counts + ADDED) / (counts.sum() + ADDED * (size + 1)),
            pairs=np.append(pairs, np.iinfo(np.int64).max),
            pair_counts=np.append(pair_counts, 0),
            followed=np.bincount(lefts, weights=pair_counts, minlength=size + 1).astype(np.int64),
            follower_types=np.bincount(lefts, minlength=size + 1),
        )

    def without(self, passage: Sequence[str]) -> "BigramModel":
        """Return the model that never saw `passage`, one of those that it was fitted on.

        Its ids are others where syllables stood in that passage alone.
        """
        size, gone = len(self.ids), self.ids_of(passage)
        counts = self.counts - np.bincount(gone, minlength=size + 1)
        gone_pairs, times = np.unique(_pairs(gone, size), return_counts=True)
        pair_counts = self.pair_counts.copy()
        pair_counts[np.searchsorted(self.pairs, gone_pairs)] -= times
        left, pairs = counts[:-1] > 0, self.pairs[pair_counts > 0]
        renumbered, left_size = np.cumsum(left) - 1, int(left.sum())
        return self._counted(
            {form: int(renumbered[number]) for form, number in self.ids.items() if left[number]},
            np.append(counts[:-1][left], 0),
            renumbered[pairs // max(size, 1)] * left_size + renumbered[pairs % max(size, 1)],
            pair_counts[pair_counts > 0],
        )

    def ids_of(self, syllables: Iterable[str]) -> Ids:
        """Return the syllables' ids, UNSEEN for those that the corpus doesn't have."""
        return np.array([self.ids.get(syllable, UNSEEN) for syllable in syllables], np.int64)

    def after(self, lefts: Ids, rights: Ids) -> Floats:
        """Return P(right | left) of each pair; both of shape (n,) as what is returned.

        >>> model = BigramModel.fit([["dân", "vận", "khéo"]])
        >>> likely, unlikely = model.after(model.ids_of(["dân"] * 2), model.ids_of(["vận", "khéo"]))
        >>> bool(likely > unlikely)
        True
        """
        alone, followed = self.alone[rights], self.followed[lefts]
        kept = np.maximum(self.pair_count(lefts, rights) - DISCOUNT, 0)
        backed_off = (kept + DISCOUNT * self.follower_types[lefts] * alone) / np.maximum(
            followed, 1
        )
        return np.where(followed > 0, backed_off, alone)

    def pair_count(self, lefts: Ids, rights: Ids) -> Ids:
        """Return how often each pair stands in the corpus; all of shape (n,)."""
        wanted = lefts * len(self.ids) + rights
        places = np.searchsorted(self.pairs, wanted)
        known = (self.pairs[places] == wanted) & (lefts != UNSEEN) & (rights != UNSEEN)
        return np.where(known, self.pair_counts[places], 0)


def _pairs(passage: Ids, size: int) -> Ids:
    """Return the pairs of neighbours of a passage, as integers."""
    return passage[:-1] * size + passage[1:]


def _joined(arrays: Iterable[Ids]) -> Ids:
    return np.concatenate([*arrays, np.array([], np.int64)])
