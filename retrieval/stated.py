"""Which passages state what, turned around: a question looks up its places and its years.

It admits what asking every passage for its `Facts` would admit, in time that grows with the
places and the periods that the question is held against, not with the corpus.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.places import covers, today
from corpus.records import Place
from retrieval.facts import Facts, tells
from retrieval.passage_sets import Flags, PassageSet
from retrieval.records import AskedPlace, Period

Numbers = NDArray[np.int32]
"""Passages' numbers, ascending."""
NO_PASSAGE: Numbers = np.array([], np.int32)
Key = TypeVar("Key")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Stated:
    """The passages by what they state; N of them."""

    by_province: Mapping[str, Sequence[tuple[Place, Numbers]]]
    """By place, and places by the provinces of today that they have ground in: no other is near."""
    by_period: Mapping[tuple[Period, int | None], Numbers]
    """By a period and the year in which it was written of."""
    about_places: Flags
    """(N,), whether a passage's article is about some place."""
    about_periods: Flags
    """(N,), the same for periods."""
    _speaking_of: dict[Place, Numbers] = field(default_factory=dict)
    """By a place that was asked for: people ask for the same ones again and again."""

    @classmethod
    def of(cls, facts: Sequence[Facts]) -> "Stated":
        """Turn around what the passages state; their order numbers them."""
        by_place = _turned_around(one.places | one.article_places for one in facts)
        return cls(
            by_province=_by_province(by_place),
            by_period=_turned_around(
                [(period, one.written_in) for period in one.periods | one.article_periods]
                for one in facts
            ),
            about_places=np.array([bool(one.article_places) for one in facts], np.bool_),
            about_periods=np.array([bool(one.article_periods) for one in facts], np.bool_),
        )

    def admitted(self, places: Collection[AskedPlace], periods: Collection[Period]) -> PassageSet:
        """Return the passages that contradict none of what is asked for."""
        contradicting = np.zeros(len(self.about_places), np.bool_)
        if places:
            candidates = {one for place in places for one in place.candidates}
            contradicting |= _but(self.about_places, map(self._speaking, candidates))
        if periods:
            contradicting |= _but(self.about_periods, self._telling_of(periods))
        return PassageSet(~contradicting)

    def _speaking(self, asked: Place) -> Numbers:
        """Return the passages that speak of the ground of `asked`."""
        if asked not in self._speaking_of:
            near = (pair for name in _provinces(asked) for pair in self.by_province.get(name, ()))
            found = [numbers for place, numbers in near if covers(asked, place)]
            self._speaking_of[asked] = np.unique(np.concatenate([*found, NO_PASSAGE]))
        return self._speaking_of[asked]

    def _telling_of(self, asked: Collection[Period]) -> Iterator[Numbers]:
        for (stated, written_in), numbers in self.by_period.items():
            if any(tells(stated, period, written_in) for period in asked):
                yield numbers


def _turned_around(stated: Iterable[Iterable[Key]]) -> dict[Key, Numbers]:
    """Return the numbers of those in `stated` that hold each key."""
    numbers: dict[Key, list[int]] = {}
    for number, keys in enumerate(stated):
        for key in keys:
            numbers.setdefault(key, []).append(number)
    return {key: np.array(held, np.int32) for key, held in numbers.items()}


def _by_province(by_place: Mapping[Place, Numbers]) -> dict[str, list[tuple[Place, Numbers]]]:
    found: dict[str, list[tuple[Place, Numbers]]] = {}
    for place, numbers in by_place.items():
        for province in _provinces(place):
            found.setdefault(province, []).append((place, numbers))
    return found


def _provinces(place: Place) -> set[str]:
    return {heir.province for heir in today(place)}


def _but(flags: Flags, groups: Iterable[Numbers]) -> Flags:
    """Return `flags` without those of the passages in `groups`."""
    left = flags.copy()
    for numbers in groups:
        left[numbers] = False
    return left
