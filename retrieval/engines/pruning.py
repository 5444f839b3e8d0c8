"""The top k of one segment: exact, though few of its weights are ever looked at.

Bounds come first: the codes of the question's terms (see `segment`), times small integers for
their weights in the question, add up to what a passage's inner product can be at most. Passages of
the highest bounds are scored, and the k-th best of them sets the floor: only passages whose bound
reaches it can be among the top k, and they alone are scored too.

MaxScore (Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995) would look
frequent terms up for promising passages only. Adding up a whole column takes numpy a quarter of a
millisecond for a million passages, and to find out whom to look up takes as long: measured, all
columns at once are faster by a tenth over a million passages, by a fifth over 100,000.
"""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.engines.segment import LEVELS, Flags, Floats, Numbers, Posting

Bounds: TypeAlias = NDArray[np.unsignedinteger]
Factor: TypeAlias = np.uint16 | np.uint32
FULLY_SCORED = 1 << 14
"""Passages of a segment in which it takes no longer to score all."""
SHORT = 1 << 12
"""Postings; lists of fewer are rather joined than added one by one."""
GROUPED = 128
"""Passages of which only the highest bound is looked at first."""
PROMISING = 4
"""Times k: the groups whose best passages are scored to find a floor."""
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
    bounds = _Bounds(size, terms, size // GROUPED if size >= 8 * GROUPED * k else size)
    if admitted is not None:
        bounds.keep(admitted)
    highest = bounds.of_groups()
    groups = min(PROMISING * k, len(highest))
    promising = bounds.reaching(int(np.partition(highest, -groups)[-groups]), highest)
    if len(promising) >= k:
        floor = max(floor, float(np.partition(_scores(terms, promising), -k)[-k]))
    candidates = bounds.reaching(bounds.units.count_of(floor), highest)
    return Ranking.of(candidates, _scores(terms, candidates), k)


def _scores(terms: Sequence[Weighted], passages: Numbers) -> Floats:
    """Return exact inner products, summed in the order of the question's terms."""
    scores = np.zeros(len(passages))
    for term in terms:
        scores += term.weight * term.posting.weights_of(passages)
    return scores


def _all_scored(terms: Sequence[Weighted], k: int, size: int, admitted: Flags | None) -> Ranking:
    numbers = [np.array([], np.int32), *(term.posting.numbers for term in terms)]
    products = [np.array([]), *(term.weight * term.posting.weights for term in terms)]
    scores = np.bincount(np.concatenate(numbers), np.concatenate(products), size)
    if admitted is not None:
        scores = scores * admitted
    return Ranking.of(np.arange(size, dtype=np.int32), scores.astype(np.float64, copy=False), k)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Units:
    """Small integers for the bounds of terms, whose sum is never too little and never overflows."""

    terms: Sequence[Weighted]
    factors: Sequence[int]
    """Of each term: units that one level of its codes stands for, rounded up."""
    unit: float
    """What one is of a score."""

    @classmethod
    def of(cls, terms: Sequence[Weighted], kind: type[np.uint16 | np.uint32]) -> "Units":
        """Return units of which all of `terms` together have so many as `kind` can count."""
        level = sum(term.bound for term in terms) / (np.iinfo(kind).max // LEVELS - len(terms))
        factors = [math.ceil(term.bound / level) for term in terms]
        return cls(terms=terms, factors=factors, unit=level / LEVELS)

    @property
    def excess(self) -> int:
        """By how many units all terms together are rounded up at most."""
        return sum(self.factors) + len(self.factors) * (LEVELS - 1)

    def count_of(self, score: float) -> int:
        """Return the bound that whoever scores `score` has at least."""
        return int(score * ROUNDING / self.unit)


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
        """Add up `terms`.

        A thread may have one at a time.
        """
        kind = np.uint16 if len(terms) <= MOST_FOR_16_BITS else np.uint32
        self.units = Units.of(terms, kind)
        padded: Bounds = _kept("counts", -(-size // groups) * groups, kind)
        padded.fill(0)
        self._by_group: Bounds = padded.reshape(-1, groups)
        self._counts = padded[:size]
        factors: list[Factor] = [kind(factor) for factor in self.units.factors]
        counted = [(term.posting, one) for term, one in zip(terms, factors, strict=True)]
        self._add_postings([pair for pair in counted if not pair[0].dense])
        self._add_columns([pair for pair in counted if pair[0].dense])

    def _add_postings(self, counted: Sequence[tuple[Posting, Factor]]) -> None:
        """Add terms to the passages in which they stand."""
        units = [(posting.numbers, posting.codes * factor) for posting, factor in counted]
        short = [pair for pair in units if len(pair[0]) < SHORT]
        together = [tuple(map(np.concatenate, zip(*short, strict=True)))] if short else []
        for numbers, added in [pair for pair in units if len(pair[0]) >= SHORT] + together:
            np.add.at(self._counts, numbers, added)

    def _add_columns(self, counted: Sequence[tuple[Posting, Factor]]) -> None:
        """Add dense terms to all passages."""
        product: Bounds = _kept("product", len(self._counts), self._counts.dtype.type)
        for posting, factor in counted:
            np.multiply(posting.column, factor, out=product)
            self._counts += product

    def keep(self, admitted: Flags) -> None:
        """Set all passages but the `admitted` ones to nothing."""
        self._counts *= admitted

    def of_groups(self) -> Bounds:
        """Return, for each group of passages, its highest bound."""
        highest: Bounds = self._by_group.max(axis=0)
        return highest

    def reaching(self, least: int, highest: Bounds) -> Numbers:
        """Return the passages of `least` at least, ascending; `highest` as from `of_groups`."""
        least, groups = max(least, 1), len(highest)
        some = np.flatnonzero(highest >= least)
        if len(some) > groups / 16:
            return np.flatnonzero(self._counts >= least).astype(np.int32)
        row, column = np.nonzero(self._by_group[:, some] >= least)
        return np.sort(row * groups + some[column]).astype(np.int32)
