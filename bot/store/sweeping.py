"""Deletes what has been kept for as long as `bot.store.keeping` says."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.announcements import UNSENT
from bot.store.keeping import limits
from bot.store.tables import announcement, audit, subscription
from corpus.databases import Database

AT_ONCE = 50
"""Rows of one transaction: an announcement takes thousands of deliveries along, and the sender
waits for none of it longer than for a short while."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """How many of each are gone."""

    announcements: int
    drafts: int
    subscriptions: int
    audit: int

    def __bool__(self) -> bool:
        """Tell whether anything is."""
        return any((self.announcements, self.drafts, self.subscriptions, self.audit))


def sweep(database: Database, *, now: datetime) -> Swept:
    """Delete what is not kept any longer; again and from several processes at once is no harm."""
    past = limits(now)
    is_unsent = announcement.c.step.in_(UNSENT)
    return Swept(
        announcements=_delete(
            database, announcement.c.id, announcement.c.ended_at < past.announcement
        ),
        drafts=_delete(
            database, announcement.c.id, is_unsent & (announcement.c.created_at < past.draft)
        ),
        subscriptions=_delete(
            database, subscription.c.chat_id, subscription.c.ended_at < past.subscription
        ),
        audit=_delete(database, audit.c.id, audit.c.at < past.audit),
    )


def _delete(database: Database, key: "sa.Column[int]", condition: sa.ColumnElement[bool]) -> int:
    """Delete the rows of `condition`, a few at a time; return how many."""
    some = sa.select(key).where(condition).order_by(key).limit(AT_ONCE)
    deleted = sa.delete(key.table).where(key.in_(some))
    total = 0
    while True:
        with database.writing() as connection:
            count = connection.execute(deleted).rowcount
        total += count
        if count < AT_ONCE:
            return total
