"""The register (sổ văn bản): which documents are in force, as somebody checked it, and where.

An article can't know that a document which it names lapses later on. The shipped table holds what
the program knows; an operator's own file of the same form adds to it, and its rows come first.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from corpus.document_codes import kind_of_word, kinds
from corpus.errors import UnreadableRegisterError
from corpus.numbers import Agreement, compare, find_mentions, full_name, parse
from corpus.numbers import format as label
from corpus.records import DocumentNumber
from corpus.tables import alternatives

COLUMNS = (
    "number",
    "kind",
    "issuer",
    "title",
    "issued",
    "effective",
    "ended",
    "replaced_by",
    "details",
    "source",
    "checked_on",
)
_NEEDED = ("number", "source", "checked_on")
LARGEST_REGISTER = 5_000_000
"""Characters; no more is read, however much comes. The shipped one has some thousands."""
_SHIPPED = "register.tsv"
_LIKELY = (Agreement.SAME, Agreement.COMPATIBLE)


class Force(StrEnum):
    """Whether a document is in force on some day, as far as the register tells."""

    NOT_YET = "not-yet"
    IN_FORCE = "in-force"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedDocument:
    """Another document that a row of the register speaks of."""

    name: str
    """As the row has it: "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15"."""
    number: DocumentNumber


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterEntry:
    """What the register holds of one document; what it does not know is None."""

    number: DocumentNumber
    issuer: str | None = None
    title: str | None = None
    """Without "về": "Thực hiện dân chủ ở cơ sở"."""
    issued_on: date | None = None
    effective_on: date | None = None
    """First day on which it is in force."""
    ended_on: date | None = None
    """First day on which it is no longer in force."""
    replaced_by: tuple[NamedDocument, ...] = ()
    details: tuple[NamedDocument, ...] = ()
    """Documents that it lays down the details of."""
    source: str
    """Where all this stands."""
    checked_on: date
    """The day on which somebody looked there."""

    @property
    def name(self) -> str:
        """Return how the document is called in a sentence: a law by its title too."""
        if self.number.kind == "L" and self.title:
            return f"Luật {self.title} số {label(self.number)}"
        return full_name(self.number)

    @property
    def tells_force(self) -> bool:
        """Whether anything is known of when the document holds, or what took its place."""
        return bool(self.effective_on or self.ended_on or self.replaced_by)

    def force_on(self, day: date) -> Force:
        """Tell whether the document is in force on `day`."""
        if self.ended_on is None and self.effective_on is None:
            return Force.UNKNOWN
        if self.ended_on is not None and self.ended_on <= day:
            return Force.ENDED
        is_early = self.effective_on is not None and day < self.effective_on
        return Force.NOT_YET if is_early else Force.IN_FORCE


@dataclass(frozen=True, kw_only=True)
class Register:
    """The entries of one or more tables, one a document."""

    entries: tuple[RegisterEntry, ...] = ()

    @cached_property
    def _by_ordinal(self) -> dict[str, list[RegisterEntry]]:
        found: defaultdict[str, list[RegisterEntry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.number.ordinal].append(entry)
        return found

    def may_mean(self, asked: DocumentNumber) -> tuple[RegisterEntry, ...]:
        """Return the entries of all documents that a number, however short, may mean."""
        entries = self._by_ordinal.get(asked.ordinal, ())
        return tuple(entry for entry in entries if compare(asked, entry.number) in _LIKELY)

    def entry_of(self, named: DocumentNumber) -> RegisterEntry | None:
        """Return the entry of the document that a number names for certain, if there is one.

        "Pháp lệnh 34" may mean the ordinance of another year, so it names none for certain.
        """
        return next((one for one in self.may_mean(named) if _is_certain(named, one.number)), None)

    def replaced_with(self, number: DocumentNumber) -> tuple[RegisterEntry, ...]:
        """Return the entries of the documents that the one of `number` took the place of."""
        return tuple(one for one in self.entries if _names(one.replaced_by, number))

    def detailing(self, number: DocumentNumber) -> tuple[RegisterEntry, ...]:
        """Return the entries of the documents that lay down details of the one of `number`."""
        return tuple(one for one in self.entries if _names(one.details, number))

    def overridden_by(self, other: "Register") -> "Register":
        """Return the entries of both; of one document, that of `other` alone."""
        kept = (one for one in self.entries if other.entry_of(one.number) is None)
        return Register(entries=(*other.entries, *kept))


@cache
def shipped_register() -> Register:
    """Return the register that comes with the program."""
    text = (files("corpus") / "data" / _SHIPPED).read_text(encoding="utf-8")
    return parse_register(text, _SHIPPED)


def read_register(path: Path) -> Register:
    """Return the shipped register, overridden by the table at `path`.

    Raises UnreadableRegisterError.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(LARGEST_REGISTER + 1)
    except OSError as error:
        raise UnreadableRegisterError(
            f"the register {path} can't be read ({error.strerror}); name a file that the bot may "
            "read, or none"
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableRegisterError(
            f"the register {path} is no UTF-8 text; save it as UTF-8 with tabs between its columns"
        ) from error
    if len(text) > LARGEST_REGISTER:
        raise UnreadableRegisterError(
            f"the register {path} has more than {LARGEST_REGISTER:,} characters; name another file"
        )
    return shipped_register().overridden_by(parse_register(text, str(path)))


def parse_register(text: str, name: str) -> Register:
    """Return the entries of a table; `name` is what errors call it.

    Tab-separated, cells may be quoted; a header names the columns in any order, `#` begins a
    comment. Raises UnreadableRegisterError, naming line, column and what is expected there.
    """
    rows = list(_rows(text, name))
    register = Register(entries=tuple(map(_entry, rows)))
    for row, entry in zip(rows, register.entries, strict=True):
        first = register.entry_of(entry.number)
        if first is not None and first is not entry:
            raise row.bad("number", "one row a document, and an earlier row has this one")
    return register


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """A row of a table, and where it stands."""

    name: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def bad(self, column: str, expected: str) -> UnreadableRegisterError:
        """Return the error that says what is wrong with a cell."""
        given = repr(self[column]) if self[column] else "empty"
        return UnreadableRegisterError(
            f"{self.name}, line {self.line}, column {column} is {given}; expected {expected}"
        )


def _rows(text: str, name: str) -> Iterator[_Row]:
    lines = ("" if line.startswith("#") else line for line in text.splitlines())
    table = csv.reader(lines, delimiter="\t", strict=True)
    header: list[str] = []
    try:
        for cells in table:
            stripped = [cell.strip() for cell in cells]
            if not any(stripped):
                continue
            if not header:
                header = _header(stripped, name, table.line_num)
                continue
            if len(stripped) > len(header):
                raise UnreadableRegisterError(
                    f"{name}, line {table.line_num} has {len(stripped)} cells; expected at most "
                    f"{len(header)}, as many as the header has, with a tab between them"
                )
            cells_by_column = dict(zip(header, stripped, strict=False))
            yield _Row(name=name, line=table.line_num, cells=cells_by_column)
    except csv.Error as error:
        raise UnreadableRegisterError(
            f"{name}, line {table.line_num} can't be read ({error}); expected cells with tabs "
            'between them, and a quotation mark inside a quoted cell doubled ("")'
        ) from error


def _header(cells: Iterable[str], name: str, line: int) -> list[str]:
    header = ["_".join(cell.lower().split()) for cell in cells]
    unknown = [column for column in header if column not in COLUMNS]
    missing = [column for column in _NEEDED if column not in header]
    if unknown or missing or len(set(header)) < len(header):
        wrong = f"has no column {missing[0]}" if missing else "names a column twice"
        wrong = f"names a column {unknown[0]!r}" if unknown else wrong
        raise UnreadableRegisterError(
            f"{name}, line {line}, the header, {wrong}; expected {', '.join(COLUMNS)}, separated "
            f"by tabs, of which only {', '.join(_NEEDED)} are needed"
        )
    return header


def _entry(row: _Row) -> RegisterEntry:
    checked_on = _day(row, "checked_on")
    if checked_on is None:
        raise row.bad("checked_on", "the day on which somebody checked it, e.g. 2026-11-22")
    if not row["source"]:
        raise row.bad("source", "where the row's facts stand")
    entry = RegisterEntry(
        number=_number(row),
        issuer=row["issuer"] or None,
        title=row["title"] or None,
        issued_on=_day(row, "issued"),
        effective_on=_day(row, "effective"),
        ended_on=_day(row, "ended"),
        replaced_by=tuple(_documents(row, "replaced_by")),
        details=tuple(_documents(row, "details")),
        source=row["source"],
        checked_on=checked_on,
    )
    if entry.ended_on and entry.effective_on and entry.ended_on <= entry.effective_on:
        raise row.bad("ended", f"a day after {entry.effective_on}, when it took effect")
    return entry


def _number(row: _Row) -> DocumentNumber:
    word = kind_of_word(row["kind"]) if row["kind"] else None
    if row["kind"] and word is None:
        raise row.bad("kind", 'a kind of document, such as "Nghị định"')
    number = parse(f"{row['kind']} {row['number']}")
    kind = kinds().get(number.kind or "") if number else None
    if number is None or (kind and kind.code and not (number.issuer or number.year)):
        raise row.bad("number", 'a whole number, such as "34/2007/PL-UBTVQH11"')
    if kind is None:
        raise row.bad("kind", 'the kind of the document, such as "Luật": its number does not tell')
    if word and word.family != kind.family:
        raise row.bad("kind", f'"{kind.name}", which the number says, or nothing')
    return number


def _documents(row: _Row, column: str) -> Iterator[NamedDocument]:
    for name in alternatives(row[column]):
        mentions = find_mentions(name)
        if len(mentions) != 1:
            raise row.bad(
                column, 'a document with its number, such as "Luật 10/2022/QH15"; "|" between two'
            )
        yield NamedDocument(name=name.strip(), number=mentions[0].number)


def _day(row: _Row, column: str) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise row.bad(column, "a day such as 2023-07-01, or nothing") from None


def _names(documents: Iterable[NamedDocument], number: DocumentNumber) -> bool:
    return any(_is_certain(one.number, number) for one in documents)


def _is_certain(named: DocumentNumber, number: DocumentNumber) -> bool:
    """Tell whether `named` is no other document: nothing is left off but one part of its code.

    "Nghị định 04/2015" and "10/2022/QH15" are whole enough, "34/2007" and "Pháp lệnh 34" are not.
    """
    if compare(named, number) not in _LIKELY or named.year != number.year:
        return False
    given = (named.kind, named.issuer or named.year or not number.issuer)
    return all(given) or (named.issuer is not None and named.year is not None)
