"""What belongs to somebody can be deleted, and nothing but ids is ever kept."""

import sqlalchemy as sa

from bot.store.database import open_database
from bot.store.records import Draft, PostedMessage, Preferences, Rank, Role
from bot.store.store import Store
from bot.store.updates import Received
from tests.support.stores import (
    NOW,
    OFFICER,
    OWNER,
    READ,
    TEXT,
    announce,
    lease_of,
    send_all,
    subscribe,
)

PERSON = 987_654_321
GROUP = -987_654_322


def everything(url: str) -> str:
    """Return all that stands in the database."""
    engine = sa.create_engine(url)
    found = sa.MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        rows = [repr(connection.execute(sa.select(t)).all()) for t in found.sorted_tables]
    engine.dispose()
    return "\n".join(rows)


def live(store: Store) -> int:
    """Do as much as a person can; return the number of what they announced."""
    store.roles.grant(Role(user_id=PERSON, rank=Rank.OWNER), by=OWNER, now=NOW)
    store.roles.grant(Role(user_id=OFFICER, rank=Rank.OFFICER), by=PERSON, now=NOW)
    wishes = Preferences(places=frozenset({"new/ha-tinh"}), topics=frozenset({"bau-cu"}))
    subscribe(store, PERSON, preferences=wishes)
    subscribe(store, GROUP)
    number = store.announcements.draft(READ, by=PERSON, now=NOW)
    store.announcements.show_on(number, PostedMessage(chat_id=PERSON, message_id=1))
    store.announcements.plan(number, by=PERSON, now=NOW, most_unapproved=None)
    store.announcements.draft(Draft(content=TEXT), by=PERSON, now=NOW)
    approved = store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)
    store.announcements.submit(approved, by=OFFICER, now=NOW)
    store.announcements.plan(approved, by=PERSON, now=NOW, most_unapproved=None)
    send_all(store, lease_of(store))
    wrote = Received(update_id=1, kind="message", chat_id=PERSON, raw=f'{{"id": {PERSON}}}')
    store.inbox.put(7, [wrote], now=NOW)
    store.reports.acknowledge(number, user_id=PERSON, chat_id=GROUP, now=NOW)
    return number


def test_nothing_of_a_person_is_left(url: str) -> None:
    with Store.open(url, owners=[OWNER]) as store:
        number = live(store)
        assert str(PERSON) in everything(url)
        store.forget(PERSON)
        assert str(PERSON) not in everything(url)
        assert [one.chat_id for one in store.reports.deliveries(number)] == [GROUP]
        assert store.announcements.get(number).created_by is None


def test_nothing_of_a_group_is_left(url: str) -> None:
    with Store.open(url, owners=[OWNER]) as store:
        number = live(store)
        assert str(GROUP) in everything(url)
        store.forget(GROUP)
        assert str(GROUP) not in everything(url)
        assert [one.chat_id for one in store.reports.deliveries(number)] == [PERSON]


def test_drafts_of_others_stay(store: Store) -> None:
    number = store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)
    live(store)
    store.forget(PERSON)
    assert store.announcements.get(number).created_by == OFFICER


def test_forgetting_somebody_unknown_changes_nothing(url: str) -> None:
    with Store.open(url, owners=[OWNER]) as store:
        subscribe(store, GROUP)
        announce(store)
        before = everything(url)
        store.forget(PERSON)
        assert everything(url) == before


def test_no_column_has_room_for_a_name(empty_url: str) -> None:
    with open_database(empty_url) as database, database.reading() as connection:
        found = sa.MetaData()
        found.reflect(connection)
    columns = {column.name for table in found.sorted_tables for column in table.columns}
    assert not {name for name in columns if "name" in name or "title" in name} - {"name"}
