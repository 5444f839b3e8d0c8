"""Rows of the database -> records; preferences -> their columns."""

from typing import Any

import sqlalchemy as sa

from bot.store.records import (
    Announcement,
    Content,
    Delivery,
    Draft,
    PostedMessage,
    Preferences,
    QuietHours,
    Subscription,
)


def quiet_hours_of(row: sa.Row[Any]) -> QuietHours | None:
    """Return the quiet hours of a subscription's row."""
    if row.quiet_start is None:
        return None
    return QuietHours(start=row.quiet_start, end=row.quiet_end)


def message_of(row: sa.Row[Any]) -> PostedMessage | None:
    """Return the message that a delivery's row has led to."""
    if row.message_id is None:
        return None
    return PostedMessage(chat_id=row.message_chat_id, message_id=row.message_id)


def subscription_of(
    row: sa.Row[Any], places: frozenset[str], topics: frozenset[str]
) -> Subscription:
    """Return a subscription of its row and of what stands in the tables beside it."""
    return Subscription(
        chat_id=row.chat_id,
        kind=row.kind,
        preferences=Preferences(
            places=places,
            topics=topics,
            announcements=row.announcements,
            digest=row.digest,
            digest_hour=row.digest_hour,
            quiet=quiet_hours_of(row),
            thread_id=row.thread_id,
        ),
        since=row.since,
        told_until=row.told_until,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )


def columns_of(preferences: Preferences) -> dict[str, Any]:
    """Return the columns of a subscription that its preferences fill."""
    quiet = preferences.quiet
    return {
        "announcements": preferences.announcements,
        "digest": preferences.digest,
        "digest_hour": preferences.digest_hour,
        "quiet_start": quiet and quiet.start,
        "quiet_end": quiet and quiet.end,
        "thread_id": preferences.thread_id,
    }


def announcement_of(row: sa.Row[Any]) -> Announcement:
    """Return an announcement of its row."""
    card = None
    if row.card_message_id is not None:
        card = PostedMessage(chat_id=row.card_chat_id, message_id=row.card_message_id)
    return Announcement(
        id=row.id,
        step=row.step,
        draft=Draft(
            content=Content(method=row.method, parameters=row.parameters),
            places=frozenset(row.places),
            topics=frozenset(row.topics),
            due_at=row.due_at,
            urgent=row.urgent,
            acknowledge=row.acknowledge,
        ),
        revision=row.revision,
        is_digest=row.is_digest,
        created_by=row.created_by,
        created_at=row.created_at,
        approved_by=row.approved_by,
        planned_at=row.planned_at,
        ended_at=row.ended_at,
        card=card,
    )


def delivery_of(row: sa.Row[Any]) -> Delivery:
    """Return a delivery of its row."""
    return Delivery(
        id=row.id,
        announcement_id=row.announcement_id,
        chat_id=row.chat_id,
        task=row.task,
        state=row.state,
        due_at=row.due_at,
        attempts=row.attempts,
        reason=row.reason,
        detail=row.detail,
        message_id=row.message_id,
        sent_at=row.sent_at,
    )
