"""When to send, as people type it: "ngay", "18:00 mai", "8h sáng thứ hai", "20/12 7:30". Pure.

Every word has to be understood: what is left over, or said twice, makes a time unreadable, as a
wrong guess would go to everybody. Without a day it is today; a day of the week is the next one; a
date without a year is the next one, unless that is more than half a year away.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from enum import Enum, auto

from bot.store.records import VIETNAM
from corpus.text import strip_diacritics

NEAR = timedelta(days=183)
"""How far ahead the next date of a day and month may lie: beyond it, the past one was meant."""
LONGEST = 60
"""Characters that are looked at."""


class NoMoment(Enum):
    """Why what was typed is no time to send at."""

    UNREADABLE = auto()
    PAST = auto()


def read_moment(typed: str, *, now: datetime) -> datetime | NoMoment | None:
    """Return the moment that `typed` means, in Vietnam's zone; None for at once.

    >>> monday = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
    >>> read_moment("18:00 mai", now=monday).isoformat()
    '2026-11-24T18:00:00+07:00'
    >>> read_moment("ngay", now=monday), read_moment("8h sáng nay", now=monday)
    (None, <NoMoment.PAST: 2>)
    """
    words, now = _flat(typed), now.astimezone(VIETNAM)
    if _AT_ONCE.fullmatch(words):
        return None
    if found := _FROM_NOW.fullmatch(words):
        unit = "minutes" if found["unit"].startswith("p") else "hours"
        return now + timedelta(**{unit: int(found["count"])})
    try:
        moment = _on_the_clock(words, now)
    except (ValueError, OverflowError):  # of no calendar, or of no clock
        return NoMoment.UNREADABLE
    return moment if moment > now else NoMoment.PAST


_AT_ONCE = re.compile(r"(?:gui )?(?:ngay|luon|bay gio|ngay bay gio|ngay lap tuc)")
_FROM_NOW = re.compile(
    r"(?P<after>sau |trong )?(?P<count>\d{1,3}) ?(?P<unit>phut|p|tieng|gio|h)"
    r"(?(after)(?: nua)?| nua)"  # sau 2 tiếng, 2 tiếng nữa
)
_DATE = re.compile(
    r"""
    (?<![\d:])
    (?P<day>\d{1,2}) (?: [/-] | \ thang\ ) (?P<month>\d{1,2})   # 20/12, 20-12, 20 tháng 12
    (?: (?: [/-] | \ nam\ ) (?P<year>\d{4}|\d{2}) )?            # 20/12/2026, 20/12/26
    (?![\d/:-])
    """,
    re.VERBOSE,
)
_WEEKDAY = re.compile(
    r"""
    \b (?: (?:thu\ ?|t) (?P<name>hai|ba|tu|nam|sau|bay|[2-7])   # thứ hai, thứ 2, t2
      | (?:chu\ nhat|cn) ) \b
    (?: \ (?:tuan\ )? (?P<week>sau|nay|(?<=tuan\ )toi) \b       # tuần sau, thứ hai này
    )?
    """,
    re.VERBOSE,
)
_NEAR_DAY = re.compile(r"\b(?:(?:hom |bua )?(?P<d0>nay)|(?P<d1>mai)|(?P<d2>mot|kia))\b")
_TIME = re.compile(
    r"""
    (?<![\d:]) (?P<hour>\d{1,2})
    (?: (?P<half> \ ?(?:h|gio|g)?\ ?ruoi)                       # 7 rưỡi, 7h rưỡi
      | (?: : | \ ?(?:h|gio|g)\ ? ) (?P<minute>\d\d) (?:\ ?phut)?   # 18:30, 8h30, 8 giờ 30 phút
      | \ ?(?:h|gio|g) ) (?![a-z\d:])                           # 8h, 8 giờ
    """,
    re.VERBOSE,
)
_PART = re.compile(r"\b(?:sang|trua|chieu|toi|dem)\b")
_FILLER = re.compile(r"\b(?:luc|vao|ngay|gui|buoi)\b|[,;.]")

_WEEKDAYS: dict[str | None, int] = {
    **{name: day for day, name in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    **{str(day + 2): day for day in range(6)},
    None: 6,
}
"""Days after Monday, as they are typed after "thứ"; Sunday is without."""
_PARTS = {
    "sang": ((range(12), 0),),
    "trua": ((range(10, 15), 0), (range(1, 3), 12)),
    "chieu": ((range(12, 19), 0), (range(1, 7), 12)),
    "toi": ((range(17, 24), 0), (range(5, 12), 12)),
    "dem": ((range(5), 0), (range(18, 24), 0), (range(7, 13), 12)),
}
"""Hours that each part of the day has as they are typed, and how much later each is."""


def _flat(typed: str) -> str:
    """Return lower case without diacritics; "tới" becomes "sau", lest it be taken for "tối"."""
    words = " ".join(unicodedata.normalize("NFC", typed[:LONGEST]).lower().split())
    return strip_diacritics(re.sub(r"\btới\b", "sau", words))


def _on_the_clock(words: str, now: datetime) -> datetime:
    """Return a moment that is given by its hour; ValueError where not every word is understood."""
    found: dict[re.Pattern[str], list[re.Match[str]]] = {}
    for pattern in (_DATE, _WEEKDAY, _NEAR_DAY, _TIME, _PART):
        found[pattern] = list(pattern.finditer(words))
        words = pattern.sub(" ", words)
    days = [*found[_DATE], *found[_WEEKDAY], *found[_NEAR_DAY]]
    if _FILLER.sub("", words).strip() or len(days) > 1 or len(found[_PART]) > 1:
        raise ValueError("words that are left over, or said twice")
    [clock] = found[_TIME]
    after_midnight = _after_midnight(clock, found[_PART][0][0] if found[_PART] else None)
    first = datetime.combine(now.date(), time(), VIETNAM) + after_midnight
    if found[_DATE]:
        day = _dated(found[_DATE][0], now.date())
    elif found[_WEEKDAY]:
        day = _of_the_week(found[_WEEKDAY][0], now.date(), is_over=first <= now)
    else:
        ahead = int(days[0].lastgroup[1:]) if days and days[0].lastgroup else 0
        day = now.date() + timedelta(days=ahead)
    return datetime.combine(day, time(), VIETNAM) + after_midnight


def _after_midnight(clock: re.Match[str], part: str | None) -> timedelta:
    """Return the hour as the time since midnight; ValueError for one that there is not."""
    hour, minute = int(clock["hour"]), 30 if clock["half"] else int(clock["minute"] or 0)
    later = 0
    if part:
        [later] = (more for hours, more in _PARTS[part] if hour in hours)
    time(hour, minute)
    return timedelta(hours=hour + later, minutes=minute)


def _dated(found: re.Match[str], today: date) -> date:
    day, month = int(found["day"]), int(found["month"])
    if found["year"]:
        return date(int(found["year"]) % 100 + 2000, month, day)
    this_year = date(today.year, month, day)
    if this_year >= today:
        return this_year
    next_year = date(today.year + 1, month, day)
    return next_year if next_year - today <= NEAR else this_year


def _of_the_week(found: re.Match[str], today: date, *, is_over: bool) -> date:
    """Return the next such day; `is_over` tells that the hour has passed today."""
    weekday = _WEEKDAYS[found["name"]]
    monday = today - timedelta(days=today.weekday())
    week = found["week"]
    if week is not None:
        return monday + timedelta(days=weekday + (0 if week == "nay" else 7))
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=7 if ahead == 0 and is_over else ahead)
