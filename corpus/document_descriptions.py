"""Who issued a document and what it is about, as the words around its number say.

    Nghị quyết số 25-NQ/TW ngày 3/6/2013 của BCHTW Đảng (khóa XI) về "Tăng cường và đổi mới …"

Matched without diacritics; what comes out are spans of the text given, so that they can be quoted.

Known limits: a title without quotation marks ends with its clause, and a comma inside of it is told
from the comma after it by what follows: a capital, or a word that opens a clause.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.document_codes import issuers, kinds
from corpus.records import DocumentMention, Span
from corpus.tables import read_rows
from corpus.text import strip_diacritics

_BEFORE = 120
_AFTER = 400
"""Code points before and after a number that may describe its document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """What stands around one mention of a document; None where nothing does."""

    issuer: Span | None = None
    """"Ban Chấp hành Trung ương Đảng (khóa XI)"."""
    title: Span | None = None
    """Without "về" and quotation marks."""


def describe(text: str, mention: DocumentMention) -> Description:
    """Return who issued the document of a mention in `text`, and its title, as stated there.

    >>> from corpus.numbers import find_mentions
    >>> text = "Nghị định số 04/2015/NĐ-CP của Chính phủ về thực hiện dân chủ."
    >>> found = describe(text, find_mentions(text)[0])
    >>> found.issuer.of(text), found.title.of(text)
    ('Chính phủ', 'thực hiện dân chủ')
    """
    start = max(0, mention.span.start - _BEFORE)
    window = text[start : mention.span.end + _AFTER]
    flat = strip_diacritics(window)
    ends = [
        stated.end - start for stated in (mention.span, mention.issued_span) if stated is not None
    ]
    after = next(filter(None, (_issuer_after().match(flat, end) for end in ends)), None)
    before = _issuer_before().search(flat, 0, mention.span.start - start)
    issuer = after or before
    title = _title_after(window, flat, max([*ends, after.end() if after else 0]))
    title = title or _title_before(flat, mention.span.start - start)
    return Description(
        issuer=_span(issuer, "issuer", start) if issuer else None,
        title=title.shifted(start) if title else None,
    )


def _span(match: re.Match[str], group: str, offset: int) -> Span:
    return Span(start=match.start(group), end=match.end(group)).shifted(offset)


@cache
def _bodies(*levels: str) -> str:
    """Return the alternatives of the bodies of these levels, longest first."""
    found = {body for body, level in read_rows("issuing_bodies.tsv") if level in levels}
    if "central" in levels:
        names = (name for issuer in issuers().values() for name in _names(issuer.name))
        found |= {strip_diacritics(name).lower() for name in (*names, *issuers())}
    return "|".join(re.escape(body) for body in sorted(found, key=lambda body: (-len(body), body)))


def _names(name: str) -> Iterator[str]:
    """Yield the names of a row that stands for several bodies: "Tỉnh ủy, Thành ủy"."""
    yield from name.split(", ")


@cache
def _issuer() -> str:
    """Return the pattern of a body with its part, its unit and its term; capitals count."""
    unit = r"(?i:tinh|thanh\spho|thi\sxa|huyen|quan|xa|phuong|thi\stran)"
    name = r"(?!(?i:ve|ngay|khoa|ban|da)\b)[A-Z]\w*"
    return rf"""
        (?P<issuer>
            (?: (?i:{_spaced(_bodies("part"))}) \s )?
            (?i:{_spaced(_bodies("central", "local"))}) \b
            (?: \s{unit}\b )? (?: \s{name} )*
            (?: ,? \s{{0,2}} \(? (?i:khoa\s(?:[ivx]+|\d+)) \b \)? )?
        )
    """


def _spaced(alternatives: str) -> str:
    return alternatives.replace(r"\ ", r"\s")


@cache
def _issuer_after() -> re.Pattern[str]:
    kind = "|".join(re.escape(word) for kind in kinds().values() for word in kind.words)
    return re.compile(
        rf"[\s,)]{{0,4}} (?: la\s(?:{_spaced(kind)})\s )? (?:cua|do)\s {_issuer()}", re.VERBOSE
    )


@cache
def _issuer_before() -> re.Pattern[str]:
    return re.compile(rf"\b{_issuer()} \s(?:da\s)?(?:ky\s)?ban\shanh\s \Z", re.VERBOSE)


_INTRODUCED = re.compile(
    r"""
    [\s,)]{0,4}
    (?P<introduced> ve\s (?:viec\s)?                                # về, về việc
                  | co\sten (?:\sgoi)? (?:\sday\sdu)? (?:\sla)? \s )?  # có tên là
    (?P<quoted> ["“] (?P<about> ve\s (?:viec\s)? )? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUOTED = re.compile(r'[^"“”\n]{4,300}(?=["”])')
_PLAIN = re.compile(
    r"""
    [^\n.;:()"“”…]{4,300}?
    (?= \s? (?: \.(?!\d) | [\n;:()"“”…] | \Z
              | ,\s(?: [A-ZÀ-ỸĐ] | \d | trong\b | từ\b | đến\b | nhằm\b | qua\b | sau\b
                     | đồng\sthời\b | góp\sphần\b | tạo\b | cấp\sủy\b | các\scấp\b )
              | (?:đã|đang|sẽ|vừa)\s | (?:gọi|viết)\stắt\b ) )
    """,
    re.VERBOSE,
)
_TITLED_LAW = re.compile(
    r"\b(?:[Bb]o\s)?[Ll]uat \s (?P<title>[A-Z][^.,;:()\n\d]{3,200}?) [\s,(]* (?:so\s)? \Z",
    re.VERBOSE,
)
"""A law's title stands before its number: "Luật Thực hiện dân chủ ở cơ sở (số 10/2022/QH15)"."""


def _title_after(window: str, flat: str, end: int) -> Span | None:
    """Return the title that begins where the number, its day and its issuer end, if one does."""
    found = _INTRODUCED.match(flat, end)
    if found is None or not (found["introduced"] or found["about"]):
        return None
    title = (_QUOTED if found["quoted"] else _PLAIN).match(window, found.end())
    return Span(start=title.start(), end=title.end()) if title else None


def _title_before(flat: str, end: int) -> Span | None:
    found = _TITLED_LAW.search(flat, 0, end)
    return _span(found, "title", 0) if found else None
