"""What travels between the inbox and those who fill and empty it.

Every record is frozen and keyword-only; every point in time is aware, in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaseState(StrEnum):
    """Where an update stands; the values are for good, they stand in databases."""

    WAITING = "waiting"
    """Until it is due, and nothing of its chat is before it."""
    IN_HAND = "in_hand"
    """A worker is at it, or died over it."""
    DONE = "done"
    """Its words are deleted; that it was there is kept to know a repeat."""
    PARKED = "parked"
    """It can't be dealt with; a person may look, and have it tried again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """An update as it came."""

    update_id: int
    kind: str
    """The field of Update that it is: "message", "callback_query" ..."""
    chat_id: int | None
    """What it must not overtake another one of; None where it may overtake any."""
    raw: str
    """Telegram's JSON, in ASCII."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """An update in a worker's hands."""

    bot_id: int
    update_id: int
    kind: str
    chat_id: int | None
    raw: str
    due_since: datetime
    """When it was first due: what it is too late for is counted from here."""
    attempts: int
    """How often it was taken in hand, this time included: marks of an earlier time are void."""
    failures: int
    """How often it broke what dealt with it, or the process died over it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParkedUpdate:
    """An update that can't be dealt with, without its words."""

    update_id: int
    kind: str
    received_at: datetime
    parked_at: datetime
    attempts: int
    error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxCount:
    """How many updates are in one state."""

    state: CaseState
    count: int
    oldest: datetime
    """When the one that came first was received."""
