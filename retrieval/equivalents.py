"""Expressions by which a question may mean what a text calls otherwise.

Sentences are compared with a question through them; they never choose passages, for BM25 and its
second look know only words as written.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from corpus.tables import alternatives, read_rows
from retrieval.analysis import Token, tokens

Expression = tuple[str, ...]
"""Its syllables, as `Token.form` has them."""

_Y, _I = "yỳýỷỹỵ", "iìíỉĩị"
_OPEN_Y_OR_I = re.compile(rf"(?:[hklmst]|qu)[{_Y}{_I}]")
"""Syllables that are written with either letter: "kỳ họp", "kì họp"."""
_EITHER = str.maketrans(_Y + _I, _I + _Y)


def paraphrases(text: str) -> Iterator[tuple[Token, ...]]:
    """Yield each expression of `text` as a question may call it, between its neighbours.

    >>> for words in paraphrases("26 tập thể và 47 cá nhân"):
    ...     print(*(token.typed for token in words))
    26 đơn vị và
    47 người
    """
    found = tokens(text)
    forms = tuple(token.form for token in found)
    for start, first in enumerate(forms):
        for length in _lengths_from(first):
            end = start + length
            for name in _names_of(forms[start:end]):
                yield (*found[max(start - 1, 0) : start], *tokens(name), *found[end : end + 1])


def _names_of(expression: Expression) -> tuple[str, ...]:
    """Return what else a question may call an expression."""
    names = _names().get(expression, ())
    if len(expression) == 1 and _OPEN_Y_OR_I.fullmatch(expression[0]):
        return (*names, expression[0].translate(_EITHER))
    return names


@cache
def _names() -> dict[Expression, tuple[str, ...]]:
    names: dict[Expression, tuple[str, ...]] = {}
    for said, asked, _ in read_rows("equivalents.tsv", "retrieval"):
        expressions = alternatives(said)
        for expression in expressions:
            others = alternatives(asked) or [one for one in expressions if one != expression]
            key = tuple(token.form for token in tokens(expression))
            names[key] = (*names.get(key, ()), *others)
    return names


@lru_cache(maxsize=1 << 15)
def _lengths_from(first: str) -> tuple[int, ...]:
    """Return how long the expressions are that begin with a syllable; most begin none."""
    single = (1,) if _names_of((first,)) else ()
    return (*single, *_longer().get(first, ()))


@cache
def _longer() -> dict[str, tuple[int, ...]]:
    """Return for each first syllable how long the longer expressions are that begin with it."""
    lengths: dict[str, set[int]] = {}
    for expression in _names():
        if len(expression) > 1:
            lengths.setdefault(expression[0], set()).add(len(expression))
    return {first: tuple(sorted(those)) for first, those in lengths.items()}
