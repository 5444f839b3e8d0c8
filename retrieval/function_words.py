"""Tells what a question is about from the words it is wrapped in.

"Cho tôi hỏi … có bao nhiêu … vậy ạ" carries nothing to search for. The table
`function_words.tsv` lists such phrases by class, and content phrases that contain their
syllables ("chỉ thị", "nông thôn mới"); the longest phrase at a place wins.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby

from corpus.records import Span
from corpus.tables import read_rows
from corpus.text import strip_diacritics
from retrieval.analysis import Token, tokens
from retrieval.syllables import marks_of

MOST_COUNTED = 20
"""Slogans count to a few: "5 không" is one, "năm 2023 không" is not."""
MOSTLY_MARKED = 0.4
"""Share of marked syllables from which a lone bare one means itself: "vay vốn" is no "vậy"."""
_COUNT_WORDS = frozenset(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"))


class WordClass(StrEnum):
    """What a phrase does in a question."""

    QUESTION = "question"
    REQUEST = "request"
    POLITENESS = "politeness"
    GREETING = "greeting"
    PRONOUN = "pronoun"
    PARTICLE = "particle"
    AUXILIARY = "auxiliary"
    CONNECTIVE = "connective"
    TIME = "time"
    CONTENT = "content"
    """Something to search for, although some of its syllables are function words elsewhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionSpan:
    """A function word or phrase of a text, and where it stands."""

    span: Span
    word_class: WordClass


@dataclass(frozen=True, kw_only=True, slots=True)
class _Phrase:
    syllables: tuple[str, ...]
    word_class: WordClass
    marks_needed: bool
    """Whether it is told from other words by its marks only."""
    countable: bool
    """Whether a small number before it makes it a thing."""

    @property
    def unmarked(self) -> bool:
        return all(syllable == strip_diacritics(syllable) for syllable in self.syllables)


def function_spans(text: str, protected: Collection[Span] = ()) -> tuple[FunctionSpan, ...]:
    """Return the function words of `text`, in order; none of them inside `protected` spans.

    >>> [found.word_class.value for found in function_spans("cho tôi hỏi Cần Đước ở đâu ạ")]
    ['request', 'question', 'politeness']
    """
    found = tokens(text)
    return tuple(
        FunctionSpan(
            span=Span(start=found[start].start, end=found[end - 1].end),
            word_class=phrase.word_class,
        )
        for start, end, phrase in _matches(found, protected)
        if phrase.word_class is not WordClass.CONTENT
    )


def content_runs(text: str, protected: Collection[Span] = ()) -> tuple[tuple[Token, ...], ...]:
    """Return the tokens of `text` that are worth searching for, neighbours together.

    >>> [[token.form for token in run] for run in content_runs("Hồng Lĩnh có mấy thủ tục?")]
    [['hồng', 'lĩnh'], ['thủ', 'tục']]
    """
    found = tokens(text)
    scaffolding = {
        place
        for start, end, phrase in _matches(found, protected)
        if phrase.word_class is not WordClass.CONTENT
        for place in range(start, end)
    }
    runs = groupby(enumerate(found), key=lambda numbered: numbered[0] in scaffolding)
    return tuple(
        tuple(token for _, token in run) for is_scaffolding, run in runs if not is_scaffolding
    )


@cache
def phrases() -> tuple[tuple[str, ...], ...]:
    """Return every phrase of the table, cut into syllables: the language of questions."""
    return tuple(phrase.syllables for those in _phrases_by_letters().values() for phrase in those)


def _matches(
    found: Sequence[Token], protected: Collection[Span]
) -> Iterator[tuple[int, int, _Phrase]]:
    """Yield (first token, token after the last, phrase), the longest phrase at each place."""
    syllables = [token for token in found if not token.whole]
    marked = sum(token.form != token.plain for token in syllables)
    mostly_marked = marked >= MOSTLY_MARKED * len(syllables)
    place = 0
    while place < len(found):
        match = _longest_phrase(found, place, protected, mostly_marked=mostly_marked)
        if match:
            yield place, place + len(match.syllables), match
        place += len(match.syllables) if match else 1


def _longest_phrase(
    found: Sequence[Token], place: int, protected: Collection[Span], *, mostly_marked: bool
) -> _Phrase | None:
    plain = tuple(token.plain for token in found[place : place + _longest()])
    for length in range(len(plain), 0, -1):
        stretch = found[place : place + length]
        for phrase in _phrases_by_letters().get(plain[:length], ()):
            if (
                _says(stretch, phrase, mostly_marked=mostly_marked)
                and not any(_is_within(token, protected) for token in stretch)
                and not (phrase.countable and _is_counted(found, place))
            ):
                return phrase
    return None


def _says(stretch: Sequence[Token], phrase: _Phrase, *, mostly_marked: bool) -> bool:
    pairs = list(zip(stretch, phrase.syllables, strict=True))
    if all(marks_of(token.form) == marks_of(syllable) for token, syllable in pairs):
        return mostly_marked or not (phrase.marks_needed and phrase.unmarked)
    return (
        not phrase.marks_needed
        and not (mostly_marked and len(pairs) == 1)
        and all(
            token.form == strip_diacritics(syllable) or marks_of(token.form) == marks_of(syllable)
            for token, syllable in pairs
        )
    )


def _is_counted(found: Sequence[Token], place: int) -> bool:
    before = found[place - 1] if place else None
    if before is None or not before.whole:
        return before is not None and before.form in _COUNT_WORDS
    return before.form.isdecimal() and int(before.form) <= MOST_COUNTED


def _is_within(token: Token, spans: Collection[Span]) -> bool:
    return any(span.start < token.end and token.start < span.end for span in spans)


@cache
def _phrases_by_letters() -> dict[tuple[str, ...], tuple[_Phrase, ...]]:
    """Return the phrases by their syllables without diacritics."""
    by_letters: dict[tuple[str, ...], tuple[_Phrase, ...]] = {}
    for text, word_class, typing, counted in read_rows("function_words.tsv", "retrieval"):
        phrase = _Phrase(
            syllables=tuple(token.form for token in tokens(text)),
            word_class=WordClass(word_class),
            marks_needed=typing == "accented",
            countable=counted == "yes",
        )
        letters = tuple(strip_diacritics(syllable) for syllable in phrase.syllables)
        by_letters[letters] = (*by_letters.get(letters, ()), phrase)
    return by_letters


@cache
def _longest() -> int:
    return max(map(len, _phrases_by_letters()))
