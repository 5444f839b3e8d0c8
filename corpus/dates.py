"""Dates and years as Vietnamese texts state them.

Texts are read without diacritics and in any case, so that "Năm 2021" and "nam 2021" are one.
A text should be in NFC: offsets are those of the text given.

Known limits: relative times ("năm ngoái", "hiện nay") name no year, because no clock is read
here; a day and month alone count as a date only after "ngày", because "2/3 cử tri" is a share
and "đường 30/4" a street.
"""

import calendar
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from corpus.records import Span
from corpus.tables import read_rows
from corpus.text import strip_diacritics

FIRST_YEAR, LAST_YEAR = 1930, 2100
"""Years that a bare number may mean; the Party was founded in 1930."""

LONGEST_PERIOD = 50
"""Years between the ends of a range: "2013-2018" is a period, "1900-2100" is not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DateMention:
    """A day, a day of an unnamed year, or a month; a part that the text does not give is None."""

    span: Span
    """Of the date with its words: "ngày 24/9", "tháng 6/2021"."""
    day: int | None = None
    month: int
    year: int | None = None

    def as_date(self) -> date | None:
        """Return the day, or None where the text does not give all of it."""
        if self.day is None or self.year is None:
            return None
        return date(self.year, self.month, self.day)


@dataclass(frozen=True, kw_only=True, slots=True)
class YearMention:
    """A year, or a period of years with both ends in it."""

    span: Span
    """With the words that belong to it: "6 tháng đầu năm 2018", "giai đoạn 2013-2018"."""
    start: int
    end: int

    @property
    def years(self) -> tuple[int, ...]:
        """Every year of the period, ascending."""
        return tuple(range(self.start, self.end + 1))


_DIGIT = re.compile(r"\d")
"""Without one no date or year is there; most sentences have none."""

_DASH = r"[-‐-―−]"

_DATE = re.compile(
    rf"""
    (?<![\w/]) (?<!\d[.,]) (?<!\d-)
    (?:
        (?: ngay \s{{1,2}} )?
        (?P<d1>\d{{1,2}}) \s{{1,2}} thang \s{{1,2}} (?P<m1>\d{{1,2}})
        (?: ,? \s{{1,2}} nam \s{{1,2}} (?P<y1>\d{{4}}) )?            # ngày 3 tháng 6 năm 2013
      | (?: ngay \s{{1,2}} )?
        (?P<d2>\d{{1,2}}) \s? (?P<sep>[/.]|{_DASH}) \s?
        (?P<m2>\d{{1,2}}) \s? (?P=sep) \s? (?P<y2>(?:19|20)\d\d)      # 01/12/2023, 1-12-2023
      | (?P<y3>(?:19|20)\d\d) - (?P<m3>\d\d) - (?P<d3>\d\d)           # 2023-12-01
      | ngay \s{{1,2}} (?P<d4>\d{{1,2}}) \s? (?: /|{_DASH}) \s?
        (?P<m4>\d{{1,2}}) (?: / (?P<y4>\d\d) )?                       # ngày 24/9, ngày 24/9/18
      | thang \s{{1,2}} (?P<m5>\d{{1,2}}) \s?
        (?: /|{_DASH} | ,? \s? nam (?=\s) ) \s? (?P<y5>(?:19|20)\d\d) # tháng 6/2021
    )
    (?! [\w/] | [.,]\d | {_DASH}\d )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BLANK = "|"
"""Stands for what is taken: no pattern here reads over it."""

_STREET = re.compile(r"\b(?:duong|pho|hem|ngo|cau|cho|so)\s{1,2}\Z", re.IGNORECASE)

_YEAR = rf"(?:{FIRST_YEAR // 10}\d|19[4-9]\d|20\d\d|2100)"

_YEARS = re.compile(
    rf"""
    (?<![\w/]) (?<!\d[.,]) (?<!\d-)
    (?P<words>
        (?: (?: \d{{1,2}} | sau | ba | chin ) \s{{1,2}} thang \s{{1,2}}
            (?: dau | cuoi ) \s{{1,2}} (?: nam )? \s?                 # 6 tháng đầu năm 2018
          | quy \s{{1,2}} (?: [1-4] | i{{1,3}} | iv ) \s?
            (?: / | , | nam | ) \s? (?: nam )? \s?                    # quý I/2021
          | giai \s doan \s{{1,2}} | nhiem \s ky \s{{1,2}}            # giai đoạn 2013-2018
          | nam \s hoc \s{{1,2}}                                      # năm học 2020-2021
          | (?: trong | tu ) \s{{1,2}} nam \s{{1,2}}                # từ năm 2013
          | (?<!viet\s) nam \s{{0,2}}                              # năm 2018, not Việt Nam 2018
        )
    )?
    (?P<start>{_YEAR})
    (?: \s? (?: {_DASH} | \s den (?:\s nam)? \s | \s toi (?:\s nam)? \s ) \s?
        (?P<end>{_YEAR}) )?                                           # 2013-2018, 2013 đến 2018
    (?! \w | /\w | [.,]\d | {_DASH}\w )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_COUNT_BEFORE = re.compile(
    r"\b(?:hon|gan|khoang|tren|duoi|so|du|dat|voi|tong|sn|sinh)\s{1,2}\Z", re.IGNORECASE
)


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Return the dates of `text`, in order.

    Dates that no calendar has are left out.

    >>> find_dates("Thứ 3, Ngày 10/12/2019, 10:00")[0].as_date()
    datetime.date(2019, 12, 10)
    """
    if not _DIGIT.search(text):
        return ()
    flat = strip_diacritics(text)
    matches = (match for match in _DATE.finditer(flat) if not _follows(_STREET, flat, match))
    return tuple(mention for match in matches if (mention := _date_mention(match)))


def find_years(text: str, outside: Collection[Span] = ()) -> tuple[YearMention, ...]:
    """Return the years and periods that `text` names, those of its dates among them, in order.

    Nothing that touches a span of `outside` counts: the caller puts document numbers there
    (34/2007/PL-UBTVQH11 says nothing of what happened in 2007), with the days of their issue.

    >>> find_years("6 tháng đầu năm 2018")[0].years
    (2018,)
    """
    if not _DIGIT.search(text):
        return ()
    dates = find_dates(_blanked(text, outside))
    flat = strip_diacritics(_blanked(text, [*outside, *(mention.span for mention in dates)]))
    alone = (mention for match in _YEARS.finditer(flat) if (mention := _year_mention(match, flat)))
    return tuple(sorted((*alone, *_years_of(dates)), key=lambda mention: mention.span))


def is_counted(flat: str, at: int, count: int, *, things: bool = True) -> bool:
    """Tell whether a number that ends at `at` counts what follows: "2000 hộ", "5 năm".

    `flat` is without diacritics. A unit with a number after it is a date's
    ("năm 2018"), but not with a period ("5 năm 2021-2025").
    Without `things` only units of measure and time are looked for.
    """
    match = _counted_nouns().match(flat, at)
    if not match:
        return flat[at : at + 2].strip().startswith("%")
    most = _plausible_counts()[" ".join(match["noun"].lower().split())]
    return most == "measure" or (things and (not most or count <= int(most)))


def _date_mention(match: re.Match[str]) -> DateMention | None:
    parts = {
        name[0]: int(value) for name, value in match.groupdict().items() if _is_part(name, value)
    }
    day, month, year = parts.get("d"), parts["m"], parts.get("y")
    if year is not None and year < 100:
        year += 2000 if year < 50 else 1900
    leap_year = 2000
    if not 1 <= month <= 12 or (
        day is not None and not 1 <= day <= calendar.monthrange(year or leap_year, month)[1]
    ):
        return None
    return DateMention(span=_span(match), day=day, month=month, year=year)


def _is_part(name: str, value: str | None) -> bool:
    return name != "sep" and value is not None


def _year_mention(match: re.Match[str], flat: str) -> YearMention | None:
    start = int(match["start"])
    end = int(match["end"] or start)
    if not start <= end <= start + LONGEST_PERIOD:
        return None
    is_bare = not match["words"] and not match["end"]
    if is_bare and (_follows(_COUNT_BEFORE, flat, match) or _counts(flat, match.end(), start)):
        return None
    return YearMention(span=_span(match), start=start, end=end)


def _counts(flat: str, at: int, number: int) -> bool:
    """Tell a round number before a noun from a year: "Cần Đước 2023 mô hình nào" asks of a year."""
    return is_counted(flat, at, number, things=number % 100 == 0)


def _years_of(dates: Iterable[DateMention]) -> Iterator[YearMention]:
    for mention in dates:
        if mention.year is not None:
            yield YearMention(span=mention.span, start=mention.year, end=mention.year)


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with every span overwritten, and nothing moved."""
    pieces, at = [], 0
    for span in sorted(spans):
        pieces += [text[at : span.start], _BLANK * (span.end - max(at, span.start))]
        at = max(at, span.end)
    return "".join([*pieces, text[at:]])


def _follows(words: re.Pattern[str], flat: str, match: re.Match[str]) -> bool:
    return words.search(flat, max(0, match.start() - 12), match.start()) is not None


def _span(match: re.Match[str]) -> Span:
    return Span(start=match.start(), end=match.end())


@cache
def _plausible_counts() -> dict[str, str]:
    return dict(read_rows("counted_nouns.tsv"))


@cache
def _counted_nouns() -> re.Pattern[str]:
    nouns = "|".join(sorted(_plausible_counts(), key=len, reverse=True)).replace(" ", r"\s")
    return re.compile(
        rf"\s{{0,2}}(?P<noun>{nouns})"
        rf"(?!\w|\s{{1,2}}(?:may|nao|bao\snhieu)\b|\s{{1,2}}\d(?!\d{{3}}\s?{_DASH}))",
        re.IGNORECASE,
    )
