"""Text to terms, field by field.

Vietnamese is written in syllables; a word has one to four of them, and people type it with
or without diacritics. So one text becomes several families of terms (fields): what
underthesea takes for words, syllables, pairs of neighbouring syllables, and the last two
again without diacritics. Document numbers, dates and figures are cut out first and stay whole:
underthesea would split "25-NQ/TW" into five tokens.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain, pairwise
from threading import Lock
from typing import NamedTuple

from underthesea.pipeline.word_tokenize import word_tokenize

from corpus.records import Span
from corpus.text import fold, strip_diacritics
from retrieval.abbreviations import spelt_out
from retrieval.processes import shared_out


class Field(StrEnum):
    """A family of terms; its value prefixes its terms, so that fields never mix."""

    WORDS = "w"
    SYLLABLES = "s"
    BIGRAMS = "b"
    PLAIN_SYLLABLES = "u"
    PLAIN_BIGRAMS = "v"
    TITLE = "t"
    """Syllables of the article's title, without diacritics."""


LONGEST_SYLLABLE = 40
"""Letters; Vietnamese has seven at most, and of a longer run the rest is another token. So what is
kept of tokens stays small, whatever is typed."""

TOKEN = re.compile(
    rf"""
      (?P<document> \d+[a-d]? (?: [-/] \d{{4}} )? [-/] [^\W\d_]\w* (?: [-/] \w+ )* )  # 25-NQ/TW
    | (?P<date>     \d{{1,2}} [/.-] \d{{1,2}} [/.-] \d{{4}} | \d{{1,2}} / \d{{4}} ) # 3/6/2013
    | (?P<figure>   \d+ (?: [.,/] \d+ )* %? )                                 # 4.518.012  1,5%
    | (?P<syllable> [^\W\d_]{{1,{LONGEST_SYLLABLE}}} \d{{0,{LONGEST_SYLLABLE}}} )  # vận, UBTVQH11
    """,
    re.VERBOSE,
)
LEADING_ZEROS = re.compile(r"(?<![\d.,])0+(?=\d)")


class Token(NamedTuple):
    """One syllable, figure, date or document number, and where it stands.

    A tuple, because an answer makes thousands of them, and a frozen dataclass takes twice as long.
    """

    start: int
    end: int
    typed: str
    form: str
    """Folded and lower-cased: what terms are made of."""
    plain: str
    """The same without diacritics."""
    whole: bool
    """True for what must not be cut further: document numbers, dates, figures."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Analysis:
    """The terms of one text: for each field a list in the order of the text."""

    terms: Mapping[Field, tuple[str, ...]]

    def of(self, field: Field) -> tuple[str, ...]:
        """Return the terms of one field."""
        return self.terms[field]


QuestionTerms = Mapping[Field, Mapping[str, float]]
"""For each field the terms of a question with their weights."""


@lru_cache(maxsize=64)
def tokens(text: str) -> tuple[Token, ...]:
    """Cut `text` into syllables, keeping document numbers, dates and figures whole.

    >>> [token.form for token in tokens("Nghị quyết số 25-NQ/TW ngày 03/6/2013")]
    ['nghị', 'quyết', 'số', '25-nq/tw', 'ngày', '3/6/2013']
    """
    return tuple(_tokens(fold(text)))  # kept, because each step of a question's way asks for them


def _tokens(folded: str) -> Iterator[Token]:
    for match in TOKEN.finditer(folded):
        typed = match.group()
        whole = match.lastgroup != "syllable"
        form = LEADING_ZEROS.sub("", typed.lower()) if whole else typed.lower()
        yield Token(*match.span(), typed, form, _plain_of(form), whole)


def _plain_of(form: str) -> str:
    return _plain(form) if len(form) <= 2 * LONGEST_SYLLABLE else strip_diacritics(form)


_plain = lru_cache(maxsize=1 << 15)(strip_diacritics)


@dataclass(frozen=True, kw_only=True, slots=True)
class CutText:
    """What a text is cut into; the terms of all its fields follow from it."""

    words: tuple[str, ...]
    """underthesea's, its neighbours joined by `_`; never with a space in them."""
    runs: tuple[tuple[str, ...], ...]
    """Forms (see `Token.form`): of the text, then of what each of its abbreviations stands for."""


def cut_text(text: str) -> CutText:
    """Cut a text, once: the word segmentation takes far longer than all that follows from it.

    >>> cut_text("nghe HĐND").runs
    (('nghe', 'hđnd'), ('hội', 'đồng', 'nhân', 'dân'))
    """
    found = tokens(text)
    expansions = [expansion for token in found if (expansion := spelt_out(token.typed))]
    words = chain((word for word, _ in _words(text, found)), *map(_segment, expansions))
    runs = (found, *map(tokens, expansions))
    return CutText(
        words=tuple(words), runs=tuple([tuple([one.form for one in run]) for run in runs])
    )


def analyse(text: str, title: str = "") -> Analysis:
    """Return the terms of `text` in every field, those of `title` in the title's.

    What an abbreviation of `text` stands for is added after all else.

    >>> analyse("dân vận khéo").of(Field.PLAIN_BIGRAMS)
    ('dan_van', 'van_kheo')
    """
    return terms_of(cut_text(text), tuple([token.plain for token in tokens(title)]))


class PlainForms(dict[str, str]):
    """Forms without diacritics, for whoever has very many."""

    def __missing__(self, form: str) -> str:
        plain = self[form] = _plain_of(form)
        return plain


def terms_of(
    text: CutText, title: tuple[str, ...] = (), plain_forms: PlainForms | None = None
) -> Analysis:
    """Return the terms of a text that is cut, with those of its title."""
    plain_of = PlainForms() if plain_forms is None else plain_forms
    plain = [list(map(plain_of.__getitem__, run)) for run in text.runs]
    return Analysis(
        terms={
            Field.WORDS: text.words,
            Field.SYLLABLES: tuple(chain(*text.runs)),
            Field.BIGRAMS: tuple(chain(*map(_bigrams, text.runs))),
            Field.PLAIN_SYLLABLES: tuple(chain(*plain)),
            Field.PLAIN_BIGRAMS: tuple(chain(*map(_bigrams, plain))),
            Field.TITLE: title,
        }
    )


def analyse_question(
    text: str, scaffolding: Collection[Span] = (), *, faint: float = 1.0
) -> QuestionTerms:
    """Return the terms of a question, each with its weight: 1, or `faint` if scaffolding.

    A term counts once however often it is said. What an abbreviation stands for is added.

    >>> analyse_question("là ai", [Span(start=0, end=2)], faint=0.6)[Field.SYLLABLES]
    {'là': 0.6, 'ai': 1.0}
    """
    found = tokens(text)
    weak = [any(_touch(token, span) for span in scaffolding) for token in found]
    terms: dict[Field, dict[str, float]] = {field: {} for field in Field}

    def add(field: Field, term: str, *, weak: bool) -> None:
        terms[field][term] = max(terms[field].get(term, 0.0), faint if weak else 1.0)

    for token, is_weak in zip(found, weak, strict=True):
        add(Field.SYLLABLES, token.form, weak=is_weak)
        add(Field.PLAIN_SYLLABLES, token.plain, weak=is_weak)
    for (left, right), both in zip(pairwise(found), pairwise(weak), strict=True):
        add(Field.BIGRAMS, f"{left.form}_{right.form}", weak=any(both))
        add(Field.PLAIN_BIGRAMS, f"{left.plain}_{right.plain}", weak=any(both))
    for word, place in _words(text, found):
        add(Field.WORDS, word, weak=any(_touch(place, span) for span in scaffolding))
    for token in found:
        if expansion := spelt_out(token.typed):
            for field, added in analyse(expansion).terms.items():
                for term in added:
                    add(field, term, weak=False)
    terms[Field.TITLE] = terms[Field.PLAIN_SYLLABLES]
    return terms


def _touch(one: Token | Span, span: Span) -> bool:
    return one.start < span.end and span.start < one.end


def analyse_all(
    texts: Sequence[str], titles: Sequence[str], *, processes: int = 1
) -> list[Analysis]:
    """Return the analysis of each text, in order; many texts are shared among processes."""
    return sharing_terms(shared_out(analyse, texts, titles, processes=processes))


def sharing_terms(analyses: Iterable[Analysis]) -> list[Analysis]:
    """Return the analyses with each term held once: of many passages a tenth of the memory."""
    held: dict[str, str] = {}
    return [
        Analysis(
            terms={
                field: tuple([held.setdefault(term, term) for term in terms])
                for field, terms in analysis.terms.items()
            }
        )
        for analysis in analyses
    ]


def _bigrams(forms: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{left}_{right}" for left, right in pairwise(forms))


def word_spans(text: str) -> tuple[Span, ...]:
    """Return where underthesea's words of `text` stand, and what stays whole, in order.

    >>> [span.of("văn bằng là gì") for span in word_spans("văn bằng là gì")]
    ['văn bằng', 'là', 'gì']
    """
    return tuple(span for _, span in _words(text, tokens(text)))


def _words(text: str, found: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    """Yield underthesea's words of the stretches between what must stay whole, lower-cased last.

    Case helps it to see names, so the text goes in as it was typed.
    """
    folded = fold(text)
    stretch_start = 0
    for token in found:
        if token.whole:
            yield from _located(folded, stretch_start, token.start)
            yield token.form, Span(start=token.start, end=token.end)
            stretch_start = token.end
    yield from _located(folded, stretch_start, len(folded))


def _located(folded: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Yield the words of a stretch, each with its place; a rewritten one's is empty."""
    lowered, place = folded.lower(), start
    for word in _segment(folded[start:end]):
        found = lowered.find(word.replace("_", " "), place, end)
        if found >= 0:
            place = found + len(word)
        yield word, Span(start=place if found < 0 else found, end=place)


LONGEST_PUNCTUATION = 8
"""Marks in a row that underthesea gets to see. Its pattern of web addresses tries every way to part
those behind one: 25 take seconds, 40 a year, and nothing else runs meanwhile."""
_LONG_PUNCTUATION = re.compile(rf"([^\w\s]{{{LONGEST_PUNCTUATION}}})[^\w\s]+")


_SEGMENTING = Lock()
"""underthesea loads its model at the first call: another thread would find half of it."""


@lru_cache(maxsize=4096)
def _segment(stretch: str) -> tuple[str, ...]:
    if not stretch or stretch.isspace():
        return ()
    with _SEGMENTING:
        found = word_tokenize(_LONG_PUNCTUATION.sub(r"\1", stretch))
    words = (word.lower().replace(" ", "_") for word in found)
    return tuple(word for word in words if any(character.isalnum() for character in word))


def pairs_inside_words(syllables: Sequence[str]) -> frozenset[str]:
    """Return the pairs of neighbours, as in BIGRAMS, that underthesea takes for parts of a word.

    >>> sorted(pairs_inside_words(("thời", "tiết", "hôm", "nay")))
    ['hôm_nay', 'thời_tiết']
    """
    words = (word.split("_") for word in _segment(" ".join(syllables)))
    return frozenset(chain.from_iterable(_bigrams(word) for word in words))
