"""Tells a greeting and a word of thanks from a question: neither should be searched for."""

import re
from enum import Enum, auto

from corpus.text import strip_diacritics


class Courtesy(Enum):
    """What people say without asking anything."""

    GREETING = auto()
    THANKS = auto()


_PEOPLE = "ban|bot|em|anh|chi|co|chu|bac|ong|ba|chau|con|ad|admin|moi nguoi|ca nha"
_PARTICLES = "oi|nhe|nha|nhen|a"
_PHRASES = {
    Courtesy.GREETING: rf"(?:da,? )?(?:(?:toi|minh|em|chau|con) )?(?:xin )?chao"
    rf"(?: buoi (?:sang|trua|chieu|toi))?(?: (?:{_PEOPLE}|{_PARTICLES}))*"
    rf"|(?:alo+|hello|hi+|hey)(?: (?:{_PEOPLE}|{_PARTICLES}))*|good (?:morning|afternoon|evening)",
    Courtesy.THANKS: rf"(?:(?:xin|toi|minh|em|chau|con|da|ok),? )*"
    r"(?:cam on|cam ta|thanks?(?: you)?|tks)"
    rf"(?: (?:{_PEOPLE}|{_PARTICLES}|nhieu|rat nhieu|so much))*"
    r"|ok+(?:e|ay|ie)?(?: (?:ban|bot|nhe|nha))?|vang(?: a)?|da(?: vang)?(?: a)?",
}
_PATTERNS = {kind: re.compile(phrases) for kind, phrases in _PHRASES.items()}
_ORNAMENT = re.compile(r"[^\w\s,]+|,\s*$")


def courtesy(text: str) -> Courtesy | None:
    """Return what kind of courtesy the whole of `text` is, or None where it may ask something.

    >>> courtesy("Xin chào!"), courtesy("cảm ơn bạn nhiều nhé"), courtesy("chào cờ ở đâu")
    (<Courtesy.GREETING: 1>, <Courtesy.THANKS: 2>, None)
    """
    words = " ".join(_ORNAMENT.sub(" ", strip_diacritics(text).lower()).split())
    return next((kind for kind, found in _PATTERNS.items() if found.fullmatch(words)), None)
