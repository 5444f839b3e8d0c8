"""The vocabulary of a large corpus kept in bounds: pairs that stand in few passages go.

Syllables are soon all known, but every passage has new pairs of them: terms grow with passages to
the power of .77, from 900,554 of 20,075 passages to some six millions at WHOLE_BELOW and, were it
to go on, eighteen at a million. What leaving out pairs of fewer than `least` passages does among
20,000 passages of news, without underthesea's words (`tests.benchmarks.vocabulary`):

             uit-regulations                        citizen-questions
    least     terms    R@1   MRR@10  no diacritics     terms    R@1   MRR@10  no diacritics
      1      900,554   .794   .865   .762 / .823      968,092   .288   .347   .264 / .321
      2      432,948   .797   .865   .754 / .818      474,064   .280   .341   .254 / .313
      3      306,329   .789   .859   .744 / .811      338,436   .272   .336   .252 / .312
      5      206,454   .778   .851   .735 / .803      230,312   .266   .331   .256 / .310
      9      135,568   .762   .839   .714 / .787      152,723   .272   .329   .252 / .303

Postings shrink by 5 to 15 % only. Pairs of few passages are what tells the few passages of a topic
apart, so a corpus that is not large keeps all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import Analysis, Field

PAIRS = (Field.BIGRAMS, Field.PLAIN_BIGRAMS)
"""The fields whose vocabulary grows with every passage."""
WHOLE_BELOW = 250_000
"""Passages; from so many on, and again with each doubling, a pair must stand in one more."""
SLOTS = 1 << 27
"""That pairs are counted in: 128 MB, where of ten million pairs one in fourteen shares its own."""

Counts: TypeAlias = NDArray[np.uint8]


class Passages(Protocol):
    """The terms of passages, which may be gone through again and again."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Analysis]: ...


def least_passages(size: int) -> int:
    """Return in how many of `size` passages a pair must stand to be indexed.

    >>> [least_passages(size) for size in (249_999, 250_000, 500_000, 1_000_000)]
    [1, 2, 3, 4]
    """
    return 1 + (size // WHOLE_BELOW).bit_length()


def in_bounds(passages: Passages, least: int | None = None) -> Passages:
    """Return `passages` without the pairs that stand in fewer than `least` of them.

    `least` is by their number unless it is given; where it is 1, they come back as they are.
    """
    least = least_passages(len(passages)) if least is None else least
    return passages if least == 1 else _Pruned(passages=passages, least=least)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pruned:
    """Passages without rare pairs.

    Pairs are counted by their checksums, in the same space however many they are. One that shares
    its slot with others may stay though it is rare; one that is frequent never goes.
    """

    passages: Passages
    least: int

    def __len__(self) -> int:
        return len(self.passages)

    def __iter__(self) -> Iterator[Analysis]:
        for passage in self.passages:
            kept = {field: self._kept(field, passage.of(field)) for field in PAIRS}
            yield Analysis(terms={**passage.terms, **kept})

    def _kept(self, field: Field, pairs: Sequence[str]) -> tuple[str, ...]:
        enough = (self._counts[_slots(field, pairs)] >= self.least).tolist()
        return tuple([pair for pair, stays in zip(pairs, enough, strict=True) if stays])

    @cached_property
    def _counts(self) -> Counts:
        """Of the passages that have a pair of each slot; 255 stands for more too."""
        counts: Counts = np.zeros(SLOTS, np.uint8)
        for passage in self.passages:
            for field in PAIRS:
                met = np.unique(_slots(field, passage.of(field)))
                counts[met] += counts[met] < np.iinfo(np.uint8).max
        return counts


def _slots(field: Field, pairs: Sequence[str]) -> NDArray[np.int64]:
    mark = PAIRS.index(field)
    checksums = (crc32(pair.encode(), mark) for pair in pairs)
    return np.fromiter(checksums, np.int64, len(pairs)) % SLOTS
