"""The words around places: types before a name, everyday names, and words that names look like."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus.tables import read_rows
from corpus.text import strip_diacritics
from corpus.units import name_key


class How(StrEnum):
    """What a word that looks like a unit's name needs to be taken for the unit."""

    COMMON = "common"
    """Capitals, a type word, or a wider unit beside it."""
    INSIDE = "inside"
    """The same, or the start of a text, or "ở", "tại" before it."""
    TYPED = "typed"
    """A type word."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TypeWord:
    """A word before the name of a unit."""

    spellings: tuple[str, str]
    """Lower case, with all its diacritics and with none: "thị xã", "thi xa"."""
    type: str
    """As `UnitTable.type` has it."""
    is_part: bool
    """Whether it belongs to the name ("thị xã"), or to the unit's Party committee ("Thị ủy")."""
    is_letter: bool
    """Whether it is one letter, which needs a dot, a digit or a capital."""

    @property
    def is_short(self) -> bool:
        """Whether it is an abbreviation, which a dot may follow."""
        return self.spellings[0].isascii()


@dataclass(frozen=True, kw_only=True, slots=True)
class Alias:
    """An everyday name of a province."""

    province: str
    """Key of its short name."""
    in_capitals: bool
    """Whether it counts only in capitals."""
    is_person: bool
    """Whether it is a man's name as well: "tư tưởng HCM"."""


@cache
def type_words() -> dict[str, TypeWord]:
    """Return the type words by their form without diacritics."""
    return {
        strip_diacritics(word): TypeWord(
            spellings=(word, strip_diacritics(word)),
            type=type_,
            is_part=how != "body",
            is_letter=how == "letter",
        )
        for word, type_, how in read_rows("place_types.tsv")
    }


@cache
def aliases() -> dict[str, Alias]:
    """Return the everyday names by their key."""
    return {
        name_key(alias): Alias(
            province=name_key(unit), in_capitals=how == "capitals", is_person=how == "person"
        )
        for alias, unit, how in read_rows("place_aliases.tsv")
    }


@cache
def readings() -> dict[str, How]:
    """Return the common words that names look like, with their marks and as typed without."""
    rows = [(word, How(how or "common")) for word, how in read_rows("common_readings.tsv")]
    return {strip_diacritics(word): how for word, how in rows} | dict(rows)


@cache
def surnames() -> frozenset[str]:
    """Return the family and middle names, without diacritics, after which a name is a person's."""
    return frozenset(name for (name,) in read_rows("surnames.tsv"))
