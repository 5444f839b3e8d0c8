"""A second look at the first hits: what BM25 can't see because it knows no sentences.

Each signal is a share, 0 to 1, of a passage for a question. Their weighted sum is added to the
passage's score as a share of the best one's: a weight of .3 moves a passage by at most three
tenths of the best score. `danvan tune` prints what each is worth.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType

from corpus.text import strip_diacritics
from retrieval.analysis import Field, analyse_question
from retrieval.bm25 import FieldModel
from retrieval.cut_sentences import Run
from retrieval.defining import defines
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
    thing: Run
    """What is asked about: the longest run of the content, in plain syllables."""

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
            thing=_longest(query.content),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """A passage that is looked at again: its sentences, as written and in plain syllables."""

    texts: Sequence[str]
    plain: Sequence[Run]


def best_sentence(sought: Sought, passage: Looked) -> float:
    """Return the share of the question's syllables, by idf, in the sentence that has most."""
    return max((_share(sought.syllables, one) for one in passage.plain), default=0.0)


def opening(sought: Sought, passage: Looked) -> float:
    """Return the share of the question's content that a passage begins with."""
    return _share(sought.content, islice(chain.from_iterable(passage.plain), OPENING))


def definition(sought: Sought, passage: Looked) -> float:
    """Return 1 where a passage says what the thing asked about is: "X là …", "X (Y): …"."""
    thing = " ".join(sought.thing)
    return float(
        any(
            defines(thing, text)
            for text, plain in zip(passage.texts, passage.plain, strict=True)
            if thing and sought.thing[0] in plain and sought.thing[-1] in plain
        )
    )


SIGNALS: Mapping[str, Callable[[Sought, Looked], float]] = MappingProxyType(
    {"sentence": best_sentence, "definition": definition, "opening": opening}
)
"""Every signal, of a question and a passage."""


def second_look(sought: Sought, passage: Looked, weights: Mapping[str, float]) -> float:
    """Return what a passage gains by its signals, as a share of the best score."""
    return sum(weight * SIGNALS[name](sought, passage) for name, weight in weights.items())


def _longest(content: Sequence[Run]) -> Run:
    longest: Run = max(content, key=len, default=())
    return tuple([strip_diacritics(syllable) for syllable in longest])


def _share(weights: Mapping[str, float], syllables: Iterable[str]) -> float:
    there, total = set(syllables), sum(weights.values())
    held = sum([weight for term, weight in weights.items() if term in there])
    return held / total if total else 0.0
