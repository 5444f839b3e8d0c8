"""How sure an answer is: how well its sentence matches, and how far its passage stands out.

    python -m tests.benchmarks.confidence

fits OFFSET and SLOPE (a logistic, after Platt 1999, of the evidence's logarithm) on our own tables
of questions over both corpora, on uit-regulations and on medical, all counting alike, each question
once with its passages and once without; and prints what risk a threshold means on each of them.
"""

import math
from collections.abc import Sequence
from statistics import fmean

NEXT = 7
"""Passages after the best that it is held against."""
FAR = 2.5
"""Times their mean score at which the best stands out as far as it ever needs to."""
STEEPNESS = 0.75
"""By which standing out counts: with a passage like all others evidence is halved."""
OFFSET, SLOPE = 2.92, 3.79

THRESHOLD = 0.3
"""Confidence below which we abstain: so that on our own tables at most one answer in twenty is
wrong, and 95 % of what nothing answers is declined. At other thresholds, by that run:

    answered / wrong of it / declined  .20                 .30                 .50
    our tables, digests                .991 / .012 / .937  .988 / .012 / .969  .955 / .010 / .987
    our tables, original articles      .985 / .022 / .931  .976 / .022 / .956  .936 / .010 / .981
    uit-regulations                    .909 / .207 / .391  .879 / .200 / .478  .788 / .170 / .631
    medical                            .787 / .139 / .679  .700 / .106 / .782  .554 / .074 / .889
"""


def standing_out(scores: Sequence[float]) -> float:
    """Return how far the first of some passages stands out of the next, 0 to 1, by their scores.

    What no passage answers many of them touch alike.

    >>> standing_out([8.0, 3.0, 3.0]), round(standing_out([8.0, 8.0]), 2)
    (1.0, 0.5)
    """
    best, others = scores[0], scores[1 : 1 + NEXT]
    times = best / fmean(others) if others else FAR
    return math.pow(min(max(times, 1.0), FAR) / FAR, STEEPNESS)


def confidence(match: float, scores: Sequence[float]) -> float:
    """Return the probability that an answer is right where every other question has none, 0 to 1.

    `match` tells how well its surest sentence matches, 0 to 1; `scores` are those of the passages
    that were found, best first.

    >>> round(confidence(0.9, [8.0, 3.0]), 2), round(confidence(0.4, [8.0, 7.9]), 2)
    (0.93, 0.04)
    """
    odds = math.exp(OFFSET) * math.pow(match * standing_out(scores), SLOPE)
    return odds / (1 + odds)
