"""A library's passages in Milvus: brought up to date there, and found there by their numbers."""

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from retrieval.analysis import Field
from retrieval.engines.milvus.engine import MilvusEngine
from retrieval.fitting import Fit
from retrieval.index import vectors
from retrieval.kept_index import stamp_of
from retrieval.keyed import KeyedPassages, Numbering, change_of, ids_of
from retrieval.passage_sets import PassageSet
from retrieval.vocabulary import in_bounds

MOST_LISTED = 2_000
"""Passages that a question to Milvus lists by their ids: 80 KB."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Filled:
    """What Milvus is filled with, as its index is stamped."""

    stamp: str
    """Of the articles; see `stamp_of`."""
    fit: Fit
    """That its vectors are by."""

    def written(self) -> str:
        """Return it in one line that begins with the stamp."""
        fit = [self.fit.passages, self.fit.changed, dict(self.fit.average_lengths)]
        return f"{self.stamp} {json.dumps(fit)}"

    @classmethod
    def read(cls, written: str) -> "Filled | None":
        """Read such a line; None for any other, as another release may have written it."""
        stamp, _, fit = written.partition(" ")
        try:
            passages, changed, lengths = json.loads(fit)
            average_lengths = {field: lengths[field] for field in Field}
        except (ValueError, KeyError, TypeError):
            return None
        return cls(
            stamp=stamp,
            fit=Fit(average_lengths=average_lengths, idf=None, passages=passages, changed=changed),
        )

    @property
    def release(self) -> str:
        """What the stamps of one release begin with."""
        return self.stamp.partition("-")[0]


class Filling:
    """Brings what Milvus holds up to date; see `MilvusEngine` for the errors."""

    def __init__(self, engine: MilvusEngine) -> None:
        self._engine = engine

    def holds(self, stamp: str) -> bool:
        """Tell whether Milvus holds the articles of that stamp."""
        filled = Filled.read(self._engine.stamp)
        return filled is not None and filled.stamp == stamp

    def fill(self, passages: KeyedPassages, average_lengths: Mapping[Field, float]) -> None:
        """Have Milvus hold `passages`; where they are put there anew, by these average lengths."""
        stamp = stamp_of(passages.keys)
        before = Filled.read(self._engine.stamp)
        if before is not None and before.stamp == stamp:
            return
        if not (before and self._is_changed(before, passages, stamp)):
            logger.info("Milvus is filled: it has another state of the library, or none")
            fit = Fit(average_lengths=average_lengths, idf=None, passages=len(passages))
            named = zip(ids_of(passages), in_bounds(passages), strict=True)
            self._engine.rebuild(
                vectors(average_lengths, named), stamp=Filled(stamp=stamp, fit=fit).written()
            )

    def _is_changed(self, before: Filled, passages: KeyedPassages, stamp: str) -> bool:
        """Change what is there, as the index of one machine is; False where it is to go.

        A process that dies over it leaves a stamp that no library has, and the next one goes on.
        """
        if before.release != stamp.partition("-")[0]:
            return False
        found = change_of(self._engine.ids(), before.fit, passages)
        if found is None:
            return False
        change, fit = found
        after = Filled(stamp=stamp, fit=fit)
        under_way = Filled(stamp=f"{after.release}-", fit=before.fit)
        self._engine.add((), stamp=under_way.written())
        self._engine.remove(change.gone)
        named = zip(ids_of(change.new), change.new, strict=True)
        self._engine.add_batches(vectors(after.fit.average_lengths, named), stamp=after.written())
        return True


class LibraryEngine:
    """An `Engine` of a library's passages in Milvus, by the library's numbers.

    What Milvus holds beside them, for other processes may know a newer library, is passed over.
    """

    def __init__(self, engine: MilvusEngine, numbering: Numbering) -> None:
        self._engine = engine
        self._numbering = numbering

    def __len__(self) -> int:
        return len(self._numbering)

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`, and `MilvusEngine.top_of` for a `within` that is long."""
        if within is None:
            return self._engine.top_of(query, k, self._numbering.number_of)
        admitted = PassageSet.of(within, len(self))
        if not admitted:
            return []

        def number_of(passage_id: str) -> int | None:
            number = self._numbering.number_of(passage_id)
            return number if number in admitted else None

        few = len(admitted) <= MOST_LISTED
        ids = [self._numbering.id_of(number) for number in admitted] if few else None
        return self._engine.top_of(query, k, number_of, ids=ids)
