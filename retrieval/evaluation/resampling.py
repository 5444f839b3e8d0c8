"""How sure a measure is, and whether two differ: questions drawn anew, runs swapped at random."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from retrieval.evaluation.measures import Measure
from retrieval.evaluation.risk import ROUNDING, Values, Weights

RESAMPLES, AT_ONCE = 1000, 100
PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A measure with the ends of its 95 % interval; NaN where there is nothing to measure."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """By how much a measure is higher than another one, and how easily chance does as much."""

    value: float
    low: float
    high: float
    p: float
    """Two-sided, of the paired randomisation test."""


def estimate(measure: Measure, *, seed: int) -> Estimate:
    """Return a measure with its interval, by the bootstrap over questions (percentiles)."""
    drawn = [measure.weighed(weights) for weights in _draws(measure, seed)]
    low, high = _interval(np.concatenate(drawn))
    return Estimate(value=measure.value, low=low, high=high)


def difference(measure: Measure, earlier: Measure, *, seed: int) -> Difference:
    """Return how much higher `measure` is than `earlier`, of the same questions in the same order.

    The interval is a paired bootstrap's; p is that of Fisher's randomisation test, which swaps
    the two runs' values of each question at random (Smucker, Allan and Carterette, CIKM 2007).
    """
    value = measure.value - earlier.value
    drawn = [
        measure.weighed(weights) - earlier.weighed(weights) for weights in _draws(measure, seed)
    ]
    low, high = _interval(np.concatenate(drawn))
    by_chance = np.concatenate(list(_swapped(measure, earlier, seed)))
    as_much = np.count_nonzero(np.abs(by_chance) >= abs(value) - ROUNDING)
    return Difference(value=value, low=low, high=high, p=(1 + as_much) / (1 + RESAMPLES))


def _draws(measure: Measure, seed: int) -> Iterator[Weights]:
    """Yield how often each question is in resamples of as many, some resamples at a time."""
    weights = _drawn_with_replacement(len(measure.columns[0]), seed)
    return (weights[start : start + AT_ONCE] for start in range(0, RESAMPLES, AT_ONCE))


@lru_cache(maxsize=1)
def _drawn_with_replacement(questions: int, seed: int) -> Weights:
    if not questions:
        return np.empty((RESAMPLES, 0))
    rng = np.random.default_rng(seed)
    shares = np.full(questions, 1 / questions)
    return rng.multinomial(questions, shares, RESAMPLES).astype(np.float64)


def _swapped(measure: Measure, earlier: Measure, seed: int) -> Iterator[Values]:
    """Yield the differences of two runs of which each has some questions' values from either."""
    pairs = zip(measure.columns, earlier.columns, strict=True)
    both = Measure(
        columns=tuple(np.concatenate(pair) for pair in pairs), statistic=measure.statistic
    )
    rng = np.random.default_rng(seed)
    for _ in range(RESAMPLES // AT_ONCE):
        own = rng.integers(0, 2, (AT_ONCE, len(measure.columns[0])))
        ours, theirs = np.hstack([own, 1 - own]), np.hstack([1 - own, own])
        yield both.weighed(ours.astype(float)) - both.weighed(theirs.astype(float))


def _interval(drawn: Values) -> tuple[float, float]:
    """Return the ends of what 95 % of the draws lie in, those without a value left out."""
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.percentile(known, PERCENTILES)
    return float(low), float(high)
