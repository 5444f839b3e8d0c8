"""What only one process may do at a time: send announcements, or poll.

Whoever takes a lease gets a term, a number that no other holder has or will have. What is done
under it is fenced: `hold` looks at the term in the very transaction that acts, so that a process
which slept through the end of its lease can't act on it, whatever its clock says.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.errors import LeaseLostError
from bot.store.records import Lease
from bot.store.sql import insert_into
from bot.store.tables import lease as table
from corpus.databases import Database

LASTS = timedelta(seconds=12)
"""How long after a holder's last sign of life another may take over: renew thrice in it."""
BRIEF = timedelta(seconds=3)
"""The same for what does no harm where two do it for a moment, and much where nobody does."""


class Leases:
    """The named leases; all processes at one database have to agree on how long one `lasts`."""

    def __init__(self, database: Database, *, lasts: timedelta = LASTS) -> None:
        self._database = database
        self.lasts = lasts

    def take(self, name: str, holder: str, *, now: datetime) -> Lease | None:
        """Take the lease of that name where it is free; None where another has it.

        One that would last longer than any can was given by a clock that went wrong: it is free.
        """
        lasting = {"holder": holder, "expires_at": now + self.lasts}
        again = {"term": table.c.term + 1, **lasting}
        is_free = sa.or_(table.c.expires_at <= now, table.c.expires_at > now + self.lasts)
        with self._database.writing() as connection:
            taken = (
                insert_into(connection, table)
                .values(name=name, term=1, **lasting)
                .on_conflict_do_update(index_elements=["name"], set_=again, where=is_free)
                .returning(table.c.term)
            )
            term = connection.execute(taken).scalar_one_or_none()
        if term is None:
            return None
        return Lease(name=name, holder=holder, term=term, expires_at=now + self.lasts)

    def renew(self, lease: Lease, *, now: datetime) -> Lease:
        """Hold the lease for longer; LeaseLostError where another has taken it meanwhile.

        One that ran out unnoticed goes on: nobody else did anything under it.
        """
        with self._database.writing() as connection:
            hold(connection, lease)
            self._expire(connection, lease, now + self.lasts)
        return replace(lease, expires_at=now + self.lasts)

    def hold(self, lease: Lease) -> None:
        """Keep others from taking the lease until the caller's transaction is over.

        Raises LeaseLostError where one has.
        """
        with self._database.writing() as connection:
            hold(connection, lease)

    def release(self, lease: Lease, *, now: datetime) -> None:
        """Let others take the lease at once; nothing happens where one did already."""
        with self._database.writing() as connection:
            self._expire(connection, lease, now)

    def _expire(self, connection: sa.Connection, lease: Lease, at: datetime) -> None:
        mine = sa.and_(table.c.name == lease.name, table.c.term == lease.term)
        connection.execute(sa.update(table).where(mine).values(expires_at=at))


def hold(connection: sa.Connection, lease: Lease) -> None:
    """Keep others from taking the lease until this transaction is over.

    Raises LeaseLostError where one has.
    """
    term = connection.execute(
        sa.select(table.c.term).where(table.c.name == lease.name).with_for_update(read=True)
    ).scalar_one_or_none()
    if term != lease.term:
        raise LeaseLostError(f"the lease {lease.name!r} of {lease.holder} is another's by now")
