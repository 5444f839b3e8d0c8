"""The engine over Milvus: what `MappedEngine` is over files.

A question reads its version, its terms' dimensions and frequencies from the shared database at one
moment, then asks that version's collection by its own name: dimensions of one version mean nothing
in another. The alias, switched at a stroke, tells everyone else which collection is in use.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import numpy as np

from retrieval.engines.milvus import schema
from retrieval.engines.milvus.collections import Collections
from retrieval.engines.milvus.ranking import Hit, NumberOf, Ranked, Vector, best
from retrieval.engines.milvus.schema import Layout
from retrieval.engines.milvus.server import NotThereError, Server
from retrieval.engines.milvus.statistics import Known, Statistics, Version
from retrieval.engines.milvus.writing import Writer
from retrieval.engines.records import Batch, Condition, Entry, Found, batches
from retrieval.errors import OtherStateError
from retrieval.passage_sets import PassageSet

MOST_LISTED = 20_000
"""Numbers that a filter lists; a longer list costs more than to look at what it would keep out."""


class MilvusEngine:
    """An `Engine` that also adds and removes; use it from any thread, of any process.

    Whatever it does raises EngineUnavailableError where Milvus or the database can't be used, and
    IndexDamagedError where a collection is gone whose statistics are there.
    """

    def __init__(
        self,
        index: str,
        server: Server,
        statistics: Statistics,
        *,
        layout: Layout | None = None,
        consistency: str = "Strong",
        only: str = "",
        most_listed: int = MOST_LISTED,
    ) -> None:
        """Take an index by its name, which becomes its alias; nothing is asked as yet.

        A name consists of letters, digits and underscores. `layout` counts when a version is made;
        `consistency` is Milvus's, see `Collections`. With `only`, the engine is unavailable to
        questions while the index has a stamp that begins otherwise: another process has made it
        that of other passages.
        """
        self._index = index
        self._only = only
        self._most_listed = most_listed
        self._statistics = statistics
        self._collections = Collections(server, layout or Layout(), consistency)
        self._writer = Writer(index, self._collections, statistics)

    def __len__(self) -> int:
        known = self._known()
        return known.version.passages if known else 0

    @property
    def stamp(self) -> str:
        """What the index was built from, as its last writer said; empty where there is none."""
        known = self._statistics.known(self._index, ())
        return known.version.stamp if known else ""

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return in how many passages each of `terms` stands."""
        known = self._known(terms)
        standing = known.terms if known else {}
        return [standing[term].frequency if term in standing else 0 for term in terms]

    def search(
        self, query: Mapping[str, float], k: int, conditions: Sequence[Condition] = ()
    ) -> list[Found]:
        """Return at most `k` passages that meet all `conditions`, best first."""
        condition = schema.meeting(conditions)
        if condition is None:
            return []
        found = self._found(
            query, lambda version, question: self._best(version, question, k, condition)
        )
        return [Found(id=one.id, score=one.score) for one in found]

    def ids(self) -> Iterator[str]:
        """Yield the ids of all passages."""
        if known := self._statistics.known(self._index, ()):
            yield from self._collections.ids(known.version.collection, known.version.end)

    def top_of(
        self,
        query: Mapping[str, float],
        k: int,
        number_of: Callable[[str], int | None],
        *,
        ids: Collection[str] | None = None,
    ) -> list[tuple[int, float]]:
        """Return the top `k` under the numbers that their ids have; see `Engine.top`.

        Of those that have none nothing is returned. `ids` keeps the search to some; else, where
        many have no number, it keeps to the best `ranking.MOST` of all passages.
        """
        condition = "" if ids is None else schema.having_ids(ids)
        found = self._found(
            query,
            lambda version, question: self._best(
                version, question, k, condition, lambda hit: number_of(hit.id)
            ),
        )
        return [(one.number, one.score) for one in found]

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`; a passage keeps its number until it is replaced or all is rebuilt.

        Where `within` both has and leaves out more than `most_listed`, it keeps to the best
        `ranking.MOST` of all passages: `search` with conditions has no such bound.
        """
        found = self._found(
            query, lambda version, question: self._within(version, question, k, within)
        )
        return [(one.number, one.score) for one in found]

    def add(self, entries: Iterable[Entry], *, stamp: str | None = None) -> None:
        """Add passages, in the place of those that have their ids."""
        self.add_batches(batches(entries), stamp=stamp)

    def add_batches(self, those: Iterable[Batch], *, stamp: str | None = None) -> None:
        """Add very many passages; see `add`."""
        self._writer.add(those, stamp=stamp)

    def remove(self, ids: Collection[str], *, stamp: str | None = None) -> None:
        """Remove the passages of these ids; those that are not there are passed over."""
        self._writer.remove(ids, stamp=stamp)

    def rebuild(self, those: Iterable[Batch], *, stamp: str = "") -> None:
        """Put these passages in the place of all that is there, at a stroke."""
        self._writer.rebuild(those, stamp=stamp)

    def _known(self, terms: Collection[str] = ()) -> Known | None:
        known = self._statistics.known(self._index, terms)
        if self._only and not (known and known.version.stamp.startswith(self._only)):
            raise OtherStateError(
                "the index in Milvus is of another state of the library; read the library again"
            )
        return known

    def _found(
        self,
        query: Mapping[str, float],
        find: Callable[[Version, Vector], list[Ranked]],
    ) -> list[Ranked]:
        """Return what `find` finds in the version in use, for the query in its dimensions."""
        if min(query.values(), default=0.0) < 0:
            raise ValueError("a question has a weight below 0; no bound holds for those")
        try:
            return self._found_now(query, find)
        except NotThereError:  # another process rebuilt the index since its version was read
            return self._found_now(query, find)

    def _found_now(
        self,
        query: Mapping[str, float],
        find: Callable[[Version, Vector], list[Ranked]],
    ) -> list[Ranked]:
        weights = {term: weight for term, weight in query.items() if weight > 0}
        known = self._known(weights)
        if known is None or not known.terms:
            return []
        standing = (term for term in weights if term in known.terms)
        question = {known.terms[term].dimension: weights[term] for term in standing}
        return find(known.version, question)

    def _within(
        self, version: Version, question: Vector, k: int, within: Collection[int] | None
    ) -> list[Ranked]:
        if within is None:
            return self._best(version, question, k, "")
        if not within:
            return []
        if len(within) <= self._most_listed:
            return self._best(version, question, k, schema.having_numbers(within))
        admitted = PassageSet.of(within, version.end)
        others = np.flatnonzero(~admitted.flags)
        if len(others) <= self._most_listed:
            condition = schema.not_having_numbers(others.tolist())
            return self._best(version, question, k, condition)
        return self._best(
            version, question, k, "", lambda hit: hit.number if hit.number in admitted else None
        )

    def _best(
        self,
        version: Version,
        question: Vector,
        k: int,
        condition: str,
        number_of: NumberOf = attrgetter("number"),
    ) -> list[Ranked]:
        def fetch(count: int) -> Sequence[Hit]:
            return self._collections.search(version.collection, question, count, condition)

        return best(question, k, fetch, number_of)
