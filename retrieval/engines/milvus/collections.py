"""Collections of a Milvus server: made, filled, asked, and replaced by way of an alias."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

from pymilvus import MilvusClient

from retrieval.engines.milvus import schema
from retrieval.engines.milvus.patience import CHANGE, QUESTION, Patience
from retrieval.engines.milvus.ranking import Hit, Vector
from retrieval.engines.milvus.schema import ID, NO_TERM, NUMBER, VECTOR, Layout, Row
from retrieval.engines.milvus.server import Call, NotLoadedError, NotThereError, Server

T = TypeVar("T")

AT_A_TIME = 1000
"""Passages in a request: some megabytes, of the 64 that Milvus takes."""
IDS_AT_A_TIME = 10_000
"""Of 16,384 rows that Milvus returns at once."""


class Collections:
    """The collections of one server, as an index needs them; see `Server.call` for the errors.

    `consistency` is Milvus's own word. "Strong": a question sees whatever was changed before it,
    by any process; on a cluster it waits for that, up to the 0.2 s that a time tick takes.
    """

    def __init__(self, server: Server, layout: Layout, consistency: str = "Strong") -> None:
        self._server = server
        self._layout = layout
        self._consistency = consistency

    def create(self, index: str) -> str:
        """Make an empty collection for an index; return its name, which was never used before."""

        def create(client: MilvusClient, timeout: float) -> str:
            name = f"{index}_{secrets.token_hex(6)}"
            client.create_collection(
                name,
                schema=schema.fields(),
                num_shards=self._layout.shards,
                consistency_level=self._consistency,
                timeout=timeout,
            )
            indexes = schema.indexes(client.get_server_version(timeout=timeout))
            client.create_index(name, indexes, sync=False, timeout=timeout)  # of nothing as yet
            self._load(client, name, timeout)
            return name

        return self._server.call(create, CHANGE)

    def upsert(self, name: str, rows: Iterable[Row]) -> None:
        """Put passages in the place of those that have their ids."""
        for some in _parts(rows):
            self._upsert(name, some)

    def _upsert(self, name: str, rows: list[Row]) -> None:
        self._server.call(
            lambda client, timeout: client.upsert(name, rows, timeout=timeout), CHANGE
        )

    def delete(self, name: str, ids: Iterable[str]) -> None:
        """Delete the passages of these ids; those that are not there are passed over."""
        for some in _parts(ids):
            self._delete(name, schema.having_ids(some))

    def _delete(self, name: str, condition: str) -> None:
        self._server.call(
            lambda client, timeout: client.delete(name, filter=condition, timeout=timeout), CHANGE
        )

    def settle(self, name: str) -> None:
        """Have all that was put into a collection indexed, and see that it answers questions.

        The first answer may take long, so it comes before anybody waits for one.
        """
        self._do("flush", name)
        self.search(name, {NO_TERM: 1.0}, 1, "", patience=CHANGE)

    def search(
        self,
        name: str,
        question: Vector,
        k: int,
        condition: str,
        *,
        patience: Patience = QUESTION,
    ) -> list[Hit]:
        """Return the `k` passages that score highest, best first, of those that the filter admits.

        They share a term with the question.
        """

        def search(client: MilvusClient, timeout: float) -> Any:  # noqa: ANN401 as untyped as pymilvus
            return client.search(
                name,
                [dict(question)],
                anns_field=VECTOR,
                limit=k,
                filter=condition,
                output_fields=[NUMBER, VECTOR],
                search_params={"metric_type": "IP", "params": {"drop_ratio_search": 0.0}},
                consistency_level=self._consistency,
                timeout=timeout,
            )

        return [
            Hit(id=hit[ID], number=hit[NUMBER], score=hit["distance"], vector=hit[VECTOR])
            for hit in self._read(name, search, patience)[0]
            if hit["distance"] > 0
        ]

    def vectors_of(self, name: str, ids: Iterable[str]) -> Iterator[Vector]:
        """Yield the vectors of the passages of these ids, as far as they are there."""
        for some in _parts(ids):
            yield from self._vectors(name, schema.having_ids(some))

    def all_vectors(self, name: str, end: int) -> Iterator[Vector]:
        """Yield the vectors of all passages whose numbers are below `end`."""
        for first in range(0, end, AT_A_TIME):
            yield from self._vectors(name, schema.numbered(first, first + AT_A_TIME))

    def ids(self, name: str, end: int) -> Iterator[str]:
        """Yield the ids of all passages whose numbers are below `end`."""
        for first in range(0, end, IDS_AT_A_TIME):
            for row in self._query(name, schema.numbered(first, first + IDS_AT_A_TIME), ID):
                yield row[ID]

    def _vectors(self, name: str, condition: str) -> list[Vector]:
        return [
            {n: weight for n, weight in row[VECTOR].items() if n != NO_TERM}
            for row in self._query(name, condition, VECTOR)
        ]

    def _query(self, name: str, condition: str, field: str) -> list[dict[str, Any]]:
        """Return a field of all passages that the filter admits."""

        def query(client: MilvusClient, timeout: float) -> Any:  # noqa: ANN401 as untyped as pymilvus
            return client.query(
                name,
                filter=condition,
                output_fields=[field],
                consistency_level=self._consistency,
                timeout=timeout,
            )

        found: list[dict[str, Any]] = self._read(name, query, CHANGE)
        return found

    def _read(self, name: str, do: Call[T], patience: Patience) -> T:
        """Call for what only a collection in memory can tell, and have it loaded if it is not."""
        try:
            return self._server.call(do, patience)
        except NotLoadedError:
            self._server.call(lambda client, timeout: self._load(client, name, timeout), CHANGE)
            return self._server.call(do, patience)

    def _load(self, client: MilvusClient, name: str, timeout: float) -> None:
        client.load_collection(name, replica_number=self._layout.replicas, timeout=timeout)

    def point(self, alias: str, name: str) -> None:
        """Have `alias` stand for the collection of that name, at a stroke."""
        try:
            self._do("describe_alias", alias)
        except NotThereError:
            self._do("create_alias", name, alias)
        else:
            self._do("alter_alias", name, alias)

    def drop_all_but(self, name: str, index: str) -> None:
        """Drop the other collections of an index, those among them that were never finished."""
        ours = re.compile(rf"{re.escape(index)}_[0-9a-f]{{12}}")
        names: Sequence[str] = self._server.call(
            lambda client, timeout: client.list_collections(timeout=timeout), CHANGE
        )
        for other in names:
            if ours.fullmatch(other) and other != name:
                with suppress(NotThereError):  # others may drop it too
                    self._do("drop_collection", other)

    def _do(self, what: str, *arguments: str) -> None:
        self._server.call(
            lambda client, timeout: getattr(client, what)(*arguments, timeout=timeout), CHANGE
        )


def _parts(those: Iterable[T]) -> Iterator[list[T]]:
    left = iter(those)
    while some := list(islice(left, AT_A_TIME)):
        yield some
