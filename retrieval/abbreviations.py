"""What the abbreviations in written texts stand for: "HĐND" is "hội đồng nhân dân".

Passages are indexed under both, and questions are spelt out (see `shorthand`), so that either
finds the other.
"""

from functools import cache

from corpus.tables import alternatives, read_rows


def spelt_out(token: str) -> str | None:
    """Return what an abbreviation in capitals stands for; None where it may be several things.

    >>> spelt_out("QCDC"), spelt_out("dân")
    ('quy chế dân chủ', None)
    """
    return _expansions().get(token) if token.isupper() else None


@cache
def _expansions() -> dict[str, str]:
    """Return the rows that hold whatever stands beside them, single tokens only."""
    expansions: dict[str, str] = {}
    for spellings, expansion, _, before, after, *_ in read_rows("abbreviations.tsv", "retrieval"):
        if expansion and not before and not after:
            for spelling in alternatives(spellings):
                if spelling.isalnum():
                    expansions.setdefault(spelling, expansion)
    return expansions
