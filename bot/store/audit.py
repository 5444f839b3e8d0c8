"""Who did what, and when: ids only, no names and no words of messages."""

import sqlalchemy as sa

from bot.store.records import AuditEntry
from bot.store.tables import audit as table
from corpus.databases import Database


class Audit:
    """The log of what people did with roles and announcements."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(
        self, *, announcement_id: int | None = None, most: int = 1000
    ) -> tuple[AuditEntry, ...]:
        """Return the newest entries, the last one first; of one announcement where it is given."""
        newest = sa.select(table).order_by(table.c.id.desc()).limit(most)
        if announcement_id is not None:
            newest = newest.where(table.c.announcement_id == announcement_id)
        with self._database.reading() as connection:
            rows = connection.execute(newest).all()
        return tuple(
            AuditEntry(
                at=row.at,
                actor=row.actor,
                action=row.action,
                subject=row.subject,
                announcement_id=row.announcement_id,
                detail=row.detail,
            )
            for row in rows
        )


def note(connection: sa.Connection, entry: AuditEntry) -> None:
    """Write an entry, in the transaction of what it tells of."""
    connection.execute(
        sa.insert(table).values(
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            announcement_id=entry.announcement_id,
            detail=entry.detail,
        )
    )
