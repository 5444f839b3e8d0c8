"""Vietnamese syllables: which there can be, and what was typed of their marks.

A syllable has a shape (its letters with hats, horns and bars: "đươc") and one of six tones.
People leave out some marks or all, so what was typed may stand for several syllables.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.tables import alternatives, read_rows
from corpus.text import strip_diacritics

_TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Huyền, sắc, ngã, hỏi, nặng; no tone mark is ngang, or a mark that was left out."""
_STOPPED = ("c", "ch", "p", "t")
_TONES_OF_STOPPED = ("", "\u0301", "\u0323")


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """A syllable taken apart."""

    shape: str
    """Without its tone: "được" -> "đươc"."""
    tone: str
    """The combining character of its tone, or nothing."""


@lru_cache(maxsize=65536)
def marks_of(syllable: str) -> Marks:
    """Take a lower-case syllable apart; of two tone marks the last counts.

    >>> marks_of("được") == Marks(shape="đươc", tone="\u0323")
    True
    """
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = [character for character in decomposed if character in _TONES]
    shape = "".join(character for character in decomposed if character not in _TONES)
    return Marks(shape=unicodedata.normalize("NFC", shape), tone=tones[-1] if tones else "")


def keeps_marks(typed: str, syllable: str) -> bool:
    """Tell whether `syllable` is `typed` with no mark lost or changed, perhaps with some added.

    >>> keeps_marks("dân", "dẫn"), keeps_marks("đuoc", "được"), keeps_marks("dân", "dán")
    (True, True, False)
    """
    if typed == syllable:
        return True
    if strip_diacritics(typed) != strip_diacritics(syllable):
        return False
    given, full = marks_of(typed), marks_of(syllable)
    return given.tone in ("", full.tone) and _keeps_letters(given.shape, full.shape)


@lru_cache(maxsize=65536)
def is_syllable(typed: str) -> bool:
    """Tell whether lower-case `typed` can be a Vietnamese syllable, with all, some or no marks.

    >>> is_syllable("nghiêng"), is_syllable("duoc"), is_syllable("ubnd"), is_syllable("nge")
    (True, True, False, False)
    """
    given = marks_of(typed)
    if given.shape.endswith(_STOPPED) and given.tone not in _TONES_OF_STOPPED:
        return False
    shapes = _shapes_by_plain().get(strip_diacritics(typed), ())
    return given.shape in shapes or any(_keeps_letters(given.shape, shape) for shape in shapes)


def _keeps_letters(typed: str, shape: str) -> bool:
    return len(typed) == len(shape) and all(
        letter in (whole, strip_diacritics(whole))
        for letter, whole in zip(typed, shape, strict=True)
    )


@cache
def _shapes_by_plain() -> dict[str, tuple[str, ...]]:
    shapes: dict[str, tuple[str, ...]] = {}
    for shape in sorted(_shapes()):
        shapes[strip_diacritics(shape)] = (*shapes.get(strip_diacritics(shape), ()), shape)
    return shapes


def _shapes() -> set[str]:
    """Every onset with every rime that may follow it."""
    before = {row[0]: row[1] for row in read_rows("syllable_onsets.tsv", "retrieval")}
    shapes: set[str] = set()
    for rimes, bare, after in read_rows("syllable_rimes.tsv", "retrieval"):
        for rime in alternatives(rimes):
            first = strip_diacritics(rime[0])
            free = {onset for onset, firsts in before.items() if first in firsts}
            onsets = {""} if bare else set(alternatives(after)) or free
            shapes.update(onset + rime for onset in onsets)
    return shapes
