"""Reports of announcements' ends that officers are owed: until one is noted in the audit log.

What ended is in the database before anyone hears of it, and a process may die in between.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.audit import note
from bot.store.records import AuditEntry
from bot.store.tables import announcement, audit
from corpus.databases import Database

OWED_FOR = timedelta(days=1)
"""A report that comes later than that would tell nobody anything new."""
_REPORTED = "announcement.reported"


class EndReports:
    """What became of announcements, told to their officers at least once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def owed(self, *, now: datetime) -> tuple[int, ...]:
        """Return the announcements that ended not long ago, and were not reported since."""
        is_reported = sa.and_(
            audit.c.announcement_id == announcement.c.id,
            audit.c.action == _REPORTED,
            audit.c.at >= announcement.c.ended_at,
        )
        unreported = (
            sa.select(announcement.c.id)
            .where(
                announcement.c.ended_at > now - OWED_FOR,
                ~announcement.c.is_digest,
                ~sa.exists().where(is_reported),
            )
            .order_by(announcement.c.id)
        )
        with self._database.reading() as connection:
            return tuple(connection.execute(unreported).scalars())

    def given(self, announcement_id: int, *, ended_at: datetime, now: datetime) -> None:
        """Note that an end was reported, whatever the clock of who noted the end says."""
        entry = AuditEntry(
            at=max(ended_at, now),
            actor=None,
            action=_REPORTED,
            announcement_id=announcement_id,
        )
        with self._database.writing() as connection:
            note(connection, entry)
