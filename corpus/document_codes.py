"""The abbreviations that document numbers are made of: kinds (NQ, NĐ) and issuers (TW, CP)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from corpus.tables import alternatives, read_rows
from corpus.text import strip_diacritics


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of document."""

    id: str
    """As `DocumentNumber.kind` has it: NQ, NĐ, QyĐ."""
    code: str
    """As numbers write it, or empty; two kinds may share one: a "Quy định" is numbered QĐ too."""
    name: str
    """"Nghị quyết"."""
    words: tuple[str, ...]
    """What people write before the number, lower case, without diacritics."""
    other_codes: tuple[str, ...]
    weak: bool
    """Whether the word may also stand before a count: "kế hoạch 5 năm"."""
    family: str
    """Kinds of one family may name the same document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issuer:
    """Who gives out documents."""

    id: str
    """As `DocumentNumber.issuer` has it: TW, ThU, UBTVQH (without its term)."""
    of_state: bool
    """Whether a number without a year is written "04/NĐ-CP" rather than "25-NQ/TW"."""
    loose: bool
    """Whether it reads as nothing else even without "-" or "/" before it."""
    name: str
    aliases: tuple[str, ...]
    confused: tuple[str, ...]
    """Ids of issuers that people mistake for this one."""


def flatten(code: str) -> str:
    """Return what codes are looked up by: "NĐ" -> "nd"."""
    return strip_diacritics(code).lower()


@cache
def kinds() -> dict[str, Kind]:
    """Return all kinds by id, in the order of the table."""
    rows = read_rows("document_kinds.tsv")
    return {
        id_: Kind(
            id=id_,
            code=code,
            name=name,
            words=alternatives(words),
            other_codes=alternatives(other_codes),
            weak=weak == "yes",
            family=family or code,
        )
        for id_, code, name, words, other_codes, weak, family in rows
    }


@cache
def issuers() -> dict[str, Issuer]:
    """Return all known issuers by id, in the order of the table."""
    rows = read_rows("document_issuers.tsv")
    return {
        id_: Issuer(
            id=id_,
            of_state=style == "state",
            loose=loose == "yes",
            name=name,
            aliases=alternatives(aliases),
            confused=alternatives(confused),
        )
        for id_, style, loose, name, aliases, confused in rows
    }


def kind_of_code(code: str) -> Kind | None:
    """Return the kind that a number's code means: "nd" -> NĐ."""
    return _kinds_by_code().get(flatten(code))


def kind_of_word(word: str) -> Kind | None:
    """Return the kind that a word before a number means: "Nghị quyết" -> NQ."""
    return _kinds_by_word().get(" ".join(flatten(word).split()))


_TERM = re.compile(r"(?P<body>QH|UBTVQH)\s?(?P<term>\d{1,2})\Z", re.IGNORECASE)


def canonical_issuer(written: str) -> str:
    """Return an issuer as the sources write it: "ubtvqh11" -> UBTVQH11, "T.Ư" -> TW.

    Marks tell "TƯ" (TW) from "TU". One that is not in the table is returned in upper case.
    """
    term = _TERM.match(written)
    if term:
        return term["body"].upper() + str(int(term["term"]))
    known = _issuers_by_spelling()
    return known.get(written.lower()) or known.get(flatten(written)) or written.upper()


@cache
def _kinds_by_code() -> dict[str, Kind]:
    by_code: dict[str, Kind] = {}
    for kind in kinds().values():
        for code in filter(None, (kind.code, *kind.other_codes)):
            by_code.setdefault(flatten(code), kind)
    return by_code


@cache
def _kinds_by_word() -> dict[str, Kind]:
    return {word: kind for kind in kinds().values() for word in kind.words}


@cache
def _issuers_by_spelling() -> dict[str, str]:
    aliases = {alias.lower(): one.id for one in issuers().values() for alias in one.aliases}
    return aliases | {flatten(issuer): issuer for issuer in issuers()}


def code_pattern() -> str:
    """Return the alternatives of all kinds' codes, without diacritics, longest first."""
    return _any_of(_kinds_by_code())


def word_pattern() -> str:
    """Return the alternatives of all words before a number, without diacritics."""
    return _any_of(_kinds_by_word()).replace(r"\ ", r"\s{1,2}")


def issuer_pattern(*, loose: bool = False) -> str:
    """Return the alternatives of the known issuers, or of the `loose` ones alone.

    Without marks "TƯ" is spelt as another issuer is, so it is none of the loose ones.
    """
    strict = {flatten(issuer.id) for issuer in issuers().values() if not issuer.loose}
    spellings = {flatten(spelling) for spelling in _issuers_by_spelling()}
    return _any_of(spellings - strict if loose else spellings)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))
