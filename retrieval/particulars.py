"""Numbered things and parts of years, in which a sentence may differ from the question.

"Quốc hội khóa XVI" is not "Quốc hội khóa XV", though every other word is the same; nor are the
last six months of a year its first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.dates import find_years
from corpus.text import strip_diacritics
from retrieval.abbreviations import spelt_out

_NUMBERED = re.compile(
    r"""
    (?: \b (?P<of>\w+) \s+ )? \b
    (?: (?P<thing> khoa|loai|dot|vong|quy|hang|lan\sthu|ky\shop\sthu) \s+
        (?P<number> \d{1,3} | [ivx]{1,5} )                                 # khóa XV, đợt 2
      | (?P<place> quy|hang|lan\sthu|ky\shop\sthu) \s+
        (?P<word> nhat|hai|ba|tu|sau|bay|tam|chin|muoi) )                   # hạng Nhất, lần thứ ba
    \b (?! [-/]\d )
    """,
    re.VERBOSE,
)
_IN_WORDS = ("", "nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")
_ROMAN_LETTERS = {"i": "1", "v": "5", "x": "10"}
_PART = re.compile(r"\b(?P<count>\d{1,2}|ba|sau|chin)\s+thang\s+(?P<end>dau|cuoi)\b")
_MONTHS_IN_WORDS = {"ba": "3", "sau": "6", "chin": "9"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Particular:
    """One of several things of a sort: "khóa XV", "6 tháng đầu năm 2021"."""

    sort: str
    """Two of the same sort are not the same thing unless `which` is, too."""
    which: str
    of: str = ""
    """The syllable before, which tells a "khóa" of Quốc hội from one of Bộ Chính trị."""


def contradicts(sentence: str, title: str, question: str) -> bool:
    """Tell whether a sentence speaks of others than the question does, and of none that it names.

    Where it names none of a sort, its article's title may.

    >>> contradicts("Bầu cử Quốc hội khóa XV.", "", "ngày bầu cử Quốc hội khóa XVI")
    True
    >>> contradicts("Có 24 cuộc.", "Dân vận 6 tháng đầu năm 2021", "6 tháng cuối năm 2021")
    True
    """
    asked = particulars_of(question)
    if not asked:
        return False
    of_sentence, of_title = particulars_of(sentence), particulars_of(title)
    return any(
        one.which not in named
        for one in asked
        if (
            named := {other.which for other in of_sentence if other.sort == one.sort}
            or {other.which for other in of_title if (other.sort, other.of) == (one.sort, one.of)}
        )
    )


@lru_cache(maxsize=4096)
def particulars_of(text: str) -> frozenset[Particular]:
    """Return all that `text` names."""
    return frozenset({*_numbered(text), *_parts_of_years(text)})


def _numbered(text: str) -> Iterator[Particular]:
    for match in _NUMBERED.finditer(strip_diacritics(text).lower()):
        sort, written = match["thing"] or match["place"], match["number"] or match["word"]
        yield Particular(sort=sort, which=_number(written), of=match["of"] or "")


def _number(written: str) -> str:
    """Return a number in digits: of "XV", "15", "nhất"."""
    if written in _IN_WORDS:
        return str(_IN_WORDS.index(written))
    if written in _ROMAN_LETTERS:
        return _ROMAN_LETTERS[written]
    return spelt_out(written.upper()) or written.lstrip("0")


def _parts_of_years(text: str) -> Iterator[Particular]:
    for mention in find_years(text):
        part = _PART.search(strip_diacritics(mention.span.of(text)).lower())
        if part:
            count = _MONTHS_IN_WORDS.get(part["count"], part["count"])
            yield Particular(sort=f"năm {mention.start}", which=f"{count} {part['end']}")
