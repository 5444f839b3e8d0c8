"""Opens SQLite, or PostgreSQL by the same URL setting, and keeps its tables up to date by itself.

Several families of tables share one database, each with its own migrations and version table:
the articles are one of them. Of several processes that start at once one migrates, the others wait.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

BUSY_TIMEOUT_MS = 10_000
"""How long a transaction waits for what another one, of any process, has locked: longer than any of
ours takes, and short enough that whoever waits says so, and is not killed over it."""
CONNECT_TIMEOUT_SECONDS = 5
"""How long PostgreSQL may take to let somebody in, as a server of one's own does in a moment. Left
alone the driver waits two minutes, and Telegram, or who wants to stop the process, does not."""
SILENCE_MS = 10_000
"""After how long a connection is given up whose other end confirms nothing: it was unplugged, or a
firewall forgot of it. Left alone that takes the system a quarter of an hour."""
_KEEPALIVE_SECONDS = 5
"""After how long a connection on which nothing is said is tried."""

_MIGRATION_LOCK = int.from_bytes(b"danvan")
"""PostgreSQL's advisory lock that lets one process migrate at a time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """A family of tables."""

    scripts: str
    """Alembic's way to its migrations: "package:folder"."""
    version_table: str
    head: str
    """The migration that this code works with: the last of `scripts`."""
    unavailable: type[Exception]
    """Raised, with what to do, wherever the database fails."""
    survives: Literal["a crash", "power loss"]
    """What a committed change outlives; power loss costs SQLite a flush of the disk each time."""


class Moment(sa.TypeDecorator[datetime]):
    """A point in time: aware and in UTC on this side, also where the database keeps no zone."""

    impl = sa.DateTime
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a moment of no zone: nobody can tell which it is."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"expected an aware datetime, got {value!r}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back that SQLite dropped."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """An open database; use it from any thread. What fails raises the schema's `unavailable`."""

    def __init__(self, engine: sa.Engine, schema: Schema) -> None:
        self._reader = engine
        self._writer = engine.execution_options(writes=True)
        self._schema = schema
        self._open = threading.local()

    @classmethod
    def open(cls, url: str, schema: Schema) -> Self:
        """Open the database at a SQLAlchemy `url`, creating or migrating the tables if need be.

        `sqlite://`, a database in memory, is another one for each thread; a file is not.
        """
        with _foreign_errors_mapped(schema):
            database = cls(_engine_for(sa.make_url(url), schema), schema)
            try:
                database._migrate()
            except BaseException:
                database.close()
                raise
        return database

    def close(self) -> None:
        """Give the connections back."""
        self._reader.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a connection to read with; inside `writing`, that one, which sees what it wrote."""
        if (connection := self._current()) is not None:
            yield connection
            return
        with _foreign_errors_mapped(self._schema), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction; inside another one of this thread, a part of it.

        An error undoes the part; the whole is kept or undone where the outermost one ends. On
        SQLite there is one at a time: whoever comes second waits at the start of it.
        """
        if (connection := self._current()) is not None:
            with _foreign_errors_mapped(self._schema), connection.begin_nested():
                yield connection
            return
        with _foreign_errors_mapped(self._schema), self._writer.begin() as connection:
            self._open.connection = connection
            try:
                yield connection
            finally:
                self._open.connection = None

    def _current(self) -> sa.Connection | None:
        return getattr(self._open, "connection", None)

    def _migrate(self) -> None:
        """Bring the tables to the schema's head; of several processes one does, the others wait."""
        with self._reader.connect() as connection:
            if self._version(connection) == self._schema.head:
                return
        with self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                _wait_for_turn(connection)
            if self._version(connection) != self._schema.head:
                _upgrade(connection, self._schema)

    def _version(self, connection: sa.Connection) -> str | None:
        name = self._schema.version_table
        if not sa.inspect(connection).has_table(name):
            return None
        version = sa.Table(name, sa.MetaData(), sa.Column("version_num", sa.String(32)))
        return connection.execute(sa.select(version.c.version_num)).scalar()


def _wait_for_turn(connection: sa.Connection) -> None:
    """Wait for whoever migrates, however long that takes; for tables no longer than ever.

    Behind a change of a table that waits for a reader, all others wait: it is given up, as a whole,
    and the next start tries again.
    """
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
    connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")


def _upgrade(connection: sa.Connection, schema: Schema) -> None:
    # Imported here because it takes a sixth of a second, and most starts need no migration.
    from alembic.command import upgrade  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection, "version_table": schema.version_table})
    config.set_main_option("script_location", schema.scripts)
    try:
        upgrade(config, "head")
    except CommandError as error:
        raise schema.unavailable(
            f"another version of this program made the database's tables ({error}); "
            f"install that version, or set DANVAN_DATABASE_URL to another database"
        ) from error


def _engine_for(url: sa.URL, schema: Schema) -> sa.Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "postgresql+psycopg":
        url = _never_hanging(url)
    engine = sa.create_engine(url, hide_parameters=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        synchronous = {"a crash": "NORMAL", "power loss": "FULL"}[schema.survives]
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(
            engine, "connect", lambda it, _: it.execute(f"PRAGMA synchronous = {synchronous}")
        )
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _never_hanging(url: sa.URL) -> sa.URL:
    """Bound all waiting for a server, but for its work; what the URL says itself goes first."""
    given = url.normalized_query.get("options", ())
    bounds = {
        "connect_timeout": str(CONNECT_TIMEOUT_SECONDS),
        "tcp_user_timeout": str(SILENCE_MS),
        "keepalives_idle": str(_KEEPALIVE_SECONDS),
        "keepalives_interval": str(_KEEPALIVE_SECONDS),
    }
    options = " ".join((f"-c lock_timeout={BUSY_TIMEOUT_MS}", *given))
    return url.set(query={**bounds, **url.query, "options": options})


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says, DDL included
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at once where a change follows: a later upgrade of it could deadlock."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def may_pass(unavailable: Exception) -> bool:
    """Tell whether what a schema's `unavailable` was raised for may go by.

    A server that is away may, and a disk that is not there yet; a driver that is missing, or tables
    of another version, do not.
    """
    return isinstance(unavailable.__cause__, OperationalError | OSError)


@contextmanager
def _foreign_errors_mapped(schema: Schema) -> Iterator[None]:
    """Raise the schema's error for what the driver, or the file system under it, raises."""
    try:
        yield
    except ImportError as error:
        raise schema.unavailable(
            f"the driver for the database is missing ({error}); install it"
        ) from error
    except (SQLAlchemyError, OSError) as error:
        cause = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
        raise schema.unavailable(
            f"the database can't be used ({cause}); check that it runs and that "
            f"DANVAN_DATABASE_URL names it"
        ) from error
