"""The tables come by themselves, beside the library's; what fails is the bot's own error."""

import multiprocessing
import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import StoreUnavailableError, UnknownAnnouncementError
from bot.store.database import SCHEMA, open_database
from bot.store.records import Draft, Preferences, Rank, Role
from bot.store.store import Store
from bot.store.tables import tables
from corpus.databases import _MIGRATION_LOCK, may_pass
from corpus.library import Library
from tests.support.postgresql import new_database
from tests.support.stores import NOW, OFFICER, OWNER, TEXT, subscribe

PROCESSES = 3


def test_the_migrations_lead_to_the_tables_that_the_code_uses(empty_url: str) -> None:
    with open_database(empty_url) as database, database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "bot_version"})
        assert compare_metadata(context, tables) == []
    config = Config()
    config.set_main_option("script_location", SCHEMA.scripts)
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA.head]


@pytest.mark.parametrize("library_first", [True, False])
def test_the_library_and_the_store_share_a_database(empty_url: str, *, library_first: bool) -> None:
    doors: list[Callable[[str], Library | Store]] = [Library.open, Store.open]
    for open_ in doors if library_first else reversed(doors):
        open_(empty_url).close()
    with Library.open(empty_url) as library, Store.open(empty_url) as store:
        assert library.articles() == ()
        assert store.announcements.newest(most=1) == ()


def open_together(url: str, barrier: Barrier) -> None:
    barrier.wait(timeout=120)
    Library.open(url).close()
    Store.open(url).close()


def test_of_several_processes_one_migrates_and_the_others_wait(empty_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(PROCESSES)
    arguments = (empty_url, barrier)
    processes = [spawn.Process(target=open_together, args=arguments) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    assert [process.exitcode for process in processes] == [0] * PROCESSES


def test_a_plain_postgresql_url_will_do(postgresql_url: str) -> None:
    plain = postgresql_url.replace("postgresql+psycopg:", "postgresql:")
    assert plain != postgresql_url
    Store.open(plain).close()


@pytest.mark.parametrize("url", ["nonsense", "postgresql://danvan:s3cret@127.0.0.1:1/danvan"])
def test_a_url_that_leads_nowhere_is_refused_with_what_to_do(url: str) -> None:
    with pytest.raises(StoreUnavailableError, match="DANVAN_DATABASE_URL") as error:
        Store.open(url)
    assert "s3cret" not in str(error.value)


def test_a_database_of_the_future_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    Store.open(url).close()
    connection = sqlite3.connect(tmp_path / "store.db")
    connection.execute("UPDATE bot_version SET version_num = 'v9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreUnavailableError, match="another version"):
        Store.open(url)


def test_a_database_that_breaks_later_is_no_foreign_error(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/store.db") as store:
        connection = sqlite3.connect(tmp_path / "store.db")
        connection.execute("DROP TABLE subscription")
        connection.close()
        with pytest.raises(StoreUnavailableError):
            subscribe(store, -1)
        with pytest.raises(StoreUnavailableError):
            store.subscriptions.get(-1)


def test_an_sqlite_commit_survives_power_loss_and_refers_to_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    with open_database(url) as database, database.reading() as connection:
        pragmas = ("synchronous", "foreign_keys", "journal_mode")
        values = [connection.exec_driver_sql(f"PRAGMA {one}").scalar() for one in pragmas]
    assert values == [2, 1, "wal"]


def test_what_a_server_locked_or_does_not_say_is_not_waited_for_without_end(
    postgresql_url: str,
) -> None:
    with open_database(postgresql_url) as database, database.reading() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
        driver: psycopg.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
        bounds = driver.info.get_parameters()
    assert (bounds["connect_timeout"], bounds["tcp_user_timeout"]) == ("5", "10000")


@contextmanager
def locked(url: str, table: str) -> Iterator[None]:
    """Keep everybody else from a table."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"LOCK TABLE {table}")
        yield
    engine.dispose()


def with_options(url: str, **options: str) -> str:
    return sa.make_url(url).update_query_dict(options).render_as_string(hide_password=False)


BRIEFLY = "-c lock_timeout=50"


def test_a_table_that_somebody_locks_is_a_database_that_is_away_for_a_while(
    postgresql_url: str,
) -> None:
    with Store.open(with_options(postgresql_url, options=BRIEFLY)) as store:
        with locked(postgresql_url, "subscription"):
            with pytest.raises(StoreUnavailableError, match="lock timeout") as error:
                subscribe(store, -1)
            assert may_pass(error.value)
        subscribe(store, -1)


def test_whoever_waits_for_another_to_migrate_waits_longer_than_for_a_lock(
    postgresql: str,
) -> None:
    url = new_database(postgresql, "migrating")
    engine = sa.create_engine(url)
    with engine.begin() as first, ThreadPoolExecutor() as threads:
        first.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        second = threads.submit(lambda: Store.open(with_options(url, options=BRIEFLY)).close())
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        first.rollback()
        second.result()
    engine.dispose()


def test_a_server_that_says_nothing_is_a_database_that_is_away_for_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        url = f"postgresql://danvan@{host}:{port}/danvan?connect_timeout=2"  # the driver's shortest
        with pytest.raises(StoreUnavailableError, match="timeout") as error:
            Store.open(url)
    assert may_pass(error.value)


def test_what_is_done_together_is_undone_together(store: Store) -> None:
    def fail_halfway() -> None:
        with store.together():
            store.roles.grant(Role(user_id=OFFICER, rank=Rank.OFFICER), by=OWNER, now=NOW)
            subscribe(store, -1)
            store.announcements.get(1)

    with pytest.raises(UnknownAnnouncementError):
        fail_halfway()
    assert store.subscriptions.get(-1) is None
    assert store.roles.of(OFFICER).rank is Rank.NONE


def test_a_part_that_fails_leaves_the_rest_of_what_is_done_together(store: Store) -> None:
    with store.together():
        subscribe(store, -1)
        with pytest.raises(StoreUnavailableError):
            subscribe(store, -2, preferences=Preferences(digest_hour=None))  # type: ignore[arg-type]
        assert store.subscriptions.get(-1) is not None
    assert store.subscriptions.get(-2) is None
    assert store.subscriptions.get(-1) is not None


def test_a_moment_of_no_zone_is_refused(store: Store) -> None:
    draft = Draft(content=TEXT, due_at=datetime(2025, 1, 1))  # noqa: DTZ001
    with pytest.raises(StoreUnavailableError, match="aware"):
        store.announcements.draft(draft, by=OFFICER, now=NOW)


def test_the_states_of_a_partial_index_stand_in_the_query(tmp_path: Path) -> None:
    """Where they are parameters, a database can't know that the index holds all it looks for."""
    url = f"sqlite:///{tmp_path}/store.db"
    database = open_database(url)
    queries: list[str] = []
    with Store(database) as store, database.reading() as connection:
        sa.event.listen(
            connection.engine,
            "before_cursor_execute",
            lambda *event: queries.append(event[2]) if "SELECT" in event[2] else None,
        )
        store.outbox.next_due()
    plans = []
    with sqlite3.connect(tmp_path / "store.db") as plain:
        for query in queries:
            rows = plain.execute(f"EXPLAIN QUERY PLAN {query}")
            plans.append(" ".join(row[-1] for row in rows))
    plain.close()
    assert len(plans) == 2
    assert all("ix_delivery_due" in plan for plan in plans)
