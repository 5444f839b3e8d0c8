"""What a question wants counted, and whether a sentence counts it."""

import re
from collections.abc import Collection, Iterable, Sequence
from enum import Enum, auto
from functools import lru_cache

from corpus.dates import find_dates, find_years
from corpus.numbers import find_mentions
from corpus.records import DocumentMention, Span
from corpus.text import strip_diacritics
from retrieval.analysis import Token, tokens
from retrieval.equivalents import paraphrases
from retrieval.questions import THINGS_COUNTED

_COUNT_ASKED = re.compile(
    r"(?<!\bloai )(?<!\bkhoa )(?<!\bso )(?<!\bhang )(?<!\bthu )(?<!\bmuoi )"  # loại mấy: no count
    r"(?:\b(?:bao )?nhieu\b|\bmay\b|\bso luong\b|\btong so\b|\bcon so\b"
    rf"|^so(?= (?:{THINGS_COUNTED})\b))(?: (?:cac|nhung)\b)?"
)
_NO_NOUN = frozenset({"cai", "vay", "roi", "la", "the", "nhi", "phan", "%"})
"""What may stand after "bao nhiêu" where the counted thing was named before, or is no thing."""
_VAGUELY = r"\b(?:hang (?:chuc|tram|ngan|nghin|van|trieu)|nhieu|mot so|vai) (?:\w+ )?"
_BETWEEN = 1
"""Tokens between a figure and what it counts, at most: "76 lượt cán bộ"."""
_BEFORE = 4
"""Tokens between a counted thing and its figure, at most: "số cuộc đã tổ chức là 24"."""


class Count(Enum):
    """What a sentence counts."""

    ASKED = auto()
    SOMETHING = auto()
    """There is no telling whether it is what was asked for, which has no name of its own."""
    VAGUELY = auto()
    """ "hàng ngàn hồ sơ"."""
    OTHERS = auto()
    NOTHING = auto()


def counted_by(sentence: str, question: str) -> Count:
    """Return what a sentence counts, of what a question asks how many there are of.

    >>> counted_by("47 cá nhân được khen.", "có bao nhiêu người được khen").name
    'ASKED'
    >>> counted_by("24 cuộc tiếp xúc.", "có bao nhiêu người ứng cử").name
    'OTHERS'
    """
    nouns = {noun[0].plain for noun in nouns_asked(question)}
    found = tokens(sentence)
    taken = uncounted(sentence) if any(map(str.isdigit, sentence)) else ()
    figures = [
        place
        for place, token in enumerate(found)
        if is_figure(token, sentence) and not touches(token, taken)
    ]
    if nouns and all(
        _counts(found, figures, noun) or _counts_otherwise(sentence, noun, taken) for noun in nouns
    ):
        return Count.ASKED
    if figures:
        return Count.OTHERS if nouns else Count.SOMETHING
    vaguely = re.compile(_VAGUELY + rf"(?:{'|'.join(nouns)})\b")
    return Count.VAGUELY if nouns and vaguely.search(_plain(sentence)) else Count.NOTHING


def asks_for_count(question: str) -> bool:
    """Tell whether a question has a word that asks how many there are of something."""
    return _COUNT_ASKED.search(_plain(question)) is not None


@lru_cache(maxsize=64)
def nouns_asked(question: str) -> tuple[tuple[Token, ...], ...]:
    """Return what follows each word that asks how many, where it may name the counted thing."""
    plain = _plain(question)
    after = (tokens(question[match.end() :]) for match in _COUNT_ASKED.finditer(plain))
    return tuple([noun for noun in after if noun and noun[0].plain not in _NO_NOUN])


def is_figure(token: Token, sentence: str) -> bool:
    """Tell a figure from a syllable, a document's number, and what continues a code."""
    continues = sentence[: token.start].endswith(("-", "/"))
    return token.form[0].isdigit() and not continues and not any(map(str.isalpha, token.form))


@lru_cache(maxsize=4096)
def uncounted(sentence: str) -> tuple[Span, ...]:
    """Return the stretches whose digits count nothing: documents, dates and years."""
    documents = documents_of(find_mentions(sentence))
    years = [mention.span for mention in find_years(sentence, documents)]
    return (*documents, *years, *(mention.span for mention in find_dates(sentence)))


def documents_of(mentions: Sequence[DocumentMention]) -> list[Span]:
    """Return where documents are named, and the days of their issue."""
    issued = (mention.issued_span for mention in mentions)
    return [*(mention.span for mention in mentions), *filter(None, issued)]


def touches(one: Token | Span, spans: Iterable[Span]) -> bool:
    """Tell whether a token or span has anything in common with one of `spans`."""
    return any(one.start < span.end and span.start < one.end for span in spans)


def _counts(found: Sequence[Token], figures: Iterable[int], noun: str) -> bool:
    """Tell whether `noun` stands right after a figure, or shortly before one."""
    return any(
        token.plain == noun
        for figure in figures
        for token in (
            *found[figure + 1 : figure + 2 + _BETWEEN],
            *(() if found[figure].form.endswith("%") else found[max(figure - _BEFORE, 0) : figure]),
        )
    )


def _counts_otherwise(sentence: str, noun: str, taken: Collection[Span]) -> bool:
    """Tell whether a sentence counts `noun` by another name, or in words."""
    found = set(tokens(sentence))
    return any(
        word.form[0].isdigit()
        and not (word in found and touches(word, taken))
        and any(token.plain == noun for token in phrase[place + 1 : place + 2 + _BETWEEN])
        for phrase in paraphrases(sentence)
        for place, word in enumerate(phrase)
    )


def _plain(text: str) -> str:
    return strip_diacritics(text).lower()
