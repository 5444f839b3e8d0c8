"""Sentences that say what a thing is: "Học kỳ là …", "Tổ tự quản (TTQ): …"."""

import re
from collections.abc import Iterator

from corpus.text import fold, strip_diacritics

_DEFINING = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?::|\blà\b)")


def defines(thing: str, sentence: str) -> bool:
    """Tell whether a sentence goes on after `thing`, plain syllables, as a definition does.

    >>> defines("hoc ky", "Học kỳ là thời gian học."), defines("hoc ky", "Một học kỳ hè có 5 tuần.")
    (True, False)
    """
    text = fold(sentence).lower()
    return any(_DEFINING.match(text, end) for end in _ends_of(thing, strip_diacritics(text)))


def _ends_of(thing: str, text: str) -> Iterator[int]:
    end = 0
    while thing and (start := text.find(thing, end)) >= 0:
        end = start + len(thing)
        if not text[:start][-1:].isalnum():
            yield end
