"""What a page says of its article: title, day, author, publisher, place.

Each function takes the page's blocks (and their layout) and gives one value, None where the page
does not show it; nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from corpus.dates import DateMention, find_dates, find_years
from corpus.layout import Layout
from corpus.lines import DateLine, Role, read_date_line
from corpus.portals import by_line, is_office
from corpus.sentences import split_sentences

LONGEST_MADE_TITLE = 90
"""Code points of a title that is made of the text's opening words, without its ellipsis."""

DATELINE_OFFSET = 40
"""Code points: a dateline starts the text, after a place or a time of the day at most."""

DATELINE_BLOCKS = 2
"""So many paragraphs from the start may open with the dateline."""

FIRST_SURE_MONTH = 7
"""Of a dateline without a year: what is reviewed from July on is the year that runs, or ends."""

Blocks = tuple[str, ...]


def find_title(blocks: Blocks, layout: Layout) -> str | None:
    """Return the headline as it stands."""
    return None if layout.title is None else blocks[layout.title]


def opening_words(text: str) -> str:
    """Return the first sentence of `text`, cut between words, for an article without a headline.

    >>> opening_words("Thời gian qua, công tác dân vận được quan tâm. Tiếp theo.")
    'Thời gian qua, công tác dân vận được quan tâm.'
    """
    line = text.partition("\n")[0]
    sentence = split_sentences(line)[0].of(line)
    if len(sentence) <= LONGEST_MADE_TITLE:
        return sentence
    cut = sentence.rfind(" ", 0, LONGEST_MADE_TITLE + 1)
    return sentence[: cut if cut > 0 else LONGEST_MADE_TITLE].rstrip(" ,;:-–") + "…"


def find_day(blocks: Blocks, layout: Layout) -> date | None:
    """Return the day of publication: as a line of its own states it, else as the dateline does.

    A dateline without a year ("Ngày 24/9, ...") counts if the lead reviews exactly one year, or a
    period that ends with it ("sơ kết 5 năm (2013-2018)"), and not before July: until then it may
    be the year before that is reviewed ("Ngày 15/01, ... tổng kết năm 2024").
    """
    for stated in _date_lines(blocks, layout):
        return stated.day
    leads = (blocks[index] for index in layout.body if layout.roles[index] is Role.PROSE)
    days = (_dateline_day(lead) for lead in islice(leads, DATELINE_BLOCKS))
    return next(filter(None, days), None)


def _date_lines(blocks: Blocks, layout: Layout) -> Iterator[DateLine]:
    yield from filter(None, (read_date_line(blocks[index]) for index in layout.dates))


def _dateline_day(lead: str) -> date | None:
    mentions = find_dates(lead)
    if not mentions or mentions[0].span.start > DATELINE_OFFSET:
        return None
    dateline = mentions[0]
    years = {dateline.year} if dateline.year else _reviewed_years(lead, mentions)
    is_sure = len(years) == 1 and (dateline.year or dateline.month >= FIRST_SURE_MONTH)
    if dateline.day is None or not is_sure:
        return None
    return date(years.pop(), dateline.month, dateline.day)


_REVIEW = re.compile(r"(?:sơ|tổng) kết", re.IGNORECASE)
_PLANNED = re.compile(
    r"nhiệm kỳ|giai đoạn|đến năm|tới năm|khóa|kế hoạch|nhiệm vụ|phương hướng|chương trình",
    re.IGNORECASE,
)


def _reviewed_years(lead: str, dates: Iterable[DateMention]) -> set[int]:
    """Return the years at which what `lead` reviews ends, without those of dates and plans."""
    review = _REVIEW.search(lead)
    if review is None:
        return set()
    stated = [mention.span for mention in dates]
    return {
        mention.end
        for mention in find_years(lead, outside=stated)
        if mention.span.start > review.start()
        and not _PLANNED.search(lead[max(0, mention.span.start - 20) : mention.span.end])
    }


_AGENCY = re.compile(r"\s*(?:\((?P<agency>[^()]+)\)|/\s*(?P<suffix>[A-ZĐ]{3,}))\s*$")


def find_author(blocks: Blocks, layout: Layout) -> str | None:
    """Return the author's name, from a by-line, a line of its own, or beside the date."""
    for candidate in _author_lines(blocks, layout):
        name = _AGENCY.sub("", candidate).strip(" .,-–|")
        if name:
            return _capitalised(name) if name.isupper() else name
    return None


def _capitalised(name: str) -> str:
    return " ".join(map(str.capitalize, name.split()))


def _author_lines(blocks: Blocks, layout: Layout) -> Iterator[str]:
    for index in _byline_area(layout):
        if (match := by_line(blocks[index])) and match["author"]:
            yield blocks[index][match.start("author") : match.end("author")]
    yield from (blocks[index] for index in layout.names)
    yield from (stated.names for stated in _date_lines(blocks, layout) if stated.names)


def find_publisher(blocks: Blocks, layout: Layout) -> str | None:
    """Return who published: an agency beside the author, a stated source, the contact's office."""
    for index in _byline_area(layout):
        if match := by_line(blocks[index]):
            agency = _AGENCY.search(blocks[index])
            if agency and match["author"]:
                return agency["agency"] or agency["suffix"]
            for group in ("source", "agency"):
                if match[group]:
                    return blocks[index][match.start(group) : match.end(group)]
    return _office_of([blocks[index] for index in layout.contact])


_OWNER = re.compile(r"cơ quan chủ quản\s*:\s*(?P<office>.+)", re.IGNORECASE)


def _office_of(contact: Sequence[str]) -> str | None:
    """Return the office that a contact block names: as the page's owner, else in its first line."""
    for line in contact:
        if owner := _OWNER.match(line):
            return _in_sentence_case(owner["office"])
    if contact and is_office(contact[0]):
        return _in_sentence_case(contact[0])
    return None


def _byline_area(layout: Layout) -> range:
    """Return the blocks up to those that end the article: what they state, they state of it.

    By-lines come in rows: "Tác giả: Lê Minh", and below it "Nguồn: Báo Tân An".
    """
    stop = min(layout.body.stop + 1, len(layout.roles))
    while stop < len(layout.roles) and layout.roles[stop] is Role.BY_LINE:
        stop += 1
    return range(stop)


_UNIT_TYPE = r"(?:tỉnh|thành phố|huyện|thị xã|quận|phường|thị trấn|xã)"
_NAME_AFTER_TYPE = re.compile(rf"(?<=\b)(?P<type>{_UNIT_TYPE}) (?P<name>[^,.-]+)")


def _in_sentence_case(office: str) -> str:
    """Write an office's name in capitals as sentences do.

    >>> _in_sentence_case("ỦY BAN NHÂN DÂN THỊ XÃ KIẾN TƯỜNG")
    'Ủy ban nhân dân thị xã Kiến Tường'
    """
    if not office.isupper():
        return office
    return _NAME_AFTER_TYPE.sub(
        lambda match: f"{match['type']} {_capitalised(match['name'])}", office.capitalize()
    )


_CAPITAL = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_WORD = rf"[{_CAPITAL}][^\W\d_]*"
_UNIT = re.compile(
    rf"\b(?P<type>(?i:{_UNIT_TYPE})) (?P<name>{_WORD}(?: {_WORD}){{0,3}}|\d{{1,2}}\b)"
)
_LIES_IN = re.compile(r"(?:,| -| thuộc) ")

FEWEST_MENTIONS = 2
"""Of the unit that an article is about, if the headline does not name it."""

SUBJECT_SHOWS_IN = 20_000
"""Code points of a long text's beginning, and of its end, in which its place is looked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Unit:
    """One mention of an administrative unit."""

    type: str
    """In lower case."""
    name: str
    end: int
    """Offset behind the mention."""

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


def find_place(title: str, text: str) -> str | None:
    """Return the unit that an article is about, in its own words, with those it lies in if stated.

    It is the unit with its type ("huyện Cần Đước") whose name is said most often.

    >>> find_place("Hội nghị", "Ở huyện Cần Đước, tỉnh Long An. Ông nói: Cần Đước có 76 mô hình.")
    'huyện Cần Đước, tỉnh Long An'
    """
    if len(text) > 2 * SUBJECT_SHOWS_IN:
        text = f"{text[:SUBJECT_SHOWS_IN]}\n{text[-SUBJECT_SHOWS_IN:]}"
    page = f"{title}\n{text}"
    units = [_unit(match, page) for match in _UNIT.finditer(page)]
    mentions = Counter(map(str, units))
    said = {
        str(unit): mentions[str(unit)] if unit.name.isdigit() else page.count(unit.name)
        for unit in units
    }
    for unit in _UNIT.finditer(title):
        said[str(_unit(unit, page))] += FEWEST_MENTIONS
    chosen = max(said, key=lambda unit: said[unit], default="")
    if said.get(chosen, 0) < FEWEST_MENTIONS:
        return None
    return max((_with_outer(unit, page) for unit in units if str(unit) == chosen), key=len)


def _unit(match: re.Match[str], page: str) -> _Unit:
    """Return the unit of `match` without a person's name right after it.

    Most names have two words; a third belongs to it if it always follows ("Thủ Dầu Một").
    """
    words = match["name"].split()
    name = " ".join(words[:2])
    for size in range(3, len(words) + 1):
        longer = " ".join(words[:size])
        if page.count(longer) == page.count(name) > 1:
            name = longer
    end = match.start("name") + len(name)
    name = _capitalised(name) if name.isupper() else name
    return _Unit(type=match["type"].lower(), name=name, end=end)


def _with_outer(unit: _Unit, page: str) -> str:
    """Return `unit` with the units that it is said to lie in, nearest first: at most two."""
    chain = [unit]
    while len(chain) <= 2 and (joint := _LIES_IN.match(page, chain[-1].end)):
        outer = _UNIT.match(page, joint.end())
        if outer is None:
            break
        chain.append(_unit(outer, page))
    return ", ".join(map(str, chain))
