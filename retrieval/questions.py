"""What a question asks for: read without diacritics, because half of them are typed so."""

import re
from itertools import pairwise

from corpus.records import Span
from corpus.text import strip_diacritics
from retrieval.records import QuestionKind

_DOCUMENT = r"nghi quyet|chi thi|ket luan|ke hoach|nghi dinh|phap lenh|quyet dinh|thong tu|van ban"
_ROLE = r"(?:pho )?(?:bi thu|chu tich|truong ban|chanh van phong|giam doc|chu nhiem)"
_OFFICE = (
    r"thuong truc|(?:tinh|thi|huyen|thanh|dang|quan) uy|uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd"
    r"|ban dan van|mat tran to quoc|mttq|tinh|huyen|thi xa|thanh pho|xa|phuong"
)
_THINGS_COUNTED = (
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
    (
        QuestionKind.HOW_MANY,
        (
            r"bao nhieu|(?<!muoi )\bmay\b(?!.* (?:nao|gi|ra sao|the nao)\b)|\bnhieu\b(?= ?\?*$)"
            r"|so luong|tong so|ty le|ti le|phan tram|loai may|\bcon so\b"
            rf"|^so (?:{_THINGS_COUNTED})\b"
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
        r"gom (nhung |co )?(gi|nao|ai)|(nhung|cac|may)\b.*\b(nao|gi)\b",
    ),
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
_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+(?=\S)")


def kind_of(question: str) -> QuestionKind:
    """Return what `question` asks for; OPEN where its words do not tell.

    >>> kind_of("Cần Đước có mấy mô hình dân vận khéo?").value
    'how-many'
    """
    plain = strip_diacritics(question).lower().strip()
    return next((kind for kind, asks in _KINDS if asks.search(plain)), QuestionKind.OPEN)


def asking_parts(text: str) -> tuple[Span, ...]:
    """Return the sentences of a message that ask something; all of it where none does.

    >>> text = "Nhà tôi ở xa. Số điện thoại ủy ban là gì? Cảm ơn."
    >>> [part.of(text) for part in asking_parts(text)]
    [' Số điện thoại ủy ban là gì?']
    """
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    parts = [
        Span(start=start, end=end) for start, end in pairwise([0, *ends, len(text)]) if start < end
    ]
    asking = tuple(part for part in parts if kind_of(part.of(text)) is not QuestionKind.OPEN)
    return asking or (Span(start=0, end=len(text)),)
