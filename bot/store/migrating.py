"""A group became a supergroup: another chat id, the same people.

Choices, deliveries and acknowledgements follow their subscription's id by their foreign keys.
"""

import sqlalchemy as sa

from bot.store.choices import choose, subscriptions_where
from bot.store.records import ChatKind, Preferences, State, Subscription
from bot.store.rows import columns_of
from bot.store.sql import cancel
from bot.store.tables import acknowledgement, delivery, subscription

_PROGRESS = {
    State.FAILED: 0,
    State.CANCELLED: 0,
    State.WAITING: 1,
    State.CLAIMED: 2,
    State.SENDING: 3,
    State.UNCERTAIN: 4,
    State.SENT: 5,
    State.RECALLED: 5,
}
"""Of two deliveries of one announcement that stays which came further."""


def migrate(connection: sa.Connection, old: int, new: int) -> bool:
    """Rewrite a chat's id, merging it with what is known under the new one; False if unknown."""
    both = subscription.c.chat_id.in_((old, new))
    connection.execute(  # one order of locks, so that a second try waits instead of deadlocking
        sa.select(subscription.c.chat_id)
        .where(both)
        .order_by(subscription.c.chat_id)
        .with_for_update()
    )
    known = {one.chat_id: one for one in subscriptions_where(connection, both)}
    if old not in known:
        return False
    if new in known:
        _merge(connection, known[old], known[new])
    else:
        renamed = {"chat_id": new, "kind": ChatKind.SUPERGROUP}
        connection.execute(_update(old).values(renamed))
    return True


def _merge(connection: sa.Connection, old: Subscription, new: Subscription) -> None:
    """Put what belongs to `old` under `new`.

    The new one was made when the group came under its new id, as a rule with nothing chosen: then
    the old choices hold. Whether it is active the new one knows better.
    """
    _drop_doubled_deliveries(connection, old.chat_id, new.chat_id)
    connection.execute(
        sa.update(delivery).where(delivery.c.chat_id == old.chat_id).values(chat_id=new.chat_id)
    )
    connection.execute(sa.delete(subscription).where(subscription.c.chat_id == old.chat_id))
    if new.preferences == Preferences():
        kept = {**columns_of(old.preferences), "told_until": old.told_until}
        connection.execute(_update(new.chat_id).values(kept))
        choose(connection, new.chat_id, old.preferences)
    if new.end_reason is not None:
        cancel(connection, delivery.c.chat_id == new.chat_id, new.end_reason)


def _drop_doubled_deliveries(connection: sa.Connection, old: int, new: int) -> None:
    """Where an announcement goes to both, leave the delivery that came further."""
    one, other = delivery.alias("one"), delivery.alias("other")
    doubled = (
        sa.select(
            one.c.announcement_id,
            one.c.state.label("old_state"),
            other.c.state.label("new_state"),
        )
        .join(other, one.c.announcement_id == other.c.announcement_id)
        .where(one.c.chat_id == old, other.c.chat_id == new)
        .order_by(one.c.announcement_id)
        .with_for_update()
    )
    for row in connection.execute(doubled).all():
        old_came_further = _PROGRESS[row.old_state] > _PROGRESS[row.new_state]
        kept, dropped = (old, new) if old_came_further else (new, old)
        _drop_delivery(connection, row.announcement_id, dropped, kept)


def _drop_delivery(
    connection: sa.Connection, announcement_id: int, dropped: int, kept: int
) -> None:
    """Delete one of two deliveries; who acknowledged it has acknowledged the other."""
    for table, change in (
        (acknowledgement, sa.update(acknowledgement).values(chat_id=kept)),
        (delivery, sa.delete(delivery)),
    ):
        mine = sa.and_(table.c.announcement_id == announcement_id, table.c.chat_id == dropped)
        connection.execute(change.where(mine))


def _update(chat_id: int) -> sa.Update:
    return sa.update(subscription).where(subscription.c.chat_id == chat_id)
