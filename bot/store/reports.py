"""What became of an announcement: deliveries counted and listed, and who has acknowledged it."""

from datetime import datetime

import sqlalchemy as sa

from bot.store.records import Acknowledgement, Delivery, Noted, PlaceCount, State, StateCount, Tally
from bot.store.rows import delivery_of
from bot.store.sql import insert, insert_into, is_in
from bot.store.tables import acknowledgement, announcement, delivery, subscription_place
from corpus.databases import Database


class Reports:
    """Figures and lists of one announcement, and figures of all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tally(self, announcement_id: int) -> tuple[Tally, ...]:
        """Count the deliveries by task, state and reason; all counts add up to the audience."""
        kinds = delivery.c["task", "state", "reason"]
        counted = (
            sa.select(*kinds, sa.func.count().label("number"))
            .where(delivery.c.announcement_id == announcement_id)
            .group_by(*kinds)
            .order_by(*kinds)
        )
        with self._database.reading() as connection:
            return tuple(
                Tally(task=row.task, state=row.state, reason=row.reason, count=row.number)
                for row in connection.execute(counted)
            )

    def totals(self) -> tuple[StateCount, ...]:
        """Count the deliveries of all announcements in each state that any is in."""
        counted = sa.select(delivery.c.state, sa.func.count().label("number")).group_by(
            delivery.c.state
        )
        with self._database.reading() as connection:
            return tuple(
                StateCount(state=row.state, count=row.number) for row in connection.execute(counted)
            )

    def deliveries(self, announcement_id: int) -> tuple[Delivery, ...]:
        """Return every delivery, in the order in which they were planned."""
        listed = (
            sa.select(delivery)
            .where(delivery.c.announcement_id == announcement_id)
            .order_by(delivery.c.id)
        )
        with self._database.reading() as connection:
            return tuple(map(delivery_of, connection.execute(listed)))

    def acknowledge(
        self, announcement_id: int, *, user_id: int, chat_id: int, now: datetime
    ) -> Noted:
        """Note that someone has read an announcement that asks for it, in a chat that has it.

        Anyone can make up the data of a button: what was not asked for is not noted.
        """
        got = sa.select(
            delivery.c.announcement_id,
            sa.literal(user_id, sa.BigInteger),
            delivery.c.chat_id,
            sa.literal(now, acknowledgement.c.at.type),
        ).where(
            delivery.c.announcement_id == announcement_id,
            delivery.c.chat_id == chat_id,
            delivery.c.announcement_id == announcement.c.id,
            announcement.c.acknowledge,
            # What is uncertain has arrived where somebody presses its button.
            delivery.c.message_id.is_not(None) | is_in(State.SENDING, State.UNCERTAIN),
        )
        columns = ["announcement_id", "user_id", "chat_id", "at"]
        with self._database.writing() as connection:
            noted = insert_into(connection, acknowledgement).from_select(columns, got)
            if insert(connection, noted.on_conflict_do_nothing()) == 1:
                return Noted.FIRST
            was_asked = connection.execute(got).first() is not None
        return Noted.AGAIN if was_asked else Noted.NOT_ASKED

    def acknowledgements(self, announcement_id: int) -> tuple[Acknowledgement, ...]:
        """Return who has read it, the first one first."""
        listed = (
            sa.select(acknowledgement)
            .where(acknowledgement.c.announcement_id == announcement_id)
            .order_by(acknowledgement.c.at, acknowledgement.c.user_id)
        )
        with self._database.reading() as connection:
            return tuple(
                Acknowledgement(
                    announcement_id=row.announcement_id,
                    user_id=row.user_id,
                    chat_id=row.chat_id,
                    at=row.at,
                )
                for row in connection.execute(listed)
            )

    def acknowledged(self, announcement_id: int) -> int:
        """Count who has read it."""
        mine = acknowledgement.c.announcement_id == announcement_id
        counted = sa.select(sa.func.count()).select_from(acknowledgement).where(mine)
        with self._database.reading() as connection:
            return connection.execute(counted).scalar_one()

    def acknowledged_by_place(self, announcement_id: int) -> tuple[PlaceCount, ...]:
        """Count, for every place that chats which have it chose, the chats and who has read it."""
        place = subscription_place.c.place
        got = sa.and_(
            delivery.c.announcement_id == announcement_id, delivery.c.message_id.is_not(None)
        )
        here = sa.and_(
            acknowledgement.c.announcement_id == delivery.c.announcement_id,
            acknowledgement.c.chat_id == delivery.c.chat_id,
        )
        counted = (
            sa.select(
                place,
                sa.func.count(delivery.c.chat_id.distinct()).label("chats"),
                sa.func.count(acknowledgement.c.user_id.distinct()).label("people"),
            )
            .select_from(delivery)
            .outerjoin(subscription_place, subscription_place.c.chat_id == delivery.c.chat_id)
            .outerjoin(acknowledgement, here)
            .where(got)
            .group_by(place)
        )
        with self._database.reading() as connection:
            rows = connection.execute(counted).all()
        counts = (PlaceCount(place=row.place, chats=row.chats, people=row.people) for row in rows)
        return tuple(sorted(counts, key=lambda one: one.place or ""))
