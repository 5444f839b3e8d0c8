"""The model and the engine together: every field's BM25+, fused by weights in one inner product."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from retrieval.analysis import Analysis, Field, QuestionTerms
from retrieval.bm25 import FieldModel, Parameters, fit
from retrieval.engines import Engine
from retrieval.engines.embedded import EmbeddedEngine

FIELD_PARAMETERS = Parameters(k1=1.2, b=0.75)
FIELD_WEIGHTS: Mapping[Field, float] = MappingProxyType(
    {
        Field.WORDS: 1.0,
        Field.SYLLABLES: 1.0,
        Field.BIGRAMS: 1.0,
        Field.PLAIN_SYLLABLES: 1.0,
        Field.PLAIN_BIGRAMS: 1.0,
        Field.TITLE: 0.5,
    }
)
"""First tuning: of those tried on the shared sets, equal ones were never far from the best."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """Fitted models of all fields, and the engine that holds the passages' vectors."""

    models: Mapping[Field, FieldModel]
    engine: Engine

    @classmethod
    def build(cls, passages: Sequence[Analysis]) -> "Index":
        """Fit every field on `passages` and index them; their order numbers them."""
        models = {
            field: fit([passage.of(field) for passage in passages], FIELD_PARAMETERS)
            for field in Field
        }
        return cls(models=models, engine=EmbeddedEngine(_vectors(models, passages)))

    def search(
        self, question: QuestionTerms, k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` pairs (passage number, score), best first; see `Engine.top`."""
        query: dict[str, float] = {}
        for field, model in self.models.items():
            for term, weight in model.query_vector(question[field]).items():
                query[field + term] = FIELD_WEIGHTS[field] * weight
        return self.engine.top(query, k, within=within)


def _vectors(
    models: Mapping[Field, FieldModel], passages: Iterable[Analysis]
) -> Iterable[dict[str, float]]:
    """Yield each passage's vector, its terms marked with their field so that fields never mix."""
    for passage in passages:
        yield {
            field + term: part
            for field, model in models.items()
            for term, part in model.passage_vector(passage.of(field)).items()
        }
