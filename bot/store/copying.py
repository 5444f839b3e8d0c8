"""Copies of SQLite databases, and what has to be known of one before it is replaced."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import BackupError

PATIENCE_SECONDS = 30.0
"""How long a copy waits for a transaction that holds the whole database."""
_VERSION_TABLES = ("corpus_version", "bot_version")
_SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database, by the end of their names."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, while others write to it; `target` must be new.

    What was deleted is not in the copy, not even as an unused page. Raises BackupError.
    """
    with _errors_told(source), closing(_connect(source, PATIENCE_SECONDS)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def checked_versions(path: Path) -> tuple[str, ...]:
    """Return the migrations that a database stands at; raises BackupError where it is damaged."""
    with _errors_told(path), closing(_connect(path, PATIENCE_SECONDS)) as connection:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise BackupError(f"{path.name} is damaged ({verdict}); use another backup")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        return tuple(
            f"{table}={version}"
            for table in _VERSION_TABLES
            if table in tables
            for (version,) in connection.execute(f"SELECT version_num FROM {table}")  # noqa: S608 - ours
        )


def check_unused(path: Path) -> None:
    """Raise BackupError where a program has a database open; without one all is well."""
    if path.exists():
        _claim_alone(path)


def make_way(path: Path) -> None:
    """Remove a database with all that is beside it; raises BackupError where a program has it open.

    Left behind, what is beside it would be taken for the next one's latest changes.
    """
    check_unused(path)
    for ending in ("", *_SIDE_FILES):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _claim_alone(path: Path) -> None:
    with closing(_connect(path, 0)) as connection:
        try:
            # Only the last one who has it open may take it out of this mode.
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            raise BackupError(f"a program has {path} open; stop the bot, and try again") from None
        except sqlite3.DatabaseError:
            return  # no database at all: nothing to be careful of


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)


@contextmanager
def _errors_told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(
            f"{path} can't be read ({error}); check that it is a database, and that the disk "
            "has room for a copy"
        ) from error
