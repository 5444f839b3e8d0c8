"""The administrative units of Vietnam before and since 1 July 2025, and what became of them.

Ground is measured in strips: a strip is what went from one old ward to one new ward, one row of
`data/units.tsv`. Every unit of either time is a set of strips, so that units of both times can be
compared: the old Thị xã Kiến Tường is eight strips, three of which are today's Phường Kiến Tường.

Accuracy: the table knows no areas, so a strip may be a whole ward or a few houses of it, and a
district overlaps a ward that took a corner of it. What the mapping gets wrong stays wrong but for
wards that it puts into another of the old provinces. Old units are those of June 2025: one that
was merged or renamed before (Quận 2, tỉnh Hà Tây, xã of before 2019 to 2025) is not there.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from functools import cache, cached_property

from corpus.records import Place, PlaceLevel
from corpus.tables import read_rows
from corpus.text import strip_diacritics

Unit = int
"""Index of a unit in the table's lists."""


class Ground(StrEnum):
    """How the ground of one unit lies to that of another."""

    SAME = "same"
    CONTAINS = "contains"
    INSIDE = "inside"
    OVERLAPS = "overlaps"
    APART = "apart"


_BEFORE, _SINCE = -1, -2
"""What stands in for the parent of a province of either time."""


class UnitTable:
    """All units, as parallel lists: a fraction of the memory that a record each would take."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._names: list[str] = []
        self._parents: list[Unit] = []
        self._levels: list[PlaceLevel] = []
        self._owners: list[Unit] = []
        """Of each strip: the old ward that it was part of, or the district if that had none."""
        self._heirs: list[Unit] = []
        """Of each strip: the new ward that it is part of."""
        self._read(rows)
        self._types: list[str] = []
        self._keys: list[str] = []
        self._by_key: dict[str, list[Unit]] = {}
        for unit, (type_, key) in enumerate(map(_split_key, _keys(self._names))):
            self._types.append(type_)
            self._keys.append(key)
            self._by_key.setdefault(key, []).append(unit)
        self._places: dict[Unit, Place] = {}
        self._units_by_id: dict[str, Unit] = {}

    def __len__(self) -> int:
        return len(self._names)

    @property
    def names(self) -> AbstractSet[str]:
        """The `name_key` of every short name."""
        return self._by_key.keys()

    def named(self, key: str) -> Sequence[Unit]:
        """Return the units whose short name has that `name_key`."""
        return self._by_key.get(key, ())

    def level(self, unit: Unit) -> PlaceLevel:
        """Return the level of `unit`."""
        return self._levels[unit]

    def type(self, unit: Unit) -> str:
        """Return the type of `unit`, without diacritics, in lower case: "thi xa"."""
        return self._types[unit]

    def key(self, unit: Unit) -> str:
        """Return the `name_key` of the short name of `unit`: "kien tuong"."""
        return self._keys[unit]

    def short_name(self, unit: Unit) -> str:
        """Return the name of `unit` without its type: "Kiến Tường"."""
        return self._names[unit][len(self.type(unit)) + 1 :]

    def parents(self, unit: Unit) -> Iterator[Unit]:
        """Yield what `unit` stood (or stands) in, nearest first."""
        while (unit := self._parents[unit]) >= 0:
            yield unit

    def is_historical(self, unit: Unit) -> bool:
        """Tell whether `unit` ceased on 1 July 2025."""
        *_, top = unit, *self.parents(unit)
        return self._parents[top] == _BEFORE

    def place(self, unit: Unit) -> Place:
        """Return the record of `unit`."""
        if unit not in self._places:
            self._places[unit] = self._make_place(unit)
            self._units_by_id[self._places[unit].id] = unit
        return self._places[unit]

    def unit(self, place_id: str) -> Unit:
        """Return the unit with that `Place.id`; KeyError where there is none."""
        if place_id in self._units_by_id:
            return self._units_by_id[place_id]
        last = place_id.rpartition("/")[2].partition("~")[0].replace("-", " ")
        for unit in (*self.named(_split_key(last)[1]), *self.named(last)):
            if self._id(unit) == place_id:
                return unit
        raise KeyError(place_id)

    def ground(self, asked: Unit, written: Unit) -> Ground:
        """Tell how the ground of `asked` lies to that of `written`."""
        one, other = self._strips[asked], self._strips[written]
        if one == other:
            return Ground.SAME
        if one.isdisjoint(other):
            return Ground.APART
        if one >= other:
            return Ground.CONTAINS
        return Ground.INSIDE if one <= other else Ground.OVERLAPS

    def today(self, unit: Unit) -> list[Unit]:
        """Return what `unit` is now: itself, a new province, or new wards.

        Of several wards that with the unit's own name comes first, then those that took most.
        """
        if not self.is_historical(unit):
            return [unit]
        shares = Counter(self._heirs[strip] for strip in self._strips[unit])
        if self.level(unit) is PlaceLevel.PROVINCE:
            shares = Counter(self._parents[heir] for heir in shares)
        own_key = self.key(unit)
        return sorted(shares, key=lambda heir: (self.key(heir) != own_key, -shares[heir], heir))

    @cached_property
    def _strips(self) -> list[frozenset[int]]:
        """Of each unit; needed only when grounds are compared."""
        strips: list[list[int]] = [[] for _ in self._names]
        for strip, ends in enumerate(zip(self._owners, self._heirs, strict=True)):
            for end in ends:
                for unit in (end, *self.parents(end)):
                    strips[unit].append(strip)
        return [frozenset(one) for one in strips]

    def _read(self, rows: Iterable[Sequence[str]]) -> None:
        """Take in all rows, which are sorted by the old units; an empty cell is that above."""
        known: dict[tuple[Unit, str], Unit] = {}
        top = middle = owner = top_now = heir = _BEFORE
        name_now = ""
        for province, district, ward, province_now, ward_now in rows:
            if province:
                top = self._add(province, _BEFORE, PlaceLevel.PROVINCE)
            if district:
                middle = owner = self._add(district, top, PlaceLevel.DISTRICT)
            if ward and (owner == middle or self._names[owner] != ward):
                owner = self._add(ward, middle, PlaceLevel.WARD)
            if province_now:
                top_now = self._add_once(known, province_now, _SINCE, PlaceLevel.PROVINCE)
            if province_now or ward_now:
                name_now = ward_now or name_now
                heir = self._add_once(known, name_now, top_now, PlaceLevel.WARD)
            self._owners.append(owner)
            self._heirs.append(heir)

    def _add(self, name: str, parent: Unit, level: PlaceLevel) -> Unit:
        self._names.append(name)
        self._parents.append(parent)
        self._levels.append(level)
        return len(self._names) - 1

    def _add_once(
        self, known: dict[tuple[Unit, str], Unit], name: str, parent: Unit, level: PlaceLevel
    ) -> Unit:
        if (parent, name) not in known:
            known[parent, name] = self._add(name, parent, level)
        return known[parent, name]

    def _make_place(self, unit: Unit) -> Place:
        short_name, type_ = self.short_name(unit), self._names[unit][: len(self.type(unit))]
        *_, top = unit, *self.parents(unit)
        return Place(
            id=self._id(unit),
            name=f"{type_.capitalize()} {short_name}",
            short_name=short_name,
            level=self.level(unit),
            historical=self.is_historical(unit),
            province=self.short_name(top),
        )

    def _id(self, unit: Unit) -> str:
        """Return the path from the time and the province down; "~2" tells namesakes apart."""
        *below, province = unit, *self.parents(unit)
        path = [
            self.key(province),
            *(f"{self.type(one)} {self.key(one)}" for one in reversed(below)),
        ]
        namesakes = [
            other
            for other in self.named(self.key(unit))
            if self._parents[other] == self._parents[unit] and self.type(other) == self.type(unit)
        ]
        rank = namesakes.index(unit)
        time = "old" if self.is_historical(unit) else "new"
        return "/".join([time, *path]).replace(" ", "-") + (f"~{rank + 1}" if rank else "")


@cache
def load_units() -> UnitTable:
    """Return the table of units, read once."""
    return UnitTable(read_rows("units.tsv"))


_UNUSUAL = re.compile(r"[^a-z ]")


def name_key(name: str) -> str:
    """Return what names are looked up by: "Bà Rịa - Vũng Tàu" -> "ba ria vung tau".

    Numbers lose their leading zeros: "Phường 01" and "Phường 1" are one.
    """
    words = re.findall(r"\w+", strip_diacritics(name).lower())
    return " ".join(word.lstrip("0") or "0" if word.isdigit() else word for word in words)


def _keys(names: Sequence[str]) -> Iterator[str]:
    """Make the keys of all names at once, which is several times as fast as one by one."""
    flat = strip_diacritics("\n".join(names)).lower()
    for key in flat.split("\n"):
        yield name_key(key) if _UNUSUAL.search(key) else key


_FIRST_OF_TWO = frozenset({"thanh", "thi", "dac"})


def _split_key(key: str) -> tuple[str, str]:
    """Split the key of a whole name: "thi xa kien tuong" -> ("thi xa", "kien tuong")."""
    first, _, rest = key.partition(" ")
    if first in _FIRST_OF_TWO:
        second, _, rest = rest.partition(" ")
        first = f"{first} {second}"
    return sys.intern(first), rest
