"""Changes to an index: begun in the database, made in Milvus, finished in the database.

A process that dies in between leaves a change unfinished: then the frequencies are not those of
the passages, and whoever changes something next counts them anew, from what Milvus holds.

One process at a time should change an index. If two do, each sees that its change was overtaken,
and counts anew: that costs time, and nothing else.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import compress, count

import numpy as np

from retrieval.engines.milvus.collections import Collections
from retrieval.engines.milvus.ranking import Vector
from retrieval.engines.milvus.schema import NO_TERM, rows_of
from retrieval.engines.milvus.server import NotThereError
from retrieval.engines.milvus.statistics import Change, Statistics, Term, Version
from retrieval.engines.records import Batch, Rows
from retrieval.errors import EngineUnavailableError

MOST_COUNTS = 5
"""How often an index is counted anew while others go on changing it."""
NOTHING = Batch.of(())


class Writer:
    """Adds to an index, removes from it, and builds it anew; see `MilvusEngine` for the errors."""

    def __init__(self, index: str, collections: Collections, statistics: Statistics) -> None:
        self._index = index
        self._collections = collections
        self._statistics = statistics

    def add(self, those: Iterable[Batch], *, stamp: str | None = None) -> None:
        """Add batches, in the place of those that have their ids, one after the other.

        ValueError where a weight is not positive: what came before that batch stays.
        """
        collection = self._collection()
        for batch in those:
            unique = last_of_each(checked(batch))
            self._change(collection, unique, unique.ids)
        if stamp is not None:
            self._change(collection, NOTHING, (), stamp=stamp)

    def remove(self, ids: Collection[str], *, stamp: str | None = None) -> None:
        """Remove the passages of these ids; those that are not there are passed over."""
        self._change(self._collection(), NOTHING, ids, stamp=stamp)

    def rebuild(self, those: Iterable[Batch], *, stamp: str = "") -> None:
        """Put `those` in the place of all that is there, at a stroke.

        They come into a collection beside the one in use, which is dropped when they are complete.
        """
        try:
            built = self._built(those, stamp)
            self._collections.point(self._index, built)
        except NotThereError as error:
            raise EngineUnavailableError(
                "another process rebuilt the index meanwhile; look whether that is enough"
            ) from error
        self._statistics.switch(self._index, built)
        self._collections.drop_all_but(built, self._index)

    def _collection(self) -> str:
        """Return the collection in use; a new one where there is none."""
        known = self._statistics.known(self._index, ())
        if known is None:
            self.rebuild(())
            return self._collection()
        return known.version.collection

    def _change(
        self, collection: str, batch: Batch, ids: Collection[str], *, stamp: str | None = None
    ) -> None:
        """Put `batch` in the place of the passages of `ids`, of which those in it are a part."""
        met = np.unique(batch.rows)
        terms = [batch.terms[row] for row in met.tolist()]
        begun = self._statistics.begin(collection, terms, len(batch.ids))
        dimensions = np.zeros(len(batch.terms), np.int64)
        dimensions[met] = [begun.dimensions[term] for term in terms]
        each = dimensions[batch.rows].tolist()
        before = list(self._collections.vectors_of(collection, ids))
        self._collections.delete(collection, set(ids).difference(batch.ids))
        self._collections.upsert(collection, rows_of(batch, each, begun.first_number))
        difference = Counter(each)
        difference.subtract(dimension for vector in before for dimension in vector)
        change = Change(passages=len(batch.ids) - len(before), frequencies=difference, stamp=stamp)
        if not (begun.is_sound and self._statistics.finish(collection, begun.token, change)):
            self._count_anew(collection, stamp)

    def _count_anew(self, collection: str, stamp: str | None) -> None:
        for _ in range(MOST_COUNTS):
            begun = self._statistics.begin(collection, (), 0)
            counted = count_of(self._collections.all_vectors(collection, begun.first_number))
            if self._statistics.finish(collection, begun.token, replace(counted, stamp=stamp)):
                return
        raise EngineUnavailableError(
            "other processes change the index all the time; let one of them do it, then try again"
        )

    def _built(self, those: Iterable[Batch], stamp: str) -> str:
        """Fill a new collection, and keep its statistics; return its name."""
        collection = self._collections.create(self._index)
        draft = Draft()
        for batch in those:
            unique = last_of_each(checked(batch))
            first, each = len(draft), draft.add(unique)
            self._collections.upsert(collection, rows_of(unique, each, first))
        if draft.ids:
            self._collections.settle(collection)
        counts: Mapping[int, int] = draft.counts
        if len(draft.ids) < len(draft):  # one batch took the place of another's passages
            counts = count_of(self._collections.all_vectors(collection, len(draft))).frequencies
        version = Version(
            collection=collection, passages=len(draft.ids), end=len(draft), stamp=stamp
        )
        standing = (Term(dimension=n, frequency=counts[n]) for n in count(NO_TERM + 1))
        terms = zip(draft.terms.strings, standing, strict=False)
        self._statistics.prepare(self._index, version, terms)
        return collection


@dataclass(kw_only=True, slots=True)
class Draft:
    """What comes into a new collection: its terms, numbered as they come."""

    terms: Rows = field(default_factory=Rows)
    counts: Counter[int] = field(default_factory=Counter)
    """Passages by dimension."""
    ids: set[str] = field(default_factory=set)
    passages: int = 0

    def __len__(self) -> int:
        return self.passages

    def add(self, batch: Batch) -> list[int]:
        """Take in a batch; return the dimension of each of its rows of terms."""
        met = np.unique(batch.rows)
        dimensions = np.zeros(len(batch.terms), np.int64)
        dimensions[met] = [self.terms[batch.terms[row]] + NO_TERM + 1 for row in met.tolist()]
        each: list[int] = dimensions[batch.rows].tolist()
        self.counts.update(each)
        self.ids.update(batch.ids)
        self.passages += len(batch.ids)
        return each


def checked(batch: Batch) -> Batch:
    """Return `batch`; ValueError where a weight is not positive."""
    if not np.all(batch.weights > 0):
        raise ValueError("a passage has a weight that is not positive; leave such terms out")
    return batch


def last_of_each(batch: Batch) -> Batch:
    """Return `batch` with the last passage of each id."""
    last = {passage_id: number for number, passage_id in enumerate(batch.ids)}
    if len(last) == len(batch.ids):
        return batch
    kept = np.zeros(len(batch.ids), np.bool_)
    kept[list(last.values())] = True
    of_kept = np.repeat(kept, batch.lengths)
    return Batch(
        ids=list(compress(batch.ids, kept)),
        lengths=batch.lengths[kept],
        rows=batch.rows[of_kept],
        weights=batch.weights[of_kept],
        terms=batch.terms,
        labels=list(compress(batch.labels, kept)),
    )


def count_of(vectors: Iterable[Vector]) -> Change:
    """Return the statistics of passages that have these vectors."""
    frequencies, passages = Counter[int](), 0
    for vector in vectors:
        frequencies.update(vector.keys())
        passages += 1
    return Change(passages=passages, frequencies=frequencies, is_count=True)
