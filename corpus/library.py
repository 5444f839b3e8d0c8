"""The articles' store: SQLite by default, PostgreSQL by the same URL setting.

Every change is one transaction and gives the library another revision, so that an index over it
(in this process or another) can tell by one cheap query whether it is behind.
"""

import difflib
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import sqlalchemy as sa

from corpus.databases import Database, Moment, Schema
from corpus.errors import LibraryUnavailableError, UnknownArticleError
from corpus.records import Article, ArticleKind, DigestOf, Source, Span
from corpus.text import fold

HEAD = "v0001"
"""The migration that this code works with: the last of `corpus/migrations/versions`."""

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
    sa.Column("imported_at", Moment, nullable=False),
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

_SCHEMA = Schema(
    scripts="corpus:migrations",
    version_table="corpus_version",
    head=HEAD,
    unavailable=LibraryUnavailableError,
    survives="a crash",  # the files that the articles came from can be imported again
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """One article of the library as its keeper sees it."""

    article: Article
    hidden: bool
    """Whether it is a digest whose original is present."""


class Library:
    """The store of the articles; open it with `Library.open`, use it from any thread.

    Every method raises LibraryUnavailableError where the database fails it.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Self:
        """Open the library at a SQLAlchemy `url`, creating or migrating its tables if need be.

        `sqlite://`, a database in memory, is another one for each thread; a file is not.

        >>> with Library.open("sqlite://") as library:
        ...     library.articles()
        ()
        """
        return cls(Database.open(url, _SCHEMA), clock)

    def close(self) -> None:
        """Give the database's connections back."""
        self._database.close()

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
        """Keep `article`, in place of the one with its id if there is one.

        One that is new comes after all that are there, whatever the clock says: who has seen the
        library as it was at some time has seen all that was added up to the last one in it.
        """
        same = _article.c.id == article.id
        with self._change() as connection:
            added_at = connection.execute(sa.select(_article.c.imported_at).where(same)).scalar()
            added_at = added_at or self._next_moment(connection)
            connection.execute(sa.delete(_article).where(same))
            row = {**_row_of(article), "imported_at": added_at}
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
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(_article.c.id, _article.c.source_name)).all()
            article_id = _find(wanted, {row.source_name: row.id for row in rows})
            row = connection.execute(sa.select(_article).where(_article.c.id == article_id)).one()
        return _article_of(row)

    def articles(self) -> tuple[Article, ...]:
        """Return the articles that answers come from, by source name: no hidden digest."""
        return tuple(holding.article for holding in self.everything() if not holding.hidden)

    def everything(self) -> tuple[Holding, ...]:
        """Return every article by source name, hidden digests among them."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(_article)).all()
        rows = sorted(rows, key=lambda row: row.source_name)  # databases collate differently
        articles = [_article_of(row) for row in rows]
        hidden = _retold(articles)
        return tuple(Holding(article=one, hidden=one.id in hidden) for one in articles)

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
        with self._database.reading() as connection:
            revision: str = connection.execute(sa.select(_state.c.revision)).scalar_one()
        return revision

    def _next_moment(self, connection: sa.Connection) -> datetime:
        """Return the time, or where an article has that or a later one, what comes next."""
        latest = connection.execute(sa.select(sa.func.max(_article.c.imported_at))).scalar()
        now = self._clock()
        return now if latest is None else max(now, latest + timedelta.resolution)

    def _pairs(self, key: sa.Column[str], value: sa.Column[str]) -> Mapping[str, str]:
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(sa.select(key, value))}

    @contextmanager
    def _change(self) -> Iterator[sa.Connection]:
        """Open a transaction that gives the library a new revision; it comes first, as a lock."""
        with self._database.writing() as connection:
            connection.execute(sa.update(_state).values(revision=uuid4().hex))
            yield connection


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
        added_at=row.imported_at,
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
