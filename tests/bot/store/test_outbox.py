"""What a sender sees: claims, marks, and what is left after a crash."""

from datetime import timedelta
from enum import StrEnum

import pytest

from bot.errors import LeaseLostError
from bot.store.lease import LASTS
from bot.store.outbox import INTERRUPTED
from bot.store.records import ChatKind, Draft, PostedMessage, Preferences, QuietHours, State, Task
from bot.store.store import Store
from tests.support.stores import (
    NOW,
    OFFICER,
    OTHER_TEXT,
    SECOND,
    TEXT,
    announce,
    chats,
    claim_all,
    done,
    lease_of,
    send_all,
    states,
    subscribe,
)

LATER = NOW + LASTS


@pytest.fixture
def number(store: Store) -> int:
    """An announcement to three chats."""
    subscribe(store, -1, -2, -3)
    return announce(store)


def test_a_claim_holds_all_that_the_request_needs(store: Store) -> None:
    preferences = Preferences(thread_id=77, quiet=None)
    subscribe(store, -5, preferences=preferences)
    number = announce(store, Draft(content=TEXT, urgent=True))
    lease = lease_of(store)
    (claim,) = claim_all(store, lease)
    assert claim.announcement_id == number
    assert (claim.chat_id, claim.kind, claim.thread_id) == (-5, ChatKind.SUPERGROUP, 77)
    assert (claim.task, claim.revision) == (Task.SEND, 1)
    assert (claim.urgent, claim.quiet, claim.due_since) == (True, None, NOW)
    assert (claim.attempts, claim.message) == (0, None)


def test_what_is_claimed_is_not_claimed_again(store: Store, number: int) -> None:
    lease = lease_of(store)
    first = store.outbox.claim(lease, limit=2, now=NOW)
    second = store.outbox.claim(lease, limit=2, now=NOW)
    assert sorted(chats(first) + chats(second)) == [-3, -2, -1]
    assert claim_all(store, lease) == ()


def test_nothing_is_claimed_before_it_is_due(store: Store) -> None:
    subscribe(store, -1)
    announce(store, Draft(content=TEXT, due_at=NOW + SECOND))
    lease = lease_of(store)
    assert store.outbox.next_due() == NOW + SECOND
    assert claim_all(store, lease) == ()
    assert len(claim_all(store, lease, now=NOW + SECOND)) == 1
    assert store.outbox.next_due() is None


def test_what_is_urgent_goes_first_then_what_is_due_longest(store: Store) -> None:
    subscribe(store, -1)
    late = announce(store, Draft(content=TEXT, due_at=NOW + SECOND))
    early = announce(store)
    urgent = announce(store, Draft(content=TEXT, due_at=NOW + 2 * SECOND, urgent=True))
    claims = claim_all(store, lease_of(store), now=NOW + 3 * SECOND)
    assert [claim.announcement_id for claim in claims] == [urgent, early, late]


def test_a_limit_counts_the_urgent_ones(store: Store, number: int) -> None:
    announce(store, Draft(content=TEXT, urgent=True))
    assert len(store.outbox.claim(lease_of(store), limit=4, now=NOW)) == 4


def test_a_delivery_is_started_once(store: Store, number: int) -> None:
    claim, *_ = claim_all(store, lease_of(store))
    assert store.outbox.start(claim)
    assert not store.outbox.start(claim)


def test_what_is_sent_keeps_its_message_and_time(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    (claim,) = claim_all(store, lease_of(store))
    store.outbox.start(claim)
    assert store.outbox.sent(claim, message_id=99, now=NOW + SECOND)
    (delivery,) = store.reports.deliveries(number)
    assert (delivery.state, delivery.message_id) == (State.SENT, 99)
    assert (delivery.sent_at, delivery.attempts) == (NOW + SECOND, 1)


@pytest.mark.parametrize(("counted", "attempts"), [(True, 1), (False, 0)])
def test_a_retry_waits_for_its_time(store: Store, *, counted: bool, attempts: int) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    (claim,) = claim_all(store, lease)
    store.outbox.start(claim)
    due_at = NOW + 7 * SECOND
    assert store.outbox.retry(claim, due_at=due_at, reason="flood", counted=counted, now=NOW)
    assert [one.reason for one in store.reports.deliveries(number)] == ["flood"]
    assert claim_all(store, lease, now=NOW + 6 * SECOND) == ()
    (again,) = claim_all(store, lease, now=due_at)
    assert (again.attempts, again.due_since) == (attempts, NOW)


class Reason(StrEnum):
    BLOCKED = "blocked-by-user"


def test_a_reason_may_be_an_enumerations(store: Store, number: int) -> None:
    claim, *_ = claim_all(store, lease_of(store))
    store.outbox.start(claim)
    store.outbox.failed(claim, reason=Reason.BLOCKED, detail="", now=NOW)
    reasons = {one.reason for one in store.reports.deliveries(number)}
    assert reasons == {"blocked-by-user", None}


def test_a_failure_keeps_its_reason_and_telegrams_words(store: Store, number: int) -> None:
    claim, *_ = claim_all(store, lease_of(store))
    store.outbox.start(claim)
    assert store.outbox.failed(claim, reason="refused", detail="Bad Request: no", now=NOW)
    failed = next(one for one in store.reports.deliveries(number) if one.state is State.FAILED)
    assert (failed.reason, failed.detail) == ("refused", "Bad Request: no")


def test_what_is_uncertain_is_never_claimed_again(store: Store, number: int) -> None:
    lease = lease_of(store)
    claim, *_ = claim_all(store, lease)
    store.outbox.start(claim)
    assert store.outbox.uncertain(claim, reason="timed-out", now=NOW)
    assert states(store, number)[claim.chat_id] is State.UNCERTAIN
    assert claim_all(store, lease, now=NOW + timedelta(days=1)) == ()


def test_an_answer_that_comes_late_ends_the_uncertainty(store: Store, number: int) -> None:
    claim, *_ = claim_all(store, lease_of(store))
    store.outbox.start(claim)
    store.outbox.recover(lease_of(store, "two", now=LATER))
    assert states(store, number)[claim.chat_id] is State.UNCERTAIN
    assert store.outbox.sent(claim, message_id=5, now=LATER)
    assert states(store, number)[claim.chat_id] is State.SENT


def test_what_is_put_back_waits_again_as_if_never_claimed(store: Store, number: int) -> None:
    lease = lease_of(store)
    claims = claim_all(store, lease)
    for claim in claims:
        assert store.outbox.put_back(claim, due_at=NOW + SECOND)
    assert claim_all(store, lease) == ()
    again = claim_all(store, lease, now=NOW + SECOND)
    assert chats(again) == chats(claims)
    assert {claim.attempts for claim in again} == {0}


def test_a_claim_that_was_overtaken_by_another_does_nothing(store: Store) -> None:
    """It was stopped while it waited for its turn, and resumed, sent and corrected meanwhile."""
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    (overtaken,) = claim_all(store, lease)
    store.announcements.stop(number, by=OFFICER, now=NOW)
    store.announcements.resume(number, by=OFFICER, now=NOW)
    send_all(store, lease)
    store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=NOW)
    (edit,) = claim_all(store, lease)
    assert not store.outbox.start(overtaken)
    assert store.outbox.start(edit)


def test_what_was_started_is_not_put_back(store: Store, number: int) -> None:
    claim, *_ = claim_all(store, lease_of(store))
    store.outbox.start(claim)
    assert not store.outbox.put_back(claim, due_at=NOW)


def test_after_a_crash_what_was_not_started_is_due_and_what_was_is_uncertain(
    store: Store, number: int
) -> None:
    started, waiting, sent = claim_all(store, lease_of(store))
    store.outbox.start(started)
    store.outbox.start(sent)
    done(store, sent)
    lease = lease_of(store, "two", now=LATER)
    assert store.outbox.recover(lease) == 1
    assert states(store, number) == {
        started.chat_id: State.UNCERTAIN,
        waiting.chat_id: State.WAITING,
        sent.chat_id: State.SENT,
    }
    reasons = {one.chat_id: one.reason for one in store.reports.deliveries(number)}
    assert reasons[started.chat_id] == INTERRUPTED
    assert chats(claim_all(store, lease)) == [waiting.chat_id]


def test_recovery_leaves_alone_what_its_own_term_has_in_hand(store: Store, number: int) -> None:
    lease = lease_of(store)
    started, *_ = claim_all(store, lease)
    store.outbox.start(started)
    assert store.outbox.recover(lease) == 0
    done(store, started)


def test_who_lost_the_lease_can_neither_claim_nor_start_nor_recover(
    store: Store, number: int
) -> None:
    lost = lease_of(store)
    claim, *_ = store.outbox.claim(lost, limit=1, now=NOW)
    store.outbox.recover(lease_of(store, "two", now=LATER))
    with pytest.raises(LeaseLostError, match="sender"):
        store.outbox.claim(lost, limit=1, now=NOW)
    with pytest.raises(LeaseLostError, match="sender"):
        store.outbox.recover(lost)
    assert not store.outbox.start(claim)
    assert not store.outbox.put_back(claim, due_at=NOW)


def test_an_edit_that_was_interrupted_is_simply_done_again(store: Store, number: int) -> None:
    lease = lease_of(store)
    send_all(store, lease)
    store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=NOW)
    claim, *_ = claim_all(store, lease)
    store.outbox.start(claim)
    lease = lease_of(store, "two", now=LATER)
    assert store.outbox.recover(lease) == 0
    assert sorted(chats(claim_all(store, lease))) == [-3, -2, -1]


def test_an_edit_and_a_deletion_know_their_message(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    send_all(store, lease)
    store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=NOW)
    (edit,) = claim_all(store, lease)
    assert (edit.task, edit.revision) == (Task.EDIT, 2)
    assert edit.message == PostedMessage(chat_id=-1, message_id=7001)
    store.outbox.start(edit)
    done(store, edit)
    assert states(store, number) == {-1: State.SENT}
    store.announcements.recall(number, by=OFFICER, now=NOW)
    (deletion,) = claim_all(store, lease)
    assert (deletion.task, deletion.message) == (Task.DELETE, edit.message)
    store.outbox.start(deletion)
    done(store, deletion)
    assert states(store, number) == {-1: State.RECALLED}


@pytest.mark.parametrize("gave_up", ["failed", "uncertain"])
def test_an_edit_that_can_not_be_done_leaves_the_message_sent(store: Store, gave_up: str) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    send_all(store, lease)
    store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=NOW)
    (edit,) = claim_all(store, lease)
    store.outbox.start(edit)
    if gave_up == "failed":
        assert store.outbox.failed(edit, reason="refused", detail="too old", now=NOW)
    else:
        assert store.outbox.uncertain(edit, reason="refused", now=NOW)
    (delivery,) = store.reports.deliveries(number)
    assert (delivery.task, delivery.state, delivery.reason) == (Task.EDIT, State.SENT, "refused")


def test_what_arrives_after_a_correction_is_edited(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    (claim,) = claim_all(store, lease)
    store.outbox.start(claim)
    assert store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=NOW) == 0
    done(store, claim)
    (edit,) = claim_all(store, lease)
    assert (edit.task, edit.revision) == (Task.EDIT, 2)


def test_what_arrives_after_a_recall_is_deleted(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    (claim,) = claim_all(store, lease)
    store.outbox.start(claim)
    assert store.announcements.recall(number, by=OFFICER, now=NOW) == 0
    done(store, claim)
    (deletion,) = claim_all(store, lease)
    assert deletion.task is Task.DELETE


@pytest.mark.parametrize("step", ["stop", "recall"])
def test_what_is_to_be_tried_again_after_a_stop_is_cancelled(store: Store, step: str) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    (claim,) = claim_all(store, lease)
    store.outbox.start(claim)
    getattr(store.announcements, step)(number, by=OFFICER, now=NOW)
    assert store.outbox.retry(claim, due_at=NOW, reason="flood", counted=False, now=NOW)
    assert states(store, number) == {-1: State.CANCELLED}


def test_an_edit_to_be_tried_again_after_a_recall_is_a_deletion(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    send_all(store, lease)
    store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=NOW)
    (edit,) = claim_all(store, lease)
    store.outbox.start(edit)
    store.announcements.recall(number, by=OFFICER, now=NOW)
    store.outbox.retry(edit, due_at=NOW, reason="flood", counted=False, now=NOW)
    (deletion,) = claim_all(store, lease)
    assert deletion.task is Task.DELETE


def test_quiet_hours_put_a_delivery_off_unless_it_is_urgent(store: Store) -> None:
    noon = QuietHours(
        start=(NOW + timedelta(hours=6)).time(), end=(NOW + timedelta(hours=9)).time()
    )
    subscribe(store, -1, preferences=Preferences(quiet=noon))
    subscribe(store, -2, preferences=Preferences(quiet=None))
    lease = lease_of(store)
    announce(store)
    assert chats(claim_all(store, lease)) == [-2]
    assert store.outbox.next_due() == NOW + timedelta(hours=2)
    announce(store, Draft(content=TEXT, urgent=True))
    assert sorted(chats(claim_all(store, lease))) == [-2, -1]
