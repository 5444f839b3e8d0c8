"""The model and the engine together: every field's BM25+, fused by weights in one inner product."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.analysis import Analysis, Field, QuestionTerms
from retrieval.bm25 import FieldModel, fit
from retrieval.engines import Engine
from retrieval.engines.embedded import EmbeddedEngine
from retrieval.tuned import WEIGHTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """Fitted models of all fields, and the engine that holds the passages' vectors."""

    models: Mapping[Field, FieldModel]
    engine: Engine

    @classmethod
    def build(cls, passages: Sequence[Analysis]) -> "Index":
        """Fit every field on `passages` and index them; their order numbers them."""
        models = {
            field: fit([passage.of(field) for passage in passages], WEIGHTS.parameters)
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
                query[field + term] = WEIGHTS.fields[field] * weight
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
