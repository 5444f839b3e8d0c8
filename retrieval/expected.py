"""Whether a sentence holds what a question wants: a figure, a day, a name, a list.

Each kind of question has one small function that gives a share, 0 to 1, by which the sentence's
coverage counts. Kinds that want nothing one could see from the outside take any sentence whole.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from corpus.dates import find_dates, find_years
from corpus.numbers import find_mentions
from corpus.records import DocumentMention
from corpus.text import strip_diacritics
from retrieval.facts import NAMED, closest
from retrieval.highlight import CONTACTS
from retrieval.records import Query, QuestionKind

MISSING = 0.5
"""Share of a sentence without what was asked for."""
ABSENT = 0.3
"""Share of a sentence that can't answer at all: no telephone number, where one is asked for."""
BESIDE = 0.75
"""Share of a sentence that holds such a thing, but not seen to be that of what was asked."""

_NAME = re.compile(r"\b(?:[A-Z][a-z]+\s){1,3}[A-Z][a-z]+")
"""A person's name, without diacritics: two to four syllables in capitals."""
_QUOTED = re.compile(r"[“\"][^”\"]+[”\"]")
_REASON = re.compile(r"\b(?:để|nhằm|vì|do|nhờ|bởi|góp phần|mục đích|tạo)\b", re.IGNORECASE)
_ANY_CONTACT = re.compile(r"(?i)điện thoại|\S+@\S+|địa chỉ")
_FIGURE = re.compile(r"\d[\d.,/]*\s?%?")
_UNIT_TYPES = "xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tinh"
_UNIT_ASKED = re.compile(rf"\b(?P<type>{_UNIT_TYPES}) nao\b")
_COUNTED = re.compile(r"\b(?:bao nhieu|may|so luong|tong so) (?P<noun>(?!phan tram)[a-z]{2,})")
_ROLE = re.compile(
    r"(?<!pho )(?<!nguyen )\b(?P<role>bi thu|chu tich|truong ban|chanh van phong|giam doc)\b"
)
"""Not "phó bí thư": who asks for the secretary does not ask for the deputy."""
_POSITION = re.compile(r"(?i)bí thư|chủ tịch|trưởng ban|chánh văn phòng|giám đốc|ủy viên|chủ nhiệm")
_WHO_IS = re.compile(r"\bla ai\b|chuc (vu|danh)")
_TITLE = re.compile(
    r"""
    [\s,]* (?: ngày \s [\d/]+ )?                         # ngày 3/6/2013
    [\s,]* (?: (?:của|là) \s [^,.;“"]{2,90}? )?          # của Bộ Chính trị (khóa XI)
    [\s,]* (?: có\stên | quy\sđịnh | là )* \s*           # có tên là
    (?: [“"] | về \s )                                   # “về tiếp tục đẩy mạnh …
    """,
    re.VERBOSE | re.IGNORECASE,
)


def share(sentence: str, query: Query) -> float:
    """Return by which share, 0 to 1, `sentence` holds what `query` wants to be told.

    One that ends in a colon only introduces what answers.
    """
    introduces = BESIDE if sentence.endswith(":") else 1.0
    if query.numbers and query.kind in _OF_DOCUMENTS:
        return introduces * _OF_DOCUMENTS[query.kind](sentence, query)
    return introduces * _OF_KIND.get(query.kind, _anything)(sentence, query)


def _anything(_sentence: str, _query: Query) -> float:
    return 1.0


def _figure(sentence: str, query: Query) -> float:
    """Look for a figure, not a date's nor a document's; best right before what is counted."""
    plain = _without_documents_and_dates(strip_diacritics(sentence).lower(), sentence)
    if not _FIGURE.search(plain):
        return MISSING
    asked = strip_diacritics(query.text).lower()
    if "phan tram" in asked or "ty le" in asked:
        return 1.0 if "%" in plain else BESIDE
    counted = _COUNTED.search(asked)
    if counted is None:
        return 1.0
    beside = re.search(rf"\d[\d.,/]*%? (?:\w+ )?{counted['noun']}\b", plain)
    return 1.0 if beside else BESIDE


def _without_documents_and_dates(plain: str, sentence: str) -> str:
    """Blank out what has digits but counts nothing; offsets stay."""
    mentions = (mention.issued_span or mention.span for mention in find_mentions(sentence))
    for span in (*mentions, *(mention.span for mention in find_dates(sentence))):
        plain = plain[: span.start] + " " * len(span) + plain[span.end :]
    return plain


def _time(sentence: str, _query: Query) -> float:
    documents = [mention.span for mention in find_mentions(sentence)]
    return 1.0 if find_dates(sentence) or find_years(sentence, documents) else MISSING


def _person(sentence: str, query: Query) -> float:
    """Look for a name, and every role that was asked for itself, not only its deputy's."""
    if not _NAME.search(strip_diacritics(sentence)):
        return MISSING
    if not _roles(query.text) <= _roles(sentence):
        return ABSENT
    asks_for_role = _WHO_IS.search(strip_diacritics(query.text).lower())
    return BESIDE if asks_for_role and not _POSITION.search(sentence) else 1.0


def _roles(text: str) -> set[str]:
    return {match["role"] for match in _ROLE.finditer(strip_diacritics(text).lower())}


def _place(sentence: str, query: Query) -> float:
    """Look for a xã with its name where "xã nào" is asked."""
    asked = _UNIT_ASKED.search(strip_diacritics(query.text).lower())
    if asked is None:
        return 1.0
    named = re.compile(rf"\b{asked['type']}\s+(?=[A-Z])", re.IGNORECASE)
    plain = strip_diacritics(sentence)
    found = (match.end() for match in named.finditer(plain))
    return 1.0 if any(plain[end : end + 1].isupper() for end in found) else BESIDE


def _several(sentence: str, _query: Query) -> float:
    """Look for two quoted names, or a row of commas."""
    listed = len(_QUOTED.findall(sentence)) >= 2 or sentence.count(",") + sentence.count(";") >= 3
    return 1.0 if listed else BESIDE


def _title(sentence: str, _query: Query) -> float:
    return 1.0 if _QUOTED.search(sentence) else BESIDE


def _reason(sentence: str, _query: Query) -> float:
    return 1.0 if _REASON.search(sentence) else BESIDE


def _contact(sentence: str, query: Query) -> float:
    asked = strip_diacritics(query.text).lower()
    wanted = [held for asks, held in CONTACTS if asks.search(asked)]
    found = any(held.search(sentence) for held in wanted or [_ANY_CONTACT])
    return 1.0 if found else ABSENT


def _day_of_issue(sentence: str, query: Query) -> float:
    """Look for the day of a document's issue; another time in a sentence naming it will do, too."""
    if any(mention.issued_on for mention in _asked_documents(sentence, query)):
        return 1.0
    return BESIDE * _time(sentence, query)


def _what_a_document_is_about(sentence: str, query: Query) -> float:
    introduced = any(
        _TITLE.match(sentence, (mention.issued_span or mention.span).end)
        for mention in _asked_documents(sentence, query)
    )
    return 1.0 if introduced else BESIDE


def _asked_documents(sentence: str, query: Query) -> list[DocumentMention]:
    return [
        mention
        for mention in find_mentions(sentence)
        if closest(mention.number, query.numbers) in NAMED
    ]


Judge = Callable[[str, Query], float]

_OF_KIND: Mapping[QuestionKind, Judge] = MappingProxyType(
    {
        QuestionKind.HOW_MANY: _figure,
        QuestionKind.WHEN: _time,
        QuestionKind.WHO: _person,
        QuestionKind.WHERE: _place,
        QuestionKind.WHICH: _title,
        QuestionKind.LIST: _several,
        QuestionKind.WHY: _reason,
        QuestionKind.CONTACT: _contact,
    }
)
_OF_DOCUMENTS: Mapping[QuestionKind, Judge] = MappingProxyType(
    {
        QuestionKind.WHEN: _day_of_issue,
        QuestionKind.WHAT: _what_a_document_is_about,
        QuestionKind.WHICH: _what_a_document_is_about,
        QuestionKind.OPEN: _what_a_document_is_about,
    }
)
