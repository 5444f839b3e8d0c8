"""Chooses the weights of ranking on question sets, and says what each part is worth.

Each question is looked at once: the fields' scores and the signals of its first passages are
kept, so that trying other weights is a matter of arrays. The search goes from knob to knob (a
field's weight, k1 and b, what scaffolding weighs, a signal), tries each of its steps, and keeps
one that gains: coordinate ascent on the mean MRR@10 of the sets, so that each set counts alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from corpus.text import strip_diacritics
from retrieval.analysis import Analysis, Field, QuestionTerms, analyse, analyse_question
from retrieval.bm25 import FieldModel, Parameters, fit
from retrieval.knowledge import Knowledge
from retrieval.records import Query
from retrieval.search import look_at, seek
from retrieval.second_look import SIGNALS
from retrieval.tuned import WEIGHTS, Weights
from retrieval.understand import understand

Floats = NDArray[np.float64]

CANDIDATES = 30
"""Passages of each question that are ranked anew."""
GAIN = 0.0005
"""Of the mean MRR@10, below which a step is not worth taking: it may be chance."""
FIELDS = tuple(field for field in Field if field is not Field.TITLE)
"""The sets' passages have no titles."""
PARAMETERS = tuple(
    Parameters(k1=k1, b=b) for k1, b in product((0.8, 1.2, 1.6, 2.0), (0.6, 0.75, 0.9))
)
STEPS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "field": (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0),
        "faint": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
        "signal": (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Observed:
    """Q questions of one set, each with at most C candidate passages; short rows end in zeros."""

    name: str
    strong: Floats
    """(Q, C, P, F): the fields' scores by terms that ask, for each of PARAMETERS."""
    weak: Floats
    """(Q, C, P, F): by terms that only carry the question."""
    signals: Floats
    """(Q, C, S): of `second_look`."""
    relevant: NDArray[np.bool_]
    """(Q, C)."""

    def scores(self, weights: Weights) -> Floats:
        """Return (Q, C) scores, as `search` gives them, up to a factor a question."""
        parameters = PARAMETERS.index(weights.parameters)
        fields = np.array([weights.fields[field] for field in FIELDS])
        scores = (
            self.strong[:, :, parameters] + weights.faint * self.weak[:, :, parameters]
        ) @ fields
        best = np.maximum(scores.max(axis=1, keepdims=True), 1e-12)
        signals = np.array([weights.signals[name] for name in SIGNALS])
        shares: Floats = scores / best + self.signals @ signals
        return shares

    def ranks(self, weights: Weights) -> Floats:
        """Return (Q,) the rank of the first passage that answers, infinite where there is none.

        A tie with one that does not is lost.
        """
        scores = self.scores(weights)
        right = np.where(self.relevant, scores, -np.inf).max(axis=1, keepdims=True)
        ahead = np.count_nonzero((scores >= right) & ~self.relevant, axis=1)
        return np.where(np.isinf(right[:, 0]), np.inf, ahead + 1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """How well questions are ranked."""

    first: float
    """R@1: share of the questions whose first passage answers."""
    reciprocal: float
    """MRR@10."""

    @classmethod
    def of(cls, observed: Observed, weights: Weights) -> "Quality":
        """Measure `weights` on one set."""
        ranks = observed.ranks(weights)
        return cls(
            first=float((ranks == 1).mean()),
            reciprocal=float(np.where(ranks <= 10, 1 / ranks, 0.0).mean()),
        )


def observe(
    name: str, questions: Iterable[tuple[str, Sequence[str]]], knowledge: Knowledge
) -> Observed:
    """Look at questions, each with the ids of the passages that answer it."""
    analyses = [analyse(knowledge.text_of(passage)) for passage in knowledge.passages]
    models: list[dict[Field, FieldModel]] = [
        {field: fit([one.of(field) for one in analyses], parameters) for field in FIELDS}
        for parameters in PARAMETERS
    ]
    rows = [
        _look(understand(question, knowledge), set(answering), knowledge, analyses, models)
        for question, answering in questions
    ]
    return Observed(
        name=name,
        strong=np.stack([row[0] for row in rows]),
        weak=np.stack([row[1] for row in rows]),
        signals=np.stack([row[2] for row in rows]),
        relevant=np.stack([row[3] for row in rows]),
    )


def without_diacritics(
    questions: Iterable[tuple[str, Sequence[str]]],
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the questions as many people type them."""
    for question, answering in questions:
        yield strip_diacritics(question), answering


def tune(sets: Sequence[Observed], start: Weights = WEIGHTS) -> Weights:
    """Return weights that no single step of a knob betters by GAIN; found from `start`."""
    best, reached = start, _mean_quality(sets, start)
    while True:
        before = reached
        for knob in _knobs():
            for tried in knob(best):
                quality = _mean_quality(sets, tried)
                if quality > reached + GAIN:
                    best, reached = tried, quality
        if reached == before:
            return best


def without_signal(weights: Weights, name: str) -> Weights:
    """Return `weights` that pay no heed to a signal."""
    return replace(weights, signals={**weights.signals, name: 0.0})


def first_look_only(weights: Weights) -> Weights:
    """Return `weights` without the second look."""
    return replace(weights, signals=dict.fromkeys(weights.signals, 0.0))


def _mean_quality(sets: Sequence[Observed], weights: Weights) -> float:
    return float(np.mean([Quality.of(one, weights).reciprocal for one in sets]))


Knob = Callable[[Weights], Iterator[Weights]]


def _knobs() -> Iterator[Knob]:
    """Yield for each number of the weights what makes it another one."""
    yield lambda weights: (replace(weights, parameters=one) for one in PARAMETERS)
    yield lambda weights: (replace(weights, faint=one) for one in STEPS["faint"])
    yield from map(_field_knob, FIELDS)
    yield from map(_signal_knob, SIGNALS)


def _field_knob(field: Field) -> Knob:
    return lambda weights: (
        replace(weights, fields={**weights.fields, field: one}) for one in STEPS["field"]
    )


def _signal_knob(name: str) -> Knob:
    return lambda weights: (
        replace(weights, signals={**weights.signals, name: one}) for one in STEPS["signal"]
    )


def _look(
    query: Query,
    answering: set[str],
    knowledge: Knowledge,
    analyses: Sequence[Analysis],
    models: Sequence[Mapping[Field, FieldModel]],
) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    terms = analyse_question(query.text, query.scaffolding, faint=0.0)
    strong = {f: {term: 1.0 for term, weight in terms[f].items() if weight} for f in FIELDS}
    weak = {f: {term: 1.0 for term, weight in terms[f].items() if not weight} for f in FIELDS}
    found = knowledge.index.search({**terms, **_all(terms)}, CANDIDATES)
    sought = seek(query, knowledge)
    shape = (CANDIDATES, len(PARAMETERS), len(FIELDS))
    scores = np.zeros((2, *shape))
    signals = np.zeros((CANDIDATES, len(SIGNALS)))
    relevant = np.zeros(CANDIDATES, np.bool_)
    for row, (number, _) in enumerate(found):
        for (p, fitted), (f, field) in product(enumerate(models), enumerate(FIELDS)):
            vector = fitted[field].passage_vector(analyses[number].of(field))
            for half, asked in enumerate((strong, weak)):
                query_vector = fitted[field].query_vector(asked[field])
                scores[half, row, p, f] = sum(
                    weight * vector.get(term, 0.0) for term, weight in query_vector.items()
                )
        passage = look_at(number, knowledge)
        signals[row] = [signal(sought, passage) for signal in SIGNALS.values()]
        relevant[row] = knowledge.passages[number].id in answering
    return scores[0], scores[1], signals, relevant


def _all(terms: QuestionTerms) -> QuestionTerms:
    """Return the terms with what only carries the question at its weight of today."""
    return {
        field: {term: weight or WEIGHTS.faint for term, weight in found.items()}
        for field, found in terms.items()
    }
