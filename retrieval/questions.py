"""What a question asks for: read without diacritics, because half of them are typed so."""

import re
from collections.abc import Iterable
from itertools import pairwise

from corpus.records import Span
from corpus.text import fold, strip_diacritics
from retrieval.function_words import content_runs
from retrieval.records import QuestionKind

_DOCUMENT = r"nghi quyet|chi thi|ket luan|ke hoach|nghi dinh|phap lenh|quyet dinh|thong tu|van ban"
_ROLE = r"(?:pho )?(?:bi thu|chu tich|truong ban|chanh van phong|giam doc|chu nhiem)"
_OFFICE = (
    r"thuong truc|(?:tinh|thi|huyen|thanh|dang|quan) uy|uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd"
    r"|ban dan van|mat tran to quoc|mttq|tinh|huyen|thi xa|thanh pho|xa|phuong"
)
THINGS_COUNTED = (
    r"nguoi|tap the|ca nhan|don vi|dai bieu|cu tri|mo hinh|cuoc|buoi|ho|thu tuc|ho so|xa|phuong"
    r"|lan|vu|tien|can bo|dang vien|hoi vien|doan vien"
)
DOCUMENT_ASKED = re.compile(rf"\b(?:{_DOCUMENT}) (?:so )?(?:nao|may|gi|bao nhieu)\b")
"""Without diacritics: which document is asked for."""

KINDS: tuple[tuple[QuestionKind, str], ...] = (
    (
        QuestionKind.CONTACT,
        (
            r"so dien thoai|dien thoai|sdt|e-?mail|thu dien tu|\bfax\b|dia chi|lien he"
            r"|duong day nong|\bgoi (?:dien|so nao|den so|vao so|toi so)\b|\bso nao (?:de|ma) goi\b"
            r"|\btru so\b.*(?:o dau|so may|duong nao|cho nao|so nha)"
        ),
    ),
    (
        QuestionKind.LIST,
        (
            r"ke ten|liet ke|danh sach|^(?:hay |xin )?ke (?:ra|cac|nhung)\b"
            r"|^(de nghi |xin |hay )?neu\b"
        ),
    ),
    (QuestionKind.YES_NO, r"\bco ai\b.*\b(?:khong|ko|chua)\b ?[?.!]*$"),
    (QuestionKind.WHY, r"vi sao|tai sao|sao lai|de lam gi|muc dich|ly do|do dau"),
    (
        QuestionKind.WHEN,
        (
            r"^ngay (?!\d)|khi nao|luc nao|bao gio|may gio|ngay thang|ngay ban hanh|thoi gian nao"
            r"|(ngay|nam|thang|hom|bua|giai doan|nhiem ky) (nao|may|bao nhieu)\b"
            r"|(nao|may) (thang|nam)\b(?= ?\?*$)"
        ),
    ),
    (
        QuestionKind.WHO,
        (
            r"(bi thu|chu tich|truong ban|van phong|giam doc)\b.*\bten (la )?gi\b"
            r"|^(?:\w+ )?(?:nguoi|dai bieu|ong|ba|vo|chong|dong chi)\b.*\bten (la )?gi\b"
        ),
    ),
    (QuestionKind.WHICH, r"\bten (la )?gi\b|goi la gi|ten day du|" + DOCUMENT_ASKED.pattern),
    (QuestionKind.HOW_LONG, r"\bbao lau\b(?! (?:mot|1) lan)"),
    (
        QuestionKind.HOW_MANY,
        (
            r"bao nhieu|\bnhieu\b(?= ?\?*$)"
            r"|(?<!muoi )(?<!nha )(?<!hay )(?<!xe )\bmay\b(?!.* (?:nao|gi|ra sao|the nao)\b)"
            r"|so luong|tong so|ty le|ti le|phan tram|loai may|\bcon so\b"
            rf"|^so (?:{THINGS_COUNTED})\b"
        ),
    ),
    (
        QuestionKind.WHO,
        (
            r"\bai\b|\b(nguoi|dong chi|ong|ba|vi) nao|chuc (vu|danh|gi)|giu chuc|ten (ong|ba)\b"
            r"|luc luong nao"
        ),
    ),
    (
        QuestionKind.WHERE,
        (
            r"o dau|\bnhung dau\b|(noi|cho|huyen|xa|phuong|tinh|duong|thi xa|dia phuong|don vi"
            r"|co quan|hoi truong|dia diem) nao"
        ),
    ),
    (
        QuestionKind.LIST,
        (
            r"gom (nhung |co )?(gi|nao|ai)"
            r"|\b(?:nhung|cac|may) (?:(?:\w+ ){0,6}?(?:nao|gi)|.*\bla (?:nhung )?gi)\b"
        ),
    ),
    (QuestionKind.WHAT, r"\b(?:the nao|sao) (?:duoc |thi )?(?:goi )?la\b"),
    (
        QuestionKind.HOW,
        r"the nao|ra sao|cach nao|lam sao|nhu nao|bang gi|cach thuc|huong nao",
    ),
    (QuestionKind.YES_NO, r"\b(khong|chua|ko|k|hong)\b ?[?.!]*$|co phai|dung khong|phai khong"),
    (QuestionKind.WHICH, r"\bnao\b"),
    (QuestionKind.WHAT, r"\bgi\b|la sao"),
    (QuestionKind.LIST, r"^(?:cac|nhung)\b"),
    (QuestionKind.WHO, rf"^{_ROLE}(?: (?:{_OFFICE}))+(?: \w+){{0,5}}$"),
)
"""Patterns over lower-case text without diacritics; the first that is found decides."""

_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)
_LOOKALIKE = re.compile(r"\b(?:máy|nếu|mảy)\b")
"""What would be a question word without its marks: "mấy", "nêu"."""
_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+(?=\S)")
_CLAUSE_END = re.compile(r"(?<=[,;])\s+(?=\S)")
ENOUGH_TO_SEARCH_FOR = 2
"""Syllables that are no function words: "cho hỏi có mấy cái" asks about what was said before."""
_REQUEST = re.compile(
    r"\b(?:cho|xin) (?:\w+ ){0,2}?(?:hoi|biet)\b|\bmuon (?:hoi|biet)\b|\bkhong biet\b"
    r"|\bcan (?:biet|tim|con so|so lieu|thong tin)\b"
)
_OF_ASKER = re.compile(
    r"""
    \W* (?P<who> (?: (?:bo|me|ong|ba|vo|chong|nha|que|cho)\s)? (?:toi|tui|minh|em|chau)
               | bac|chu|co|chi )
    \s (?: nam\snay|dang|hien|hay|moi|vua|co|la|o|lam|song|que|nho|nghe|thay|it|doc|nha|cung|cu ) \b
    """,
    re.VERBOSE,
)
_AMBIGUOUS = frozenset({"bac", "chu", "co", "chi"})
"""Without marks they are rather "bậc", "chủ", "có", "chỉ"."""


def kind_of(question: str) -> QuestionKind:
    """Return what `question` asks for; OPEN where its words do not tell.

    >>> kind_of("Cần Đước có mấy mô hình dân vận khéo?").value
    'how-many'
    """
    plain = _plain(_LOOKALIKE.sub("_", fold(question).lower())).strip()
    return next((kind for kind, asks in _KINDS if asks.search(plain)), QuestionKind.OPEN)


def asking_parts(text: str) -> tuple[Span, ...]:
    """Return the parts of a message that ask something; all of it where none does.

    Of a sentence it is what follows "cho tôi hỏi", where that is enough to search for; what people
    tell of themselves is left out.

    >>> text = "Nhà tôi ở xa. Số điện thoại ủy ban là gì? Cảm ơn."
    >>> [part.of(text) for part in asking_parts(text)]
    [' Số điện thoại ủy ban là gì?']
    >>> text = "Tôi làm ở xã, cho tôi hỏi Cần Đước có mấy mô hình dân vận khéo"
    >>> [part.of(text) for part in asking_parts(text)]
    [' cho tôi hỏi Cần Đước có mấy mô hình dân vận khéo']
    """
    stretches = [_narrowed(text, sentence) for sentence in _parts(_SENTENCE_END, text)]
    told = [stretch for stretch in stretches if stretch]
    asking = [stretch for stretch in told if _asks(text, stretch)]
    asking = asking or [one for one in told if any(_requests(text, part) for part in one)]
    return tuple(part for stretch in asking for part in stretch) or (Span(start=0, end=len(text)),)


def told_of_asker(text: str) -> tuple[Span, ...]:
    """Return the clauses in which people tell of themselves: where they live, what they read."""
    return tuple(
        clause
        for sentence in _parts(_SENTENCE_END, text)
        for clause in _clauses(text, sentence)
        if _tells_of_asker(text, clause)
    )


def _narrowed(text: str, sentence: Span) -> list[Span]:
    """Return the clauses of a sentence that may ask, neighbours together."""
    clauses = _clauses(text, sentence)
    requests = [place for place, one in enumerate(clauses) if _requests(text, one)]
    joined: list[Span] = []
    for clause in clauses[min(requests, default=0) :]:
        if _tells_of_asker(text, clause):
            continue
        if joined and clause.start == joined[-1].end:
            joined[-1] = Span(start=joined[-1].start, end=clause.end)
        else:
            joined.append(clause)
    return joined


def _asks(text: str, parts: Iterable[Span]) -> bool:
    return any(kind_of(part.of(text)) is not QuestionKind.OPEN for part in parts)


def _clauses(text: str, sentence: Span) -> list[Span]:
    return [one.shifted(sentence.start) for one in _parts(_CLAUSE_END, sentence.of(text))]


def _requests(text: str, clause: Span) -> bool:
    """Tell whether a clause says that it asks, and has something to search for after that."""
    request = _REQUEST.search(_plain(clause.of(text)))
    if request is None:
        return False
    asked = Span(start=clause.start + request.end(), end=clause.end).of(text)
    return sum(len(run) for run in content_runs(asked)) >= ENOUGH_TO_SEARCH_FOR


def _tells_of_asker(text: str, clause: Span) -> bool:
    told = clause.of(text)
    found = _OF_ASKER.match(_plain(told))
    if found is None or _REQUEST.search(_plain(told)):
        return False
    pronoun = fold(told[found.start("who") : found.end("who")]).lower()
    return pronoun not in _AMBIGUOUS


def _parts(ends: re.Pattern[str], text: str) -> list[Span]:
    """Cut `text` after each of `ends`."""
    cuts = [match.start() for match in ends.finditer(text)]
    return [
        Span(start=start, end=end) for start, end in pairwise([0, *cuts, len(text)]) if start < end
    ]


def _plain(text: str) -> str:
    return strip_diacritics(text).lower()
