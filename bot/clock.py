"""The clock of those who act; decisions are given the day instead."""

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""There is no summer time."""


def now() -> datetime:
    """Return the moment that it is."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Return the day that it is in Vietnam."""
    return datetime.now(tz=VIETNAM).date()
