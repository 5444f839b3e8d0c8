"""What is kept of people, why, and for how long: the one list of it.

The sweep deletes by it, /quyenriengtu and the README show it, and a test holds it against the
schema: every column of every table stands either in a row here, or among those that say nothing
of anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_YEAR = timedelta(days=365)


class Kind(StrEnum):
    """What is kept, as people are told of it; `bot.texts.privacy` has the words."""

    MESSAGE = "message"
    """What somebody wrote or pressed, until the bot has answered it."""
    SUBSCRIPTION = "subscription"
    """A chat that asked to be written to, and what it wants."""
    DELIVERY = "delivery"
    """That an announcement was sent to a chat."""
    ACKNOWLEDGEMENT = "acknowledgement"
    """That a person has read an announcement."""
    ROLE = "role"
    """What a person may do."""
    ANNOUNCEMENT = "announcement"
    """What officers announced, and who of them did."""
    DRAFT = "draft"
    """What an officer has not sent."""
    AUDIT = "audit"
    """Who did what with roles and announcements."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One row of the list."""

    kind: Kind
    lasts: timedelta | None
    """How long it stays after its end (see `Kind`); None where it ends when somebody ends it."""
    columns: Mapping[str, tuple[str, ...]]
    """Where it stands: columns by table."""


_ANNOUNCEMENT = (
    "id",
    "step",
    "is_digest",
    "method",
    "parameters",
    "places",
    "topics",
    "due_at",
    "urgent",
    "acknowledge",
    "revision",
    "created_by",
    "created_at",
    "approved_by",
    "planned_at",
    "ended_at",
    "card_chat_id",
    "card_message_id",
)

KEPT = (
    Kept(
        kind=Kind.MESSAGE,
        lasts=timedelta(days=1),
        columns={
            "inbox": (
                "bot_id",
                "update_id",
                "chat_id",
                "kind",
                "raw",
                "state",
                "received_at",
                "due_since",
                "due_at",
                "attempts",
                "failures",
                "effects",
                "error",
                "ended_at",
            )
        },
    ),
    Kept(
        kind=Kind.SUBSCRIPTION,
        lasts=_YEAR,
        columns={
            "subscription": (
                "chat_id",
                "kind",
                "announcements",
                "digest",
                "digest_hour",
                "quiet_start",
                "quiet_end",
                "thread_id",
                "since",
                "told_until",
                "ended_at",
                "end_reason",
            ),
            "subscription_place": ("chat_id", "place"),
            "subscription_topic": ("chat_id", "topic"),
        },
    ),
    Kept(
        kind=Kind.DELIVERY,
        lasts=_YEAR,
        columns={
            "delivery": (
                "id",
                "announcement_id",
                "chat_id",
                "task",
                "state",
                "urgent",
                "due_at",
                "due_since",
                "attempts",
                "term",
                "serial",
                "reason",
                "detail",
                "revision",
                "message_chat_id",
                "message_id",
                "sent_at",
            )
        },
    ),
    Kept(
        kind=Kind.ACKNOWLEDGEMENT,
        lasts=_YEAR,
        columns={"acknowledgement": ("announcement_id", "user_id", "chat_id", "at")},
    ),
    Kept(kind=Kind.ROLE, lasts=None, columns={"role": ("user_id", "rank", "places")}),
    Kept(kind=Kind.ANNOUNCEMENT, lasts=_YEAR, columns={"announcement": _ANNOUNCEMENT}),
    Kept(kind=Kind.DRAFT, lasts=timedelta(days=90), columns={"announcement": _ANNOUNCEMENT}),
    Kept(
        kind=Kind.AUDIT,
        lasts=2 * _YEAR,
        columns={
            "audit": ("id", "at", "actor", "action", "subject", "announcement_id", "detail"),
        },
    ),
)

OF_NOBODY: Mapping[str, tuple[str, ...]] = {
    "lease": ("name", "holder", "term", "expires_at"),  # of processes
}
"""Columns, by table, that can't hold anything of a person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What ended before these moments is not kept any longer.

    Announcements take their deliveries along, and those the acknowledgements: all three stay as
    long as each other, which a test holds true.
    """

    subscription: datetime
    announcement: datetime
    draft: datetime
    audit: datetime


def limits(now: datetime) -> Limits:
    """Return how far back things are kept at a moment."""
    lasts = {row.kind: row.lasts for row in KEPT if row.lasts is not None}
    return Limits(
        subscription=now - lasts[Kind.SUBSCRIPTION],
        announcement=now - lasts[Kind.ANNOUNCEMENT],
        draft=now - lasts[Kind.DRAFT],
        audit=now - lasts[Kind.AUDIT],
    )
