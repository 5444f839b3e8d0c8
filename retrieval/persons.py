"""People that a text names."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from corpus.places import gazetteer
from corpus.records import Span
from corpus.tables import alternatives, read_rows
from corpus.text import fold
from retrieval.analysis import Token, pairs_inside_words, tokens

_CALLED = frozenset({"đồng chí", "đ/c", "ông", "bà", "anh", "chị", "cô", "chú"})
"""What a person is called by: after it, a name may be of two syllables."""
_NAMED_AFTER = frozenset({"đường", "phố", "hẻm", "trường", "tưởng", "quỹ", "giải", "bộ", "sở"})
"""What bears a person's name, or begins an office's: đường Trần Phú, tư tưởng Hồ Chí Minh."""
_MIDDLE_NAMES = frozenset({"văn", "thị"})
"""After a family name they leave no doubt, in small letters either: "nguyễn văn định"."""
_SHORTEST_NAME, _SHORTEST_CALLED_NAME, _LONGEST_NAME = 3, 2, 4


@lru_cache(maxsize=2048)
def person_names(text: str) -> tuple[Span, ...]:
    """Return where the names of people stand in `text`, in order.

    Those in capitals are found from a family name on, and where a line is a name in block letters;
    those in small letters, as questions have them, by their middle name.

    >>> text = "Đồng chí Phạm Văn Cành tiếp bà trần thị mai."
    >>> [span.of(text) for span in person_names(text)]
    ['Phạm Văn Cành', 'trần thị mai']
    """
    found = tokens(text)
    if _is_signature(found, text):
        return (Span(start=found[0].start, end=found[-1].end),)
    return tuple(sorted({*_capitalised(found, text), *_by_middle_name(found, text)}))


def _is_signature(found: Sequence[Token], text: str) -> bool:
    """Tell whether a line is a name in block letters: "HOÀNG BÁ KHANG"."""
    return (
        _SHORTEST_NAME <= len(found) <= _LONGEST_NAME
        and text.isupper()
        and found[0].typed.capitalize() in _family_names()
        and not gazetteer().find(text)
    )


def _capitalised(found: Sequence[Token], text: str) -> Iterator[Span]:
    if not any(token.typed in _family_names() for token in found):
        return  # finding places takes longest
    places = [mention.span for mention in gazetteer().find(text)]
    run: list[Token] = []
    for token in found:
        is_capitalised = _is_capitalised(token) and not _touches(token, places)
        if run and not (is_capitalised and _follows(run[-1], token, text)):
            yield from _name(run, text)
            run = []
        if is_capitalised and (run or token.typed in _family_names()):
            run.append(token)
    yield from _name(run, text)


def _name(run: Sequence[Token], text: str) -> Iterator[Span]:
    if not run:
        return
    words = fold(text[: run[0].start]).lower().split()
    is_called = bool(words) and not _CALLED.isdisjoint((words[-1], " ".join(words[-2:])))
    shortest = _SHORTEST_CALLED_NAME if is_called else _SHORTEST_NAME
    bears_it = bool(words) and words[-1] in _NAMED_AFTER
    if shortest <= len(run) <= _LONGEST_NAME and not bears_it:
        yield Span(start=run[0].start, end=run[-1].end)


def _by_middle_name(found: Sequence[Token], text: str) -> Iterator[Span]:
    """Yield names of three syllables in small letters."""
    for family, middle, given in zip(found, found[1:], found[2:], strict=False):
        is_name = (
            middle.typed in _MIDDLE_NAMES
            and family.typed.islower()
            and family.typed.capitalize() in _family_names()
            and not pairs_inside_words((middle.form, given.form))  # "văn hóa", "thị xã"
        )
        if is_name and _follows(family, middle, text) and _follows(middle, given, text):
            yield Span(start=family.start, end=given.end)


def _is_capitalised(token: Token) -> bool:
    return token.typed[0].isupper() and not any(map(str.isupper, token.typed[1:]))


def _follows(left: Token, right: Token, text: str) -> bool:
    return re.fullmatch(" ", text[left.end : right.start]) is not None


def _touches(token: Token, places: Sequence[Span]) -> bool:
    return any(token.start < place.end and place.start < token.end for place in places)


@cache
def _family_names() -> frozenset[str]:
    rows = read_rows("family_names.tsv", "retrieval")
    return frozenset(name for _, names in rows for name in alternatives(names))
