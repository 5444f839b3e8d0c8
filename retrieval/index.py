"""The model and the engine together: every field's BM25+, fused by weights in one inner product.

rank-bm25 fits the models. It keeps a dict of counts for each passage in each field, some 10 KB of
memory, so it fits up to FITTED_ONE_BY_ONE passages; of more, the engine counts how many have a
term, which comes to the same idf to the bit, as the tests hold, and stays right when passages are
added or removed. Either way the passages' vectors are worked out on arrays.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from retrieval.analysis import Analysis, Field, QuestionTerms, sharing_terms
from retrieval.bm25 import FieldModel, fit
from retrieval.bulk import Bulk, average_lengths
from retrieval.engines import CountingEngine, Engine
from retrieval.engines.mapped import temporary
from retrieval.engines.records import Batch
from retrieval.idf import counted_models
from retrieval.tuned import WEIGHTS
from retrieval.vocabulary import in_bounds

FITTED_ONE_BY_ONE = 5_000
"""Passages that rank-bm25 fits: 50 MB of memory at a time, as much as half a second of work."""

MakeEngine = Callable[[Iterable[Batch]], CountingEngine]
"""Makes the engine of these passages; it numbers them in the order in which they come."""


class Passages(Protocol):
    """The terms of passages, which may be gone through again and again."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Analysis]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """Fitted models of all fields, and the engine that holds the passages' vectors."""

    models: Mapping[Field, FieldModel]
    engine: Engine

    @classmethod
    def build(
        cls, passages: Passages, make: MakeEngine = temporary, ids: Iterable[str] | None = None
    ) -> "Index":
        """Fit every field on `passages` and index them; their order numbers them.

        To the engine their ids are those given, or their numbers.
        """
        names = map(str, count()) if ids is None else ids
        if len(passages) > FITTED_ONE_BY_ONE:
            passages = in_bounds(passages)
            lengths = average_lengths(one.terms for one in passages)
            engine = make(vectors(lengths, zip(names, passages, strict=False)))
            return cls(models=counted_models(engine, lengths, WEIGHTS.parameters), engine=engine)
        held = sharing_terms(passages)
        models = {
            field: fit([passage.of(field) for passage in held], WEIGHTS.parameters)
            for field in Field
        }
        engine = make(vectors(_lengths(models), zip(names, held, strict=False)))
        return cls(models=models, engine=engine)

    @property
    def average_lengths(self) -> dict[Field, float]:
        """Those that the passages' vectors are by."""
        return _lengths(self.models)

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


def _lengths(models: Mapping[Field, FieldModel]) -> dict[Field, float]:
    return {field: model.average_length for field, model in models.items()}
