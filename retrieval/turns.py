"""Cuts off the words by which a message takes up the one before: "thế còn …", "… thì sao?".

They are read off the message as it was typed, before its diacritics are restored: what is left
then reads as if it had been typed alone. "còn", "thế" and "vậy" typed without their marks are
other words as well ("con đường", "thể dục", "vay vốn"): where such a one may be meant, it is told.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from corpus.text import strip_diacritics, tidy
from retrieval.analysis import tokens
from retrieval.phrasing import without_courtesies


class Opening(Enum):
    """How a message takes up the one before."""

    AND = auto()
    """ "còn …", "thế còn …": and what about."""
    SO = auto()
    """ "vậy …", "thế thì …": then."""


class Ending(Enum):
    """How a message asks for the same of something else."""

    WHAT_ABOUT = auto()
    """ "… thì sao", "… thì thế nào"."""
    HOW = auto()
    """ "… thế nào": of a name it asks what was asked before, of a matter how that is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A message without the words that take up the one before."""

    rest: str
    with_ending: str
    """The rest with the ending that was cut off it."""
    opening: Opening | None = None
    is_sure: bool = True
    """Whether its opening can't be another word: "con ca mau" may speak of Cà Mau, or of fish."""
    ending: Ending | None = None

    @property
    def is_marked(self) -> bool:
        """Whether its words say that it takes up the message before."""
        return bool(self.opening or self.ending)


_OPENING = re.compile(
    r"""
      (?: (?: the | vay | z | v | dz ) (?: \s thi )? [\s,]+ )?
      (?P<and> con | cn ) (?: \s (?: ve | doi \s voi ) )? [\s,.:…]+   # còn, thế còn, vậy còn về
    | (?: the | vay ) (?: \s thi )? [\s,]+                            # vậy, thế thì
    """,
    re.VERBOSE,
)
_ENDING = re.compile(
    r"""
    [\s,]+ (?:
        (?P<what_about> thi \s (?: sao | s | seo | the \s nao | ra \s sao ) )   # thì sao
      | the \s nao | ra \s sao | nhu \s the \s nao | ntn
      | (?<! \b la \s ) (?<! \b vi \s ) (?<! tai \s ) (?<! lam \s ) sao        # not: vì sao
    ) [\s?!.]*
    """,
    re.VERBOSE,
)
_SPELLINGS = {"còn", "thế", "vậy", "thì", "về", "đối", "với", "cn", "z", "v", "dz"}
_OTHER_WORDS = re.compile(
    r"con \s (?: duong (?!\s day) | so (?!\s (?:dien|luong|nguoi|ho)\b) | nguoi | em | cai | trai"
    r"| gai | giong | nuoi | vat | bo | heo | lon | ga | ca | chau | ong | cua | co \s dau )\b"
    r"| the \s (?! con\b | thi\b )"
    r"| vay \s (?: von | tien | no | muon | lai | tin | uu | ngan | ho | bao )\b",
    re.VERBOSE,
)
_NEVER = re.compile(
    r"the \s (?: nao | gioi | he )\b"
    r"| con \s (?: lai | nua | toi | minh | chung \s t[ao]i? | tui | ban | anh | chi )\b"
    r"| (?: (?: the | vay ) \s )? con \s .* \b khac \b",  # "còn nơi khác?" names no other place
    re.VERBOSE,
)


def turn_of(typed: str) -> Turn:
    """Cut off what takes up the message before; without such words the turn's rest is all.

    >>> turn_of("thế còn cấp xã thì sao ạ?").rest
    'cấp xã'
    >>> turn_of("con duong xanh o kien tuong").is_sure
    False
    """
    text = without_courtesies(" ".join(tidy(typed).split()))
    start, opening = _opening(text)
    end, ending = _ending(text, start)
    is_sure = opening is None or _is_sure(text, start)
    return Turn(
        rest=text[start:end].strip(),
        with_ending=text[start:].strip(),
        opening=opening,
        is_sure=is_sure,
        ending=ending,
    )


def _opening(text: str) -> tuple[int, Opening | None]:
    plain = strip_diacritics(text).lower()
    match = _OPENING.match(plain)
    if match is None or _NEVER.match(plain) or not _is_meant(text, match.end()):
        return 0, None
    is_still = bool(match["and"]) and plain.startswith("hieu luc", match.end())  # còn hiệu lực
    return (
        match.start("and") if is_still else match.end(),
        Opening.AND if match["and"] else Opening.SO,
    )


def _is_meant(text: str, end: int) -> bool:
    """Tell whether the words up to `end` are typed as they are, or without their marks."""
    return all(token.form in (*_SPELLINGS, token.plain) for token in tokens(text[:end]))


def _is_sure(text: str, end: int) -> bool:
    """Tell whether the words up to `end` have all their marks, or can be nothing else."""
    is_marked = all(token.form in _SPELLINGS for token in tokens(text[:end]))
    return is_marked or not _OTHER_WORDS.match(strip_diacritics(text).lower())


def _ending(text: str, start: int) -> tuple[int, Ending | None]:
    plain = strip_diacritics(text).lower()
    matches = (match for match in _ENDING.finditer(plain, start) if match.end() == len(plain))
    match = next(matches, None)
    if match is None:
        return len(text.rstrip(" ?!.…")), None
    return match.start(), Ending.WHAT_ABOUT if match["what_about"] else Ending.HOW
