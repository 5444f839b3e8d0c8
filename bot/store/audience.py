"""Who gets what is addressed to some places and topics."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from bot.store.grounds import concerns
from bot.store.records import DigestRhythm
from bot.store.tables import subscription, subscription_place, subscription_topic

IS_ACTIVE = subscription.c.ended_at.is_(None)
WANTS_DIGESTS = sa.and_(IS_ACTIVE, subscription.c.digest != DigestRhythm.OFF)


def is_reached(
    connection: sa.Connection, places: Collection[str], topics: Collection[str]
) -> sa.ColumnElement[bool]:
    """Return the condition of subscriptions that announcements to these places and topics reach.

    No place, or no topic, is all of them, on either side.
    """
    conditions = [IS_ACTIVE, subscription.c.announcements]
    if places:
        chosen = connection.execute(sa.select(subscription_place.c.place).distinct()).scalars()
        near = [place for place in chosen if concerns(place, places)]
        conditions.append(_chose_none_or(subscription_place.c.place, near))
    if topics:
        conditions.append(_chose_none_or(subscription_topic.c.topic, topics))
    return sa.and_(*conditions)


def _chose_none_or(column: sa.Column[Any], wanted: Collection[str]) -> sa.ColumnElement[bool]:
    chat_id = column.table.c.chat_id
    chose_any = sa.exists().where(chat_id == subscription.c.chat_id)
    return ~chose_any | chose_any.where(column.in_(wanted))
