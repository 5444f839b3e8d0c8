"""Typing errors as people make them in Vietnamese, to measure how well questions bear them.

Only syllables of two letters or more are touched: another figure, or another document's number,
would be another question.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from random import Random
from types import MappingProxyType

from retrieval.analysis import Token, tokens
from retrieval.input_methods import HOI, HUYEN, NANG, NGA, SAC

SYLLABLES_PER_SLIP = 8
_TONES = (HUYEN, SAC, NGA, HOI, NANG)
_MARKS = (*_TONES, "\u0302", "\u0306", "\u031b")
"""Tones, and the hat, breve and horn of a vowel."""
_STOPS = ("c", "ch", "p", "t")
_ALIKE = MappingProxyType({HOI: NGA, NGA: HOI})
"""Tones that many speakers do not tell apart."""


def mistype(text: str, rng: Random) -> str:
    """Return `text` (in NFC) with an error in every eighth syllable or so, and at least in one.

    >>> mistype("Cần Đước có mấy mô hình dân vận khéo?", Random(4))
    'Cần Đước có mây mô hình dân vận khéo?'
    """
    text = unicodedata.normalize("NFC", text)
    syllables = [token for token in tokens(text) if token.form.isalpha() and len(token.form) > 1]
    slips = min(len(syllables), max(1, round(len(syllables) / SYLLABLES_PER_SLIP)))
    for token in _from_the_end(rng.sample(syllables, slips)):
        end = token.end + _joins_the_next(text, token)
        text = text[: token.start] + _slipped(text[token.start : end], rng) + text[end:]
    return text


def _from_the_end(found: Iterable[Token]) -> list[Token]:
    return sorted(found, key=lambda token: token.start, reverse=True)


def _joins_the_next(text: str, token: Token) -> bool:
    """Tell whether a blank stands between the syllable and another word."""
    return text[token.end : token.end + 1] == " " and text[token.end + 1 : token.end + 2].isalpha()


def _slipped(typed: str, rng: Random) -> str:
    """Return a syllable, perhaps with the blank behind it, with one error."""
    changes = [(slip(typed, rng), weight) for slip, weight in _WEIGHTS.items()]
    possible = [(changed, weight) for changed, weight in changes if changed != typed]
    [chosen] = rng.choices([changed for changed, _ in possible], [weight for _, weight in possible])
    return chosen


def _drop_mark(typed: str, rng: Random) -> str:
    decomposed = unicodedata.normalize("NFD", typed)
    places = [place for place, character in enumerate(decomposed) if character in (*_MARKS, *"đĐ")]
    if not places:
        return typed
    place = rng.choice(places)
    bare = {"đ": "d", "Đ": "D"}.get(decomposed[place], "")
    return _composed(decomposed[:place] + bare + decomposed[place + 1 :])


def _mistake_tone(typed: str, rng: Random) -> str:
    """Write another tone: hỏi for ngã, else any that such a syllable can have."""
    toned = [
        (place, mark)
        for place, letter in enumerate(typed)
        for mark in unicodedata.normalize("NFD", letter)
        if mark in _TONES
    ]
    if not toned:
        return typed
    [(place, tone), *_] = toned
    possible = (SAC, NANG) if typed.rstrip().lower().endswith(_STOPS) else _TONES
    other = _ALIKE.get(tone) or rng.choice([mark for mark in possible if mark != tone])
    bare = unicodedata.normalize("NFD", typed[place]).replace(tone, "")
    return typed[:place] + _composed(_composed(bare) + other) + typed[place + 1 :]


def _hit_the_next_key(typed: str, rng: Random) -> str:
    places = [place for place, letter in enumerate(typed) if letter.lower() in _NEIGHBOURS]
    if not places:
        return typed
    place = rng.choice(places)
    key = rng.choice(_NEIGHBOURS[typed[place].lower()])
    return typed[:place] + (key.upper() if typed[place].isupper() else key) + typed[place + 1 :]


def _double(typed: str, rng: Random) -> str:
    place = rng.randrange(len(typed.rstrip()))
    return typed[:place] + typed[place] + typed[place:]


def _leave_out(typed: str, rng: Random) -> str:
    place = rng.randrange(len(typed.rstrip()))
    return typed[:place] + typed[place + 1 :]


def _swap(typed: str, rng: Random) -> str:
    place = rng.randrange(len(typed.rstrip()) - 1)
    return typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]


def _run_together(typed: str, _rng: Random) -> str:
    return typed.rstrip()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    """Return the keys around every key; each row is shifted by half a key from the one above."""
    at = {
        key: (column + row / 2, row)
        for row, keys in enumerate(_KEYBOARD)
        for column, key in enumerate(keys)
    }
    return {
        key: "".join(
            other
            for other, (column, row) in at.items()
            if other != key and abs(column - at[key][0]) <= 1 and abs(row - at[key][1]) <= 1
        )
        for key in at
    }


_NEIGHBOURS = _neighbours()
_WEIGHTS: Mapping[Callable[[str, Random], str], float] = MappingProxyType(
    {
        _drop_mark: 3.0,
        _mistake_tone: 2.0,
        _hit_the_next_key: 2.0,
        _leave_out: 2.0,
        _swap: 2.0,
        _run_together: 2.0,
        _double: 1.0,
    }
)
"""How often each error is made beside the others: set by judgement, not measured."""
