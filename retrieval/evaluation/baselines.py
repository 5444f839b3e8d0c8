"""What BM25+ reaches alone: the rankings that ours must be ahead of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from retrieval.analysis import Analysis, Field, analyse, analyse_all
from retrieval.bm25 import FieldModel, Parameters, fit
from retrieval.bulk import Bulk
from retrieval.datasets import HitLine, PassageLine
from retrieval.engines import Engine
from retrieval.engines.mapped import temporary

ALL = ""
"""The one field of a baseline."""
PARAMETERS = Parameters(k1=1.2, b=0.75)
"""Those of the literature; not ours, which are tuned."""


class Baseline(StrEnum):
    """The terms that a baseline ranks by."""

    WORDS = "words"
    BIGRAMS = "bigrams"
    PLAIN_BIGRAMS = "bigrams without diacritics"


FIELDS: Mapping[Baseline, tuple[Field, ...]] = MappingProxyType(
    {
        Baseline.WORDS: (Field.WORDS,),
        Baseline.BIGRAMS: (Field.SYLLABLES, Field.BIGRAMS),
        Baseline.PLAIN_BIGRAMS: (Field.PLAIN_SYLLABLES, Field.PLAIN_BIGRAMS),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class BaselineRanking:
    """One BM25+ over the passages of a set, fitted by rank-bm25, and nothing else."""

    baseline: Baseline
    ids: Sequence[str]
    model: FieldModel
    engine: Engine

    @classmethod
    def fit(
        cls, baseline: Baseline, ids: Sequence[str], passages: Sequence[Analysis]
    ) -> "BaselineRanking":
        """Fit it on the passages of these ids."""
        terms = [_terms(passage, baseline) for passage in passages]
        model = fit(terms, PARAMETERS)
        bulk = Bulk({ALL: model.average_length}, PARAMETERS)
        engine = temporary(bulk.batches((str(n), {ALL: one}) for n, one in enumerate(terms)))
        return cls(baseline=baseline, ids=ids, model=model, engine=engine)

    def hits(self, question: Analysis, k: int) -> list[HitLine]:
        """Return the best `k` passages, best first."""
        query = self.model.query_vector(Counter(_terms(question, self.baseline)))
        return [
            HitLine(id=self.ids[number], score=score) for number, score in self.engine.top(query, k)
        ]


def fit_all(passages: Sequence[PassageLine], *, processes: int = 1) -> list[BaselineRanking]:
    """Fit every baseline on the passages of a set."""
    analyses = analyse_all(
        [line.text for line in passages], [""] * len(passages), processes=processes
    )
    ids = [line.id for line in passages]
    return [BaselineRanking.fit(baseline, ids, analyses) for baseline in Baseline]


def rank_all(
    rankings: Sequence[BaselineRanking], questions: Sequence[str], k: int
) -> dict[Baseline, list[list[HitLine]]]:
    """Return the hits of each question by each baseline."""
    analyses = [analyse(question) for question in questions]
    return {
        ranking.baseline: [ranking.hits(question, k) for question in analyses]
        for ranking in rankings
    }


def _terms(analysis: Analysis, baseline: Baseline) -> list[str]:
    return [term for field in FIELDS[baseline] for term in analysis.of(field)]
