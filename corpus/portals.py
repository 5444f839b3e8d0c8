"""What portals put around their articles, as tables and patterns; the layout decides with them.

Patterns are matched against the `plain` form of a line: without diacritics, in lower case.
"""

import re
from enum import StrEnum
from functools import cache

from corpus.tables import read_rows
from corpus.text import fold, strip_diacritics


class Where(StrEnum):
    """What a chrome line tells about the article's end."""

    ANYWHERE = "anywhere"
    OTHER_PAGES = "other-pages"
    """It follows an article, and other pages' headlines and leads follow it."""
    END = "end"
    """It stands at an article's end, but it may stand under its headline too."""
    ROW = "row"
    """It is chrome only in a line, or beside lines, of its kind."""


def plain(line: str) -> str:
    """Return `line` for the patterns here: one tone placement, no diacritics, lower case."""
    return strip_diacritics(fold(line)).lower()


_WORDS = re.compile(r"\w+")


def label(line: str) -> str:
    """Return the bare words of `line`, as the table of labels has them.

    >>> label(" Lượt người xem: ")
    'luot nguoi xem'
    """
    return " ".join(_WORDS.findall(plain(line)))


@cache
def _labels() -> dict[str, Where]:
    return {row[0]: Where(row[1]) for row in read_rows("portal_labels.tsv")}


@cache
def _row_of_labels() -> re.Pattern[str]:
    one = "|".join(sorted(map(re.escape, _labels()), key=len, reverse=True))
    return re.compile(rf"(?:{one})(?: (?:{one}))+")


_COUNTED = r"(?:luot|truy\ cap|online|truc\ tuyen|thong\ ke|visitors?|views?|nguoi\ (?:xem|doc))"

_END_PATTERN = re.compile(
    rf"""
      (?:[^\d\W]|\ )*{_COUNTED}(?:[^\d\W]|\ )*\W+[\d.,]*    # Lượt người xem: 214
    | [\d.,]+\ (?:[^\d\W]|\ )*{_COUNTED}(?:[^\d\W]|\ )*     # 214 lượt xem
    | .*\bdanh\ gia\b.*trung\ binh.*                        # lượt đánh giá: , trung bình:
    | tong\ so\ diem.*danh\ gia.*                           # Tổng số điểm: 0 trong 0 đánh giá
    | (?:tu\ khoa|tags?)\s*:.*                              # Từ khóa: dân vận
    | (?:content\ type|created\ at|last\ modified)\b.*      # SharePoint's form
    | (?P<twice>.{{6,}})(?P=twice)                          # Version HistoryVersion History
    """,
    re.VERBOSE,
)

_PERIOD = r"(?:hom\ (?:nay|qua)|(?:trong\ )?(?:tuan|thang|nam)(?:\ nay)?|tat\ ca|tong(?:\ cong)?)"

_ANYWHERE_PATTERN = re.compile(
    rf"""
      \W*                                                   # |
    | {_PERIOD}\W+[\d.,]+                                   # Hôm nay: 123
    | (?:so\ )?luot\ truy\ cap\W*[\d.,]*                    # Số lượt truy cập: 280035
    | (?:trang\ chu|home)\b.*                               # Trang chủ  Tin tức  Hội nghị ...
    | skip\ to\ .*                                          # Skip to main content
    | (?:>>|»|\W*(?:xem|doc)\ them\s*:).*                   # >> Xem thêm: ...
    | (?:\w+\ ){{,3}}co\ chu\W*                             # Xem với cỡ chữ:
    | (?:https?://|www\.)\S+                                # a web address alone
    | (?:cong|trang)\ thong\ tin\ dien\ tu(?:\ [\w-]+){{,8}}  # Cổng thông tin điện tử tỉnh ...
    """,
    re.VERBOSE,
)

_BY_LINE_PATTERN = re.compile(
    r"""
    (?: (?:tin|bai)(?:(?:\s*[,&/-]\s*|\ (?:va\ )?)(?:bai|anh|video|clip))*  # Tin, ảnh: ...
      | tac\ gia | nguoi\ viet | bai\ viet | thuc\ hien | phong\ vien | pv
    )\s*:\s*(?P<author>\S.*)
    | (?:nguon(?:\ tin)?|tong\ hop)\s*:\s*(?P<source>\S.*)               # Nguồn: TTXVN
    | theo\ (?P<agency>\S+(?:\ \S+){,3})                                # Theo Báo Long An
    """,
    re.VERBOSE,
)

UNSIGNED = frozenset({"ban bien tap", "bbt", "pv", "ctv", "phong vien", "cong tac vien"})
"""What stands in an author's place where the author is not named."""

_DATE_WORDS = (
    "thu|hai|ba|tu|nam|sau|bay|chu nhat|cn|ngay|gio|phut|sang|chieu|toi|sa|ch|am|pm|gmt|luc|hoi"
    "|dang|dang tai|cap nhat|xuat ban|phat hanh|ngay tao|lan cuoi|thoi gian dang|tin|bai|posted on"
)
_DATE_WORDS_PATTERN = re.compile(rf"(?:(?:{_DATE_WORDS}|\d+)(?:\ |$))*")

_CONTACT_PATTERN = re.compile(
    r"""\W*(?:
        dia\ chi | tru\ so | (?:so\ )?dien\ thoai | dt | tel | phone | di\ dong | fax
      | e-?mail | thu\ dien\ tu | hotline | duong\ day\ nong | website
      | (?:nguoi\ )?chiu\ trach\ nhiem | co\ quan\ chu\ quan | giay\ phep | truong\ ban\ bien\ tap
    )\b[^:]{,40}:\s*\S.*""",
    re.VERBOSE,
)

_NO_HEADLINE_PATTERN = re.compile(
    r"""
      .*:                                                   # Xây dựng Đảng:
    | (?:so|kinh\ gui|can\ cu|noi\ nhan)\b.*                 # Số: 31-KH/UBND, Căn cứ Luật ...
    | .*,\ ngay\ (?:\d+|\W+)\ thang\b.*                     # Tân An, ngày 22 tháng 6 năm 2011
    """,
    re.VERBOSE,
)

_OFFICE_PATTERN = re.compile(
    r"(?:uy ban|ubnd|hdnd|hoi dong|van phong|so|phong|ban|trung tam|cong thong tin|trang thong tin"
    r"|bao|dai|mat tran|uy ban mttq|lien doan|hoi|doan|cong an|huyen uy|thi uy|tinh uy)\b.*"
)

_OFFICE_HOLDER_PATTERN = re.compile(
    r"(?:uvbtv|uy vien|bi thu|pho|chu tich|truong|giam doc|chanh|thac si|tien si|ths|ts|pgs|gs)\b.*"
)

_MENU_SEPARATOR = re.compile(r"\s*[|>»›]\s*")
LONGEST_MENU_ITEM = 4
"""Words."""

LONGEST_CONTACT = 400
"""Code points of a line with an office's address or numbers."""

LONGEST_CHROME = 150
"""Code points; a longer line is looked at by the layout alone."""


def chrome(line: str) -> Where | None:
    """Tell whether `line` is a portal's and no article's, and what it tells of the end.

    >>> chrome("Chia sẻ:"), chrome("Tiếng Việt | English"), chrome("Mỹ Duyên")
    (<Where.END: 'end'>, <Where.ANYWHERE: 'anywhere'>, None)
    """
    if len(line) > LONGEST_CHROME:
        return None
    words = label(line)
    if where := _labels().get(words):
        return where
    bare = plain(line).strip()
    if _ANYWHERE_PATTERN.fullmatch(bare) or _row_of_labels().fullmatch(words) or _is_menu(bare):
        return Where.ANYWHERE
    return Where.END if _END_PATTERN.fullmatch(bare) else None


def _is_menu(bare: str) -> bool:
    items = _MENU_SEPARATOR.split(bare)
    return (
        len(items) > 1
        and not any(char.isdigit() for char in bare)
        and all(0 < len(item.split()) <= LONGEST_MENU_ITEM for item in items)
        and not bare.endswith((".", "…", ";", ":"))
    )


def by_line(line: str) -> re.Match[str] | None:
    """Match a labelled by-line; its groups `author`, `source`, `agency` have `line`'s offsets."""
    if len(line) > LONGEST_CHROME:
        return None
    match = _BY_LINE_PATTERN.fullmatch(plain(line))
    if match and match["agency"] and not line[match.start("agency")].isupper():
        return None
    return match


def says_when(words: str) -> bool:
    """Tell whether `words`, what a line holds beside a date, belong to one of publication.

    >>> says_when("Thứ 3, Ngày"), says_when("Đăng ngày:"), says_when("Thời gian: 7 giờ 30, ngày")
    (True, True, False)
    """
    return _DATE_WORDS_PATTERN.fullmatch(label(words)) is not None


def is_document_number(line: str) -> bool:
    """Tell whether `line` gives the number of the letter that the page is: "Số: 31/KH-UBND"."""
    return re.fullmatch(r"so\s*:\s*\d+\s*[/-]\s*\S+", plain(line)) is not None


def may_be_headline(line: str) -> bool:
    """Tell whether nothing shows that `line` is the head of a section or of an official letter."""
    return "|" not in line and _NO_HEADLINE_PATTERN.fullmatch(plain(line)) is None


def is_contact(line: str) -> bool:
    """Tell whether `line` says how to reach an office: "Địa chỉ: Số 12, ..."."""
    return len(line) <= LONGEST_CONTACT and bool(_CONTACT_PATTERN.fullmatch(plain(line)))


def is_office(line: str) -> bool:
    """Tell whether `line` may be an office's name: "ỦY BAN NHÂN DÂN THỊ XÃ ..."."""
    return _OFFICE_PATTERN.fullmatch(plain(line)) is not None


def is_office_holder(line: str) -> bool:
    """Tell whether `line` may say what a signer is: "Trưởng ban Dân vận Thị ủy"."""
    return _OFFICE_HOLDER_PATTERN.fullmatch(plain(line)) is not None
