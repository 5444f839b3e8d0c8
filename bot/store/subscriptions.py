"""Chats that asked to be written to, and what each wants."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.store.audience import IS_ACTIVE, WANTS_DIGESTS, is_reached
from bot.store.choices import choose, subscriptions_where
from bot.store.migrating import migrate
from bot.store.records import ChatKind, DigestRhythm, Preferences, Subscription
from bot.store.rows import columns_of
from bot.store.sql import cancel, insert_into
from bot.store.tables import announcement, delivery
from bot.store.tables import subscription as table
from corpus.databases import Database

DECLINED = "declined"
"""The reason of what was cancelled because the chat wants no such thing any more."""


class Subscriptions:
    """The subscriptions; every method is one transaction, of its caller's if it has one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, chat_id: int) -> Subscription | None:
        """Return the subscription of a chat, also one that has ended; None where there was none."""
        with self._database.reading() as connection:
            found = subscriptions_where(connection, table.c.chat_id == chat_id)
        return found[0] if found else None

    def save(
        self, chat_id: int, kind: ChatKind, preferences: Preferences, *, now: datetime
    ) -> None:
        """Subscribe a chat, again if it had ended, or change what it wants.

        Its digests begin with what is new from now on, unless it has had digests all the time.
        """
        values = {"kind": kind, **columns_of(preferences), "ended_at": None, "end_reason": None}
        ended = table.c.ended_at.is_not(None)
        begins = sa.or_(ended, table.c.digest == DigestRhythm.OFF)
        kept = {
            "since": sa.case((ended, now), else_=table.c.since),
            "told_until": sa.case((begins, now), else_=table.c.told_until),
        }
        with self._database.writing() as connection:
            connection.execute(
                insert_into(connection, table)
                .values(chat_id=chat_id, since=now, told_until=now, **values)
                .on_conflict_do_update(index_elements=["chat_id"], set_={**values, **kept})
            )
            choose(connection, chat_id, preferences)
            if not preferences.announcements:
                cancel(connection, _of_chat(chat_id, digests=False), DECLINED)
            if preferences.digest is DigestRhythm.OFF:
                cancel(connection, _of_chat(chat_id, digests=True), DECLINED)

    def end(self, chat_id: int, reason: str, *, now: datetime) -> bool:
        """End a subscription, and cancel what waits for the chat; False where there is none.

        What it wants is kept for the day when it comes back.
        """
        mine = sa.and_(table.c.chat_id == chat_id, IS_ACTIVE)
        ended = sa.update(table).where(mine).values(ended_at=now, end_reason=reason)
        with self._database.writing() as connection:
            if not connection.execute(ended).rowcount:
                return False
            cancel(connection, delivery.c.chat_id == chat_id, reason)
        return True

    def resume(self, chat_id: int, *, now: datetime) -> bool:
        """Take a subscription up again as it was; False where there is none that has ended."""
        mine = sa.and_(table.c.chat_id == chat_id, ~IS_ACTIVE)
        again = {"ended_at": None, "end_reason": None, "since": now, "told_until": now}
        with self._database.writing() as connection:
            return connection.execute(sa.update(table).where(mine).values(again)).rowcount == 1

    def migrate(self, old: int, new: int) -> bool:
        """Give a group that became a supergroup its new id everywhere; False if it is unknown.

        Where the new one is known already the two become one: no announcement is lost, none is
        kept twice. Messages keep the id of the chat that they were posted in: the same number may
        be another message in the new one.
        """
        with self._database.writing() as connection:
            return migrate(connection, old, new)

    def audience(
        self, places: Collection[str], topics: Collection[str], *, most: int | None = None
    ) -> tuple[Subscription, ...]:
        """Return who gets an announcement to these places and topics, by chat id.

        No places are all, and so with topics.
        """
        with self._database.reading() as connection:
            return subscriptions_where(connection, is_reached(connection, places, topics), most)

    def audience_size(self, places: Collection[str], topics: Collection[str]) -> int:
        """Return how many chats get an announcement to these places and topics."""
        with self._database.reading() as connection:
            reached = is_reached(connection, places, topics)
            return connection.execute(
                sa.select(sa.func.count()).select_from(table).where(reached)
            ).scalar_one()

    def with_digests(self, told_before: datetime | None = None) -> tuple[Subscription, ...]:
        """Return all who want digests, or of them who are not told of all up to a moment.

        By chat id.
        """
        told_less = sa.true() if told_before is None else table.c.told_until < told_before
        with self._database.reading() as connection:
            return subscriptions_where(connection, sa.and_(WANTS_DIGESTS, told_less))

    def pass_over(self, chat_ids: Collection[int], *, until: datetime) -> None:
        """Note that nothing which was added up to a moment is for these chats' digests."""
        told_less = sa.and_(table.c.chat_id.in_(chat_ids), table.c.told_until < until)
        with self._database.writing() as connection:
            connection.execute(sa.update(table).where(told_less).values(told_until=until))


def _of_chat(chat_id: int, *, digests: bool) -> sa.ColumnElement[bool]:
    """Return the condition of a chat's deliveries of digests, or of all else."""
    theirs = announcement.c.id == delivery.c.announcement_id
    kind = sa.exists().where(theirs, announcement.c.is_digest.is_(digests))
    return sa.and_(delivery.c.chat_id == chat_id, kind)
