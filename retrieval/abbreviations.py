"""What the abbreviations in written texts stand for: "HĐND" is "hội đồng nhân dân".

Passages are indexed under both, and questions are spelt out (see `shorthand`), so that either
finds the other.
"""

import re
from functools import cache

from corpus.tables import alternatives, read_rows

_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


def spelt_out(token: str) -> str | None:
    """Return what an abbreviation in capitals stands for; None where it may be several things.

    >>> spelt_out("QCDC"), spelt_out("XV"), spelt_out("dân")
    ('quy chế dân chủ', '15', None)
    """
    return str(_arabic(token)) if _ROMAN.fullmatch(token) else _expansions().get(token)


def _arabic(roman: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in roman]
    return sum(
        -digit if digit < following else digit
        for digit, following in zip(digits, [*digits[1:], 0], strict=True)
    )


@cache
def _expansions() -> dict[str, str]:
    """Return the rows of one reading, whatever stands beside them; single tokens only."""
    expansions: dict[str, str] = {}
    for spellings, expansion, others, before, after, *_ in read_rows(
        "abbreviations.tsv", "retrieval"
    ):
        if expansion and not (others or before or after):
            for spelling in alternatives(spellings):
                if spelling.isalnum():
                    expansions.setdefault(spelling, expansion)
    return expansions
