"""Rows of things in a sentence, and questions that ask which the things of a number are."""

import re

from corpus.text import fold, strip_diacritics

FEWEST_ITEMS = 3
"""Of a row: two things joined may be any two words."""

_QUOTED = re.compile(r"[“\"„]([^“”\"]+)[”\"]")
_QUOTES = re.compile(r"\s?[“”\"„]\s?")
_LAST_ITEM = re.compile(r",[^,;]*\b(?:và|hoặc|hay)\b", re.IGNORECASE)
_WHEN_OR_WHERE = re.compile(r"\A\W*(?:ngày|năm|tháng|trong|tại|ở|về)\b[^,;]{1,60},", re.IGNORECASE)
"""What a sentence may begin with, and is no item of it: "Ngày 01/12/2023, …"."""
_LEADS_TO_ITEMS = re.compile(r":\W*$")
_NO_THINGS = r"nam|thang|ngay|tuan|gio|phut|lan|la|noi|ve|gom|co|o|cua|duoc|cho|thi|bi|cap|quy"
_IN_WORDS = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_COUNT = r"\d{1,2}|hai|ba|bon|sau|bay|tam|chin|muoi"  # "năm" is rather a year
_SPELT_OUT_ASKED = re.compile(
    rf"""
      \b (?P<count>{_COUNT}) \s (?P<noun>(?!(?:{_NO_THINGS})\b)[a-z]+) \b
      (?: .* \b(?:la(?!\scua)|gom|cu\sthe)\b .* )? \s? (?:nhung\s|cac\s)? (?:[a-z]+\s){{0,2}}
      (?:gi|nao)\b                                             # 4 xin là xin những gì, 4 xin gì
    | \b(?:danh\ssach|ke\sten|liet\ske) \b .{{0,20}}? \b
      (?P<listed>{_COUNT}) \s (?P<things>[a-z]+)               # danh sách 47 cá nhân
    """,
    re.VERBOSE,
)
_OF_A_MODEL = re.compile(r"\bmo hinh (?:\d+ \w+,? )*$")
"""What stands before a slogan that is but a model's name: "mô hình 4 xin 4 luôn là gì"."""
_OPENS_A_ROW = re.compile(
    r"[^,;.“\"]{0,40}?(?:\b(?:là(?!\scủa)|gồm|như|cụ thể|tức)\b|[:(“\"])", re.IGNORECASE
)


def items_of(sentence: str) -> int:
    """Return how many things a sentence has in a row, as far as its signs tell.

    >>> items_of("Có băng rôn, panô, áp phích và khẩu hiệu."), items_of("Ngày 01/12, đoàn đến xã.")
    (4, 1)
    """
    unquoted = _WHEN_OR_WHERE.sub("", _QUOTED.sub("“”", sentence))
    separators = unquoted.count(",") + unquoted.count(";") + bool(_LAST_ITEM.search(unquoted))
    return max(len(_QUOTED.findall(sentence)), separators + 1)


def is_list(sentence: str) -> bool:
    """Tell whether a sentence lists things: two names in quotes, or a longer row."""
    return len(_QUOTED.findall(sentence)) > 1 or items_of(sentence) > FEWEST_ITEMS


def leads_to_items(sentence: str) -> bool:
    """Tell whether the items of a list follow a sentence: it ends in a colon."""
    return _LEADS_TO_ITEMS.search(sentence) is not None


def names_in(sentence: str) -> tuple[str, ...]:
    """Return the names that a sentence has in quotes, without the quotes."""
    return tuple(name.strip(" .,;") for name in _QUOTED.findall(sentence))


def lacks_items(sentence: str, question: str) -> bool:
    """Tell whether a question asks which the things of a number are, and a sentence does not say.

    >>> lacks_items("Mô hình “4 xin, 4 luôn” của xã.", "4 xin là xin những gì")
    True
    >>> lacks_items("Thực hiện 4 xin: xin chào, xin lỗi, xin cảm ơn, xin phép.", "4 xin là gì")
    False
    """
    asked = _things_asked(_QUOTES.sub(" ", fold(question).lower()))
    if asked is None:
        return False
    count, noun = asked
    written = "|".join({str(count), strip_diacritics(_in_words(count))})
    said = re.search(rf"(?<!\d)0?(?:{written}) {noun}\b", strip_diacritics(sentence).lower())
    return said is None or not _is_spelt_out(sentence, said.end(), count)


def _things_asked(question: str) -> tuple[int, str] | None:
    """Return how many of what a question asks to name: "4 xin là gì"; None where it does not."""
    plain = strip_diacritics(question)
    for match in _SPELT_OUT_ASKED.finditer(plain):
        group = "count" if match["count"] else "listed"
        count = _count(question[match.start(group) : match.end(group)])
        if count and not _OF_A_MODEL.search(plain, 0, match.start()):
            return count, match["noun"] or match["things"]
    return None


def _count(written: str) -> int | None:
    """Return a number; None where it is some other word but for its diacritics: "tâm"."""
    if written.isdigit():
        return int(written)
    return _IN_WORDS.index(written) if written in _IN_WORDS else None


def _in_words(count: int) -> str:
    return _IN_WORDS[count] if count < len(_IN_WORDS) else str(count)


def _is_spelt_out(sentence: str, place: int, count: int) -> bool:
    """Tell whether a row of about so many things begins at `place`, or after its quotes close."""
    quotes = (one for one in _QUOTED.finditer(sentence) if one.start() < place < one.end())
    rest = sentence[next((one.end() for one in quotes), place) :]
    opening = _OPENS_A_ROW.match(rest)
    return opening is not None and items_of(rest) >= min(count, FEWEST_ITEMS)
