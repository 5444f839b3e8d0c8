"""What a question asks for, and what a sentence must hold to be able to answer it.

Both are read without diacritics, because half of the questions are typed so.
"""

import re

from corpus.dates import find_dates, find_years
from corpus.numbers import find_mentions
from corpus.records import DocumentMention
from corpus.text import strip_diacritics
from retrieval.facts import NAMED, closest
from retrieval.records import Query, QuestionKind

KINDS: tuple[tuple[QuestionKind, str], ...] = (
    (
        QuestionKind.CONTACT,
        r"so dien thoai|dien thoai|sdt|e-?mail|thu dien tu|\bfax\b|dia chi|lien he|duong day nong",
    ),
    (QuestionKind.WHY, r"vi sao|tai sao|sao lai|de lam gi|muc dich|ly do|do dau"),
    (
        QuestionKind.WHEN,
        (
            r"khi nao|luc nao|bao gio|may gio|ngay thang|ngay ban hanh|thoi gian nao"
            r"|(ngay|nam|thang|hom|bua|giai doan|nhiem ky) (nao|may|bao nhieu)\b"
            r"|(nao|may) (thang|nam)\b(?= ?\?*$)"
        ),
    ),
    (
        QuestionKind.HOW_MANY,
        r"bao nhieu|\bmay\b|\bnhieu\b(?= ?\?*$)|so luong|tong so|ty le|ti le|phan tram|loai may",
    ),
    (
        QuestionKind.WHO,
        r"\bai\b|\b(nguoi|dong chi|ong|ba|vi) nao|chuc (vu|danh)|giu chuc|ten (ong|ba)\b",
    ),
    (
        QuestionKind.WHERE,
        r"o dau|(noi|cho|huyen|xa|phuong|tinh|duong|thi xa|dia phuong|don vi|co quan) nao",
    ),
    (
        QuestionKind.LIST,
        (
            r"ke ten|liet ke|danh sach|gom (nhung |co )?(gi|nao|ai)|(nhung|cac)\b.*\b(nao|gi)\b"
            r"|^(de nghi |xin |hay )?neu\b"
        ),
    ),
    (
        QuestionKind.HOW,
        r"the nao|ra sao|cach nao|lam sao|nhu nao|bang gi|cach thuc|huong nao",
    ),
    (QuestionKind.YES_NO, r"\b(khong|chua|ko|k|hong)\b ?\?*$|co phai|dung khong|phai khong"),
    (QuestionKind.WHICH, r"\bnao\b"),
    (QuestionKind.WHAT, r"\bgi\b|la sao"),
)
"""Patterns over lower-case text without diacritics; the first that is found decides."""

_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)
_FIGURE = re.compile(r"\d")
_NAME = re.compile(r"(?:\b[A-ZĐÂÊÔƠƯÁÀẢÃẠ][^\W\d_]+\s){1,3}\b[A-ZĐÂÊÔƠƯÁÀẢÃẠ][^\W\d_]+")
_TITLE = re.compile(
    r"""
    [\s,]* (?: ngày \s [\d/]+ )?                  # ngày 3/6/2013
    [\s,]* (?: của \s [^,.;“"]{2,60}? )?          # của Bộ Chính trị (khóa XI)
    [\s,]* (?: có\stên | quy\sđịnh | là )? \s*    # có tên
    [“"]? về \s                                   # “về tiếp tục đẩy mạnh …
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CONTACT = re.compile(r"\(?0\d{1,3}\)?[\s.]?\d{5,}|\S+@\S+\.\S+|Địa chỉ|Số \d+, ")


def kind_of(question: str) -> QuestionKind:
    """Return what `question` asks for; OPEN where its words do not tell.

    >>> kind_of("Cần Đước có mấy mô hình dân vận khéo?").value
    'how-many'
    """
    plain = strip_diacritics(question).lower().strip()
    return next((kind for kind, asks in _KINDS if asks.search(plain)), QuestionKind.OPEN)


def can_answer(sentence: str, query: Query) -> bool:
    """Tell whether `sentence` holds what the question wants: a figure, a day, a name, a title.

    Kinds that want nothing one could see from the outside are content with any sentence.
    """
    if query.numbers:
        return _can_answer_about_documents(sentence, query)
    match query.kind:
        case QuestionKind.HOW_MANY:
            return bool(_FIGURE.search(sentence))
        case QuestionKind.WHEN:
            return bool(_states_time(sentence))
        case QuestionKind.WHO:
            return bool(_NAME.search(sentence))
        case QuestionKind.CONTACT:
            return bool(_CONTACT.search(sentence))
        case _:
            return True


def _can_answer_about_documents(sentence: str, query: Query) -> bool:
    named = [
        mention
        for mention in find_mentions(sentence)
        if closest(mention.number, query.numbers) in NAMED
    ]
    match query.kind:
        case QuestionKind.WHEN:
            return any(mention.issued_on for mention in named)
        case QuestionKind.WHAT | QuestionKind.OPEN:
            return any(_introduces(mention, sentence) for mention in named)
        case _:
            return True


def _introduces(mention: DocumentMention, sentence: str) -> bool:
    """Tell whether what a document is about follows its number."""
    return _TITLE.match(sentence, mention.span.end) is not None


def _states_time(sentence: str) -> bool:
    documents = [mention.span for mention in find_mentions(sentence)]
    return bool(find_dates(sentence) or find_years(sentence, documents))
