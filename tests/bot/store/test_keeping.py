"""What is kept of people, and for how long, as the one list says it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.store.database import open_database
from bot.store.inbox import KEPT_FOR
from bot.store.keeping import KEPT, OF_NOBODY, Kind, limits
from bot.store.records import Draft, Rank, Role, State
from bot.store.store import Store
from bot.store.sweeping import AT_ONCE, Swept
from tests.support.stores import (
    CITIZEN,
    NOW,
    OFFICER,
    OWNER,
    READ,
    TEXT,
    announce,
    lease_of,
    send_all,
    states,
    subscribe,
)

ALEMBICS_OWN = {("bot_version", "version_num")}
MOMENT = timedelta(seconds=1)
LASTS = {row.kind: row.lasts for row in KEPT}
NOTHING = Swept(announcements=0, drafts=0, subscriptions=0, audit=0)


def lasting(kind: Kind) -> timedelta:
    lasts = LASTS[kind]
    assert lasts is not None
    return lasts


def test_every_column_is_listed_with_what_it_is_kept_for_or_as_nobodys(empty_url: str) -> None:
    with open_database(empty_url) as database, database.reading() as connection:
        found = sa.MetaData()
        found.reflect(connection)
    there = {(t.name, column.name) for t in found.sorted_tables for column in t.columns}
    listed = {
        (table, column)
        for columns in (*(row.columns for row in KEPT), OF_NOBODY)
        for table, names in columns.items()
        for column in names
    }
    assert there - ALEMBICS_OWN == listed, "see bot/store/keeping.py"


def test_every_kind_has_a_row_and_columns() -> None:
    assert [row.kind for row in KEPT] == list(Kind)
    assert all(row.columns for row in KEPT)


def test_what_goes_together_stays_for_the_same_time() -> None:
    one = {LASTS[kind] for kind in (Kind.ANNOUNCEMENT, Kind.DELIVERY, Kind.ACKNOWLEDGEMENT)}
    assert one == {timedelta(days=365)}


def test_the_inbox_keeps_what_people_wrote_for_as_long_as_the_list_says() -> None:
    assert lasting(Kind.MESSAGE) == KEPT_FOR


def test_nothing_is_kept_without_an_end_but_what_somebody_ends() -> None:
    assert [kind for kind, lasts in LASTS.items() if lasts is None] == [Kind.ROLE]
    assert limits(NOW).audit == NOW - timedelta(days=730)


# The sweep


def test_an_announcement_goes_with_its_deliveries_and_readers_a_year_after_it_ended(
    store: Store,
) -> None:
    subscribe(store, -1, -2)
    number = announce(store, READ)
    send_all(store, lease_of(store))
    assert store.announcements.advance(now=NOW) == (number,)
    store.reports.acknowledge(number, user_id=CITIZEN, chat_id=-1, now=NOW)
    end = NOW + lasting(Kind.DELIVERY)
    assert store.sweep(now=end) == NOTHING
    assert store.reports.acknowledged(number) == 1
    assert store.sweep(now=end + MOMENT).announcements == 1
    assert store.reports.deliveries(number) == ()
    assert store.reports.acknowledged(number) == 0
    assert store.announcements.newest(most=1) == ()


def test_what_has_not_ended_stays_however_old_it_is(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    store.sweep(now=NOW + timedelta(days=3000))
    assert states(store, number) == {-1: State.WAITING}


def test_a_draft_goes_after_its_time(store: Store) -> None:
    store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)
    end = NOW + lasting(Kind.DRAFT)
    assert store.sweep(now=end).drafts == 0
    assert store.sweep(now=end + MOMENT).drafts == 1
    assert store.announcements.newest(most=1) == ()


def test_a_subscription_stays_while_it_lasts_and_for_a_time_after(store: Store) -> None:
    subscribe(store, -1, -2)
    store.subscriptions.end(-1, "unsubscribed", now=NOW)
    end = NOW + lasting(Kind.SUBSCRIPTION)
    assert store.sweep(now=end).subscriptions == 0
    assert store.subscriptions.get(-1) is not None
    assert store.sweep(now=end + MOMENT).subscriptions == 1
    assert store.subscriptions.get(-1) is None
    assert store.subscriptions.get(-2) is not None


def test_the_audit_log_reaches_back_two_years(store: Store) -> None:
    store.roles.grant(Role(user_id=9, rank=Rank.OFFICER), by=OWNER, now=NOW)
    end = NOW + lasting(Kind.AUDIT)
    assert store.sweep(now=end).audit == 0
    assert store.sweep(now=end + MOMENT).audit == 1
    assert store.audit.entries() == ()
    assert store.roles.of(9).rank is Rank.OFFICER


@pytest.mark.parametrize("count", [AT_ONCE, 2 * AT_ONCE + 1])
def test_all_that_is_due_goes_however_much_it_is(store: Store, count: int) -> None:
    with store.together():
        for _ in range(count):
            store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)
    swept = store.sweep(now=NOW + lasting(Kind.AUDIT) + MOMENT)
    assert swept == Swept(announcements=0, drafts=count, subscriptions=0, audit=count)
    assert swept
    assert not NOTHING
