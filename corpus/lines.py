"""What one line of a page is by itself: prose, a name, a date, an address, or a portal's chrome."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.dates import find_dates
from corpus.portals import UNSIGNED, Where, by_line, chrome, is_contact, label, says_when

LONGEST_DATE_LINE = 100
"""Code points."""


class Role(StrEnum):
    """What a block is by itself, whatever stands around it."""

    PROSE = "prose"
    """One or more sentences."""
    LINE = "line"
    """Words without a sentence's end: a headline, a caption, an item, a name."""
    DATE = "date"
    BY_LINE = "by-line"
    CONTACT = "contact"
    CHROME = "chrome"
    END = "end"
    """Chrome that follows an article, or stands under its headline."""
    OTHER_PAGES = "other pages"
    """Chrome that follows an article, before what belongs to others."""


_ROLE_OF_CHROME = {
    Where.ANYWHERE: Role.CHROME,
    Where.END: Role.END,
    Where.OTHER_PAGES: Role.OTHER_PAGES,
}


def role_of(block: str) -> Role:
    """Return what `block` is by itself."""
    if read_date_line(block):
        return Role.DATE
    if by_line(block):
        return Role.BY_LINE
    where = chrome(block)
    if where in _ROLE_OF_CHROME:
        return _ROLE_OF_CHROME[where]
    if _is_photo_credit(block):
        return Role.CHROME
    if is_contact(block):
        return Role.CONTACT
    return Role.PROSE if is_prose(block) else Role.LINE


_STOP = re.compile(r"[.…][”\"’')\]]*$")
_PAUSE = re.compile(r"[;:,!?][”\"’')\]]*$")
_TWO_SENTENCES = re.compile(r"[.…!?][”\"’')\]]*\s+[“\"]?[^\W\d_a-z]")
_MONTH_AND_YEAR = re.compile(
    r" tháng (?P<month>\d{1,2}),? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_PLACE = re.compile(r"^[^\W\d_]+(?:[ .-]+[^\W\d_]+){0,4},\s*$")  # Tân An, ngày 22 tháng 6 năm 2021
_TIME = re.compile(r"\b\d{1,2}\s?[:hg]\s?\d{0,2}(?::\d\d)?\b|\bGMT\W?\d\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:(?:\s*[,&/–-]\s*|\s+)[^\W\d_]+){1,5}")
_PHOTO_CREDIT = re.compile(r"(?:Ảnh|Photo)\s*:\s*(?P<name>.+)", re.IGNORECASE)
_AGENCY = re.compile(r"\s*\([^()]*\)$")
_ITEM = re.compile(r"(?:[-–+*•]|\d{1,3}[.)]|[a-zđ][.)])\s*\S")


def is_prose(block: str) -> bool:
    """Tell whether `block` is made of sentences, by its punctuation and size."""
    size = syllables(block)
    if _STOP.search(block):
        return size >= 3
    return size >= 70 or (size >= 15 and bool(_PAUSE.search(block) or _TWO_SENTENCES.search(block)))


def is_name(block: str) -> bool:
    """Tell whether `block` is nothing but one or two people's names, or an editors' desk.

    >>> is_name("Mỹ Duyên"), is_name("HOÀNG BÁ KHANG"), is_name("Ban biên tập"), is_name("Kết quả")
    (True, True, True, False)
    """
    names = _AGENCY.sub("", block)
    if label(names) in UNSIGNED:
        return True
    return _NAME.fullmatch(names) is not None and all(
        word[0].isupper() or word == "và" for word in re.findall(r"\w+", names)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class DateLine:
    """What a page's line with the day of publication states."""

    day: date
    names: str | None
    """Who wrote, where it says so."""


def read_date_line(block: str) -> DateLine | None:
    """Read a line that states a day of publication and nothing else but who wrote; else None.

    >>> read_date_line("07/06/2021 | Ban biên tập")
    DateLine(day=datetime.date(2021, 6, 7), names='Ban biên tập')
    >>> read_date_line("Thứ ba, 25 Tháng 1 2022 16:22 - Lượt xem: 214").day.isoformat()
    '2022-01-25'
    """
    if len(block) > LONGEST_DATE_LINE or is_item(block):
        return None
    line = _MONTH_AND_YEAR.sub(r" tháng \g<month> năm \g<year>", block)
    found = ((mention, mention.as_date()) for mention in find_dates(line))
    mention, day = next((pair for pair in found if pair[1]), (None, None))
    if mention is None or day is None:
        return None
    before, after = line[: mention.span.start], line[mention.span.end :]
    rest = _TIME.sub(" ", f"{_PLACE.sub('', before)} | {after}")
    parts = [part.strip(" ,.-–()") for part in re.split(r"[|]|\s[-–]\s", rest)]
    names = [part for part in parts if is_name(part)]
    if not all(part in names or says_when(part) or chrome(part) for part in parts):
        return None
    return DateLine(day=day, names=" - ".join(names) or None)


def _is_photo_credit(block: str) -> bool:
    credit = _PHOTO_CREDIT.fullmatch(block)
    return credit is not None and is_name(credit["name"])


def is_item(block: str) -> bool:
    """Tell whether `block` starts with the mark of a list's item: "- ", "1. ", "a) "."""
    return _ITEM.match(block) is not None


def syllables(block: str) -> int:
    """Count the words between spaces: in Vietnamese, each is a syllable."""
    return len(block.split())
