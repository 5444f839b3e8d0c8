"""Figures that add up, and acknowledgements counted once a person."""

from bot.store.records import Noted, PlaceCount, Preferences, State, StateCount, Tally, Task
from bot.store.store import Store
from tests.support.stores import (
    NOW,
    OFFICER,
    READ,
    SECOND,
    announce,
    claim_all,
    lease_of,
    send_all,
    subscribe,
)

HA_TINH = "new/ha-tinh"
TAY_NINH = "new/tay-ninh"


def press(store: Store, number: int, chat_id: int) -> Noted:
    """Have somebody press the button that says so."""
    return store.reports.acknowledge(number, user_id=9, chat_id=chat_id, now=NOW)


def test_the_deliveries_of_all_announcements_are_counted_by_state(store: Store) -> None:
    assert store.reports.totals() == ()
    subscribe(store, -1, -2)
    announce(store)
    send_all(store, lease_of(store))
    announce(store)
    assert set(store.reports.totals()) == {
        StateCount(state=State.SENT, count=2),
        StateCount(state=State.WAITING, count=2),
    }


def test_a_tally_adds_up_to_the_audience(store: Store) -> None:
    subscribe(store, -1, -2, -3, -4)
    number = announce(store)
    sent, failed, uncertain, _ = claim_all(store, lease_of(store))
    for claim in (sent, failed, uncertain):
        store.outbox.start(claim)
    store.outbox.sent(sent, message_id=1, now=NOW)
    store.outbox.failed(failed, reason="blocked", detail="", now=NOW)
    store.outbox.uncertain(uncertain, reason="dropped", now=NOW)
    assert set(store.reports.tally(number)) == {
        Tally(task=Task.SEND, state=State.SENT, reason=None, count=1),
        Tally(task=Task.SEND, state=State.FAILED, reason="blocked", count=1),
        Tally(task=Task.SEND, state=State.UNCERTAIN, reason="dropped", count=1),
        Tally(task=Task.SEND, state=State.CLAIMED, reason=None, count=1),
    }


def test_a_report_is_about_one_announcement(store: Store) -> None:
    subscribe(store, -1)
    first, second = announce(store), announce(store)
    assert [one.announcement_id for one in store.reports.deliveries(first)] == [first]
    assert sum(one.count for one in store.reports.tally(second)) == 1
    assert store.reports.tally(404) == ()


def test_a_person_acknowledges_once(store: Store) -> None:
    subscribe(store, -1, -2)
    number = announce(store, READ)
    send_all(store, lease_of(store))
    presses = [(9, -1, NOW), (9, -1, NOW), (9, -2, NOW), (8, -2, NOW + SECOND)]
    noted = [
        store.reports.acknowledge(number, user_id=user_id, chat_id=chat_id, now=at)
        for user_id, chat_id, at in presses
    ]
    assert noted == [Noted.FIRST, Noted.AGAIN, Noted.AGAIN, Noted.FIRST]
    acknowledged = store.reports.acknowledgements(number)
    assert [(one.user_id, one.chat_id, one.at) for one in acknowledged] == [
        (9, -1, NOW),
        (8, -2, NOW + SECOND),
    ]


def test_a_chat_that_never_got_it_acknowledges_nothing(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store, READ)
    assert press(store, number, -1) is Noted.NOT_ASKED  # it is not sent yet
    send_all(store, lease_of(store))
    assert press(store, number, -7) is Noted.NOT_ASKED
    assert press(store, 404, -1) is Noted.NOT_ASKED
    assert press(store, number, -1) is Noted.FIRST


def test_an_announcement_that_did_not_ask_is_acknowledged_by_nobody(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    send_all(store, lease_of(store))
    assert press(store, number, -1) is Noted.NOT_ASKED
    assert store.reports.acknowledgements(number) == ()


def test_an_uncertain_delivery_whose_button_is_pressed_has_arrived(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store, READ)
    (claim,) = claim_all(store, lease_of(store))
    store.outbox.start(claim)
    store.outbox.uncertain(claim, reason="dropped", now=NOW)
    assert press(store, number, -1) is Noted.FIRST


def test_acknowledgements_are_counted_by_place(store: Store) -> None:
    subscribe(store, -1, preferences=Preferences(places=frozenset({HA_TINH})))
    subscribe(store, -2, preferences=Preferences(places=frozenset({HA_TINH, TAY_NINH})))
    subscribe(store, -3, -4)
    number, other = announce(store, READ), announce(store, READ)
    send_all(store, lease_of(store))
    for user_id, chat_id in ((10, -1), (11, -1), (12, -2), (13, -3)):
        store.reports.acknowledge(number, user_id=user_id, chat_id=chat_id, now=NOW)
    store.reports.acknowledge(other, user_id=10, chat_id=-2, now=NOW)
    assert store.reports.acknowledged_by_place(number) == (
        PlaceCount(place=None, chats=2, people=1),
        PlaceCount(place=HA_TINH, chats=2, people=3),
        PlaceCount(place=TAY_NINH, chats=1, people=1),
    )


def test_a_place_counts_only_chats_that_have_it(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    store.announcements.stop(number, by=OFFICER, now=NOW)
    assert store.reports.acknowledged_by_place(number) == ()
