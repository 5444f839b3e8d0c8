"""Canonical Vietnamese text.

`tidy` makes the text that is kept and quoted; `fold` and `strip_diacritics` make what is only
matched. The latter two keep every code point of an NFC text in its place, so that an offset in
their output is an offset in their input.
"""

import re
import unicodedata
from itertools import product

_SPACES = (
    "\t\x1c\x1d\x1e\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u202f\u205f\u3000"
)
_LINE_BREAKS = "\v\f\x85\u2028\u2029"
_INVISIBLE = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_CONTROLS = (chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)))
_TIDYING = str.maketrans(
    {
        **dict.fromkeys(_CONTROLS, ""),
        **dict.fromkeys(_INVISIBLE, ""),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys("\n" + _LINE_BREAKS, "\n"),
    }
)
_SPACES_TO_ONE = re.compile(r" {2,}")
_BLANKS_AROUND_BREAK = re.compile(r" *\n *")


def tidy(text: str) -> str:
    r"""Return `text` in NFC, with plain spaces and newlines and nothing invisible in it.

    Words never change; runs of spaces become one, and no line starts or ends with a space.

    >>> tidy("Ca\u0302\u0300n\u00a0 Đước \r\n năm\t2023\u200b")
    'Cần Đước\nnăm 2023'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TIDYING)
    text = unicodedata.normalize("NFC", text)
    return _BLANKS_AROUND_BREAK.sub("\n", _SPACES_TO_ONE.sub(" ", text)).strip(" ")


def is_encodable(text: str) -> bool:
    """Tell whether UTF-8 can carry `text`: half of a surrogate pair is no character.

    >>> is_encodable("dân vận 🙂"), is_encodable(chr(0xD83D))
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng


def _toned(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


def _either_case(pairs: dict[str, str]) -> dict[str, str]:
    """Add the upper and mixed cases of every pair; tones never change a letter's case."""
    return {
        "".join(a.upper() if up else a for a, up in zip(wrong, ups, strict=True)): "".join(
            b.upper() if up else b for b, up in zip(right, ups, strict=True)
        )
        for wrong, right in pairs.items()
        for ups in product((False, True), repeat=len(wrong))
    }


# The tone of an open oa, oe, uy stands on its first vowel: "hoà" -> "hòa", "thuý" -> "thúy".
_OPEN = _either_case(
    {a + _toned(b, tone): _toned(a, tone) + b for a, b in ("oa", "oe", "uy") for tone in _TONES}
)
# Of a closed one on its second: "tòan" -> "toàn", "hùynh" -> "huỳnh".
_CLOSED = {wrong: right for right, wrong in _OPEN.items()}
# The u of "qu" and the i of "gi" before a vowel carry none: "qúy" -> "quý", "gìa" -> "già".
_AFTER_ONSET = _either_case(
    {
        onset + _toned(glide, tone) + vowel: onset + glide + _toned(vowel, tone)
        for onset, glide, vowels in (("q", "u", "aăâeêiơy"), ("g", "i", "aăâeêoôơuư"))
        for vowel in vowels
        for tone in _TONES
    }
)


def _any_of(keys: dict[str, str]) -> str:
    """Return a pattern of all `keys`, as one class for each place in them."""
    return "".join(f"[{''.join(sorted(set(column)))}]" for column in zip(*keys, strict=True))


_PLACED = _AFTER_ONSET | _OPEN | _CLOSED
_MISPLACED_TONE = re.compile(
    rf"(?=[{''.join(sorted({pair[0] for pair in _PLACED}))}])(?:"  # most letters stop here
    rf"(?P<onset>{_any_of(_AFTER_ONSET)})"  # qúy, gìa
    rf"|(?<![qQ])(?:(?P<open>{_any_of(_OPEN)})(?![^\W\d_])"  # hoà, khoẻ, uỷ
    rf"|(?P<closed>{_any_of(_CLOSED)})(?=[^\W\d_])))"  # tòan, khỏang, hùynh
)
_UNIFIED_MARKS = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
}
_MARK = re.compile(f"[{''.join(_UNIFIED_MARKS)}]")


def fold(text: str) -> str:
    """Return `text` with one tone placement, one kind of quotes and one dash; for matching only.

    Case is kept. Of an NFC text no code point moves.

    >>> fold("“Hoà Bình” – Uỷ ban, thuý, quý, tòan")
    '"Hòa Bình" - Ủy ban, thúy, quý, toàn'
    """
    text = unicodedata.normalize("NFC", text)
    text = _MARK.sub(lambda match: _UNIFIED_MARKS[match[0]], text)
    return _MISPLACED_TONE.sub(lambda match: _PLACED.get(match[0], match[0]), text)


def _bare(letter: str) -> str:
    """Return the base letter of a precomposed Latin letter, anything else as it is."""
    decomposed = unicodedata.normalize("NFD", letter)
    is_marked = len(decomposed) > 1 and decomposed[0].isascii()
    return decomposed[0] if is_marked else {"đ": "d", "Đ": "D"}.get(letter, letter)


_BARE = [_bare(chr(code)) for code in range(0x2100)]
"""By code point; a list, because `str.translate` reads it several times as fast as a dict."""


def strip_diacritics(text: str) -> str:
    """Return `text` as people type it without diacritics; of an NFC text no code point moves.

    >>> strip_diacritics("Đại biểu Kiến Tường")
    'Dai bieu Kien Tuong'
    """
    return unicodedata.normalize("NFC", text).translate(_BARE)
