"""What is said of a place whose name is no longer in force, and what became of it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from corpus.places import in_a_sentence, parents, with_parents
from corpus.records import Place
from retrieval.records import RenamedPlace

MOST_UNITS = 3
"""Units named at once; of more the rest is counted."""


class PlaceTexts(ABC):
    """What a language must be able to say of renamed places."""

    @abstractmethod
    def renamed_note(self, place: RenamedPlace) -> str:
        """Add to an answer what its source's place was called then, and what it is today."""


class VietnamesePlaces(PlaceTexts):
    """In Vietnamese."""

    def renamed_note(self, place: RenamedPlace) -> str:
        """Add what the place was called then, and what it is today."""
        years = _listed(list(map(str, place.years)), "và")
        written = f"Bài viết năm {years}," if years else "Bài viết từ"
        return f"{written} khi còn là {with_parents(place.written)}; nay {_now_vi(place)}."


class EnglishPlaces(PlaceTexts):
    """In English, names as they are."""

    def renamed_note(self, place: RenamedPlace) -> str:
        """Add what the place was called then, and what it is today."""
        years = _listed(list(map(str, place.years)), "and")
        written = f"Written in {years}," if years else "Written"
        return f"{written} when it was {with_parents(place.written)}; today {_now_en(place)}."


def _now_vi(place: RenamedPlace) -> str:
    around = _around(place)
    parts = _named(place.parts, "và", "đơn vị khác")
    if not place.whole:
        return f"thuộc {parts}{around}"
    now = f"là {_named(place.whole, 'và', 'đơn vị khác')}{around}"
    return f"{now}, cùng một phần {parts}" if parts else now


def _now_en(place: RenamedPlace) -> str:
    around = _around(place)
    parts = _named(place.parts, "and", "other units")
    if not place.whole:
        return f"in {parts}{around}"
    now = f"{_named(place.whole, 'and', 'other units')}{around}"
    return f"{now}, with part of {parts}" if parts else now


def _around(place: RenamedPlace) -> str:
    """Return what the units of today lie in, all in one province: ", tỉnh Tây Ninh"."""
    units = (*place.whole, *place.parts)
    return "".join(f", {in_a_sentence(parent)}" for parent in parents(units[0]))


def _named(units: Sequence[Place], joint: str, others: str) -> str:
    names = [in_a_sentence(unit) for unit in units]
    if len(names) > MOST_UNITS:
        names = [*names[:MOST_UNITS], f"{len(names) - MOST_UNITS} {others}"]
    return _listed(names, joint)


def _listed(words: Sequence[str], joint: str) -> str:
    """Join words as a sentence does: "a, b và c"."""
    *first, last = words or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last
