"""What an index is fitted by: the fields' average lengths, and how rare each term is.

rank-bm25 fits the models. It keeps a dict of counts for each passage in each field, some 10 KB of
memory, so it fits up to FITTED_ONE_BY_ONE passages; of more, the engine counts how many have a
term, which comes to the same idf to the bit, as the tests hold, and stays right when passages are
added or removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from retrieval.analysis import Field, sharing_terms
from retrieval.bm25 import FieldModel, Idf, fit
from retrieval.bulk import average_lengths
from retrieval.engines import CountingEngine
from retrieval.idf import counted_models
from retrieval.tuned import WEIGHTS
from retrieval.vocabulary import Passages, in_bounds

FITTED_ONE_BY_ONE = 5_000
"""Passages that rank-bm25 fits: 50 MB of memory at a time, as much as half a second of work."""
MOST_CHANGED = 0.05
"""Of the passages that a fit was learnt of. Were all that are new half as long again as the others,
average lengths would be 2.5 % off, and a term's part in a score 2 % at most."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Fit:
    """What was learnt of all passages of an index when it was built."""

    average_lengths: Mapping[Field, float]
    """In terms a passage."""
    idf: Mapping[Field, Idf] | None
    """By field; None where the engine counts the passages of each term."""
    passages: int
    """That it was learnt of."""
    changed: int = 0
    """That were added or removed since."""

    @property
    def is_stale(self) -> bool:
        """Whether so many have changed that all should be learnt anew."""
        return self.changed > MOST_CHANGED * self.passages

    def after(self, changes: int) -> "Fit":
        """Return it when so many more passages were added or removed."""
        return replace(self, changed=self.changed + changes)

    def models(self, engine: CountingEngine) -> Mapping[Field, FieldModel]:
        """Return the models of what `engine` holds."""
        if self.idf is None:
            return counted_models(engine, self.average_lengths, WEIGHTS.parameters)
        return {
            field: FieldModel(
                idf=self.idf[field], average_length=average, parameters=WEIGHTS.parameters
            )
            for field, average in self.average_lengths.items()
        }


def learn(passages: Passages) -> tuple[Fit, Passages]:
    """Return what `passages` teach, and them as they are to be indexed."""
    if len(passages) > FITTED_ONE_BY_ONE:
        passages = in_bounds(passages)
        lengths = average_lengths(one.terms for one in passages)
        return Fit(average_lengths=lengths, idf=None, passages=len(passages)), passages
    held = sharing_terms(passages)
    fitted = {field: fit([one.of(field) for one in held], WEIGHTS.parameters) for field in Field}
    learnt = Fit(
        average_lengths={field: model.average_length for field, model in fitted.items()},
        idf={field: model.idf for field, model in fitted.items()},
        passages=len(held),
    )
    return learnt, held
