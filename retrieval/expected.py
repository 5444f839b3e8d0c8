"""Whether a sentence holds what a question wants: a figure, a day, a name, a list.

Each kind of question has one small function that gives a share, 0 to 1, by which the sentence's
coverage counts. Kinds that want nothing one could see from the outside take any sentence whole.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from corpus.dates import find_dates, find_years
from corpus.document_descriptions import describe
from corpus.numbers import find_mentions
from corpus.records import DocumentMention
from corpus.text import strip_diacritics
from retrieval.counting import Count, counted_by
from retrieval.defining import defines
from retrieval.durations import durations_in, tells_from_when_to_when
from retrieval.facts import NAMED, closest
from retrieval.highlight import (
    CONTACTS,
    DAY_ASKED,
    ISSUER_ASKED,
    PERIOD_ASKED,
    POSITION_ASKED,
    SHARE_ASKED,
    tells_of_no_birth,
)
from retrieval.listing import is_list, lacks_items, leads_to_items
from retrieval.particulars import contradicts, particulars_of
from retrieval.persons import person_names
from retrieval.questions import DOCUMENT_ASKED
from retrieval.records import Query, QuestionKind

MISSING = 0.5
"""Share of a sentence without what was asked for."""
ABSENT = 0.3
"""Share of a sentence that can't answer at all: no telephone number, where one is asked for."""
BESIDE = 0.75
"""Share of a sentence that holds such a thing, but not seen to be that of what was asked."""

_COUNTED = {
    Count.ASKED: 1.0,
    Count.SOMETHING: 1.0,
    Count.VAGUELY: BESIDE,
    Count.OTHERS: MISSING,
    Count.NOTHING: ABSENT,
}
_ORDINAL_ASKED = re.compile(r"\b(?P<thing>loai|khoa|hang|dot|quy|lan thu) (?:may|bao nhieu)\b")
_CAPITALS = re.compile(r"\b(?:[A-Z][a-z]+\s){1,3}[A-Z][a-z]+")
"""Without diacritics: what may be a name, of an office too."""
_DEFINITION_ASKED = re.compile(r"\b(?:the nao|sao) (?:duoc |thi )?(?:goi )?la\b")
_WHAT_IS = re.compile(rf"{_DEFINITION_ASKED.pattern}|\bla (?:cai )?(?:gi|sao)\b")
_QUOTED = re.compile(r"[“\"][^”\"]+[”\"]")
_REASON = re.compile(r"\b(?:để|nhằm|vì|do|nhờ|bởi|góp phần|mục đích|tạo|từ đó)\b", re.IGNORECASE)
_PURPOSE_ASKED = re.compile(r"\bde lam gi\b|\bmuc dich\b")
_ANY_CONTACT = re.compile(r"(?i)điện thoại|\S+@\S+|địa chỉ")
_OFTEN = re.compile(r"(?i)\b(?:trước|sau|khi|mỗi|hằng|hàng|lúc|cuối|đầu|định kỳ|thường xuyên)\b")
_UNIT_TYPES = "xa|phuong|thi tran|hoi truong|phong hop|nha van hoa"
"""Smaller than what an article is about, so that the sentence must name it."""
_UNIT_ASKED = re.compile(rf"\b(?P<type>{_UNIT_TYPES}) nao\b")
_THROUGH_WHAT = re.compile(r"\bqua (?:nhung |cac )?(?:dau|kenh|phuong tien)\b")
_THROUGH = re.compile(r"(?i)\b(?:qua|tại|trên|niêm yết)\b")
_ROLE = re.compile(
    r"(?<!pho )(?<!nguyen )\b(?P<role>bi thu|chu tich|truong ban|chanh van phong|giam doc)\b"
)
"""Not "phó bí thư": who asks for the secretary does not ask for the deputy."""
_POSITION = re.compile(
    r"(?i)bí thư|chủ tịch|chánh văn phòng|giám đốc|ủy viên|chủ nhiệm|người đứng đầu"
    r"|\b(?:hiệu|thủ|bộ|đội) trưởng|\btrưởng (?:ban|phòng|khoa|ấp|thôn)"
)
_ACTOR = re.compile(
    r"(?i)người|ủy ban|hội đồng|mặt trận|\bban\b|cấp ủy|chính quyền|cơ quan|đơn vị|tổ chức"
    r"|đoàn thể|cán bộ|lực lượng|phòng|khoa|trường|UBND|HĐND|MTTQ"
)
_WHO_IS = re.compile(r"\bla ai\b")
_NAME_ASKED = re.compile(r"\bten (?:la |ho )?(?:gi|ai|sao)\b")
_TITLE = re.compile(
    r"""
    [\s,]* (?: ngày \s [\d/]+ )?                         # ngày 3/6/2013
    [\s,]* (?: (?:của|là) \s [^,.;“"]{2,90}? )?          # của Bộ Chính trị (khóa XI)
    [\s,]* (?: có\stên | quy\sđịnh | là )* \s*           # có tên là
    (?: [“"] | về \s )                                   # “về tiếp tục đẩy mạnh …
    """,
    re.VERBOSE | re.IGNORECASE,
)


def share(sentence: str, query: Query, *, title: str = "", before: str = "") -> float:
    """Return by which share, 0 to 1, `sentence` holds what `query` wants to be told.

    It stands after the sentence `before`, in an article of that title. One that ends in a colon
    only introduces what answers, and of one that speaks of another term or half of the year than
    was asked nothing is told.
    """
    if contradicts(sentence, title, query.text):
        return ABSENT
    if not query.numbers and query.kind in _ENUMERATING and lacks_items(sentence, query.text):
        return ABSENT
    if query.kind is QuestionKind.WHO:
        of_document = ISSUER_ASKED.search(_plain(query.text))
        return _issuer(sentence, query) if of_document else _person(sentence, query, before)
    introduces = BESIDE if sentence.endswith(":") and query.kind is not QuestionKind.LIST else 1.0
    if query.numbers and query.kind in _OF_DOCUMENTS:
        return introduces * _OF_DOCUMENTS[query.kind](sentence, query)
    return introduces * _OF_KIND.get(query.kind, _anything)(sentence, query)


def _anything(_sentence: str, _query: Query) -> float:
    return 1.0


def _figure(sentence: str, query: Query) -> float:
    """Look for a figure that counts what is asked for, not a date's nor a document's."""
    asked = _plain(query.text)
    if SHARE_ASKED.search(asked):
        return 1.0 if "%" in sentence else MISSING
    if which := _ORDINAL_ASKED.search(asked):
        named = particulars_of(sentence)
        return 1.0 if any(one.sort == which["thing"] for one in named) else MISSING
    return _COUNTED[counted_by(sentence, query.text)]


def _duration(sentence: str, _query: Query) -> float:
    """Look for how long; a beginning and an end tell that, too."""
    if any(True for _ in durations_in(sentence)):
        return 1.0
    return BESIDE if tells_from_when_to_when(sentence) else ABSENT


def _time(sentence: str, query: Query) -> float:
    """Look for a day, where one is asked for, else for any time."""
    asked = _plain(query.text)
    if tells_of_no_birth(sentence, asked):
        return ABSENT
    if find_dates(sentence):
        return 1.0
    years = find_years(sentence, [mention.span for mention in find_mentions(sentence)])
    is_year = any(year.start == year.end for year in years)
    if (is_year and not DAY_ASKED.search(asked)) or (years and PERIOD_ASKED.search(asked)):
        return 1.0
    return BESIDE if is_year or _OFTEN.search(sentence) else MISSING


def _person(sentence: str, query: Query, before: str) -> float:
    """Look for a name, and every role that was asked for itself, not only its deputy's.

    The name may stand `before`, in a line of its own, as under what someone signs.
    """
    asked = _plain(query.text)
    named = {_plain(span.of(sentence)) for span in person_names(sentence)}
    named |= {_plain(span.of(before)) for span in person_names(before) if len(span) == len(before)}
    told = {name for name in named if name in asked}
    if _NAME_ASKED.search(asked) and told:
        return 1.0 if named - told else ABSENT
    if person_names(query.text) and not told:
        return MISSING
    if POSITION_ASKED.search(asked) or told:
        return 1.0 if _POSITION.search(sentence) else MISSING
    roles = _roles(query.text)
    if not roles <= _roles(sentence):
        return ABSENT
    if roles or _NAME_ASKED.search(asked):
        return 1.0 if named else ABSENT
    if named or _POSITION.search(sentence):
        return 1.0 if _POSITION.search(sentence) or not _WHO_IS.search(asked) else BESIDE
    is_actor = _ACTOR.search(sentence) or _CAPITALS.search(strip_diacritics(sentence))
    return BESIDE if is_actor else MISSING


def _issuer(sentence: str, query: Query) -> float:
    """Look for who issued a document: the one that was asked for, where its number was told."""
    mentions = _asked_documents(sentence, query) if query.numbers else find_mentions(sentence)
    return 1.0 if any(describe(sentence, one).issuer for one in mentions) else MISSING


def _roles(text: str) -> set[str]:
    return {match["role"] for match in _ROLE.finditer(_plain(text))}


def _place(sentence: str, query: Query) -> float:
    """Look for a xã with its name where "xã nào" is asked, for "qua …" where "qua đâu"."""
    question = _plain(query.text)
    if _THROUGH_WHAT.search(question):
        return 1.0 if _THROUGH.search(sentence) else BESIDE
    asked = _UNIT_ASKED.search(question)
    if asked is None:
        return 1.0
    named = re.compile(rf"\b{asked['type']}\s+(?=[A-Z])", re.IGNORECASE)
    plain = strip_diacritics(sentence)
    found = (match.end() for match in named.finditer(plain))
    return 1.0 if any(plain[end : end + 1].isupper() for end in found) else MISSING


def _several(sentence: str, _query: Query) -> float:
    """Look for a row of things, or for what leads to one."""
    return 1.0 if is_list(sentence) or leads_to_items(sentence) else BESIDE


def _title(sentence: str, query: Query) -> float:
    """Look for a document, where "văn bản nào" is asked, else for a name in quotes."""
    if DOCUMENT_ASKED.search(_plain(query.text)):
        return 1.0 if find_mentions(sentence) else MISSING
    return 1.0 if _QUOTED.search(sentence) else BESIDE


def _reason(sentence: str, query: Query) -> float:
    """Look for what tells a reason; a purpose may be told without."""
    if _REASON.search(sentence):
        return 1.0
    return BESIDE if _PURPOSE_ASKED.search(_plain(query.text)) else MISSING


def _definition(sentence: str, query: Query) -> float:
    """Look for what says what a thing is, where its name is all that was told.

    "X là gì" may be answered otherwise, "thế nào là X" hardly.
    """
    asked = _plain(query.text)
    if len(query.content) != 1 or not _WHAT_IS.search(asked):
        return 1.0
    if defines(_plain(" ".join(query.content[0])), sentence):
        return 1.0
    return MISSING if _DEFINITION_ASKED.search(asked) else BESIDE


def _contact(sentence: str, query: Query) -> float:
    asked = _plain(query.text)
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


def _plain(text: str) -> str:
    return strip_diacritics(text).lower()


Judge = Callable[[str, Query], float]

_ENUMERATING = (QuestionKind.LIST, QuestionKind.WHAT, QuestionKind.WHICH)
"""Kinds of questions that may ask which the things of a number are."""

_OF_KIND: Mapping[QuestionKind, Judge] = MappingProxyType(
    {
        QuestionKind.HOW_MANY: _figure,
        QuestionKind.HOW_LONG: _duration,
        QuestionKind.WHEN: _time,
        QuestionKind.WHERE: _place,
        QuestionKind.WHICH: _title,
        QuestionKind.LIST: _several,
        QuestionKind.WHAT: _definition,
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
