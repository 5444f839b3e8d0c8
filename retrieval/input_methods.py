"""Reads what an input method left undone: "ddaan vaajn" (Telex), "dan6 van65" (VNI)."""

from retrieval.syllables import Marks

HUYEN, SAC, NGA, HOI, NANG = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TONE_KEYS = {
    "f": HUYEN,
    "s": SAC,
    "x": NGA,
    "r": HOI,
    "j": NANG,
    "2": HUYEN,
    "1": SAC,
    "4": NGA,
    "3": HOI,
    "5": NANG,
}
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_VOWELS = frozenset("aăâeêioôơuưy")


def decode(typed: str) -> Marks | None:
    """Return the syllable whose keys `typed` (lower case) is, or None if it is no such thing.

    >>> decode("vaajn") == decode("van65") == Marks(shape="vân", tone=NANG)
    True
    """
    letters: list[str] = []
    tone = ""
    for key in typed:
        if key in _TONE_KEYS and _VOWELS.intersection(letters):
            tone = _TONE_KEYS[key]
        elif not _change_letter(letters, key):
            letters.append(key)
    shape = "".join(letters)
    return None if shape == typed or not shape.isalpha() else Marks(shape=shape, tone=tone)


def _change_letter(letters: list[str], key: str) -> bool:
    """Apply a key that changes a letter before it; tell whether it was one."""
    if key in "d9":
        return _replace_last(letters, {"d": "đ"})
    if key in _HATS:
        return _replace_last(letters, {key: _HATS[key]})
    if key == "6":
        return _replace_last(letters, _HATS)
    if key in "w78":
        changed = _replace_last(letters, _HORNS)
        pair = "".join(letters).find("uơ")
        if pair >= 0:  # one key for both: "dduongw"
            letters[pair] = "ư"
        return changed
    return False


def _replace_last(letters: list[str], changes: dict[str, str]) -> bool:
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in changes:
            letters[place] = changes[letters[place]]
            return True
    return False
