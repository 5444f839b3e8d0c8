"""A second look at the first hits: what BM25 can't see because it knows no sentences.

Each signal is a share, 0 to 1, of a passage for a question. Their weighted sum is added to the
passage's score as a share of the best one's: a weight of .3 moves a passage by at most three
tenths of the best score. `danvan tune` prints what each is worth.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from corpus.text import fold, strip_diacritics
from retrieval.analysis import Field, analyse_question, tokens
from retrieval.bm25 import FieldModel
from retrieval.records import Query

FAINT = 0.3
"""What the words that only carry the question weigh in a sentence's coverage."""
OPENING = 25
"""Tokens at the beginning of a passage, which tell what it is about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
    """What the second look seeks of a question."""

    syllables: Mapping[str, float]
    """Plain syllables with their idf, those that only carry the question faint."""
    content: Mapping[str, float]
    """Those of the content alone."""
    definition: re.Pattern[str] | None
    """What a passage says that defines the thing that is asked about."""

    @classmethod
    def of(cls, query: Query, model: FieldModel, unseen: float) -> "Sought":
        """Read a question; a syllable that the corpus never has weighs `unseen`."""
        terms = analyse_question(query.text, query.scaffolding, faint=FAINT)
        content = {strip_diacritics(form) for run in query.content for form in run}
        return cls(
            syllables={
                term: weight * model.idf.get(term, unseen)
                for term, weight in terms[Field.PLAIN_SYLLABLES].items()
            },
            content={term: model.idf.get(term, unseen) for term in content},
            definition=_definition(query),
        )


def best_sentence(sought: Sought, sentences: Sequence[str]) -> float:
    """Return the share of the question's syllables, by idf, in the sentence that has most."""
    return max((_share(sought.syllables, _syllables(one)) for one in sentences), default=0.0)


def opening(sought: Sought, sentences: Sequence[str]) -> float:
    """Return the share of the question's content that a passage begins with."""
    return _share(sought.content, _opening(tuple(sentences)))


def definition(sought: Sought, sentences: Sequence[str]) -> float:
    """Return 1 where a passage says what the thing asked about is: "X là …", "X (Y): …"."""
    defines = sought.definition
    return float(defines is not None and any(defines.search(_plain(one)) for one in sentences))


SIGNALS: Mapping[str, Callable[[Sought, Sequence[str]], float]] = MappingProxyType(
    {"sentence": best_sentence, "definition": definition, "opening": opening}
)
"""Every signal, of a question and a passage's sentences."""


def second_look(sought: Sought, sentences: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return what a passage gains by its signals, as a share of the best score."""
    return sum(weight * SIGNALS[name](sought, sentences) for name, weight in weights.items())


def pairs_of(sentences: Sequence[str]) -> frozenset[str]:
    """Return the pairs of neighbouring plain syllables of a passage's sentences."""
    return frozenset().union(*map(_pairs, sentences))


def _definition(query: Query) -> re.Pattern[str] | None:
    if not query.content:
        return None
    thing = r"\s+".join(re.escape(strip_diacritics(form)) for form in max(query.content, key=len))
    return re.compile(rf"\b{thing}\s*(?:\([^)]{{1,40}}\)\s*)?(?::|la\b)")


def _share(weights: Mapping[str, float], syllables: frozenset[str]) -> float:
    total = sum(weights.values())
    held = sum(weight for term, weight in weights.items() if term in syllables)
    return held / total if total else 0.0


@lru_cache(maxsize=1 << 14)
def _syllables(sentence: str) -> frozenset[str]:
    return frozenset(token.plain for token in tokens(sentence))


@lru_cache(maxsize=1 << 12)
def _pairs(sentence: str) -> frozenset[str]:
    found = tokens(sentence)
    return frozenset(f"{left.plain}_{right.plain}" for left, right in pairwise(found))


@lru_cache(maxsize=1 << 12)
def _opening(sentences: Sequence[str]) -> frozenset[str]:
    beginning = " ".join(sentences)[: OPENING * 10]
    return frozenset(token.plain for token in tokens(beginning)[:OPENING])


@lru_cache(maxsize=1 << 14)
def _plain(sentence: str) -> str:
    return strip_diacritics(fold(sentence)).lower()
