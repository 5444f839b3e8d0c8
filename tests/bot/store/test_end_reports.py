"""An end is reported until it is noted that it was, in whatever process."""

from datetime import timedelta

from bot.store.end_reports import OWED_FOR
from bot.store.store import Store
from tests.support.stores import (
    NOW,
    OFFICER,
    OTHER_TEXT,
    SECOND,
    announce,
    lease_of,
    send_all,
    subscribe,
)


def end(store: Store) -> int:
    """Have an announcement sent, and ended; return its number."""
    subscribe(store, -1)
    number = announce(store)
    send_all(store, lease_of(store))
    assert store.announcements.advance(now=NOW) == (number,)
    return number


def test_what_has_ended_is_owed_until_it_is_given(store: Store) -> None:
    number = end(store)
    assert store.end_reports.owed(now=NOW + SECOND) == (number,)
    store.end_reports.given(number, ended_at=NOW, now=NOW + SECOND)
    assert store.end_reports.owed(now=NOW + 2 * SECOND) == ()


def test_a_clock_that_is_behind_does_not_make_it_owed_again(store: Store) -> None:
    number = end(store)
    store.end_reports.given(number, ended_at=NOW, now=NOW - SECOND)
    assert store.end_reports.owed(now=NOW) == ()


def test_another_end_is_another_report(store: Store) -> None:
    number = end(store)
    store.end_reports.given(number, ended_at=NOW, now=NOW)
    store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=NOW)
    assert store.end_reports.owed(now=NOW + SECOND) == ()
    later = NOW + timedelta(minutes=1)
    send_all(store, lease_of(store, "two", now=later), now=later)
    store.announcements.advance(now=later)
    assert store.end_reports.owed(now=later) == (number,)


def test_a_report_that_would_come_too_late_is_not_owed(store: Store) -> None:
    number = end(store)
    assert store.end_reports.owed(now=NOW + OWED_FOR - SECOND) == (number,)
    assert store.end_reports.owed(now=NOW + OWED_FOR) == ()


def test_nobody_is_owed_the_report_of_what_goes_on(store: Store) -> None:
    subscribe(store, -1)
    announce(store)
    store.announcements.advance(now=NOW)
    assert store.end_reports.owed(now=NOW) == ()
