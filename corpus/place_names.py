"""Reads the names of administrative units off a text, one candidate at each place of it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from corpus.place_words import How, TypeWord, aliases, readings, surnames, type_words
from corpus.records import PlaceLevel, Span
from corpus.text import fold, strip_diacritics
from corpus.units import Unit, UnitTable

LONGEST_NAME = 5
"""Syllables of the longest short name of a unit."""

CASED = 3
"""Words with a capital inside a sentence that show that a text writes names with capitals."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_IN_NAME = re.compile(r"\s{1,2}|\s?-\s?|'")
_AFTER_TYPE = re.compile(r"\s{0,2}|\.\s{0,2}")
_OF_A_PERSON = frozenset({"tuong", "cach", "guong", "duc", "tich", "bac", "minh"})
_FRACTION = re.compile(r"[.,/:-]?\d|\s?%")

_BETWEEN_TYPES = re.compile(r"\s?[,/]?\s?")

_WARD_ONLY = {PlaceLevel.WARD}
_LEVELS_OF_TYPE = {
    "tinh": {PlaceLevel.PROVINCE},
    "thanh pho": {PlaceLevel.PROVINCE, PlaceLevel.DISTRICT},
    "quan": {PlaceLevel.DISTRICT},
    "huyen": {PlaceLevel.DISTRICT},
    "thi xa": {PlaceLevel.DISTRICT},
    "xa": _WARD_ONLY,
    "phuong": _WARD_ONLY,
    "thi tran": _WARD_ONLY,
    "dac khu": _WARD_ONLY,
}


@dataclass(frozen=True, slots=True)
class Find:
    """Units that a stretch of the text may name."""

    span: Span
    units: Sequence[Unit]
    sure: bool = True
    """False where only a wider unit beside it makes it a place."""


class _Word(NamedTuple):
    """A syllable or a number of the text."""

    start: int
    end: int
    typed: str
    """Lower case, with one tone placement."""
    key: str
    """Without diacritics; a number without leading zeros."""
    is_capital: bool
    """Whether it begins with a capital and does not shout, or is a number."""


@dataclass(frozen=True, slots=True)
class _Name:
    """Words from `first` up to `last`, not included, that spell the name of `units`."""

    first: int
    last: int
    units: Sequence[Unit]
    sure: bool = True


class NameReader:
    """Looks names up by their syllables."""

    def __init__(self, units: UnitTable) -> None:
        self._units = units
        self._keys = units.names | aliases().keys()
        self._openings = {" ".join(key.split(" ", 2)[:2]) for key in self._keys}
        """First two syllables of all names."""
        self._beginnings = self._openings | type_words().keys()
        """Of names and of type words: most places of a text need no further look."""

    def read(self, text: str, known: AbstractSet[Unit]) -> list[Find]:
        """Return what `text` may name, in order and apart from each other."""
        line = _Line(text)
        return [
            Find(line.span(name.first, name.last), name.units, name.sure)
            for name in self._names(line, known)
        ]

    def _names(self, line: "_Line", known: AbstractSet[Unit]) -> Iterator[_Name]:
        at = behind = 0
        while at < len(line.words):
            if line.words[at].key not in self._beginnings and (
                line.key(at, at + 2) not in self._beginnings
            ):
                at += 1
                continue
            is_person = at > behind and line.follows_surname(at)
            name = (
                self._with_type(line, at)
                or self._by_alias(line, at)
                or (None if is_person else self._bare(line, at, known))
            )
            if name:
                yield name
                behind = name.last
            at = name.last if name else at + 1

    def _with_type(self, line: "_Line", at: int) -> _Name | None:
        """Read "thị xã Kiến Tường", "P. Đức Thuận", "tp hcm"; of a body only the name counts."""
        for size in (2, 1):
            word = type_words().get(line.key(at, at + size))
            start = at + size
            if word is None or not line.has_type(word, at, start) or line.lists_types(word, at):
                continue
            for last, key in self._candidates(line, start):
                units = self._of_type(line, start, last, key, word)
                if units:
                    sure = self._is_sure(line, at, start, last, units)
                    return _Name(at if word.is_part else start, last, units, sure)
        return None

    def _candidates(self, line: "_Line", first: int) -> list[tuple[int, str]]:
        """Return where the names that may begin at `first` end, with their keys, longest first."""
        if first not in line.candidates:
            opening = line.key(first, first + 2)
            is_name = opening in self._openings or line.words[first].key in self._openings
            ends = ((last, line.key(first, last)) for last in line.ends(first)) if is_name else ()
            line.candidates[first] = [(last, key) for last, key in ends if key in self._keys]
        return line.candidates[first]

    def _of_type(
        self, line: "_Line", start: int, last: int, key: str, word: TypeWord
    ) -> Sequence[Unit]:
        """Return the units of that name and type, or else of that level."""
        alias = aliases().get(key)
        if alias and PlaceLevel.PROVINCE in _LEVELS_OF_TYPE[word.type]:
            return self._provinces(alias.province)
        units = self._fitting(line, start, last, self._units.named(key))
        exact = [unit for unit in units if self._units.type(unit) == word.type]
        levels = _LEVELS_OF_TYPE[word.type]
        if exact or (levels == _WARD_ONLY and not line.is_marked_or_capital(start - 1)):
            return exact
        return [unit for unit in units if self._units.level(unit) in levels]

    def _is_sure(
        self, line: "_Line", at: int, start: int, last: int, units: Sequence[Unit]
    ) -> bool:
        """Tell whether a name with its type needs nothing else to be a place.

        A number of a ward does ("Phường 1"), and so does, in lower case, what reads as a word
        ("xã hội an toàn", "xã đoàn kết") or is one syllable ("xã cho biết").
        """
        if last == start + 1 and line.words[start].key.isdigit():
            return self._units.level(units[0]) is not PlaceLevel.WARD
        if line.is_capital(start, last):
            return True
        if line.reading(at, start + 1) or line.turns_capital(start, last):
            return False
        how = line.reading(start, last)
        if any(self._units.level(unit) is not PlaceLevel.WARD for unit in units):
            return how is None or how is How.TYPED or not line.is_cased
        return how is None and last > start + 1

    def _by_alias(self, line: "_Line", at: int) -> _Name | None:
        for last, key in self._candidates(line, at):
            alias = aliases().get(key)
            if alias is None or (alias.is_person and line.speaks_of_person(at)):
                continue
            if line.shouts(at, last) or not alias.in_capitals:
                return _Name(at, last, self._provinces(alias.province))
        return None

    def _bare(self, line: "_Line", at: int, known: AbstractSet[Unit]) -> _Name | None:
        """Read a name without its type: of a province, a district, or a ward that is known."""
        if line.words[at].key.isdigit():
            return None
        for last, key in self._candidates(line, at):
            units = self._fitting(line, at, last, self._units.named(key))
            widest = self._widest(units, known)
            how = line.reading(at, last)
            if widest and how is not How.TYPED:
                is_known = not known.isdisjoint(units)
                return _Name(at, last, widest, line.is_name(at, last, how, is_known=is_known))
        return None

    def _widest(self, units: Sequence[Unit], known: AbstractSet[Unit]) -> Sequence[Unit]:
        """Return what a bare name means: provinces, else districts, else wards that are known.

        With a district go the wards of today that have its name and some of its ground.
        """
        level = self._units.level
        provinces = [unit for unit in units if level(unit) is PlaceLevel.PROVINCE]
        if provinces:
            return provinces
        districts = [unit for unit in units if level(unit) is PlaceLevel.DISTRICT]
        if not districts:
            return [unit for unit in units if unit in known]
        heirs = {heir for district in districts for heir in self._units.today(district)}
        return districts + [unit for unit in units if unit in heirs]

    def _provinces(self, key: str) -> Sequence[Unit]:
        named = self._units.named(key)
        return [unit for unit in named if self._units.level(unit) is PlaceLevel.PROVINCE]

    def _fitting(
        self, line: "_Line", first: int, last: int, units: Sequence[Unit]
    ) -> Sequence[Unit]:
        """Return the units whose name was typed; where marks were typed, all of them at best."""
        if not units:
            return units
        typed = [word.typed for word in line.words[first:last]]
        names = {unit: _WORD.findall(self._units.short_name(unit).lower()) for unit in units}
        fitting = [unit for unit in units if _fits(typed, names[unit])]
        if not line.is_marked and all(word.typed == word.key for word in line.words[first:last]):
            return fitting
        return [unit for unit in fitting if names[unit] == typed] or fitting


class _Line:
    """The words of a text."""

    def __init__(self, text: str) -> None:
        self._text = fold(text)
        flat = strip_diacritics(self._text)
        self.words = [
            _word(self._text, flat, match.start(), match.end())
            for match in _WORD.finditer(self._text)
        ]
        self.candidates: dict[int, list[tuple[int, str]]] = {}
        """What the reader found to begin at a word."""
        self._has_lower = any(self._text[word.start].islower() for word in self.words)
        marked = sum(word.typed != word.key for word in self.words)
        self.is_marked = marked * 3 > len(self.words)
        """Whether the text is one that writes diacritics."""
        capitals = [at for at, one in enumerate(self.words) if one.is_capital and one.key.isalpha()]
        self.is_cased = sum(not self._starts_sentence(at) for at in capitals) >= CASED

    def span(self, first: int, last: int) -> Span:
        return Span(start=self.words[first].start, end=self.words[last - 1].end)

    def key(self, first: int, last: int) -> str:
        return " ".join([word.key for word in self.words[first:last]])

    def ends(self, first: int) -> range:
        """Return where a name that begins at `first` may end, the longest first."""
        last = first + 1
        behind = min(len(self.words), first + LONGEST_NAME)
        while last < behind and _IN_NAME.fullmatch(self._gap(last)):
            last += 1
        return range(last, first, -1)

    def has_type(self, word: TypeWord, at: int, start: int) -> bool:
        """Tell whether the words from `at` to `start` are that type word, with a name behind."""
        if start >= len(self.words) or not _AFTER_TYPE.fullmatch(gap := self._gap(start)):
            return False
        if "." in gap and not word.is_short:
            return False
        typed = " ".join([one.typed for one in self.words[at:start]])
        if typed not in word.spellings or (self.is_marked and typed != word.spellings[0]):
            return False
        name = self.words[start]
        if name.key.isdigit():
            return not _FRACTION.match(self._text, name.end)
        if word.is_letter:
            is_name = name.is_capital or not self.is_cased
            is_short = self.words[at].is_capital and name.is_capital
            return is_name and ("." in gap or is_short)
        return bool(gap)

    def lists_types(self, word: TypeWord, at: int) -> bool:
        """Tell whether a ward's type goes with another's before: "các phường, xã Hồng Lĩnh"."""
        before = type_words().get(self.words[at - 1].key) if at else None
        if before is None or before.type == word.type:
            return False
        both_wards = _LEVELS_OF_TYPE[before.type] == _LEVELS_OF_TYPE[word.type] == _WARD_ONLY
        return both_wards and _BETWEEN_TYPES.fullmatch(self._gap(at)) is not None

    def reading(self, first: int, last: int) -> How | None:
        """Return what a common word needs that the words read as, with or without its marks."""
        return readings().get(" ".join([word.typed for word in self.words[first:last]]))

    def is_capital(self, first: int, last: int) -> bool:
        """Tell whether capitals mark a name: not where every word of the text has one."""
        is_all = first == 0 and last == len(self.words)
        return (self._has_lower or is_all) and all(
            word.is_capital for word in self.words[first:last]
        )

    def turns_capital(self, first: int, last: int) -> bool:
        """Tell whether capitals begin inside: "6 huyện bắc Hà Tĩnh" is no huyện Bắc Hà."""
        capitals = [word.is_capital for word in self.words[first:last]]
        return self.is_cased and not capitals[0] and any(capitals)

    def is_name(self, first: int, last: int, how: How | None, *, is_known: bool) -> bool:
        """Tell whether the words from `first` to `last`, without a type word, are a name.

        Capitals make one. In lower case, common words are none; others are where a place stands,
        or is known, or where the text is not one that writes names with capitals.
        """
        if self.is_capital(first, last):
            return True
        if how is How.COMMON or self.turns_capital(first, last):
            return False
        if is_known or self._is_at_place(first):
            return True
        return how is None and not (self.is_cased and self._has_lower_word(first, last))

    def is_marked_or_capital(self, at: int) -> bool:
        return self.words[at].is_capital or self.words[at].typed != self.words[at].key

    def _has_lower_word(self, first: int, last: int) -> bool:
        return any(self._text[word.start].islower() for word in self.words[first:last])

    def shouts(self, first: int, last: int) -> bool:
        span = self.span(first, last)
        return self._text[span.start : span.end].isupper()

    def _is_at_place(self, at: int) -> bool:
        """Tell whether a place may stand at `at`: at the start, after "ở" or "tại"."""
        return at == 0 or self.words[at - 1].typed in {"ở", "tại", "o", "tai"}

    def follows_surname(self, at: int) -> bool:
        """Tell whether a name at `at` is part of a person's: "Nguyễn Văn Giang"."""
        if at == 0 or self._gap(at) != " ":
            return False
        return self.words[at - 1].is_capital and self.words[at - 1].key in surnames()

    def speaks_of_person(self, at: int) -> bool:
        """Tell whether the word before `at` goes with a person: "tư tưởng", "phong cách"."""
        return at > 0 and self.words[at - 1].key in _OF_A_PERSON

    def _starts_sentence(self, at: int) -> bool:
        return at == 0 or any(mark in self._gap(at) for mark in '.?!:;"\n')

    def _gap(self, at: int) -> str:
        """Return what stands between the word at `at` and the one before it."""
        return self._text[self.words[at - 1].end : self.words[at].start]


def _word(text: str, flat: str, start: int, end: int) -> _Word:
    typed = text[start:end]
    key = flat[start:end].lower()
    return _Word(
        start,
        end,
        typed.lower(),
        key.lstrip("0") or "0" if key.isdigit() else key,
        key.isdigit() or (typed[0].isupper() and (end - start == 1 or not typed.isupper())),
    )


def _fits(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether the words of a name were typed, perhaps with marks missing."""
    return len(typed) == len(name) and all(map(_fits_word, typed, name))


def _fits_word(typed: str, true: str) -> bool:
    if typed == true or typed.isdigit():
        return True
    return len(typed) == len(true) and all(
        mark in {letter, _toneless(letter), strip_diacritics(letter)}
        for mark, letter in zip(typed, true, strict=True)
    )


@lru_cache(maxsize=256)
def _toneless(letter: str) -> str:
    """Return `letter` without its tone: "ướ" is "ươ", though "uo" without diacritics."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    kept = [mark for mark in marks if mark not in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize("NFC", "".join([base, *kept]))
