"""Numbers (số hiệu) of legal and Party documents: find, parse, format, compare.

Everything is matched without diacritics and in any case, because "nghi quyet 25", "nq25" and
"Nghị quyết số 25-NQ/TW" mean one document; what comes out is canonical ("nd-cp" -> NĐ-CP).
A text should be in NFC: offsets are those of the text given.

Known limits: of "nghị quyết 25, 43" only the first is found; a number in words ("nghị quyết
trung ương bốn") is not; a code that nobody listed in `document_kinds.tsv` is no number.
"""

import re
from dataclasses import replace
from enum import StrEnum
from functools import cache

from corpus.dates import FIRST_YEAR, LAST_YEAR, DateMention, find_dates, is_counted
from corpus.document_codes import (
    Kind,
    canonical_issuer,
    code_pattern,
    flatten,
    issuer_pattern,
    issuers,
    kind_of_code,
    kind_of_word,
    kinds,
    word_pattern,
)
from corpus.records import DocumentMention, DocumentNumber, Span
from corpus.text import strip_diacritics

MOST_PLENUMS = 15
"""No Central Committee met more often in one term: "Nghị quyết Trung ương 25" is 25-NQ/TW."""


class Agreement(StrEnum):
    """How a number that was asked for stands to one that was found."""

    SAME = "same"
    COMPATIBLE = "compatible"
    """Nothing contradicts, but one of the two gives less: "nghị quyết 25" and 25-NQ/TW."""
    NEAR = "near"
    """As COMPATIBLE but for issuers that people mistake for each other: 10-CT/TU, 10-CT/ThU."""
    DIFFERENT = "different"


_DASH = r"\-‐-―−"
_JOIN = rf"\s{{0,2}}[/{_DASH}]\s{{0,2}}"
_GAP = rf"(?:{_JOIN}|\s{{0,2}})"
_YEAR = r"(?:19|20)\d\d"
_CAPITALS = r"(?-i:[A-Z]{2,12})"
_ANY_ISSUER = r"[a-z][a-z0-9]{0,14}(?:-[a-z][a-z0-9]{0,14}){0,3}"


@cache
def _number_pattern() -> re.Pattern[str]:
    """Return what finds numbers in a text without diacritics.

    Groups of one part share a name up to their digit. Only a known issuer may stand apart, only
    one that reads as nothing else may follow a blank. Repeats are bounded, so that the time is
    linear in the text.
    """
    code, known, loose = code_pattern(), issuer_pattern(), issuer_pattern(loose=True)
    return re.compile(
        rf"""
        (?<!\w) (?<!\w[/.,{_DASH}]) (?<!ky\s) (?<!phap\s) (?<!dieu\s)  # kỷ luật 5 cán bộ
        (?: (?P<word>{word_pattern()}) \s{{0,3}}                # Nghị quyết, nq
            (?P<so> so \s{{0,2}} :? \s{{0,2}} )? )?             # số, số:
        (?P<ordinal> \d{{1,5}} (?:[a-d](?![a-z0-9]))? )         # 25, 04, 30a
        (?:
            (?: {_JOIN}(?:{code}) )? {_JOIN}(?P<year1>{_YEAR}) {_JOIN}(?P<code1>{code})
            (?: {_JOIN}(?P<issuer1>(?:{known})\d{{0,2}})(?!\w|-\w)  # 04/2015/NĐ-CP
              | [/{_DASH}](?P<issuer2>{_ANY_ISSUER}) )          # 34-PL/2007/PL-UBTVQH
          | /(?P<year4>{_YEAR})/(?P<code6>{code})               # 04/2015/NĐ
          | {_JOIN}(?P<year2>{_YEAR}) {_JOIN}
            (?P<issuer3>(?:ubtv)?qh\s?\d{{1,2}})               # 10/2022/QH15
          | {_JOIN}(?P<code2>{code})
            (?: {_JOIN}(?P<issuer4>{known})(?!\w|-\w)               # 25-NQ/TW, 25/NQ - TW
              | {_JOIN}(?P<issuer10>{_CAPITALS})(?!\w|-\w)       # 06 / QĐ - VKS
              | [/{_DASH}](?P<issuer5>{_ANY_ISSUER}) )          # 31-KH/BCĐ
          | {_GAP}(?P<code3>{code}) (?: {_JOIN} | \s{{1,2}} | (?=tw) )
            (?P<issuer6>{loose})                                # 25 NQ TW, 25-NQTW
          | [/{_DASH}](?P<code4>{code})                         # 25-NQ
          | (?(word) /(?P<year3>{_YEAR}) | (?!) )               # nghị định 04/2015
          | (?(word) \s{{1,2}}(?P<code5>{code}){_JOIN}          # chỉ thị số 10 CT/ThU
              (?P<issuer9>{known})(?!\w|-\w) | (?!) )
          | (?(word) {_JOIN}(?P<issuer7>(?:{known})(?:-{_ANY_ISSUER})?) | (?!) )  # nghị quyết 25/TW
          | (?(word) \s{{1,2}}(?P<issuer8>{loose}) | (?!) )     # nghị quyết 25 TW
          | (?(word) (?P<bare>) (?![.,:]\d|{_JOIN}\d) | (?!) )  # nghị quyết 25
        )
        (?!\w)
        """,
        re.VERBOSE | re.IGNORECASE,
    )


_DIGIT = re.compile(r"\d")

_TERM = re.compile(
    r"\s{0,2},?\s{0,2}\(?\s?khoa\s{1,2}(?P<term>\d{1,2}|[ivx]{1,6})\b\s?\)?", re.IGNORECASE
)

_YEAR_APART = re.compile(rf"\s{{1,2}}(?:nam\s{{1,2}})?(?P<year>{_YEAR})\b", re.IGNORECASE)
_NUMBERED_BY_YEAR = frozenset({"NĐ", "TT", "TTLT", "PL", "L"})
"""Kinds whose numbers hold the year: "nghị định 04 năm 2015" is 04/2015/NĐ-CP."""

_ISSUED = re.compile(
    r"""
    \s{0,2} [,(]? \s{0,2}
    (?: cua \s (?: ban \s chap \s hanh \s trung \s uong (?:\s dang)? | bo \s chinh \s tri
          | ban \s bi \s thu | chinh \s phu | quoc \s hoi | thu \s tuong (?:\s chinh \s phu)?
          | uy \s ban \s thuong \s vu \s quoc \s hoi )             # của Bộ Chính trị
        (?: \s{0,2} ,? \s{0,2} \(? khoa \s [ivx\d]{1,6} \)? )?    # (khóa XI)
        \s{0,2} ,? \s{0,2} (?=ngay|ban\s hanh|ky) )?
    (?: (?: duoc \s )? (?: ban \s hanh | ky | ra | de ) \s{1,2} )?  # ban hành ngày
    """,
    re.VERBOSE | re.IGNORECASE,
)

_TITLE = re.compile(r"\b(?P<word>luat|nghi\squyet|phap\slenh)\b[^.;\n\d]*\Z", re.IGNORECASE)


def find_mentions(text: str) -> tuple[DocumentMention, ...]:
    """Return the documents that `text` names, in order, with the day stated right after each.

    >>> find_mentions("Nghị quyết số 25-NQ/TW ngày 3/6/2013")[0].issued_on
    datetime.date(2013, 6, 3)
    """
    if not _DIGIT.search(text):
        return ()  # most sentences: the pattern takes fifty times as long to say so
    flat = strip_diacritics(text)
    found = [
        (number, end, match)
        for match in _number_pattern().finditer(flat)
        if (read := _read(match, text, flat))
        for number, end in [read]
    ]
    days = {mention.span.start: mention for mention in find_dates(text)} if found else {}
    return tuple(
        _mention(number, Span(start=match.start(), end=end), flat, days)
        for number, end, match in found
    )


def parse(text: str) -> DocumentNumber | None:
    """Return the number that the whole of a typed `text` is, or None.

    Besides what `find_mentions` knows, a bare ordinal will do here, with its year or without:
    whoever looks a document up types "25" or "34/2007".

    >>> parse("25/nq-tw")
    DocumentNumber(ordinal='25', kind='NQ', issuer='TW', year=None)
    """
    typed = text.strip(" \t\n\r\u00a0.,;:?!\"'()“”")
    bare = _BARE.fullmatch(strip_diacritics(typed))
    if bare:
        return DocumentNumber(
            ordinal=_ordinal(bare["ordinal"]), year=int(bare["year"]) if bare["year"] else None
        )
    mentions = find_mentions(typed)
    if len(mentions) != 1:
        return None
    start, end = mentions[0].span.start, (mentions[0].issued_span or mentions[0].span).end
    before = strip_diacritics(typed[:start]).strip().lower()
    return mentions[0].number if before in {"", "so", "van ban"} and end == len(typed) else None


_BARE = re.compile(
    rf"(?:so\s{{0,2}})?(?P<ordinal>\d{{1,5}}[a-d]?)(?:{_JOIN}(?P<year>{_YEAR}))?", re.IGNORECASE
)


def format(number: DocumentNumber) -> str:  # noqa: A001 - numbers.format reads as what it does
    """Return the canonical label: "25-NQ/TW", "04/2015/NĐ-CP", "Nghị quyết số 25".

    >>> format(DocumentNumber(ordinal="5", kind="CT", issuer="TW"))
    '05-CT/TW'
    """
    kind = kinds().get(number.kind or "")
    ordinal = number.ordinal.zfill(2)
    if kind and (not kind.code or not (number.issuer or number.year)):
        return _spoken(number, kind)
    code = kind.code if kind else number.kind
    if number.year:
        code = None if _is_house(number.issuer) else code
        tail = "-".join(filter(None, (code, number.issuer)))
        return "/".join(filter(None, (ordinal, str(number.year), tail)))
    if number.issuer in issuers() and issuers()[number.issuer].of_state:
        return "/".join(filter(None, (ordinal, "-".join(filter(None, (code, number.issuer))))))
    return "/".join(filter(None, ("-".join(filter(None, (ordinal, code))), number.issuer)))


def full_name(number: DocumentNumber) -> str:
    """Return the label with the name of its kind: "Nghị quyết số 25-NQ/TW".

    >>> full_name(DocumentNumber(ordinal="10", kind="CT", issuer="ThU"))
    'Chỉ thị số 10-CT/ThU'
    """
    label, kind = format(number), kinds().get(number.kind or "")
    return label if kind is None or label.startswith(kind.name) else f"{kind.name} số {label}"


def compare(asked: DocumentNumber, found: DocumentNumber) -> Agreement:
    """Tell how a number that was asked for stands to one that was found; symmetric.

    >>> compare(DocumentNumber(ordinal="25", kind="NQ"), parse("25-NQ/TW")).value
    'compatible'
    """
    if asked == found:
        return Agreement.SAME
    if asked.ordinal != found.ordinal or not _may_agree(asked.year, found.year):
        return Agreement.DIFFERENT
    if not _may_agree(_family(asked.kind), _family(found.kind)):
        return Agreement.DIFFERENT
    if _issuers_agree(asked.issuer, found.issuer):
        return Agreement.COMPATIBLE
    return Agreement.NEAR if _are_confused(asked.issuer, found.issuer) else Agreement.DIFFERENT


def _read(match: re.Match[str], text: str, flat: str) -> tuple[DocumentNumber, int] | None:
    """Return the number that `match` gives and where it ends, or None where it is none."""
    word = kind_of_word(match["word"]) if match["word"] else None
    code, issuer, year = (_part_span(match, part) for part in ("code", "issuer", "year"))
    if match["bare"] is not None and not _is_name(match, word, flat):
        return None
    if code and not _is_code(code.of(text), alone=not (issuer or year)):
        return None
    number = DocumentNumber(
        ordinal=_ordinal(match["ordinal"]),
        kind=_kind(word, kind_of_code(code.of(flat)) if code else None),
        issuer=canonical_issuer(_plain_dashes(issuer.of(text))) if issuer else None,
        year=int(year.of(flat)) if year else None,
    )
    return _completed(number, match, flat)


def _completed(
    number: DocumentNumber, match: re.Match[str], flat: str
) -> tuple[DocumentNumber, int]:
    """Add what stands beside the number: the term of its issuer, the word before its title."""
    if number.kind == "NQTW" and int(number.ordinal.rstrip("abcd")) > MOST_PLENUMS:
        number = replace(number, kind="NQ", issuer="TW")
    term = _TERM.match(flat, match.end())
    if term and number.issuer in {"UBTVQH", "QH"}:
        return replace(number, issuer=f"{number.issuer}{_arabic(term['term'])}"), term.end()
    if term and number.kind == "NQTW":
        return replace(number, issuer=f"khóa {_roman(term['term'])}"), term.end()
    year = _YEAR_APART.match(flat, match.end())
    if year and number.year is None and number.kind in _NUMBERED_BY_YEAR:
        return replace(number, year=int(year["year"])), year.end()
    if number.kind is None and (
        title := _TITLE.search(flat, max(0, match.start() - 120), match.start())
    ):
        kind = kind_of_word(title["word"])
        number = replace(number, kind=kind.id if kind else None)
    return number, match.end()


def _part_span(match: re.Match[str], part: str) -> Span | None:
    """Return where the group that gives `part` matched, whichever of its forms it is."""
    for name, value in match.groupdict().items():
        if value is not None and name.rstrip("0123456789") == part:
            return Span(start=match.start(name), end=match.end(name))
    return None


def _is_name(match: re.Match[str], word: Kind | None, flat: str) -> bool:
    """Tell a document ("kết luận 120") from a count or a year ("kế hoạch 5 năm", "luật 2013")."""
    digits = match["ordinal"]
    if word is None or not digits.isdigit():
        return word is not None
    is_year = len(digits) == 4 and FIRST_YEAR <= int(digits) <= LAST_YEAR
    if word.id == "HP":
        return is_year
    if match["so"]:
        return True
    abbreviated = " " not in match["word"].strip() and match["word"].lower() in _abbreviations()
    return not is_year and not is_counted(
        flat, match.end(), int(digits), things=word.weak and not abbreviated and digits[0] != "0"
    )


@cache
def _abbreviations() -> frozenset[str]:
    codes = (code for kind in kinds().values() for code in (kind.code, *kind.other_codes))
    return frozenset(strip_diacritics(code).lower() for code in codes if code)


def _is_code(typed: str, *, alone: bool) -> bool:
    """Tell a code from a word: no mark but "đ" ("12-2018 - đã"), alone only in capitals."""
    is_unmarked = typed.lower().replace("đ", "d") == strip_diacritics(typed).lower()
    return is_unmarked and (not alone or typed == typed.upper())


def _kind(word: Kind | None, code: Kind | None) -> str | None:
    """Let the code decide, unless the word only says which of the kinds with that code it is."""
    if code and word and word.code == code.code:
        return word.id
    kind = code or word
    return kind.id if kind else None


def _ordinal(digits: str) -> str:
    return digits.lower().lstrip("0") or "0"


def _plain_dashes(text: str) -> str:
    return re.sub(f"[{_DASH}]", "-", text)


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII",
          "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX")  # fmt: skip


def _roman(term: str) -> str:
    return _ROMAN[int(term)] if term.isdigit() and int(term) < len(_ROMAN) else term.upper()


def _arabic(term: str) -> str:
    return str(_ROMAN.index(term.upper())) if term.upper() in _ROMAN else str(term).lstrip("0")


def _mention(
    number: DocumentNumber, span: Span, flat: str, days: dict[int, DateMention]
) -> DocumentMention:
    """Add the day that stands right after, where one does."""
    lead = _ISSUED.match(flat, span.end)
    stated = days.get(lead.end()) if lead else None
    day = stated.as_date() if stated else None
    return DocumentMention(
        number=number,
        span=span,
        issued_on=day,
        issued_span=stated.span if stated and day else None,
    )


def _spoken(number: DocumentNumber, kind: Kind) -> str:
    """Return how a number is said that has no code: "Nghị quyết Trung ương 4 (khóa XII)"."""
    if kind.code:
        return f"{kind.name} số {number.ordinal.zfill(2)}"
    term = f" ({number.issuer})" if number.issuer else ""
    return f"{kind.name} {number.ordinal}{term}"


def _is_house(issuer: str | None) -> bool:
    return issuer is not None and issuer.startswith("QH") and issuer != "QH"


def _may_agree(asked: object, found: object) -> bool:
    return asked is None or found is None or asked == found


def _family(kind: str | None) -> str | None:
    return kinds()[kind].family if kind in kinds() else kind


def _issuers_agree(asked: str | None, found: str | None) -> bool:
    """UBTVQH agrees with UBTVQH11: whoever leaves the term off gives less."""
    if asked is None or found is None or flatten(asked) == flatten(found):
        return True
    shorter, longer = sorted((asked, found), key=len)
    return (
        shorter in {"QH", "UBTVQH"}
        and longer[len(shorter) :].isdigit()
        and longer.startswith(shorter)
    )


def _are_confused(asked: str | None, found: str | None) -> bool:
    return any(
        one in issuers() and other in issuers()[one].confused
        for one, other in ((asked, found), (found, asked))
        if one and other
    )
