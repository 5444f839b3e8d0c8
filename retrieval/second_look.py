"""A second look at the first hits: what BM25 can't see because it knows no sentences.

Each signal is a share, 0 to 1, of a passage for a question. Their weighted sum is added to the
passage's score as a share of the best one's, so that a weight of .3 moves a passage by at most
three tenths of the best score. `danvan tune` prints what each is worth.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.text import fold, strip_diacritics
from retrieval.analysis import Field, analyse_question, tokens
from retrieval.bm25 import FieldModel
from retrieval.records import Query

FAINT = 0.3
"""What the words that only carry the question weigh in a sentence's coverage."""
OPENING = 25
"""Tokens at the beginning of a passage, which tell what it is about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """What each signal adds to a passage's score, as a share of the best passage's score."""

    sentence: float = 0.3
    definition: float = 0.15
    opening: float = 0.1


WEIGHTS = Weights()


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


def second_look(sought: Sought, passage: str, sentences: Sequence[str]) -> float:
    """Return what a passage gains by its signals, as a share of the best score."""
    return (
        WEIGHTS.sentence * best_sentence(sought, sentences)
        + WEIGHTS.definition * defines(sought, passage)
        + WEIGHTS.opening * opening(sought, passage)
    )


def best_sentence(sought: Sought, sentences: Sequence[str]) -> float:
    """Return the share of the question's syllables, by idf, in the sentence that has most."""
    return max((_share(sought.syllables, syllables_of(one)) for one in sentences), default=0.0)


def opening(sought: Sought, passage: str) -> float:
    """Return the share of the question's content that a passage begins with."""
    return _share(sought.content, _opening_of(passage))


def defines(sought: Sought, passage: str) -> float:
    """Return 1 where a passage says what the thing asked about is: "X là …", "X (Y): …"."""
    return float(sought.definition is not None and bool(sought.definition.search(_plain(passage))))


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
def syllables_of(text: str) -> frozenset[str]:
    """Return the plain syllables, figures and numbers of a stretch of an article."""
    return frozenset(token.plain for token in tokens.__wrapped__(text))


@lru_cache(maxsize=1 << 12)
def _opening_of(passage: str) -> frozenset[str]:
    return frozenset(token.plain for token in tokens.__wrapped__(passage[: OPENING * 10])[:OPENING])


@lru_cache(maxsize=1 << 12)
def _plain(passage: str) -> str:
    return strip_diacritics(fold(passage)).lower()
