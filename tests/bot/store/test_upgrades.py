"""From every earlier version of the tables, with data in them, an upgrade keeps all of it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.command import upgrade
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.store.database import SCHEMA as STORE
from corpus.databases import Database, Schema
from corpus.library import _SCHEMA as LIBRARY

SCHEMAS = {"store": STORE, "library": LIBRARY}
ROWS = (1, 2)
VALUES: dict[type[sa.types.TypeEngine[Any]], Any] = {
    sa.Boolean: lambda _: True,
    sa.Integer: lambda number: number,
    sa.DateTime: lambda number: datetime(2025, 3, number, 3, tzinfo=UTC),
    sa.Date: lambda number: date(2025, 3, number),
    sa.Time: lambda number: time(number, 30),
    sa.JSON: lambda number: [f"place {number}"],
    sa.String: lambda number: f"đợt {number}"[:10],
}
"""What stands in a column of a type; the same in all tables, so that what refers finds it."""

Rows = dict[str, list[dict[str, Any]]]


def config_of(schema: Schema, connection: sa.Connection | None = None) -> Config:
    given = {"connection": connection, "version_table": schema.version_table}
    config = Config(attributes=given)
    config.set_main_option("script_location", schema.scripts)
    return config


def revisions() -> Iterator[tuple[str, str]]:
    for name, schema in SCHEMAS.items():
        scripts = ScriptDirectory.from_config(config_of(schema))
        yield from product([name], sorted(one.revision for one in scripts.walk_revisions()))


def value_for(column: sa.Column[Any], number: int) -> object:
    return next(made(number) for kind, made in VALUES.items() if isinstance(column.type, kind))


def tables_in(engine: sa.Engine, schema: Schema) -> list[sa.Table]:
    found = sa.MetaData()
    found.reflect(engine)
    return [table for table in found.sorted_tables if table.name != schema.version_table]


def made_at(engine: sa.Engine, schema: Schema, revision: str) -> None:
    """Make the tables as they were at a revision, with rows in each of them."""
    with engine.begin() as connection:
        upgrade(config_of(schema, connection), revision)
    with engine.begin() as connection:
        empty = [table for table in tables_in(engine, schema) if not _rows(connection, table)]
        for table, number in product(empty, ROWS):
            row = {column.name: value_for(column, number) for column in table.columns}
            connection.execute(sa.insert(table).values(row))


def rows(engine: sa.Engine, schema: Schema) -> Rows:
    with engine.connect() as connection:
        return {table.name: _rows(connection, table) for table in tables_in(engine, schema)}


def _rows(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


@pytest.fixture
def engine(empty_url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(empty_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("name", "revision"), list(revisions()))
def test_every_row_of_every_table_is_there_after_it(
    empty_url: str, engine: sa.Engine, name: str, revision: str
) -> None:
    schema = SCHEMAS[name]
    made_at(engine, schema, revision)
    before = rows(engine, schema)
    assert all(before.values())

    with closing(Database.open(empty_url, schema)):
        after = rows(engine, schema)

    for table, old_rows in before.items():
        kept = [{column: new.get(column) for column in old_rows[0]} for new in after[table]]
        assert kept == old_rows


def test_the_last_revision_is_the_one_that_the_code_works_with() -> None:
    for name, schema in SCHEMAS.items():
        assert max(revision for of, revision in revisions() if of == name) == schema.head
