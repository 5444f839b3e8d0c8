"""The inbox, on both databases: what comes is kept once, taken in order, and forgotten in time."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.errors import CaseLostError, UnknownAnnouncementError
from bot.store.inbox import HELD_FOR, KEPT_FOR, LONGEST_WAIT, MOST_FAILURES, dealing_with
from bot.store.records import Preferences
from bot.store.store import Store
from bot.store.tables import inbox
from bot.store.updates import Case, CaseState, Received
from tests.support.stores import NOW, SECOND, subscribe

BOT, OTHER_BOT = 7, 8
WORDS = "số nhà tôi là 12"
HOUR = timedelta(hours=1)


def update(number: int, chat: int | None = 1) -> Received:
    return Received(update_id=number, kind="message", chat_id=chat, raw=f'{{"text": "{WORDS}"}}')


def put(store: Store, *updates: Received, now: datetime = NOW) -> int:
    return store.inbox.put(BOT, updates, now=now)


def claim(store: Store, limit: int = 10, *, now: datetime = NOW) -> tuple[Case, ...]:
    return store.inbox.claim(BOT, limit=limit, now=now)


def numbers(cases: tuple[Case, ...]) -> list[int]:
    return [case.update_id for case in cases]


def states(store: Store) -> dict[CaseState, int]:
    return {one.state: one.count for one in store.inbox.counts()}


def test_an_update_that_comes_again_is_not_kept_again(store: Store) -> None:
    assert put(store, update(1), update(2)) == 2
    assert put(store, update(2), update(3)) == 1
    assert store.inbox.put(OTHER_BOT, [update(1)], now=NOW) == 1
    assert put(store) == 0


def test_a_repeat_of_what_is_done_is_refused_too(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)
    assert store.inbox.done(case, now=NOW)
    assert put(store, update(1)) == 0
    assert claim(store) == ()


def test_of_a_chat_the_first_is_taken_and_of_other_chats_theirs(store: Store) -> None:
    put(store, update(1, 5), update(2, 5), update(3, 6), update(4, None), update(5, None))
    first = claim(store)
    assert numbers(first) == [1, 3, 4, 5]
    assert claim(store) == ()
    store.inbox.done(first[0], now=NOW)
    assert numbers(claim(store)) == [2]


def test_each_bot_has_its_own(store: Store) -> None:
    put(store, update(1, 5))
    store.inbox.put(OTHER_BOT, [update(2, 5)], now=NOW)
    assert numbers(claim(store)) == [1]


def test_no_more_are_taken_than_wanted_and_the_first_to_come_first(store: Store) -> None:
    put(store, update(1, 1), update(2, 2), update(3, 3))
    assert numbers(claim(store, 2)) == [1, 2]
    later = NOW + HELD_FOR  # whoever had them died
    assert numbers(claim(store, 2, now=later)) == [1, 2]
    assert numbers(claim(store, 2, now=later)) == [3]
    assert claim(store, 0, now=later) == ()


def test_what_is_to_be_tried_again_waits_and_its_chat_with_it(store: Store) -> None:
    put(store, update(1, 5), update(2, 5))
    (case,) = claim(store)
    assert store.inbox.retry(case, due_at=NOW + SECOND, failures=1)
    assert claim(store) == ()
    (again,) = claim(store, now=NOW + SECOND)
    assert (again.update_id, again.attempts, again.failures) == (1, 2, 1)
    assert again.raw == case.raw
    assert again.due_since == NOW


def test_what_is_parked_lets_its_chat_go_on(store: Store) -> None:
    put(store, update(1, 5), update(2, 5))
    (case,) = claim(store)
    assert store.inbox.park(case, error="ValueError at a.py:1 in f", now=NOW + SECOND)
    assert numbers(claim(store)) == [2]
    (parked,) = store.inbox.parked()
    assert (parked.update_id, parked.kind, parked.attempts) == (1, "message", 1)
    assert (parked.received_at, parked.parked_at) == (NOW, NOW + SECOND)
    assert parked.error == "ValueError at a.py:1 in f"


def test_what_its_worker_died_over_is_taken_by_another(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)
    assert claim(store, now=NOW + HELD_FOR - SECOND) == ()
    (again,) = claim(store, now=NOW + HELD_FOR)
    assert (again.attempts, again.failures) == (2, 1)
    assert not store.inbox.done(case, now=NOW)
    assert not store.inbox.retry(case, due_at=NOW, failures=0)
    assert not store.inbox.park(case, error="late", now=NOW)
    assert store.inbox.done(again, now=NOW)


def test_of_what_processes_may_have_died_over_one_is_taken_at_a_time(store: Store) -> None:
    put(store, update(1, 1), update(2, 2), update(3, 3))
    at = NOW
    for _ in range(MOST_FAILURES):
        claim(store, 2, now=at)
        at += HELD_FOR
    assert numbers(claim(store, now=at)) == [1, 3]
    assert store.inbox.claim(BOT, limit=9, now=at, suspects=0) == ()
    assert numbers(claim(store, now=at)) == [2]


def test_what_is_held_again_and_again_is_nobody_elses(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)
    store.inbox.hold(BOT, [1], now=NOW + HELD_FOR)
    assert claim(store, now=NOW + HELD_FOR + SECOND) == ()
    assert store.inbox.done(case, now=NOW)
    store.inbox.hold(BOT, [1], now=NOW)
    assert states(store) == {CaseState.DONE: 1}


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_clock_that_jumps_keeps_nothing_for_ever_and_hands_nothing_out_twice(
    store: Store, jump: timedelta
) -> None:
    put(store, update(1, 1), update(2, 2))
    waiting, mine = claim(store)
    store.inbox.retry(waiting, due_at=NOW + SECOND, failures=0)
    store.inbox.mend(BOT, now=NOW + jump)
    found = store.inbox.claim(BOT, limit=9, now=NOW + jump, in_hand=[mine.update_id])
    assert numbers(found) == [1]


def test_a_wait_that_is_long_and_no_longer_is_kept(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)
    store.inbox.retry(case, due_at=NOW + LONGEST_WAIT, failures=0)
    assert store.inbox.mend(BOT, now=NOW) == 0
    assert store.inbox.mend(BOT, now=NOW - SECOND) == 1


def test_with_the_mark_the_words_are_gone_and_whose_they_were(store: Store) -> None:
    put(store, update(1, 987_654))
    (case,) = claim(store)
    with dealing_with(case):
        store.inbox.once("count", lambda: 555_444)
    store.inbox.done(case, now=NOW, error="too late")
    rows = _rows(store)
    assert "1" in rows
    assert not any(word in rows for word in (WORDS, "987654", "555444"))


def test_what_is_old_is_deleted_whatever_became_of_it(store: Store) -> None:
    put(store, update(1, 1), update(2, 2), update(3, 3), update(4, 4))
    done, parked, held, _ = claim(store, 4)
    store.inbox.done(done, now=NOW)
    store.inbox.park(parked, error="e", now=NOW)
    store.inbox.retry(claim_again(store, 4), due_at=NOW, failures=0)
    put(store, update(5), now=NOW + SECOND)
    assert store.inbox.delete_old(now=NOW + KEPT_FOR - SECOND) == 0
    store.inbox.hold(BOT, [held.update_id], now=NOW + KEPT_FOR - SECOND)
    assert store.inbox.delete_old(now=NOW + KEPT_FOR) == 3
    assert states(store) == {CaseState.IN_HAND: 1, CaseState.WAITING: 1}
    assert store.inbox.done(held, now=NOW)


@pytest.mark.parametrize("ahead", [timedelta(0), 30 * KEPT_FOR], ids=["right", "a month ahead"])
def test_what_a_bot_had_in_hand_that_is_gone_is_deleted_too(store: Store, ahead: timedelta) -> None:
    """Nobody takes it any more: the token is another's, or the clock was wrong."""
    store.inbox.put(OTHER_BOT, [update(1)], now=NOW)
    assert numbers(store.inbox.claim(OTHER_BOT, limit=1, now=NOW + ahead)) == [1]
    assert store.inbox.delete_old(now=NOW + KEPT_FOR) == 1
    assert _rows(store) == "[]"


def test_what_others_had_in_hand_is_left_where_that_is_wanted(store: Store) -> None:
    put(store, update(1, 1), update(2, 2))
    claim(store, 1)
    later = NOW + HELD_FOR
    assert numbers(store.inbox.claim(BOT, limit=9, now=later, abandoned=False)) == [2]
    assert numbers(claim(store, now=later)) == [1]


def claim_again(store: Store, number: int) -> Case:
    """Return the case of an update that is in hand, as whoever has it knows it."""
    return Case(
        bot_id=BOT,
        update_id=number,
        kind="message",
        chat_id=number,
        raw="",
        due_since=NOW,
        attempts=1,
        failures=0,
    )


def test_what_is_parked_can_be_dealt_with_again_as_if_it_were_new(store: Store) -> None:
    put(store, update(1, 1), update(2, 2))
    for case in claim(store):
        store.inbox.park(case, error="e", now=NOW)
    later = NOW + HOUR
    assert store.inbox.replay(2, now=later) == 1
    (again,) = claim(store, now=later)
    assert (again.update_id, again.failures, again.due_since) == (2, 0, later)
    assert store.inbox.replay(2, now=later) == 0
    assert store.inbox.replay(None, now=later) == 1
    assert store.inbox.parked() == ()


def test_what_is_parked_can_be_given_up(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)
    store.inbox.park(case, error="e", now=NOW)
    assert store.inbox.drop(1, now=NOW) == 1
    assert store.inbox.drop(1, now=NOW) == 0
    assert WORDS not in _rows(store)
    assert put(store, update(1)) == 0


# What handlers change


def test_a_change_is_made_once_for_an_update_however_often_that_is_tried(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)
    made: list[int] = []

    def change() -> int:
        made.append(1)
        return len(made)

    for _ in range(2):
        with dealing_with(case):
            assert store.inbox.once("count", change) == 1
    assert len(made) == 1
    with dealing_with(case):
        assert store.inbox.once("count otherwise", change) == 2


def test_a_try_after_a_crash_knows_what_the_one_before_it_changed(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)
    with dealing_with(case):
        assert store.inbox.once("list", lambda: [1, 2]) == [1, 2]
        assert store.inbox.once("nothing", lambda: None) is None
    (again,) = claim(store, now=NOW + HELD_FOR)
    with dealing_with(again):
        assert store.inbox.once("list", lambda: [3]) == [1, 2]
        assert store.inbox.once("nothing", lambda: 4) is None


def test_for_no_update_a_change_is_made_every_time(store: Store) -> None:
    changes = iter([1, 2])
    assert [store.inbox.once("count", changes.__next__) for _ in "ab"] == [1, 2]


def test_a_change_that_fails_is_undone_and_not_noted(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)

    def fail_halfway() -> int:
        subscribe(store, 3, preferences=Preferences())
        return store.announcements.get(1).id

    with dealing_with(case):
        with pytest.raises(UnknownAnnouncementError):
            store.inbox.once("step", fail_halfway)
        assert store.subscriptions.get(3) is None
        assert store.inbox.once("step", lambda: 5) == 5


def test_who_lost_an_update_changes_nothing_for_it(store: Store) -> None:
    put(store, update(1))
    (case,) = claim(store)
    claim(store, now=NOW + HELD_FOR)
    with dealing_with(case), pytest.raises(CaseLostError):
        store.inbox.once("step", lambda: subscribe(store, 3))
    assert store.subscriptions.get(3) is None


def _rows(store: Store) -> str:
    """Return all that stands in the inbox."""
    with store._database.reading() as connection:
        return repr(connection.execute(sa.select(inbox)).all())
