"""Which passages state what, turned around: a question looks up its places and its years.

It admits what asking every passage for its `Facts` would admit, in time that grows with the
places and the periods that the question is held against, not with the corpus.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
Key = TypeVar("Key")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Stated:
    """The passages by what they state; N of them."""

    by_place: Mapping[Place, Numbers]
    by_period: Mapping[tuple[Period, int | None], Numbers]
    """By a period and the year in which it was written of."""
    by_province: Mapping[str, tuple[Place, ...]]
    """The places by the provinces of today that they have ground in: no other place is near."""
    about_places: Flags
    """(N,), whether a passage's article is about some place."""
    about_periods: Flags
    """(N,), the same for periods."""

    @classmethod
    def of(cls, facts: Sequence[Facts]) -> "Stated":
        """Turn around what the passages state; their order numbers them."""
        by_place = _turned_around(one.places | one.article_places for one in facts)
        return cls(
            by_place=by_place,
            by_period=_turned_around(
                [(period, one.written_in) for period in one.periods | one.article_periods]
                for one in facts
            ),
            by_province=_by_province(by_place),
            about_places=np.array([bool(one.article_places) for one in facts], np.bool_),
            about_periods=np.array([bool(one.article_periods) for one in facts], np.bool_),
        )

    def admitted(self, places: Collection[AskedPlace], periods: Collection[Period]) -> PassageSet:
        """Return the passages that contradict none of what is asked for."""
        contradicting = np.zeros(len(self.about_places), np.bool_)
        if places:
            contradicting |= _but(self.about_places, self._speaking_of(places))
        if periods:
            contradicting |= _but(self.about_periods, self._telling_of(periods))
        return PassageSet(~contradicting)

    def _speaking_of(self, asked: Iterable[AskedPlace]) -> Iterator[Numbers]:
        for candidate in {one for place in asked for one in place.candidates}:
            near = {place for name in _provinces(candidate) for place in self._places_in(name)}
            yield from (self.by_place[place] for place in near if covers(candidate, place))

    def _places_in(self, province: str) -> tuple[Place, ...]:
        return self.by_province.get(province, ())

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


def _by_province(places: Iterable[Place]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        for province in _provinces(place):
            found.setdefault(province, []).append(place)
    return {province: tuple(those) for province, those in found.items()}


def _provinces(place: Place) -> set[str]:
    return {heir.province for heir in today(place)}


def _but(flags: Flags, groups: Iterable[Numbers]) -> Flags:
    """Return `flags` without those of the passages in `groups`."""
    left = flags.copy()
    for numbers in groups:
        left[numbers] = False
    return left
