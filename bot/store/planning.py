"""Writes the deliveries of an announcement: one for each chat, due when its quiet hours allow."""

from datetime import datetime

import sqlalchemy as sa

from bot.store.records import State, Task
from bot.store.rows import quiet_hours_of
from bot.store.sql import insert
from bot.store.tables import delivery, subscription


def plan_deliveries(
    connection: sa.Connection,
    announcement_id: int,
    reached: sa.ColumnElement[bool],
    due_at: datetime,
    *,
    urgent: bool,
) -> int:
    """Write a delivery for each subscription of `reached`; return how many.

    The subscriptions are locked: one that ends at this moment ends before, or finds its delivery.
    """
    due = _moment(due_at) if urgent else _after_quiet_hours(connection, reached, due_at)
    values = {
        delivery.c.announcement_id: sa.literal(announcement_id),
        delivery.c.chat_id: subscription.c.chat_id,
        delivery.c.task: sa.literal(Task.SEND, delivery.c.task.type),
        delivery.c.state: sa.literal(State.WAITING, delivery.c.state.type),
        delivery.c.urgent: sa.literal(urgent),
        delivery.c.due_at: due,
        delivery.c.due_since: due,
        delivery.c.attempts: sa.literal(0),
        delivery.c.serial: sa.literal(0),
    }
    chats = (
        sa.select(*values.values())
        .where(reached)
        .order_by(subscription.c.chat_id)
        .with_for_update(read=True, of=subscription)
    )
    return insert(connection, sa.insert(delivery).from_select([*values], chats))


def _after_quiet_hours(
    connection: sa.Connection, reached: sa.ColumnElement[bool], due_at: datetime
) -> sa.ColumnElement[datetime]:
    """Return for each subscription the first moment, from `due_at` on, that is not quiet."""
    hours = subscription.c["quiet_start", "quiet_end"]
    distinct = connection.execute(sa.select(*hours).where(reached).distinct()).all()
    cases = [
        (
            sa.and_(hours.quiet_start == quiet.start, hours.quiet_end == quiet.end),
            quiet.over(due_at),
        )
        for quiet in map(quiet_hours_of, distinct)
        if quiet is not None
    ]
    if not cases:
        return _moment(due_at)
    return sa.case(*((chosen, _moment(due)) for chosen, due in cases), else_=_moment(due_at))


def _moment(moment: datetime) -> sa.ColumnElement[datetime]:
    return sa.literal(moment, delivery.c.due_at.type)
