"""Passages that repeat one another: the one that tells more comes first.

Articles are taken over by other portals, cut or with a sentence more. BM25 prefers the shorter of
two such passages, because the same words fill more of it; who asks is better served by the fuller.
"""

import math
from collections.abc import Callable, Mapping
from itertools import permutations

LOOKED_AT = 8
"""Passages, from the first on, that are held against one another."""
REPEATED = 0.9
"""Share of a passage's pairs of syllables that another one holds if it repeats it."""
LONGEST = 2.0
"""Times the length of a passage that another may have and still tell the same."""


def fuller_first(
    scores: Mapping[int, float], pairs_of: Callable[[int], frozenset[str]]
) -> dict[int, float]:
    """Return the passages' scores, those that repeat a better one and tell more raised above it."""
    raised = dict(scores)
    first = sorted(scores, key=lambda number: -scores[number])[:LOOKED_AT]
    pairs = {number: pairs_of(number) for number in first}
    for shorter, fuller in permutations(first, 2):
        if raised[fuller] <= raised[shorter] and repeats(pairs[shorter], pairs[fuller]):
            raised[fuller] = math.nextafter(raised[shorter], math.inf)
    return raised


def repeats(shorter: frozenset[str], fuller: frozenset[str]) -> bool:
    """Tell whether a passage repeats a shorter one, both as their pairs of syllables.

    >>> repeats(frozenset({"a_b", "b_c"}), frozenset({"a_b", "b_c", "c_d"}))
    True
    """
    if not len(shorter) < len(fuller) <= LONGEST * len(shorter):
        return False
    return len(shorter & fuller) >= REPEATED * len(shorter)
