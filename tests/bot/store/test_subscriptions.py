"""What chats want, who hears of what, and how a subscription ends and comes back."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.store.records import (
    ChatKind,
    DigestRhythm,
    Draft,
    Preferences,
    QuietHours,
    State,
    Subscription,
)
from bot.store.store import Store
from bot.store.subscriptions import DECLINED
from tests.support.stores import (
    NOW,
    TEXT,
    announce,
    claim_all,
    lease_of,
    send_all,
    states,
    subscribe,
)

TAY_NINH = "new/tay-ninh"
KIEN_TUONG = "new/tay-ninh/phuong-kien-tuong"
OLD_KIEN_TUONG = "old/long-an/thi-xa-kien-tuong"
CAN_DUOC = "new/tay-ninh/xa-can-duoc"
HA_TINH = "new/ha-tinh"
EVERYTHING = Preferences(
    places=frozenset({KIEN_TUONG, HA_TINH}),
    topics=frozenset({"bau-cu"}),
    announcements=False,
    digest=DigestRhythm.WEEKLY,
    digest_hour=18,
    quiet=QuietHours(start=time(22, 30), end=time(5)),
    thread_id=5_000_000_000,
)
LATER = NOW + timedelta(days=1)


def wanting(places: tuple[str, ...] = (), topics: tuple[str, ...] = ()) -> Preferences:
    return Preferences(places=frozenset(places), topics=frozenset(topics))


def reached(store: Store, places: tuple[str, ...], topics: tuple[str, ...] = ()) -> list[int]:
    audience = store.subscriptions.audience(places, topics)
    assert store.subscriptions.audience_size(places, topics) == len(audience)
    return [one.chat_id for one in audience]


@pytest.mark.parametrize("preferences", [Preferences(), EVERYTHING])
@pytest.mark.parametrize(("chat_id", "kind"), [(7, ChatKind.PRIVATE), (-1001, ChatKind.SUPERGROUP)])
def test_a_subscription_comes_back_as_it_was_saved(
    store: Store, preferences: Preferences, chat_id: int, kind: ChatKind
) -> None:
    assert store.subscriptions.get(chat_id) is None
    store.subscriptions.save(chat_id, kind, preferences, now=NOW)
    assert store.subscriptions.get(chat_id) == Subscription(
        chat_id=chat_id, kind=kind, preferences=preferences, since=NOW, told_until=NOW
    )


def test_saving_again_puts_new_choices_in_place_of_all_the_old(store: Store) -> None:
    subscribe(store, -1, preferences=EVERYTHING)
    subscribe(store, -1, preferences=wanting((CAN_DUOC,)))
    found = store.subscriptions.get(-1)
    assert found is not None
    assert found.preferences == wanting((CAN_DUOC,))


@pytest.mark.parametrize(
    ("chosen", "addressed", "hears"),
    [
        ((), (KIEN_TUONG,), True),
        ((KIEN_TUONG,), (), True),
        ((KIEN_TUONG,), (KIEN_TUONG,), True),
        ((KIEN_TUONG,), (TAY_NINH,), True),
        ((TAY_NINH,), (KIEN_TUONG,), True),
        ((KIEN_TUONG,), (OLD_KIEN_TUONG,), True),
        ((OLD_KIEN_TUONG,), (KIEN_TUONG,), True),
        ((KIEN_TUONG,), (CAN_DUOC,), False),
        ((KIEN_TUONG,), (HA_TINH,), False),
        ((KIEN_TUONG, HA_TINH), (CAN_DUOC, HA_TINH), True),
        (("new/nowhere",), (KIEN_TUONG,), False),
        ((KIEN_TUONG,), ("new/nowhere",), False),
    ],
)
def test_a_chat_hears_of_its_places_of_those_inside_and_of_those_around(
    store: Store, chosen: tuple[str, ...], addressed: tuple[str, ...], *, hears: bool
) -> None:
    subscribe(store, -1, preferences=wanting(chosen))
    assert (reached(store, addressed) == [-1]) is hears


@pytest.mark.parametrize(
    ("chosen", "about", "hears"),
    [
        ((), ("bau-cu",), True),
        (("bau-cu",), (), True),
        (("bau-cu",), ("bau-cu", "an-sinh"), True),
        (("bau-cu",), ("an-sinh",), False),
    ],
)
def test_a_chat_hears_of_its_topics(
    store: Store, chosen: tuple[str, ...], about: tuple[str, ...], *, hears: bool
) -> None:
    subscribe(store, -1, preferences=wanting(topics=chosen))
    assert (reached(store, (), about) == [-1]) is hears


def test_a_chat_must_want_both_place_and_topic(store: Store) -> None:
    subscribe(store, -1, preferences=wanting((KIEN_TUONG,), ("bau-cu",)))
    assert reached(store, (KIEN_TUONG,), ("an-sinh",)) == []
    assert reached(store, (HA_TINH,), ("bau-cu",)) == []
    assert reached(store, (KIEN_TUONG,), ("bau-cu",)) == [-1]


def test_who_wants_no_announcements_or_has_ended_is_in_no_audience(store: Store) -> None:
    subscribe(store, -1, -2, -3)
    subscribe(store, -2, preferences=Preferences(announcements=False))
    store.subscriptions.end(-3, "removed", now=NOW)
    assert reached(store, ()) == [-1]


def test_an_audience_can_be_listed_in_part(store: Store) -> None:
    subscribe(store, 1, 2, 3)
    assert [one.chat_id for one in store.subscriptions.audience((), (), most=2)] == [1, 2]


def test_an_end_has_its_reason_and_time_and_cancels_what_waits(store: Store) -> None:
    subscribe(store, -1, -2)
    number = announce(store)
    assert store.subscriptions.end(-1, "removed", now=LATER)
    ended = store.subscriptions.get(-1)
    assert ended is not None
    assert (ended.ended_at, ended.end_reason) == (LATER, "removed")
    assert states(store, number) == {-1: State.CANCELLED, -2: State.WAITING}
    assert {one.reason for one in store.reports.deliveries(number)} == {"removed", None}


def test_an_end_leaves_alone_what_is_going_out_or_was_sent(store: Store) -> None:
    subscribe(store, -1)
    sent = announce(store)
    lease = lease_of(store)
    send_all(store, lease)
    going_out = announce(store)
    (claim,) = claim_all(store, lease)
    store.outbox.start(claim)
    store.subscriptions.end(-1, "removed", now=NOW)
    assert states(store, sent) == {-1: State.SENT}
    assert states(store, going_out) == {-1: State.SENDING}


def test_what_was_claimed_for_a_chat_that_left_is_not_started(store: Store) -> None:
    subscribe(store, -1)
    announce(store)
    (claim,) = claim_all(store, lease_of(store))
    store.subscriptions.end(-1, "removed", now=NOW)
    assert not store.outbox.start(claim)


def test_what_is_going_out_to_a_chat_that_left_is_not_tried_again(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    (claim,) = claim_all(store, lease_of(store))
    store.outbox.start(claim)
    store.subscriptions.end(-1, "removed", now=NOW)
    store.outbox.retry(claim, due_at=NOW, reason="flood", counted=False, now=NOW)
    (delivery,) = store.reports.deliveries(number)
    assert (delivery.state, delivery.reason) == (State.CANCELLED, "removed")


def test_an_end_happens_once(store: Store) -> None:
    subscribe(store, -1)
    assert store.subscriptions.end(-1, "removed", now=NOW)
    assert not store.subscriptions.end(-1, "blocked", now=LATER)
    assert not store.subscriptions.end(-9, "removed", now=NOW)


def test_a_subscription_is_taken_up_again_as_it_was(store: Store) -> None:
    subscribe(store, -1, preferences=EVERYTHING)
    assert not store.subscriptions.resume(-1, now=LATER)
    store.subscriptions.end(-1, "removed", now=NOW)
    assert store.subscriptions.resume(-1, now=LATER)
    found = store.subscriptions.get(-1)
    assert found is not None
    assert (found.preferences, found.ended_at, found.end_reason) == (EVERYTHING, None, None)
    assert (found.since, found.told_until) == (LATER, LATER)


def test_who_turns_announcements_off_gets_none_that_waits(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store, Draft(content=TEXT, due_at=LATER))
    subscribe(store, -1, preferences=Preferences(announcements=False))
    (delivery,) = store.reports.deliveries(number)
    assert (delivery.state, delivery.reason) == (State.CANCELLED, DECLINED)


DAILY, OFF = (Preferences(digest=rhythm) for rhythm in (DigestRhythm.DAILY, DigestRhythm.OFF))


@pytest.mark.parametrize(
    ("before", "ends", "told_until"),
    [(DAILY, False, NOW), (OFF, False, LATER), (DAILY, True, LATER)],
)
def test_digests_begin_with_what_is_new_and_leave_nothing_out(
    store: Store, before: Preferences, told_until: object, *, ends: bool
) -> None:
    subscribe(store, -1, preferences=before)
    if ends:
        store.subscriptions.end(-1, "removed", now=NOW)
    store.subscriptions.save(-1, ChatKind.SUPERGROUP, replace(DAILY, digest_hour=9), now=LATER)
    found = store.subscriptions.get(-1)
    assert found is not None
    assert found.told_until == told_until


def test_digests_are_for_those_who_want_them(store: Store) -> None:
    subscribe(store, -1, preferences=DAILY)
    subscribe(store, -2, preferences=OFF)
    subscribe(store, -3, preferences=DAILY)
    store.subscriptions.end(-3, "removed", now=NOW)
    assert [one.chat_id for one in store.subscriptions.with_digests()] == [-1]
