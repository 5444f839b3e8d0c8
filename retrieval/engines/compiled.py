"""The top k of one segment by loops that numba compiles: the same, to the bit, as by `pruning`.

Passages are gone through in windows whose bounds fit into a processor's first cache. Postings of
rare terms are added up first; columns of frequent ones, the highest bound first, as long as anyone
in the window can still reach the floor. Whoever reaches it with all bounds is scored at once, so
the floor soon is the k-th best score so far, and later windows are left early.

Importing this module takes a second, and some ten more where the machine code is not kept yet:
beside it in `__pycache__`, in NUMBA_CACHE_DIR, or in the user's cache. See `kernels`.
"""

from collections.abc import Callable, Sequence
from heapq import heappush, heapreplace
from typing import NamedTuple, ParamSpec, TypeVar

import numpy as np
from numba import njit, typeof, types
from numpy.typing import NDArray

from retrieval.engines.pruning import MOST_FOR_16_BITS, ROUNDING, Ranking, Units, Weighted
from retrieval.engines.pruning import top as top_by_numpy
from retrieval.engines.segment import LEVELS, Codes, Flags, Floats, Lists, Numbers, Starts

P = ParamSpec("P")
T = TypeVar("T")

WINDOW = 1 << 13
"""Passages whose bounds are added up together."""
GROUP = 1 << 6
"""Passages of which only the highest bound is looked at first."""
ALL: Flags = np.zeros(0, np.bool_)
"""No flags: everyone is admitted."""


class _Terms(NamedTuple):
    """The T terms of a question; their order is that of its sums."""

    weights: Floats
    starts: Starts
    """Where each one's postings begin in the segment's."""
    ends: Starts
    rows: Starts
    """Of their columns."""
    factors: NDArray[np.uint16]
    """Units that one level of their codes stands for."""
    sparse: Starts
    """Places here of those without a column."""
    dense: Starts
    """Places here of those with one, the highest bound first."""


class _Goal(NamedTuple):
    """What is looked for."""

    k: int
    least: int
    """Units; who has fewer is not looked for."""
    unit: float
    excess: int
    """Units by which a sum of bounds may be too high."""


def top(
    terms: Sequence[Weighted],
    k: int,
    size: int,
    *,
    admitted: Flags | None = None,
    floor: float = 0.0,
) -> Ranking:
    """See `pruning.top`."""
    if not 0 < len(terms) <= MOST_FOR_16_BITS:
        return top_by_numpy(terms, k, size, admitted=admitted, floor=floor)
    units = Units.of(terms, np.uint16)
    goal = _Goal(k, max(1, units.count_of(floor)), units.unit, units.excess)
    flags = ALL if admitted is None else admitted
    found = sorted(
        (-n, score) for score, n in _best(terms[0].posting.lists, _of(units), goal, flags)
    )
    numbers, scores = zip(*found, strict=True) if found else ((), ())
    return Ranking.of(np.array(numbers, np.int32), np.array(scores, np.float64), k)


def _of(units: Units) -> _Terms:
    postings = [term.posting for term in units.terms]
    starts = np.array([posting.start for posting in postings], np.int64)
    rows = np.array([posting.row for posting in postings], np.int64)
    factors = np.array(units.factors, np.uint16)
    by_bound = np.argsort(-factors.astype(np.int64), kind="stable")
    return _Terms(
        weights=np.array([term.weight for term in units.terms]),
        starts=starts,
        ends=starts + np.array([len(posting.numbers) for posting in postings], np.int64),
        rows=rows,
        factors=factors,
        sparse=np.flatnonzero(rows < 0),
        dense=by_bound[rows[by_bound] >= 0],
    )


def _compiled(function: Callable[P, T]) -> Callable[P, T]:
    """Compile what the function below is made of, with it."""
    made: Callable[P, T] = njit(nogil=True, boundscheck=False)(function)
    return made


def _kept(function: Callable[P, T]) -> Callable[P, T]:
    """Compile now, for what `top` hands over, or take what was compiled before."""
    one = types.NamedTuple(
        [
            types.Array(types.int32, 1, "C", readonly=True),
            types.Array(types.uint8, 1, "C", readonly=True),
            types.Array(types.float64, 1, "C", readonly=True),
            types.Array(types.uint8, 2, "C", readonly=True),
        ],
        Lists,
    )
    ints, no_floats = np.zeros(0, np.int64), np.zeros(0)
    terms = _Terms(no_floats, ints, ints, ints, ints.astype(np.uint16), ints, ints)
    flags = types.Array(types.bool_, 1, "C", readonly=True)
    signature = (one, typeof(terms), typeof(_Goal(1, 1, 1.0, 1)), flags)
    made: Callable[P, T]
    try:
        made = njit(signature, nogil=True, boundscheck=False, cache=True)(function)
    except RuntimeError:  # numba found no folder that it may write to
        made = njit(signature, nogil=True, boundscheck=False)(function)
    return made


@_compiled
def _place(numbers: Numbers, begin: int, end: int, wanted: int) -> int:
    """Return where the first number from `wanted` on stands between `begin` and `end`."""
    while begin < end:
        middle = (begin + end) >> 1
        if numbers[middle] < wanted:
            begin = middle + 1
        else:
            end = middle
    return begin


@_compiled
def _highest(counts: NDArray[np.uint16]) -> int:
    highest = counts[0]
    for n in range(len(counts)):
        highest = max(highest, counts[n])
    return int(highest)


@_compiled
def _reaching(counts: NDArray[np.uint16], least: int) -> list[int]:
    """Return which of `counts` are `least` at least."""
    reaching = [0 for _ in range(0)]  # empty, and numba knows of what
    for begin in range(0, len(counts), GROUP):
        group = counts[begin : begin + GROUP]
        if _highest(group) >= least:
            reaching += [begin + n for n in range(len(group)) if group[n] >= least]
    return reaching


@_compiled
def _kth_highest(counts: NDArray[np.uint16], k: int) -> int:
    return int(np.partition(counts, len(counts) - k)[len(counts) - k]) if k <= len(counts) else 0


@_compiled
def _add_column(counts: NDArray[np.uint16], codes: Codes, factor: np.uint16) -> None:
    for n in range(len(counts)):  # in 16 bits throughout, which is what makes it fast
        counts[n] = np.uint16(counts[n] + np.uint16(np.uint16(codes[n]) * factor))


@_compiled
def _add_postings(
    counts: NDArray[np.uint16],
    first: int,
    lists: Lists,
    terms: _Terms,
    begins: Starts,
    ends: Starts,
) -> None:
    """Add the sparse terms, and leave in `begins` and `ends` where their postings stand."""
    for t in terms.sparse:
        begin = end = _place(lists.numbers, begins[t], terms.ends[t], first)
        while end < terms.ends[t] and lists.numbers[end] < first + len(counts):
            counts[lists.numbers[end] - first] += lists.codes[end] * terms.factors[t]
            end += 1
        begins[t], ends[t] = begin, end


@_compiled
def _add_columns(
    counts: NDArray[np.uint16], first: int, lists: Lists, terms: _Terms, least: int
) -> bool:
    """Add the dense terms while anyone can still reach `least`; tell whether one can."""
    waiting = 0
    for t in terms.dense:
        waiting += int(terms.factors[t]) * LEVELS
    for t in terms.dense:
        if _highest(counts) + waiting < least:
            return False
        column = lists.columns[terms.rows[t], first : first + len(counts)]
        _add_column(counts, column, terms.factors[t])
        waiting -= int(terms.factors[t]) * LEVELS
    return _highest(counts) >= least


@_compiled
def _score(passage: int, lists: Lists, terms: _Terms, begins: Starts, ends: Starts) -> float:
    """Return the exact inner product, summed in the order of the question's terms."""
    score = 0.0
    for t in range(len(terms.weights)):
        if terms.rows[t] < 0 or lists.columns[terms.rows[t], passage]:
            at = _place(lists.numbers, begins[t], ends[t], passage)
            if at < ends[t] and lists.numbers[at] == passage:
                score += terms.weights[t] * lists.weights[at]
    return score


@_compiled
def _admit(counts: NDArray[np.uint16], flags: Flags) -> None:
    """Set all but the flagged ones to nothing."""
    for n in range(len(flags)):
        counts[n] *= flags[n]


@_compiled
def _keep(best: list[tuple[float, int]], found: tuple[float, int], goal: _Goal, least: int) -> int:
    """Put a passage among the best k if it is; return what others must now reach."""
    if len(best) < goal.k:
        heappush(best, found)
    elif found > best[0]:
        heapreplace(best, found)
    kth = int(best[0][0] * ROUNDING / goal.unit) if len(best) == goal.k else 0
    return max(least, kth)


@_kept
def _best(lists: Lists, terms: _Terms, goal: _Goal, admitted: Flags) -> list[tuple[float, int]]:
    """Return scores and numbers, below 0 so that of equal scores the first passage's is higher."""
    size, least = lists.columns.shape[1], goal.least
    best = [(0.0, 0) for _ in range(0)]  # empty, and numba knows of what
    begins, ends = terms.starts.copy(), terms.ends.copy()
    window = np.empty(WINDOW, np.uint16)
    for first in range(0, size, WINDOW):
        counts = window[: min(WINDOW, size - first)]
        flags = admitted[first : first + len(counts)]
        if len(flags) and not flags.any():
            continue
        counts[:] = 0
        _add_postings(counts, first, lists, terms, begins, ends)
        if not _add_columns(counts, first, lists, terms, least):
            continue
        _admit(counts, flags)
        if len(best) < goal.k:
            least = max(least, _kth_highest(counts, goal.k) - goal.excess)
        for n in _reaching(counts, least):
            if counts[n] >= least:
                score = _score(first + n, lists, terms, begins, ends)
                least = _keep(best, (score, -first - n), goal, least)
    return best
