"""A group that became a supergroup: the same subscription and deliveries under another id."""

import pytest

from bot.store.records import ChatKind, DigestRhythm, Draft, PostedMessage, Preferences, State
from bot.store.store import Store
from tests.support.stores import (
    CITIZEN,
    NOW,
    OFFICER,
    READ,
    SECOND,
    TEXT,
    announce,
    claim_all,
    done,
    lease_of,
    send_all,
    states,
    subscribe,
)

OLD, NEW = -5, -1005
CHOSEN = Preferences(
    places=frozenset({"new/ha-tinh"}), topics=frozenset({"bau-cu"}), digest=DigestRhythm.DAILY
)
OTHERWISE = Preferences(topics=frozenset({"an-sinh"}))


def test_choices_and_deliveries_come_along(store: Store) -> None:
    subscribe(store, OLD, preferences=CHOSEN)
    number = announce(store)
    assert store.subscriptions.migrate(OLD, NEW)
    assert store.subscriptions.get(OLD) is None
    moved = store.subscriptions.get(NEW)
    assert moved is not None
    assert (moved.preferences, moved.kind, moved.since) == (CHOSEN, ChatKind.SUPERGROUP, NOW)
    assert states(store, number) == {NEW: State.WAITING}


def test_a_delivery_in_hand_goes_on_under_the_new_id(store: Store) -> None:
    subscribe(store, OLD)
    announce(store)
    lease = lease_of(store)
    (claim,) = claim_all(store, lease)
    store.outbox.start(claim)
    store.subscriptions.migrate(OLD, NEW)
    assert store.outbox.retry(claim, due_at=NOW, reason="migrated", counted=False, now=NOW)
    (again,) = claim_all(store, lease)
    assert (again.delivery_id, again.chat_id) == (claim.delivery_id, NEW)


def test_a_message_stays_in_the_chat_that_it_was_posted_in(store: Store) -> None:
    subscribe(store, OLD)
    number = announce(store)
    lease = lease_of(store)
    send_all(store, lease)
    store.subscriptions.migrate(OLD, NEW)
    store.announcements.recall(number, by=OFFICER, now=NOW)
    (deletion,) = claim_all(store, lease)
    assert deletion.chat_id == NEW
    assert deletion.message == PostedMessage(chat_id=OLD, message_id=7005)


def test_acknowledgements_come_along(store: Store) -> None:
    subscribe(store, OLD)
    number = announce(store, READ)
    send_all(store, lease_of(store))
    store.reports.acknowledge(number, user_id=CITIZEN, chat_id=OLD, now=NOW)
    store.subscriptions.migrate(OLD, NEW)
    assert [one.chat_id for one in store.reports.acknowledgements(number)] == [NEW]


def test_an_unknown_chat_and_one_that_has_moved_already_change_nothing(store: Store) -> None:
    assert not store.subscriptions.migrate(OLD, NEW)
    subscribe(store, OLD)
    assert store.subscriptions.migrate(OLD, NEW)
    assert not store.subscriptions.migrate(OLD, NEW)
    assert store.subscriptions.get(NEW) is not None


@pytest.mark.parametrize(
    ("new", "kept"), [(Preferences(), CHOSEN), (OTHERWISE, OTHERWISE)], ids=["default", "chosen"]
)
def test_the_old_choices_hold_unless_the_new_chat_has_its_own(
    store: Store, new: Preferences, kept: Preferences
) -> None:
    subscribe(store, OLD, preferences=CHOSEN)
    subscribe(store, NEW, preferences=new)
    store.subscriptions.migrate(OLD, NEW)
    merged = store.subscriptions.get(NEW)
    assert merged is not None
    assert merged.preferences == kept
    assert store.subscriptions.get(OLD) is None


def test_where_the_supergroup_removed_the_bot_nothing_waits_any_more(store: Store) -> None:
    subscribe(store, OLD)
    number = announce(store)
    subscribe(store, NEW)
    store.subscriptions.end(NEW, "removed", now=NOW)
    store.subscriptions.migrate(OLD, NEW)
    merged = store.subscriptions.get(NEW)
    assert merged is not None
    assert merged.end_reason == "removed"
    assert states(store, number) == {NEW: State.CANCELLED}


@pytest.mark.parametrize("ahead", [OLD, NEW])
def test_of_two_deliveries_of_one_announcement_that_stays_which_came_further(
    store: Store, ahead: int
) -> None:
    subscribe(store, OLD, NEW)
    number = announce(store)
    lease = lease_of(store)
    for claim in claim_all(store, lease):
        if claim.chat_id == ahead:
            store.outbox.start(claim)
            done(store, claim)
        else:
            store.outbox.put_back(claim, due_at=NOW)
    store.subscriptions.migrate(OLD, NEW)
    (delivery,) = store.reports.deliveries(number)
    assert (delivery.chat_id, delivery.state) == (NEW, State.SENT)
    assert delivery.message_id == 7000 + abs(ahead)
    assert claim_all(store, lease) == ()


def test_a_mark_on_a_delivery_that_was_dropped_is_told_so(store: Store) -> None:
    subscribe(store, OLD, NEW)
    announce(store)
    claims = {claim.chat_id: claim for claim in claim_all(store, lease_of(store))}
    store.outbox.start(claims[NEW])
    done(store, claims[NEW])
    store.outbox.start(claims[OLD])
    store.subscriptions.migrate(OLD, NEW)
    retried = store.outbox.retry(claims[OLD], due_at=NOW, reason="migrated", counted=False, now=NOW)
    assert not retried


def test_who_acknowledged_either_delivery_has_acknowledged(store: Store) -> None:
    subscribe(store, OLD, NEW)
    number = announce(store, READ)
    send_all(store, lease_of(store))
    for user_id, chat_id in ((10, OLD), (11, NEW), (12, OLD)):
        store.reports.acknowledge(number, user_id=user_id, chat_id=chat_id, now=NOW)
    store.subscriptions.migrate(OLD, NEW)
    acknowledged = store.reports.acknowledgements(number)
    assert {(one.user_id, one.chat_id) for one in acknowledged} == {(10, NEW), (11, NEW), (12, NEW)}


def test_announcements_to_only_one_of_two_ids_are_all_kept(store: Store) -> None:
    subscribe(store, OLD)
    before = announce(store)
    store.subscriptions.end(OLD, "removed", now=NOW)
    subscribe(store, NEW)
    after = announce(store, Draft(content=TEXT, due_at=NOW + SECOND))
    store.subscriptions.migrate(OLD, NEW)
    assert states(store, before) == {NEW: State.CANCELLED}
    assert states(store, after) == {NEW: State.WAITING}
