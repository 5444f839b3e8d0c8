"""BM25+ as rank-bm25 fits it, taken apart into a passage's half and a question's half.

score(q, p) = Σ_t idf(t) · tf_part(t, p), summed over the question's terms, with

    idf(t)        = ln((N + 1) / df(t))
    tf_part(t, p) = tf · (k1 + 1) / (tf + k1 · (1 - b + b · length(p) / average length))

from Lv and Zhai, "Lower-Bounding Term Frequency Normalization" (CIKM 2011), as
`rank_bm25.BM25Plus` computes it. That class adds δ · idf(t) to every passage, whether the
term is in it or not: a constant of the question, which no ranking sees; `floor` gives it.

tf_part goes into the passage's sparse vector and idf into the question's, so that any engine
that knows inner products ranks as rank-bm25 does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, overload

from rank_bm25 import BM25Plus


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """k1: how soon a repeated term stops counting; b: how much length counts; δ: the floor."""

    k1: float = 1.2
    b: float = 0.75
    delta: float = 1.0


class Idf(Protocol):
    """idf by term, of the terms that any passage has; a dict is one."""

    @overload
    def get(self, term: str, /) -> float | None: ...

    @overload
    def get(self, term: str, default: float, /) -> float: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldModel:
    """What one field's passages taught: document frequencies as idf, and the average length."""

    idf: Idf
    average_length: float
    """In terms a passage."""
    parameters: Parameters

    def passage_vector(self, terms: Sequence[str]) -> dict[str, float]:
        """Return tf_part of each term of a passage."""
        k1, b = self.parameters.k1, self.parameters.b
        damping = k1 * (1 - b + b * len(terms) / self.average_length) if terms else k1
        return {term: tf * (k1 + 1) / (tf + damping) for term, tf in Counter(terms).items()}

    def query_vector(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Return idf of each term times its weight, e.g. how often it stands in the question."""
        return {
            term: weight * idf
            for term, weight in terms.items()
            if (idf := self.idf.get(term)) is not None
        }

    def floor(self, terms: Mapping[str, float]) -> float:
        """Return what rank-bm25 adds to every passage's score for this question."""
        return self.parameters.delta * sum(self.query_vector(terms).values())


def fit(passages: Sequence[Sequence[str]], parameters: Parameters) -> FieldModel:
    """Fit one field's model on the terms of all passages.

    rank-bm25 divides by the number of passages and by their average length, so a field
    without a single term gets a model that knows nothing.
    """
    if not any(passages):
        nothing: dict[str, float] = {}
        return FieldModel(idf=nothing, average_length=1.0, parameters=parameters)
    fitted = BM25Plus(passages, k1=parameters.k1, b=parameters.b, delta=parameters.delta)
    return FieldModel(idf=fitted.idf, average_length=fitted.avgdl, parameters=parameters)
