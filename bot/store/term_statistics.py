"""What the processes that ask Milvus agree on, in the database that they share.

All of it is derived from the articles. So its tables are made where they are wanted and have no
migrations: another layout gets other names, and the index is rebuilt into them.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from typing import Any, Self

import sqlalchemy as sa

from bot.errors import StoreUnavailableError
from corpus.databases import Database
from retrieval.engines.milvus.statistics import Begun, Change, Known, Term, Version
from retrieval.errors import EngineUnavailableError

AT_A_TIME = 10_000
"""Terms in a statement; SQLite takes 32,766 values."""
_CREATION_LOCK = int.from_bytes(b"terms")
"""PostgreSQL's advisory lock that lets one process make the tables at a time."""

tables = sa.MetaData()

_version = sa.Table(
    "index_version",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("index_name", sa.String(255), nullable=False, index=True),
    sa.Column("collection", sa.String(255), nullable=False, unique=True),
    sa.Column("is_current", sa.Boolean, nullable=False),
    sa.Column("passages", sa.BigInteger, nullable=False),
    sa.Column("next_number", sa.BigInteger, nullable=False),
    sa.Column("next_dimension", sa.BigInteger, nullable=False),
    sa.Column("stamp", sa.Text, nullable=False),
    sa.Column("changing", sa.String(32)),
)

_term = sa.Table(
    "index_term",
    tables,
    sa.Column(
        "version_id", sa.ForeignKey("index_version.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("term", sa.Text, primary_key=True),
    sa.Column("dimension", sa.BigInteger, nullable=False),
    sa.Column("frequency", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("version_id", "dimension"),
)

_IS_ASKED = _term.c.term.in_(sa.bindparam("terms", expanding=True))
_KNOWN = (
    sa.select(_version, _term.c.term, _term.c.dimension, _term.c.frequency)
    .select_from(_version.outerjoin(_term, sa.and_(_term.c.version_id == _version.c.id, _IS_ASKED)))
    .where(_version.c.index_name == sa.bindparam("index"), _version.c.is_current)
)
"""The version in use, once for each of its terms that are asked for, or once alone."""


class TermStatistics:
    """The `Statistics` of Milvus's indexes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, database: Database) -> Self:
        """Keep them in `database`, whose own tables are not touched."""
        with _unavailability_told(), database.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CREATION_LOCK)))
            tables.create_all(connection)
        return cls(database)

    @contextmanager
    def turn(self, index: str) -> Iterator[bool]:
        """See `Statistics.turn`; on SQLite, where there is one process as a rule, it is had.

        On PostgreSQL it is a lock that ends with the connection: nobody has to give it back.
        """
        key = int.from_bytes(blake2b(index.encode(), digest_size=8).digest(), signed=True)
        with _unavailability_told(), self._database.reading() as connection:
            if connection.dialect.name != "postgresql":
                yield True
                return
            asked = sa.select(sa.func.pg_try_advisory_xact_lock(key))
            yield bool(connection.execute(asked).scalar())

    def known(self, index: str, terms: Collection[str]) -> Known | None:
        """See `Statistics.known`; it is one statement, and so of one moment."""
        asked = {"index": index, "terms": list(terms)}
        with _unavailability_told(), self._database.reading() as connection:
            rows = connection.execute(_KNOWN, asked).all()
        if not rows:
            return None
        standing = {
            row.term: Term(dimension=row.dimension, frequency=row.frequency)
            for row in rows
            if row.term is not None
        }
        return Known(version=_version_of(rows[0]), terms=standing)

    def begin(self, collection: str, terms: Collection[str], passages: int) -> Begun:
        """See `Statistics.begin`."""
        token = secrets.token_hex(16)
        with _unavailability_told(), self._database.writing() as connection:
            row = _locked(connection, collection)
            dimensions = _dimensions(connection, row.id, terms)
            new = [term for term in terms if term not in dimensions]
            numbered = dict(zip(new, range(row.next_dimension, 1 << 32), strict=False))
            _insert(
                connection,
                row.id,
                ((term, Term(dimension=n, frequency=0)) for term, n in numbered.items()),
            )
            changed = {
                "changing": token,
                "next_number": row.next_number + passages,
                "next_dimension": row.next_dimension + len(new),
            }
            connection.execute(_update(row.id).values(changed))
        return Begun(
            token=token,
            dimensions={**dimensions, **numbered},
            first_number=row.next_number,
            is_sound=row.changing is None,
        )

    def finish(self, collection: str, token: str, change: Change) -> bool:
        """See `Statistics.finish`."""
        with _unavailability_told(), self._database.writing() as connection:
            row = _locked(connection, collection)
            if row.changing != token:
                return False
            if change.is_count:
                of_it = _term.c.version_id == row.id
                connection.execute(sa.update(_term).where(of_it).values(frequency=0))
            _raise(connection, row.id, change.frequencies)
            changed = {
                "changing": None,
                "passages": change.passages + (0 if change.is_count else row.passages),
                "stamp": row.stamp if change.stamp is None else change.stamp,
            }
            connection.execute(_update(row.id).values(changed))
        return True

    def prepare(self, index: str, version: Version, terms: Iterable[tuple[str, Term]]) -> None:
        """See `Statistics.prepare`."""
        with _unavailability_told(), self._database.writing() as connection:
            inserted = sa.insert(_version).values(
                index_name=index,
                collection=version.collection,
                is_current=False,
                passages=version.passages,
                next_number=version.end,
                next_dimension=1,
                stamp=version.stamp,
            )
            version_id = connection.execute(inserted.returning(_version.c.id)).scalar_one()
            last = _insert(connection, version_id, terms)
            connection.execute(_update(version_id).values(next_dimension=last + 1))

    def switch(self, index: str, collection: str) -> None:
        """See `Statistics.switch`."""
        ours, this = _version.c.index_name == index, _version.c.collection == collection
        with _unavailability_told(), self._database.writing() as connection:
            connection.execute(sa.update(_version).where(ours).values(is_current=this))
            connection.execute(sa.delete(_version).where(ours, ~this))


def _locked(connection: sa.Connection, collection: str) -> sa.Row[Any]:
    """Return the row of a version, which nobody else changes until the transaction is over."""
    this = _version.c.collection == collection
    row = connection.execute(sa.select(_version).where(this).with_for_update()).one_or_none()
    if row is None:
        raise EngineUnavailableError("the index was rebuilt while it was to change; try again")
    return row


def _dimensions(connection: sa.Connection, version_id: int, terms: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    left = iter(terms)
    while some := list(islice(left, AT_A_TIME)):
        asked = sa.select(_term.c.term, _term.c.dimension).where(
            _term.c.version_id == version_id, _term.c.term.in_(some)
        )
        found.update((row.term, row.dimension) for row in connection.execute(asked))
    return found


def _insert(connection: sa.Connection, version_id: int, terms: Iterable[tuple[str, Term]]) -> int:
    """Insert terms; return the highest of their dimensions, 0 where there are none."""
    last, left = 0, iter(terms)
    while some := list(islice(left, AT_A_TIME)):
        rows = [
            {
                "version_id": version_id,
                "term": name,
                "dimension": term.dimension,
                "frequency": term.frequency,
            }
            for name, term in some
        ]
        connection.execute(sa.insert(_term), rows)
        last = max(last, *(term.dimension for _, term in some))
    return last


def _raise(connection: sa.Connection, version_id: int, frequencies: Mapping[int, int]) -> None:
    """Add to the frequencies of dimensions, in one order for all who do."""
    changed = [{"n": n, "by": by} for n, by in sorted(frequencies.items()) if by]
    if changed:
        raised = (
            sa.update(_term)
            .where(_term.c.version_id == version_id, _term.c.dimension == sa.bindparam("n"))
            .values(frequency=_term.c.frequency + sa.bindparam("by"))
        )
        connection.execute(raised, changed)


def _update(version_id: int) -> sa.Update:
    return sa.update(_version).where(_version.c.id == version_id)


def _version_of(row: sa.Row[Any]) -> Version:
    return Version(
        collection=row.collection, passages=row.passages, end=row.next_number, stamp=row.stamp
    )


@contextmanager
def _unavailability_told() -> Iterator[None]:
    """Raise the error of engines where the database fails."""
    try:
        yield
    except StoreUnavailableError as error:
        raise EngineUnavailableError(str(error)) from error
