"""Which databases the settings mean, and how one that is no file is copied by its own tools."""

import shlex
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from bot.errors import BackupError
from bot.settings import Settings

PATTERN = "*.sqlite3"
"""Of the files in DANVAN_HOME."""


def databases_of(settings: Settings) -> tuple[Path, ...]:
    """Return the SQLite files of the settings that are there: the bot's, and the sandbox's.

    Raises BackupError where there are none, or where they stand on a server.
    """
    one = file_of(settings)
    found = [one] if one else sorted(settings.home.glob(PATTERN))
    if present := tuple(path for path in found if path.is_file()):
        return present
    raise BackupError(
        f"there is no database in {one or settings.home}; set DANVAN_HOME to the bot's folder"
    )


def file_of(settings: Settings) -> Path | None:
    """Return the SQLite file of DANVAN_DATABASE_URL; None where it is not set.

    Raises BackupError where it leads to a server.
    """
    if settings.database_url is None:
        return None
    parts = urlsplit(settings.database_url.get_secret_value())
    if parts.scheme.partition("+")[0] != "sqlite":
        raise BackupError(
            "the database is a PostgreSQL server's, whose own tools copy it while the bot runs "
            "(the password, if any, from PGPASSWORD or ~/.pgpass):\n"
            f"  {dump_command(parts.geturl())}\n"
            f"  {restore_command(parts.geturl())}"
        )
    return Path(parts.path.removeprefix("/")).absolute()


def dump_command(url: str) -> str:
    """Return what to type to copy a PostgreSQL database, without its password.

    >>> dump_command("postgresql+psycopg://danvan:hush@db:5432/danvan")
    'pg_dump --format=custom --no-owner --file=danvan.dump --host=db --port=5432 \
--username=danvan --dbname=danvan'
    """
    return f"pg_dump --format=custom --no-owner --file=danvan.dump {_place(url)}"


def restore_command(url: str) -> str:
    """Return what to type to put such a copy in place.

    >>> restore_command("postgresql:///danvan?host=/run/postgresql")
    'pg_restore --clean --if-exists --no-owner --single-transaction --host=/run/postgresql \
--dbname=danvan danvan.dump'
    """
    options = "--clean --if-exists --no-owner --single-transaction"
    return f"pg_restore {options} {_place(url)} danvan.dump"


def _place(url: str) -> str:
    """Return an address as options of PostgreSQL's own tools."""
    parts = urlsplit(url)
    given = {
        "host": parts.hostname or dict(parse_qsl(parts.query)).get("host"),
        "port": parts.port,
        "username": parts.username,
        "dbname": parts.path.removeprefix("/"),
    }
    return " ".join(shlex.quote(f"--{name}={value}") for name, value in given.items() if value)
