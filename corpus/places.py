"""Places that a text names, in everyday Vietnamese, and how their grounds lie to each other.

Names are looked up by syllables without diacritics and then held against what was typed, so that
"can duoc", "Cần Đước" and "TX Kiến Tường" are all found; the tables `place_types.tsv`,
`place_aliases.tsv` and `common_readings.tsv` say what counts as a place and what as a word.

Known limits: a ward counts only after its type ("xã Thạnh Hưng"), or bare where the caller knows
it; a numbered ward only beside its district ("Phường 1, thị xã Kiến Tường"); a province named bare
in lower case whose name is a word ("hòa bình") does not. Several units of one name are all
candidates until a wider unit beside them chooses. On the accuracy of the grounds see `units`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.place_names import Find, NameReader
from corpus.records import Place, PlaceLevel, Span
from corpus.text import strip_diacritics
from corpus.units import Ground, Unit, UnitTable, load_units


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceMention:
    """One place of a text that names a unit, or several units of one name."""

    span: Span
    """Of the name with its type: "thị xã Kiến Tường"."""
    places: tuple[Place, ...]
    """Candidates, at least one, the widest first and of both times."""
    qualifies: bool = False
    """Whether it only tells where the one before lies: "Long An" in "Cần Đước, Long An"."""


@cache
def gazetteer() -> "Gazetteer":
    """Return the gazetteer of all units, made once."""
    return Gazetteer(load_units())


@lru_cache(maxsize=1 << 16)
def relation(asked: Place, written: Place) -> Ground:
    """Tell how the ground of `asked` lies to that of `written`, units of either time."""
    units = load_units()
    return units.ground(units.unit(asked.id), units.unit(written.id))


@lru_cache(maxsize=1 << 16)
def covers(asked: Place, written: Place) -> bool:
    """Tell whether what was written about `written` speaks of the ground asked for.

    It does where it lies within that ground, or where one of the two is what became of the
    other: of thị xã Kiến Tường for phường Kiến Tường, but not of Long An for Cần Đước.
    """
    if relation(asked, written) in {Ground.SAME, Ground.CONTAINS}:
        return True
    return asked in today(written) or written in today(asked)


@lru_cache(maxsize=1 << 12)
def today(place: Place) -> tuple[Place, ...]:
    """Return what `place` is now: itself, a province, or wards, the likeliest heir first."""
    units = load_units()
    return tuple(units.place(heir) for heir in units.today(units.unit(place.id)))


def parents(place: Place) -> tuple[Place, ...]:
    """Return what `place` stood (or stands) in, nearest first."""
    units = load_units()
    return tuple(units.place(parent) for parent in units.parents(units.unit(place.id)))


def with_parents(place: Place) -> str:
    """Return a unit with what it stood (or stands) in: "thị xã Kiến Tường, tỉnh Long An"."""
    return ", ".join(map(in_a_sentence, (place, *parents(place))))


def in_a_sentence(place: Place) -> str:
    """Return a unit's name as a sentence has it: "thị xã Kiến Tường", "Thành phố Hồ Chí Minh"."""
    if place.level is PlaceLevel.PROVINCE and place.name.startswith("Thành"):
        return place.name
    return place.name[0].lower() + place.name[1:]


class Gazetteer:
    """Finds units by their names."""

    def __init__(self, units: UnitTable) -> None:
        self._units = units
        self._names = NameReader(units)

    def find(self, text: str, known: Collection[Place] = ()) -> tuple[PlaceMention, ...]:
        """Return the places that `text` (in NFC) names, in order, the longest name at each.

        `known` are places that the corpus speaks of: a ward among them is found bare, and a name
        among them where it looks like words that can hardly stand there ("can duoc").

        >>> [place.name for place in gazetteer().find("ở TX Kiến Tường")[0].places]
        ['Thị xã Kiến Tường']
        """
        finds = self._names.read(text, frozenset(self._units.unit(place.id) for place in known))
        mentions = (
            self._mention(find, list(_around(at, finds)), text) for at, find in enumerate(finds)
        )
        return tuple(mention for mention in mentions if mention)

    def _mention(self, find: Find, around: Sequence[Find], text: str) -> PlaceMention | None:
        """Choose among the units of `find` by those `around` it.

        Of a find that is not sure nothing is left unless a wider unit stands beside it.
        """
        beside = [other for other in around if _are_beside(find.span, other.span, text)]
        units = self._inside(find, beside) or (find.sure and self._inside(find, around))
        if not units and not find.sure:
            return None
        before = [other for other in beside if other.span < find.span]
        return PlaceMention(
            span=find.span,
            places=tuple(map(self._units.place, sorted(units or find.units, key=self._rank))),
            qualifies=any(self._inside(other, [find]) for other in before),
        )

    def _inside(self, find: Find, wider: Iterable[Find]) -> list[Unit]:
        """Return the units of `find` that lie in some unit of those `wider`.

        One that may be the same place is not wider: "thị xã Kiến Tường" beside "Kiến Tường".
        """
        around = {
            unit
            for other in wider
            if not set(other.units) & set(find.units)
            for unit in other.units
        }
        return [unit for unit in find.units if any(self._lies_in(unit, one) for one in around)]

    def _lies_in(self, unit: Unit, wider: Unit) -> bool:
        is_wider = _RANK[self._units.level(wider)] < _RANK[self._units.level(unit)]
        return is_wider and self._units.ground(wider, unit) is Ground.CONTAINS

    def _rank(self, unit: Unit) -> tuple[int, bool, Unit]:
        return _RANK[self._units.level(unit)], self._units.is_historical(unit), unit


NEAR = 200
"""Characters within which a wider unit tells which of several namesakes is meant."""

_RANK = {PlaceLevel.PROVINCE: 0, PlaceLevel.DISTRICT: 1, PlaceLevel.WARD: 2}

_BESIDE = re.compile(r"[\s,(–-]{0,3}(?:(?:o|tai|thuoc|cua)\s{1,2})?", re.IGNORECASE)


def _around(at: int, finds: Sequence[Find]) -> Iterator[Find]:
    """Yield the finds that stand near the one at index `at`."""
    span = finds[at].span
    for other in reversed(finds[:at]):
        if span.start - other.span.end > NEAR:
            break
        yield other
    for other in finds[at + 1 :]:
        if other.span.start - span.end > NEAR:
            break
        yield other


def _are_beside(one: Span, other: Span, text: str) -> bool:
    """Tell whether two spans are side by side, as in "Châu Thành, tỉnh Long An"."""
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return len(between) < 12 and _BESIDE.fullmatch(strip_diacritics(between)) is not None
