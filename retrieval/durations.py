"""How long something takes or lasts: "trong 15 ngày", "không quá 01 năm"."""

import re
from collections.abc import Iterator

from corpus.records import Span
from retrieval.counting import touches, uncounted

_UNIT = (
    r"giây|phút|giờ|tiếng|buổi|ngày|hôm|đêm|tuần(?:\slễ)?|tháng|quý|năm|thập\s(?:kỷ|niên)"
    r"|học\skỳ|năm\shọc|tiết|khóa|nhiệm\skỳ"
)
_COUNT = (
    r"\d+(?:[.,]\d+)?(?:\s?[-–]\s?\d+)?"
    r"|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa)(?:\s(?:một|hai|ba|bốn|lăm|mươi|chục))*"
)
_DURATION = re.compile(
    rf"""
    (?<![\w/.,-]) (?<!\bngày\s) (?<!\btháng\s) (?<!\bnăm\s) (?<!\bquý\s)   # not "ngày 3 tháng 6"
    (?: {_COUNT} ) \s (?: {_UNIT} )
    (?: \s (?:làm\sviệc|rưỡi) )?                             # 15 ngày làm việc
    \b (?! \s? \d ) (?! \s (?:nay|này|đầu|cuối|qua|tới) \b )  # 6 tháng đầu năm
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FROM_TO = re.compile(r"(?i)\btừ\b.{1,60}\bđến\b|\bcho đến\b|\d{4}\s?[-–]\s?\d{4}")


def durations_in(sentence: str) -> Iterator[Span]:
    """Yield where a sentence tells how long; dates and periods tell when.

    >>> sentence = "Ngày 3 tháng 6 năm 2013, hồ sơ được trả trong 15 ngày làm việc."
    >>> [span.of(sentence) for span in durations_in(sentence)]
    ['15 ngày làm việc']
    """
    taken = uncounted(sentence)
    for match in _DURATION.finditer(sentence):
        span = Span(start=match.start(), end=match.end())
        if not touches(span, taken):
            yield span


def tells_from_when_to_when(sentence: str) -> bool:
    """Tell whether a sentence has a beginning and an end, from which follows how long.

    >>> tells_from_when_to_when("Tiếp dân từ 7 giờ đến 11 giờ.")
    True
    """
    return _FROM_TO.search(sentence) is not None
