"""Passages that repeat one another: the one that tells more comes first.

Articles are taken over by other portals, cut or with a sentence more. BM25 prefers the shorter of
two such passages, because the same words fill more of it; who asks is better served by the fuller.
"""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise, permutations

from retrieval.cut_sentences import Run

LOOKED_AT = 8
"""Passages, from the first on, that are held against one another."""
Pairs = frozenset[tuple[str, str]]
"""The pairs of neighbouring plain syllables of a passage's sentences."""
REPEATED = 0.9
"""Share of a passage's pairs of syllables that another one holds if it repeats it."""
LONGEST = 2.0
"""Times the length of a passage that another may have and still tell the same."""


def fuller_first(
    scores: Mapping[int, float], sentences_of: Callable[[int], list[Run]]
) -> dict[int, float]:
    """Return the passages' scores, those that repeat a better one and tell more raised above it.

    `sentences_of` gives a passage's sentences in plain syllables.
    """
    raised = dict(scores)
    first = sorted(scores, key=lambda number: -scores[number])[:LOOKED_AT]
    pairs = {number: pairs_of(sentences_of(number)) for number in first}
    for shorter, fuller in permutations(first, 2):
        if raised[fuller] <= raised[shorter] and repeats(pairs[shorter], pairs[fuller]):
            raised[fuller] = math.nextafter(raised[shorter], math.inf)
    return raised


def pairs_of(sentences: list[Run]) -> Pairs:
    """Return what passages are held against one another by."""
    return frozenset().union(*map(pairwise, sentences))


def repeats(shorter: Pairs, fuller: Pairs) -> bool:
    """Tell whether a passage repeats a shorter one, both as their pairs of syllables.

    >>> repeats(pairs_of([("a", "b", "c")]), pairs_of([("a", "b", "c", "d")]))
    True
    """
    if not len(shorter) < len(fuller) <= LONGEST * len(shorter):
        return False
    return len(shorter & fuller) >= REPEATED * len(shorter)
