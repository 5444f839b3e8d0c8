"""Every test of the store runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest

from bot.store.database import open_database
from bot.store.store import Store
from tests.support.postgresql import (
    PostgresqlUnavailableError,
    new_database,
    run,
    running_postgresql,
)
from tests.support.stores import OWNER

_numbers = count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server; each worker starts its own when the first test wants it."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(running_postgresql())
        except PostgresqlUnavailableError as error:
            pytest.skip(str(error))
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    return new_database(request.getfixturevalue("postgresql"), f"empty{next(_numbers)}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    open_database(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgresql_url(postgresql: str) -> str:
    url = new_database(postgresql, "store")
    open_database(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database whose tables are there, and empty."""
    if request.param == "sqlite":
        copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "store.db")
        return f"sqlite:///{tmp_path}/store.db"
    postgresql_url: str = request.getfixturevalue("postgresql_url")
    run(
        postgresql_url,
        "TRUNCATE role, audit, subscription, announcement, lease, inbox RESTART IDENTITY CASCADE",
    )
    return postgresql_url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url, owners=[OWNER]) as opened:
        yield opened
