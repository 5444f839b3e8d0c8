"""The steps of an announcement: each from where it may be taken, each once."""

from datetime import timedelta

import pytest

from bot.errors import (
    AnnouncementStateError,
    ApprovalNeededError,
    NotAllowedError,
    UnknownAnnouncementError,
)
from bot.store.records import (
    STOPPED,
    Content,
    DigestRhythm,
    Draft,
    PostedMessage,
    Preferences,
    State,
    Step,
    Task,
)
from bot.store.store import Store
from tests.support.stores import (
    NOW,
    OFFICER,
    OTHER_TEXT,
    OWNER,
    SECOND,
    TEXT,
    announce,
    chats,
    claim_all,
    lease_of,
    send_all,
    states,
    subscribe,
)

FULL_DRAFT = Draft(
    content=Content(method="copyMessage", parameters='{"from_chat_id": 2, "message_id": 9}'),
    places=frozenset({"new/tay-ninh", "new/ha-tinh"}),
    topics=frozenset({"bau-cu"}),
    due_at=NOW + timedelta(days=1),
    urgent=True,
    acknowledge=True,
)
LATER = NOW + timedelta(hours=1)


def drafted(store: Store, draft: Draft | None = None) -> int:
    return store.announcements.draft(draft or Draft(content=TEXT), by=OFFICER, now=NOW)


def plan(store: Store, number: int, *, by: int = OFFICER, most: int | None = None) -> int:
    return store.announcements.plan(number, by=by, now=NOW, most_unapproved=most)


def step(store: Store, number: int) -> Step:
    return store.announcements.get(number).step


def fail_all(store: Store) -> None:
    for claim in claim_all(store, lease_of(store)):
        store.outbox.start(claim)
        store.outbox.failed(claim, reason="refused", detail="no", now=NOW)


@pytest.mark.parametrize("draft", [Draft(content=TEXT), FULL_DRAFT])
def test_a_draft_comes_back_as_it_was_written(store: Store, draft: Draft) -> None:
    kept = store.announcements.get(drafted(store, draft))
    assert (kept.draft, kept.step, kept.revision) == (draft, Step.DRAFT, 1)
    assert (kept.created_by, kept.created_at, kept.planned_at) == (OFFICER, NOW, None)


def test_nothing_is_delivered_of_a_draft(store: Store) -> None:
    subscribe(store, -1)
    number = drafted(store)
    store.announcements.submit(number, by=OFFICER, now=NOW)
    assert store.reports.deliveries(number) == ()
    assert claim_all(store, lease_of(store)) == ()


def test_a_plan_writes_one_delivery_for_each_chat(store: Store) -> None:
    subscribe(store, 5, -1, -2)
    number = drafted(store)
    assert plan(store, number) == 3
    assert states(store, number) == dict.fromkeys((5, -1, -2), State.WAITING)
    assert store.announcements.get(number).planned_at == NOW


def test_a_plan_for_nobody_ends_at_once(store: Store) -> None:
    number = drafted(store)
    assert plan(store, number) == 0
    assert store.announcements.advance(now=NOW) == (number,)
    assert step(store, number) is Step.DONE


def test_a_button_pressed_twice_plans_once(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    with pytest.raises(AnnouncementStateError, match="planned"):
        plan(store, number)
    assert len(store.reports.deliveries(number)) == 1


def test_a_time_that_has_passed_is_now(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store, Draft(content=TEXT, due_at=NOW - SECOND))
    assert store.announcements.get(number).draft.due_at == NOW


def test_a_large_audience_needs_a_second_person(store: Store) -> None:
    subscribe(store, -1, -2)
    number = drafted(store)
    with pytest.raises(ApprovalNeededError, match="2 chats"):
        plan(store, number, most=1)
    assert (step(store, number), store.reports.deliveries(number)) == (Step.DRAFT, ())
    store.announcements.submit(number, by=OFFICER, now=NOW)
    assert plan(store, number, by=OWNER, most=1) == 2
    assert store.announcements.get(number).approved_by == OWNER


def test_an_audience_as_large_as_allowed_needs_nobody(store: Store) -> None:
    subscribe(store, -1)
    number = drafted(store)
    assert plan(store, number, most=1) == 1
    assert store.announcements.get(number).approved_by is None


def test_nobody_approves_their_own_announcement(store: Store) -> None:
    subscribe(store, -1)
    number = drafted(store)
    store.announcements.submit(number, by=OFFICER, now=NOW)
    with pytest.raises(NotAllowedError, match="second person"):
        plan(store, number)
    assert step(store, number) is Step.AWAITING_APPROVAL


def test_a_revised_draft_must_be_approved_anew_and_by_somebody_else(store: Store) -> None:
    subscribe(store, -1)
    number = drafted(store)
    store.announcements.submit(number, by=OFFICER, now=NOW)
    store.announcements.revise(number, FULL_DRAFT, by=OWNER, now=NOW)
    assert (step(store, number), store.announcements.get(number).draft) == (Step.DRAFT, FULL_DRAFT)
    store.announcements.submit(number, by=OWNER, now=NOW)
    with pytest.raises(NotAllowedError):
        plan(store, number, by=OWNER)


def test_a_discarded_draft_is_gone_but_not_from_the_log(store: Store) -> None:
    number = drafted(store)
    store.announcements.discard(number, by=OFFICER, now=NOW)
    with pytest.raises(UnknownAnnouncementError, match=str(number)):
        store.announcements.get(number)
    actions = [entry.action for entry in store.audit.entries(announcement_id=number)]
    assert actions == ["announcement.discarded", "announcement.drafted"]
    assert drafted(store) != number


def test_an_announcement_begins_when_it_is_due_and_ends_when_all_is_done(store: Store) -> None:
    subscribe(store, -1, -2)
    number = announce(store, Draft(content=TEXT, due_at=LATER))
    assert store.announcements.advance(now=NOW) == ()
    assert step(store, number) is Step.PLANNED
    assert store.announcements.advance(now=LATER) == ()
    assert step(store, number) is Step.SENDING
    send_all(store, lease_of(store), now=LATER)
    assert store.announcements.advance(now=LATER + SECOND) == (number,)
    assert store.announcements.advance(now=LATER + SECOND) == ()
    ended = store.announcements.get(number)
    assert (ended.step, ended.ended_at) == (Step.DONE, LATER + SECOND)


def test_one_that_is_uncertain_or_failed_does_not_keep_it_open(store: Store) -> None:
    subscribe(store, -1, -2)
    number = announce(store)
    one, other = claim_all(store, lease_of(store))
    store.outbox.start(one)
    store.outbox.start(other)
    store.outbox.failed(one, reason="refused", detail="no", now=NOW)
    assert store.announcements.advance(now=NOW) == ()
    store.outbox.uncertain(other, reason="timed-out", now=NOW)
    assert store.announcements.advance(now=NOW) == (number,)


def test_a_stop_holds_back_what_has_not_gone_out(store: Store) -> None:
    subscribe(store, -1, -2, -3)
    number = announce(store)
    started, claimed = store.outbox.claim(lease_of(store), limit=2, now=NOW)
    store.outbox.start(started)
    assert store.announcements.stop(number, by=OFFICER, now=NOW) == 2
    assert not store.outbox.start(claimed)
    assert states(store, number)[started.chat_id] is State.SENDING
    assert store.announcements.advance(now=NOW) == ()
    store.outbox.sent(started, message_id=1, now=NOW)
    assert store.announcements.advance(now=NOW) == (number,)
    assert step(store, number) is Step.STOPPED
    reasons = [one.reason for one in store.reports.deliveries(number)]
    assert sorted(filter(None, reasons)) == [STOPPED, STOPPED]


def test_a_resume_goes_on_with_those_who_are_still_there(store: Store) -> None:
    subscribe(store, -1, -2, -3)
    number = announce(store)
    lease = lease_of(store)
    (sent,) = store.outbox.claim(lease, limit=1, now=NOW)
    store.outbox.start(sent)
    store.outbox.sent(sent, message_id=1, now=NOW)
    store.announcements.stop(number, by=OFFICER, now=NOW)
    store.announcements.advance(now=NOW)
    gone = min({-1, -2, -3} - {sent.chat_id})
    store.subscriptions.end(gone, "removed", now=NOW)
    assert store.announcements.resume(number, by=OFFICER, now=LATER) == 1
    send_all(store, lease, now=LATER)
    assert store.announcements.advance(now=LATER) == (number,)
    assert step(store, number) is Step.DONE
    assert sorted(states(store, number).values()) == [State.CANCELLED, State.SENT, State.SENT]


def test_a_resume_before_its_time_waits_for_it(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store, Draft(content=TEXT, due_at=LATER))
    store.announcements.stop(number, by=OFFICER, now=NOW)
    store.announcements.resume(number, by=OFFICER, now=NOW)
    assert store.outbox.next_due() == LATER


def test_what_failed_is_tried_again_as_if_for_the_first_time(store: Store) -> None:
    subscribe(store, -1, -2)
    number = announce(store)
    fail_all(store)
    store.announcements.advance(now=NOW)
    store.subscriptions.end(-2, "removed", now=NOW)
    assert store.announcements.retry_failed(number, by=OFFICER, now=LATER) == 1
    assert step(store, number) is Step.SENDING
    (claim,) = claim_all(store, lease_of(store, "two", now=LATER), now=LATER)
    assert (claim.chat_id, claim.attempts, claim.due_since) == (-1, 0, LATER)


def test_what_is_uncertain_is_not_tried_again_with_the_failed(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    (claim,) = claim_all(store, lease_of(store))
    store.outbox.start(claim)
    store.outbox.uncertain(claim, reason="timed-out", now=NOW)
    store.announcements.advance(now=NOW)
    assert store.announcements.retry_failed(number, by=OFFICER, now=NOW) == 0


def test_a_correction_edits_what_was_sent_and_changes_what_was_not(store: Store) -> None:
    subscribe(store, -1, -2)
    number = announce(store)
    lease = lease_of(store)
    (sent,) = store.outbox.claim(lease, limit=1, now=NOW)
    store.outbox.start(sent)
    store.outbox.sent(sent, message_id=1, now=NOW)
    assert store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=LATER) == 1
    kept = store.announcements.get(number)
    assert (kept.draft.content, kept.revision) == (OTHER_TEXT, 2)
    edit, send = claim_all(store, lease, now=LATER)
    assert (edit.task, edit.chat_id) == (Task.EDIT, sent.chat_id)
    assert (send.task, send.revision) == (Task.SEND, 2)


def test_a_correction_of_what_was_done_is_done_in_its_turn(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    store.announcements.advance(now=NOW)
    send_all(store, lease)
    store.announcements.advance(now=NOW)
    store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=LATER)
    assert (step(store, number), store.announcements.advance(now=LATER)) == (Step.SENDING, ())
    send_all(store, lease, now=LATER)
    assert store.announcements.advance(now=LATER) == (number,)
    assert (step(store, number), states(store, number)) == (Step.DONE, {-1: State.SENT})


def test_a_second_correction_edits_again_what_the_first_has_in_hand(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    send_all(store, lease)
    store.announcements.correct(number, OTHER_TEXT, by=OFFICER, now=NOW)
    (first,) = claim_all(store, lease)
    assert store.announcements.correct(number, TEXT, by=OFFICER, now=NOW) == 1
    assert not store.outbox.start(first)
    assert [claim.revision for claim in claim_all(store, lease)] == [3]


def test_a_recall_deletes_what_was_sent_and_sends_no_more(store: Store) -> None:
    subscribe(store, -1, -2)
    number = announce(store)
    lease = lease_of(store)
    (sent,) = store.outbox.claim(lease, limit=1, now=NOW)
    store.outbox.start(sent)
    store.outbox.sent(sent, message_id=1, now=NOW)
    assert store.announcements.recall(number, by=OFFICER, now=NOW) == 1
    send_all(store, lease)
    assert store.announcements.advance(now=NOW) == (number,)
    assert step(store, number) is Step.RECALLED
    assert sorted(states(store, number).values()) == [State.CANCELLED, State.RECALLED]


def test_a_deletion_that_failed_names_its_reason_and_can_be_tried_again(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    lease = lease_of(store)
    send_all(store, lease)
    store.announcements.recall(number, by=OFFICER, now=NOW)
    (deletion,) = claim_all(store, lease)
    store.outbox.start(deletion)
    store.outbox.failed(deletion, reason="refused", detail="too old", now=NOW)
    (delivery,) = store.reports.deliveries(number)
    assert (delivery.task, delivery.state) == (Task.DELETE, State.SENT)
    assert (delivery.reason, delivery.detail) == ("refused", "too old")
    assert store.announcements.retry_failed(number, by=OFFICER, now=NOW) == 1
    assert [claim.task for claim in claim_all(store, lease)] == [Task.DELETE]


def test_what_failed_is_not_sent_again_after_a_recall(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    fail_all(store)
    store.announcements.recall(number, by=OFFICER, now=NOW)
    assert store.announcements.retry_failed(number, by=OFFICER, now=NOW) == 0


def test_every_step_stands_in_the_audit_log(store: Store) -> None:
    subscribe(store, -1)
    number = announce(store)
    store.announcements.stop(number, by=OWNER, now=LATER)
    stopped, planned, drafted = store.audit.entries(announcement_id=number)
    assert (stopped.action, stopped.actor, stopped.at) == ("announcement.stopped", OWNER, LATER)
    assert (planned.action, planned.detail) == ("announcement.planned", "1 chats")
    assert drafted.action == "announcement.drafted"


def test_the_newest_come_first_and_the_rest_on_demand(store: Store) -> None:
    numbers = [drafted(store) for _ in range(5)]
    first = store.announcements.newest(most=3)
    assert [one.id for one in first] == numbers[:1:-1]
    rest = store.announcements.newest(most=3, before=first[-1].id)
    assert [one.id for one in rest] == numbers[1::-1]


def test_the_card_of_an_announcement_is_remembered(store: Store) -> None:
    number = drafted(store)
    card = PostedMessage(chat_id=OFFICER, message_id=12)
    store.announcements.show_on(number, card)
    assert store.announcements.get(number).card == card


def test_a_digest_goes_to_whom_it_was_made_for_and_is_noted(store: Store) -> None:
    subscribe(store, -1, -2, -3, preferences=Preferences(digest=DigestRhythm.DAILY))
    store.subscriptions.end(-2, "removed", now=NOW)
    number = store.announcements.digest(TEXT, [-1, -2], until=LATER, due_at=LATER, now=NOW)
    assert states(store, number) == {-1: State.WAITING}
    told = {one.chat_id: one.told_until for one in store.subscriptions.with_digests()}
    assert told == {-1: LATER, -3: NOW}
    assert store.announcements.newest(most=9) == ()
    assert chats(claim_all(store, lease_of(store), now=LATER)) == [-1]
