"""Lengths and offsets as Telegram counts them: in UTF-16 code units."""

from bisect import bisect_right
from itertools import accumulate


def length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units.

    >>> length("dân"), length("👍")
    (3, 2)
    """
    return len(text) + sum(character > "\uffff" for character in text)


class Offsets:
    """Translates between the two ways of counting in one text."""

    def __init__(self, text: str) -> None:
        widths = (1 + (character > "\uffff") for character in text)
        self._units = (0, *accumulate(widths))

    def units(self, index: int) -> int:
        """Return the offset in UTF-16 code units of the code point at `index`."""
        return self._units[index]

    def index(self, units: int) -> int | None:
        """Return the code point that starts at `units`; None inside a pair or past the end."""
        index = bisect_right(self._units, units) - 1
        return index if index >= 0 and self._units[index] == units else None
