"""What a collection holds, how it is indexed, and how conditions are said to it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pymilvus import CollectionSchema, DataType, MilvusClient
from pymilvus.milvus_client import IndexParams

from retrieval.engines.records import Batch, Column, Condition

ID, NUMBER, VECTOR = "id", "number", "vector"
NO_TERM = 0
"""The dimension of passages without terms: Milvus keeps no empty vector, and nobody asks for it."""
NO_LABEL = ""
"""Stands where a passage has no value in a column: it is asked for like any other, by the index."""
MOST_ID_BYTES, MOST_LABEL_BYTES, MOST_LABELS = 256, 512, 1024
Row = dict[str, object]
"""A passage as pymilvus takes it, by field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """How a collection lies on a cluster."""

    shards: int = 2
    """Channels that writes are divided among; reads are divided by segments, whatever this is.

    Milvus's advice is one for some 200 million rows; a second lets imports use two nodes.
    """
    replicas: int | None = None
    """Copies in memory, each of which answers alone and stands in for others.

    None leaves it to the cluster (`database.replica.number`), whose query nodes have to be as many.
    """


def fields() -> CollectionSchema:
    """Return the fields of a collection.

    Partition keys are not among them: a passage has several places and years, or none.
    """
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(ID, DataType.VARCHAR, is_primary=True, max_length=MOST_ID_BYTES)
    schema.add_field(NUMBER, DataType.INT64)
    for column in Column:
        schema.add_field(
            column.value,
            DataType.ARRAY,
            element_type=DataType.VARCHAR,
            max_length=MOST_LABEL_BYTES,
            max_capacity=MOST_LABELS,
        )
    schema.add_field(VECTOR, DataType.SPARSE_FLOAT_VECTOR)
    return schema


def indexes(server_version: str) -> IndexParams:
    """Return what is indexed, and how; nothing is dropped from a vector, so results are exact.

    milvus-lite knows neither MaxScore nor an index over arrays: it looks at all lists whole.
    """
    is_cluster = not server_version.startswith("milvus_lite")
    algorithm = {"inverted_index_algo": "DAAT_MAXSCORE"} if is_cluster else {}
    params = MilvusClient.prepare_index_params()
    params.add_index(VECTOR, index_type="SPARSE_INVERTED_INDEX", metric_type="IP", params=algorithm)
    for scalar in (NUMBER, *(Column if is_cluster else ())):
        params.add_index(scalar, index_type="INVERTED")
    return params


def rows_of(batch: Batch, dimensions: Sequence[int], first_number: int) -> Iterator[Row]:
    """Yield the passages of `batch`, numbered from `first_number` on.

    `dimensions` are those of its P rows of terms.
    """
    weights = batch.weights.tolist()
    start = 0
    for place, (passage_id, length) in enumerate(zip(batch.ids, batch.lengths, strict=True)):
        end = start + int(length)
        vector = dict(zip(dimensions[start:end], weights[start:end], strict=True))
        labels = batch.labels[place] if batch.labels else {}
        yield {
            ID: passage_id,
            NUMBER: first_number + place,
            VECTOR: vector or {NO_TERM: 1.0},
            **_labelled(labels),
        }
        start = end


def _labelled(labels: Mapping[Column, Collection[str]]) -> dict[str, list[str]]:
    return {column.value: sorted(set(labels.get(column, ()))) or [NO_LABEL] for column in Column}


def meeting(conditions: Iterable[Condition]) -> str | None:
    """Return the filter that admits who meets all `conditions`; None where nobody can.

    >>> meeting([Condition(column=Column.YEAR, values=["2013"], or_none=True)])
    'array_contains_any(year, ["", "2013"])'
    """
    parts = []
    for condition in conditions:
        values = [*([NO_LABEL] if condition.or_none else []), *sorted(condition.values)]
        if not values:
            return None
        parts.append(f"array_contains_any({condition.column.value}, {_listed(values)})")
    return " and ".join(parts)


def having_ids(ids: Iterable[str]) -> str:
    """Return the filter that admits the passages of these ids."""
    return f"{ID} in {_listed(ids)}"


def numbered(first: int, end: int) -> str:
    """Return the filter that admits the passages of these numbers, less `end` itself."""
    return f"{NUMBER} >= {first} and {NUMBER} < {end}"


def having_numbers(numbers: Iterable[int]) -> str:
    """Return the filter that admits the passages of these numbers."""
    return f"{NUMBER} in {_listed(numbers)}"


def not_having_numbers(numbers: Iterable[int]) -> str:
    """Return the filter that admits the passages of all other numbers."""
    return f"{NUMBER} not in {_listed(numbers)}"


def _listed(values: Iterable[str | int]) -> str:
    """Return a list in Milvus's language of filters, whose escapes are those of JSON."""
    return json.dumps(list(values), ensure_ascii=False)
