"""The articles' store: SQLite by default, PostgreSQL by the same URL setting.

Every change is one transaction and gives the library another revision, so that an index over it
(in this process or another) can tell by one cheap query whether it is behind.
"""

import difflib
import sqlite3
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from corpus.errors import LibraryUnavailableError, UnknownArticleError
from corpus.records import Article, ArticleKind, DigestOf, Source, Span
from corpus.text import fold

HEAD = "v0001"
"""The migration that this code works with: the last of `corpus/migrations/versions`."""

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for another process's transaction."""

_MIGRATION_LOCK = int.from_bytes(b"danvan")
"""PostgreSQL's advisory lock that lets one process migrate at a time."""


tables = sa.MetaData()

_article = sa.Table(
    "article",
    tables,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("source_name", sa.Text, nullable=False, unique=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text),
    sa.Column("published_on", sa.Date),
    sa.Column("author", sa.Text),
    sa.Column("place", sa.Text),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("contact_start", sa.Integer),
    sa.Column("contact_end", sa.Integer),
    sa.Column("digest_file", sa.Text),
    sa.Column("digest_title", sa.Text),
    sa.Column("digest_publisher", sa.Text),
    sa.Column("digest_published_on", sa.Date),
    sa.Column("digest_author", sa.Text),
    sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
)

_state = sa.Table(
    "library_state",
    tables,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("revision", sa.String(32), nullable=False),
)

_shipped = sa.Table(
    "shipped_article",
    tables,
    sa.Column("source_name", sa.Text, primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
)

_version = sa.Table("corpus_version", sa.MetaData(), sa.Column("version_num", sa.String(32)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """One article of the library as its keeper sees it."""

    article: Article
    imported_at: datetime
    """Aware, in UTC."""
    hidden: bool
    """Whether it is a digest whose original is present."""


class Library:
    """The store of the articles; open it with `Library.open`, use it from any thread.

    Every method raises LibraryUnavailableError where the database fails it.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine
        self._writer = engine.execution_options(writes=True)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the library at a SQLAlchemy `url`, creating or migrating its tables if need be.

        `sqlite://`, a database in memory, is another one for each thread; a file is not.

        >>> with Library.open("sqlite://") as library:
        ...     library.articles()
        ()
        """
        with _foreign_errors_mapped():
            library = cls(_engine_for(sa.make_url(url)))
            try:
                library._migrate()
            except BaseException:
                library.close()
                raise
        return library

    def close(self) -> None:
        """Give the database's connections back."""
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

    def put(self, article: Article) -> None:
        """Keep `article`, in place of the one with its id if there is one."""
        row = {**_row_of(article), "imported_at": datetime.now(UTC)}
        with self._change() as connection:
            connection.execute(sa.delete(_article).where(_article.c.id == article.id))
            connection.execute(sa.insert(_article).values(row))

    def remove(self, name_or_id: str) -> Article:
        """Remove the article that `get` finds by the same name, and return it."""
        article = self.get(name_or_id)
        with self._change() as connection:
            connection.execute(sa.delete(_article).where(_article.c.id == article.id))
        return article

    def get(self, name_or_id: str) -> Article:
        """Return the article of that id, source name, or name without extension if one has it.

        Raises UnknownArticleError, which names what is near.
        """
        wanted = unicodedata.normalize("NFC", name_or_id)
        with self._read() as connection:
            rows = connection.execute(sa.select(_article.c.id, _article.c.source_name)).all()
            article_id = _find(wanted, {row.source_name: row.id for row in rows})
            row = connection.execute(sa.select(_article).where(_article.c.id == article_id)).one()
        return _article_of(row)

    def articles(self) -> tuple[Article, ...]:
        """Return the articles that answers come from, by source name: no hidden digest."""
        return tuple(holding.article for holding in self.everything() if not holding.hidden)

    def everything(self) -> tuple[Holding, ...]:
        """Return every article by source name, hidden digests among them."""
        with self._read() as connection:
            rows = connection.execute(sa.select(_article)).all()
        rows = sorted(rows, key=lambda row: row.source_name)  # databases collate differently
        articles = [_article_of(row) for row in rows]
        hidden = _retold(articles)
        return tuple(
            Holding(
                article=article,
                imported_at=_in_utc(row.imported_at),
                hidden=article.id in hidden,
            )
            for article, row in zip(articles, rows, strict=True)
        )

    def sha256s(self) -> Mapping[str, str]:
        """Return the digest of the file's bytes for every article, by source name."""
        return self._pairs(_article.c.source_name, _article.c.sha256)

    def shipped_sha256s(self) -> Mapping[str, str]:
        """Return the digests of the shipped files that were loaded before, by name."""
        return self._pairs(_shipped.c.source_name, _shipped.c.sha256)

    def note_shipped(self, source: Source) -> None:
        """Remember that this shipped file was loaded, so that it never comes back by itself."""
        with self._change() as connection:  # for its lock: several first starts note the same file
            connection.execute(sa.delete(_shipped).where(_shipped.c.source_name == source.name))
            row = {"source_name": source.name, "sha256": source.sha256}
            connection.execute(sa.insert(_shipped).values(row))

    def revision(self) -> str:
        """Return a token that is another one after any change of an article, by any process."""
        with self._read() as connection:
            revision: str = connection.execute(sa.select(_state.c.revision)).scalar_one()
        return revision

    def _pairs(self, key: sa.Column[str], value: sa.Column[str]) -> Mapping[str, str]:
        with self._read() as connection:
            return {row[0]: row[1] for row in connection.execute(sa.select(key, value))}

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with _foreign_errors_mapped(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _change(self) -> Iterator[sa.Connection]:
        """Open a transaction that gives the library a new revision; it comes first, as a lock."""
        with _foreign_errors_mapped(), self._writer.begin() as connection:
            connection.execute(sa.update(_state).values(revision=uuid4().hex))
            yield connection

    def _migrate(self) -> None:
        """Bring the tables to `HEAD`; of several processes one does it, the others wait."""
        with self._reader.connect() as connection:
            if _schema_version(connection) == HEAD:
                return
        with self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            if _schema_version(connection) != HEAD:
                _upgrade(connection)


def _schema_version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_version.name):
        return None
    return connection.execute(sa.select(_version.c.version_num)).scalar()


def _upgrade(connection: sa.Connection) -> None:
    # Imported here because it takes a sixth of a second, and most starts need no migration.
    from alembic.command import upgrade  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "corpus:migrations")
    try:
        upgrade(config, "head")
    except CommandError as error:
        raise LibraryUnavailableError(
            f"another version of this program made the library's tables ({error}); "
            f"install that version, or set DANVAN_DATABASE_URL to another database"
        ) from error


def _engine_for(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, hide_parameters=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says, DDL included
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at once where a change follows: a later upgrade of it could deadlock."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _foreign_errors_mapped() -> Iterator[None]:
    """Raise LibraryUnavailableError for what the driver, or the file system under it, raises."""
    try:
        yield
    except ImportError as error:
        raise LibraryUnavailableError(
            f"the driver for the library's database is missing ({error}); install it"
        ) from error
    except (SQLAlchemyError, OSError) as error:
        cause = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
        raise LibraryUnavailableError(
            f"the library's database can't be used ({cause}); check that it runs and that "
            f"DANVAN_DATABASE_URL names it"
        ) from error


def _find(wanted: str, ids: Mapping[str, str]) -> str:
    """Return the id, among `ids` by source name, that `wanted` names; pure."""
    if wanted in ids.values():
        return wanted
    if wanted in ids:
        return ids[wanted]
    same_stem = [name for name in ids if PurePath(name).stem == wanted]
    if len(same_stem) == 1:
        return ids[same_stem[0]]
    if same_stem:
        raise UnknownArticleError(
            f"{len(same_stem)} articles are called {wanted!r}: {', '.join(same_stem)}; "
            f"give the whole name"
        )
    near = difflib.get_close_matches(wanted, ids, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise UnknownArticleError(
        f"no article is called {wanted!r}; {hint}`danvan corpus list` shows them all"
    )


def _retold(articles: Collection[Article]) -> frozenset[str]:
    """Return the ids of the digests whose original is among `articles`."""
    originals = [article for article in articles if article.kind is ArticleKind.ORIGINAL]
    names = {article.source.name for article in originals}
    headlines = {(fold(article.title), article.published_on) for article in originals}
    return frozenset(
        article.id
        for article in articles
        if (told := article.digest_of)
        and (told.file in names or (fold(told.title or ""), told.published_on) in headlines)
    )


def _in_utc(moment: datetime) -> datetime:
    """Return `moment` aware: SQLite keeps no zone, and all that is written is in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _row_of(article: Article) -> dict[str, Any]:
    told = article.digest_of
    return {
        "id": article.id,
        "source_name": article.source.name,
        "sha256": article.source.sha256,
        "title": article.title,
        "publisher": article.publisher,
        "published_on": article.published_on,
        "author": article.author,
        "place": article.place,
        "kind": article.kind.value,
        "text": article.text,
        "contact_start": article.contact and article.contact.start,
        "contact_end": article.contact and article.contact.end,
        "digest_file": told and told.file,
        "digest_title": told and told.title,
        "digest_publisher": told and told.publisher,
        "digest_published_on": told and told.published_on,
        "digest_author": told and told.author,
    }


def _article_of(row: sa.Row[Any]) -> Article:
    return Article(
        id=row.id,
        source=Source(name=row.source_name, sha256=row.sha256),
        title=row.title,
        publisher=row.publisher,
        published_on=row.published_on,
        author=row.author,
        place=row.place,
        kind=ArticleKind(row.kind),
        text=row.text,
        contact=_contact_of(row),
        digest_of=_digest_of(row),
    )


def _contact_of(row: sa.Row[Any]) -> Span | None:
    if row.contact_start is None:
        return None
    return Span(start=row.contact_start, end=row.contact_end)


def _digest_of(row: sa.Row[Any]) -> DigestOf | None:
    if row.digest_file is None:
        return None
    return DigestOf(
        file=row.digest_file,
        title=row.digest_title,
        publisher=row.digest_publisher,
        published_on=row.digest_published_on,
        author=row.digest_author,
    )
