"""From what Milvus finds to the order that all engines have in common.

Milvus adds float32 products, in an order of its own: passages that tie may come out a little
apart, and the other way round. So some more than k are fetched with their vectors, and their
scores are computed anew in float64. What comes of it is the exact inner product of the weights as
Milvus keeps them: each is its float64's nearest float32, within 6e-8 of it, and so is the score.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

Vector = Mapping[int, float]
"""Weights by dimension."""
MARGIN = 8
"""How many more than k are fetched at first."""
GROWTH = 4
"""How many times as many are fetched when a tie goes on beyond those."""
MOST = 16_384
"""Milvus returns no more at once (`quotaAndLimits.limits.topK`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A passage as Milvus found it."""

    id: str
    number: int
    score: float
    """Within `rounding` of the exact one."""
    vector: Vector


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A passage with its exact score."""

    id: str
    number: int
    """As `NumberOf` has it."""
    score: float


NumberOf = Callable[[Hit], int | None]
"""The number that a passage goes by; None for one that is not admitted."""


def best(
    question: Vector,
    k: int,
    fetch: Callable[[int], Sequence[Hit]],
    number_of: NumberOf = attrgetter("number"),
) -> list[Ranked]:
    """Return the best `k` of the passages that are admitted, ties by their numbers.

    `fetch` returns as many of the best as it is asked for, best first, or all there are.
    """
    wanted = min(k + MARGIN, MOST)
    while True:
        hits = fetch(wanted)
        ranked = sorted(
            (
                Ranked(id=hit.id, number=number, score=product(question, hit.vector))
                for hit in hits
                if (number := number_of(hit)) is not None
            ),
            key=lambda one: (-one.score, one.number),
        )[:k]
        if len(hits) < wanted or wanted == MOST or _is_settled(question, k, hits, ranked):
            return ranked
        wanted = min(wanted * GROWTH, MOST)


def product(question: Vector, passage: Vector) -> float:
    """Return the inner product, its terms added in the question's order."""
    return sum(weight * passage[n] for n, weight in question.items() if n in passage)


def rounding(terms: int) -> float:
    """Return by how much a sum of so many positive products may be off in float32, as a share.

    Each product and each addition rounds by half a unit in the last place, and so did the weights
    of the question (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1).
    """
    return (terms + 2) * float(np.finfo(np.float32).eps) / 2


def _is_settled(question: Vector, k: int, hits: Sequence[Hit], ranked: Sequence[Ranked]) -> bool:
    """Tell whether what was not fetched is surely below the k-th best of what was."""
    highest_left = hits[-1].score * (1 + rounding(len(question)))
    return len(ranked) == k and highest_left < ranked[-1].score
