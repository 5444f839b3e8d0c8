"""The model and the engine together: every field's BM25+, fused by weights in one inner product.

What is learnt of the passages stands in `fitting`; their vectors are worked out on arrays.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from retrieval.analysis import Analysis, Field, QuestionTerms
from retrieval.bm25 import FieldModel
from retrieval.bulk import Bulk
from retrieval.engines import CountingEngine, Engine
from retrieval.engines.mapped import temporary
from retrieval.engines.records import Batch
from retrieval.fitting import learn
from retrieval.tuned import WEIGHTS
from retrieval.vocabulary import Passages

MakeEngine = Callable[[Iterable[Batch]], CountingEngine]
"""Makes the engine of these passages; it numbers them in the order in which they come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """Fitted models of all fields, and the engine that holds the passages' vectors."""

    models: Mapping[Field, FieldModel]
    engine: Engine

    @classmethod
    def build(cls, passages: Passages, make: MakeEngine = temporary) -> "Index":
        """Fit every field on `passages` and index them; their order numbers them.

        To the engine their ids are their numbers.
        """
        fit, passages = learn(passages)
        named = zip(map(str, count()), passages, strict=False)
        engine = make(vectors(fit.average_lengths, named))
        return cls(models=fit.models(engine), engine=engine)

    @property
    def average_lengths(self) -> dict[Field, float]:
        """Those that the passages' vectors are by."""
        return {field: model.average_length for field, model in self.models.items()}

    def search(
        self, question: QuestionTerms, k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` pairs (passage number, score), best first; see `Engine.top`."""
        query: dict[str, float] = {}
        for field, model in self.models.items():
            for term, weight in model.query_vector(question[field]).items():
                query[field + term] = WEIGHTS.fields[field] * weight
        return self.engine.top(query, k, within=within)


def vectors(
    average_lengths: Mapping[Field, float], passages: Iterable[tuple[str, Analysis]]
) -> Iterator[Batch]:
    """Yield the vectors of passages, each with its id, in an index of these average lengths."""
    named = ((name, passage.terms) for name, passage in passages)
    return Bulk(average_lengths, WEIGHTS.parameters).batches(named)
