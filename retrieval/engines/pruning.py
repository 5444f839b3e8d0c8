"""The top k of one segment: exact, though few of its weights are ever looked at.

Bounds come first: the codes of the question's terms (see `segment`), times small integers for
their weights in the question, add up to what a passage's inner product can be at most, and less
what rounding up can have added, to a score that it has at least. The k-th of the latter is a
floor: only passages whose bound reaches it can be among the top k, and they alone are scored.

As in MaxScore (Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995), terms
that stand in many passages wait: once all that still wait together lift few passages to the
floor, they are only looked up for these. Until then a whole column is added at a time, which
takes a quarter of a millisecond for a million passages.
"""

import math
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.engines.segment import LEVELS, Flags, Floats, Numbers, Posting

Bounds: TypeAlias = NDArray[np.unsignedinteger]
FULLY_SCORED = 1 << 14
"""Passages of a segment in which it takes no longer to score all."""
SHORT = 1 << 12
"""Postings; lists of fewer are rather joined than added one by one."""
GROUPED = 128
"""Passages of which only the highest bound is looked at first."""
PROMISING = 4
"""Times k: the groups whose best passages are looked at to find a floor."""
FEW = 1 / 32
"""Of the passages: so many are looked up in less time than a column is added."""
SCORED_AT_ONCE = 256
"""Passages; sorting out who need not be scored takes as long as scoring so many."""
MOST_FOR_16_BITS = 200
"""Terms; with more, rounding up their weights would be too much of the sum."""
ROUNDING = 1 - 1e-9
"""Of a floor: more than what adding up in another order can change."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Weighted:
    """A term of the question with its weight there, and where it stands."""

    weight: float
    posting: Posting

    @property
    def bound(self) -> float:
        """What it adds to a passage's inner product at most."""
        return self.weight * self.posting.peak


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Ranking:
    """Passages, best first, equal scores in the order of their numbers."""

    numbers: Numbers
    scores: Floats

    @classmethod
    def of(cls, numbers: Numbers, scores: Floats, k: int) -> "Ranking":
        """Rank the best `k` of `numbers`, which ascend; scores of 0 are left out."""
        found = np.flatnonzero(scores)
        if len(found) > k:
            found = found[scores[found] >= np.partition(scores[found], -k)[-k]]
        best = found[np.argsort(-scores[found], kind="stable")][:k]
        return cls(numbers=numbers[best], scores=scores[best])


def top(
    terms: Sequence[Weighted],
    k: int,
    size: int,
    *,
    admitted: Flags | None = None,
    floor: float = 0.0,
) -> Ranking:
    """Return the best `k` of `size` passages that share a term; those below `floor` may lack.

    `admitted`, (size,), flags the passages that may be returned.
    """
    if size <= FULLY_SCORED or not terms:
        return _all_scored(terms, k, size, admitted)
    return _Search(terms, k, size, admitted, floor).ranking()


def _all_scored(terms: Sequence[Weighted], k: int, size: int, admitted: Flags | None) -> Ranking:
    numbers = [np.array([], np.int32), *(term.posting.numbers for term in terms)]
    products = [np.array([]), *(term.weight * term.posting.weights for term in terms)]
    scores = np.bincount(np.concatenate(numbers), np.concatenate(products), size)
    if admitted is not None:
        scores = scores * admitted
    return Ranking.of(np.arange(size, dtype=np.int32), scores.astype(np.float64, copy=False), k)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Counted:
    """A term as bounds count it."""

    posting: Posting
    factor: np.uint16 | np.uint32
    """Units that one level of its codes stands for, rounded up."""

    @property
    def most(self) -> int:
        """Units that it adds to a passage at most."""
        return int(self.factor) * LEVELS

    def in_some(self, passages: Numbers) -> Bounds:
        """Return the units of `passages`."""
        units: Bounds = self.posting.codes_in(passages) * self.factor
        return units


_KEPT = threading.local()


def _kept(name: str, size: int, kind: type[np.generic]) -> NDArray[Any]:
    """Return this thread's array of that name, as it was left: fresh memory costs more than use."""
    kept: NDArray[np.uint8] = getattr(_KEPT, name, np.empty(0, np.uint8))
    needed = size * np.dtype(kind).itemsize
    if len(kept) < needed:
        kept = np.empty(needed, np.uint8)
        setattr(_KEPT, name, kept)
    return kept[:needed].view(kind)


class _Bounds:
    """What the inner product of each passage can be at most, as a count of units."""

    def __init__(self, size: int, terms: Sequence[Weighted], groups: int) -> None:
        """Begin with nothing; bounds of `terms` added all together don't overflow.

        A thread may have one at a time.
        """
        kind = np.uint16 if len(terms) <= MOST_FOR_16_BITS else np.uint32
        factors = np.iinfo(kind).max // LEVELS - len(terms)
        level = sum(term.bound for term in terms) / factors
        self._unit = level / LEVELS
        self.terms = [
            _Counted(posting=term.posting, factor=kind(math.ceil(term.bound / level)))
            for term in sorted(terms, key=lambda term: -term.bound)
        ]
        """The highest first."""
        self.excess = sum(int(term.factor) + LEVELS - 1 for term in self.terms)
        """By how many units all of them together are rounded up at most."""
        padded: Bounds = _kept("counts", -(-size // groups) * groups, kind)
        padded.fill(0)
        self._by_group: Bounds = padded.reshape(-1, groups)
        self.counts = padded[:size]
        self._product: Bounds = _kept("product", size, kind)
        self._flags: Flags = _kept("flags", size, np.bool_)

    def count_of(self, score: float) -> int:
        """Return the bound that whoever scores `score` has at least."""
        return int(score * ROUNDING / self._unit)

    def add_postings(self, terms: Sequence[_Counted]) -> None:
        """Add `terms` to the passages in which they stand."""
        units = [(term.posting.numbers, term.posting.codes * term.factor) for term in terms]
        short = [pair for pair in units if len(pair[0]) < SHORT]
        together = [tuple(map(np.concatenate, zip(*short, strict=True)))] if short else []
        for numbers, added in [pair for pair in units if len(pair[0]) >= SHORT] + together:
            np.add.at(self.counts, numbers, added)

    def add_column(self, term: _Counted) -> None:
        """Add a dense term to all passages."""
        np.multiply(term.posting.column, term.factor, out=self._product)
        self.counts += self._product

    def how_many_reach(self, least: int) -> int:
        """Return how many passages have `least` at least."""
        return int(np.count_nonzero(np.greater_equal(self.counts, least, out=self._flags)))

    def keep(self, admitted: Flags) -> None:
        """Set all passages but the `admitted` ones to nothing."""
        self.counts *= admitted

    def of_groups(self) -> Bounds:
        """Return, for each group of passages, its highest bound."""
        highest: Bounds = self._by_group.max(axis=0)
        return highest

    def reaching(self, least: int, highest: Bounds) -> Numbers:
        """Return the passages of `least` at least, ascending; `highest` as from `of_groups`."""
        least, groups = max(least, 1), len(highest)
        some = np.flatnonzero(highest >= least)
        if len(some) > groups / 16:
            reach = np.greater_equal(self.counts, least, out=self._flags)
            return np.flatnonzero(reach).astype(np.int32)
        row, column = np.nonzero(self._by_group[:, some] >= least)
        return np.sort(row * groups + some[column]).astype(np.int32)


class _Search:
    """One question's way through one segment."""

    def __init__(
        self, terms: Sequence[Weighted], k: int, size: int, admitted: Flags | None, floor: float
    ) -> None:
        self._terms = terms
        self._k = k
        self._admitted = admitted
        self._bounds = _Bounds(size, terms, size // GROUPED if size >= 8 * GROUPED * k else size)
        self._floor = self._bounds.count_of(floor)

    def ranking(self) -> Ranking:
        """Return the best k, but for those below the floor."""
        terms = self._bounds.terms
        self._bounds.add_postings([term for term in terms if not term.posting.dense])
        waiting = deque(term for term in terms if term.posting.dense)
        self._raise_floor(waiting)
        dense = len(waiting)
        while waiting and self._many_reach(self._floor - _most(waiting)):
            self._bounds.add_column(waiting.popleft())
        if len(waiting) < dense:
            self._raise_floor(waiting)
        return self._ranked(*self._narrowed(waiting))

    def _many_reach(self, least: int) -> bool:
        bounds = self._bounds
        return least <= 0 or bounds.how_many_reach(least) > FEW * len(bounds.counts)

    def _raise_floor(self, waiting: Iterable[_Counted]) -> None:
        """Look up the `waiting` terms for passages of high bounds: k of them reach the floor."""
        if self._admitted is not None:
            self._bounds.keep(self._admitted)
        self._highest = self._bounds.of_groups()
        groups = min(PROMISING * self._k, len(self._highest))
        least = int(np.partition(self._highest, -groups)[-groups])
        promising = self._bounds.reaching(least, self._highest)
        if len(promising) >= self._k:
            counts = self._bounds.counts[promising]
            for term in waiting:
                counts += term.in_some(promising)
            kth = int(np.partition(counts, -self._k)[-self._k])
            self._floor = max(self._floor, kth - self._bounds.excess)

    def _narrowed(self, waiting: Iterable[_Counted]) -> tuple[Numbers, Bounds]:
        """Return the passages that reach the floor with the `waiting` terms, and their bounds."""
        least = self._floor - _most(waiting)
        candidates = self._bounds.reaching(least, self._highest)
        counts = self._bounds.counts[candidates]
        for term in waiting:
            least += term.most
            counts += term.in_some(candidates)
            reach = counts >= least
            candidates, counts = candidates[reach], counts[reach]
        return candidates, counts

    def _ranked(self, candidates: Numbers, counts: Bounds) -> Ranking:
        """Score the best by their bounds, then whoever can still be among the top k."""
        first = PROMISING * self._k
        if len(candidates) > first + SCORED_AT_ONCE:
            likely = candidates[np.argpartition(counts, -first)[-first:]]
            kth = float(np.partition(self._scores(likely), -self._k)[-self._k])
            candidates = candidates[counts >= self._bounds.count_of(kth)]
        return Ranking.of(candidates, self._scores(candidates), self._k)

    def _scores(self, passages: Numbers) -> Floats:
        """Return exact inner products, summed in the order of the question's terms."""
        scores = np.zeros(len(passages))
        for term in self._terms:
            scores += term.weight * term.posting.weights_of(passages)
        return scores


def _most(terms: Iterable[_Counted]) -> int:
    return sum(term.most for term in terms)
