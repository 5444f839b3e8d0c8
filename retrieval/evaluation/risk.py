"""Risk against coverage: what is wrong of what is said, the more is said.

With Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks" (NIPS 2017):
coverage is the share of the questions that are answered, risk the share of the answers that are
wrong. Questions that nothing answers add to the risk, never to the coverage.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
"""(N,), a value for each question, or NaN."""
Weights = NDArray[np.float64]
"""(R, N), how often each question counts; R resamples at once."""
Values = NDArray[np.float64]
"""(R,)"""

ROUNDING = 1e-9
"""A risk of 1 in 10 is at most 0.1, however it is computed."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Curve:
    """A point for each of T thresholds that tell answers apart, the highest first."""

    thresholds: Column
    """(T,)"""
    coverage: NDArray[np.float64]
    """(R, T)"""
    risk: NDArray[np.float64]
    """(R, T); NaN where nothing is said."""

    def at(self, threshold: float) -> tuple[float, float] | None:
        """Return coverage and risk where `threshold` stands; None where it lets nothing pass.

        Of the first resample.
        """
        passing = int(np.count_nonzero(self.thresholds >= threshold))
        if not passing:
            return None
        return float(self.coverage[0, passing - 1]), float(self.risk[0, passing - 1])


def curve(
    confidence: Column,
    wrong: Column,
    unanswerable: Column | None = None,
    *,
    weights: Weights | None = None,
) -> Curve:
    """Return the curve of answers of these confidences, 0 to 1, where `wrong` is 1 or 0.

    `unanswerable` are the confidences in answers to questions that have none. NaN values, and
    answers of confidence 0, which are never said, don't count. Without `weights`, R is 1.
    """
    if weights is None:
        weights = np.ones((1, len(confidence)))
    nothing = np.full(len(confidence), np.nan)
    sure = np.concatenate([confidence, nothing if unanswerable is None else unanswerable])
    right = np.concatenate([1 - wrong, np.zeros(len(confidence))])
    answerable = np.repeat([1.0, 0.0], len(confidence))
    order = np.argsort(-sure, kind="stable")  # NaN last
    order = order[sure[order] > 0]
    drops = np.append(np.diff(sure[order]) < 0, np.ones(min(1, len(order)), np.bool_))
    twice = np.tile(weights, 2)[:, order]
    said = np.cumsum(twice, axis=1)[:, drops]
    said_right = np.cumsum(twice * right[order], axis=1)[:, drops]
    covered = np.cumsum(twice * answerable[order], axis=1)[:, drops]
    asked = weights @ ~np.isnan(confidence)
    return Curve(
        thresholds=sure[order][drops],
        coverage=covered / np.maximum(asked, 1)[:, np.newaxis],
        risk=1 - np.divide(said_right, said, out=np.full_like(said, np.nan), where=said > 0),
    )


def coverage_at(
    risk: float,
    weights: Weights,
    confidence: Column,
    wrong: Column,
    unanswerable: Column | None = None,
) -> Values:
    """Return the greatest coverage of a threshold whose risk is at most `risk`; 0 if none's is.

    >>> once = np.ones((1, 3))
    >>> coverage_at(0.4, once, np.array([0.9, 0.8, 0.7]), np.array([0.0, 1.0, 0.0]))
    array([1.])
    """
    points = curve(confidence, wrong, unanswerable, weights=weights)
    within = np.where(points.risk <= risk + ROUNDING, points.coverage, 0.0)
    return np.asarray(within.max(axis=1, initial=0.0))
