"""Whatever officers, senders, crashes and time do in whatever order: the outbox and a simple model.

The model is what the store's tables are meant to say. Beside it stands Telegram, which knows what
was really posted: nothing twice, nothing that is not accounted for.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.errors import LeaseLostError
from bot.store.lease import LASTS
from bot.store.outbox import INTERRUPTED
from bot.store.records import STOPPED, Claim, Lease, State, Step, Task
from bot.store.store import Store
from tests.support.stores import NOW, OFFICER, OTHER_TEXT, SECOND, announce, subscribe

CHATS = (1, 2, 3, 4, 5)
BUSY = (4, 5)
"""With these something is decided in the middle of the work."""
OPEN = {State.WAITING, State.CLAIMED, State.SENDING}
EXAMPLES = 40
STEPS = 25


@dataclass
class Row:
    """What the model knows of one delivery."""

    state: State = State.WAITING
    task: Task = Task.SEND
    reason: str | None = None
    attempts: int = 0
    due: datetime = NOW
    urgent: bool = False
    holder: "Hand | None" = None
    """Who claimed it last."""
    posted: int = 0
    """How often Telegram has posted it."""

    def is_due(self, now: datetime) -> bool:
        return self.state is State.WAITING and self.due <= now

    def begin(self, task: Task, now: datetime) -> None:
        self.task, self.state, self.due = task, State.WAITING, now
        self.attempts, self.reason = 0, None

    def change(self, task: Task, now: datetime) -> None:
        self.begin(task, now)
        self.urgent = True

    def cancel(self, reason: str) -> None:
        if self.task is Task.SEND and self.state in {State.WAITING, State.CLAIMED}:
            self.state, self.reason = State.CANCELLED, reason


class Fate(Enum):
    """What happens to a delivery in a sender's hands, this time."""

    ARRIVE = auto()
    PUT_BACK = auto()
    HANG = auto()
    RETRY = auto()
    WAIT_AS_TOLD = auto()
    FAIL = auto()
    DOUBT = auto()
    ARRIVE_AND_HANG = auto()
    ARRIVE_AND_DOUBT = auto()
    IDLE = auto()


ARRIVING = {Fate.ARRIVE, Fate.ARRIVE_AND_HANG, Fate.ARRIVE_AND_DOUBT}


@dataclass
class Hand:
    """A claim that a sender has in hand, or has had."""

    claim: Claim
    is_started: bool = False
    has_arrived: bool = False
    """Whether Telegram has done what it was asked."""
    is_over: bool = False
    """Whether it was noted what came of it."""


class Action(Enum):
    """What an officer can decide on."""

    CORRECT = auto()
    STOP = auto()
    RESUME = auto()
    RETRY = auto()
    RECALL = auto()


REPEATABLE = [Action.CORRECT, Action.STOP, Action.RETRY] * 2
CONFIRMED = {Step.PLANNED, Step.SENDING, Step.STOPPED, Step.DONE}
ALLOWED = {
    Action.STOP: {Step.PLANNED, Step.SENDING},
    Action.RESUME: {Step.STOPPED},
    Action.RETRY: {Step.SENDING, Step.DONE, Step.RECALLED},
    Action.CORRECT: CONFIRMED,
    Action.RECALL: CONFIRMED,
}


class OutboxMachine(RuleBasedStateMachine):
    """One announcement to a few chats; its senders die and are replaced."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        for chat in CHATS:
            store.forget(chat)
        subscribe(store, *CHATS)
        self.number = announce(store)
        self.clock = NOW
        self.step, self.revision = Step.PLANNED, 1
        self.rows = {chat: Row() for chat in CHATS}
        self.absent: set[int] = set()
        self.hands: list[Hand] = []
        self.lease = self.take_lease()

    def take_lease(self) -> Lease:
        lease = self.store.leases.take(f"sender {self.number}", "any", now=self.clock)
        assert lease is not None
        return lease

    @rule(
        event=st.sampled_from(["work", "work", "work", "decide", "die", "advance", "chat", "wait"]),
        limit=st.integers(3, 5),
        fates=st.lists(st.sampled_from(Fate), min_size=5, max_size=8),
        action=st.sampled_from([*Action, *REPEATABLE]),
        chat=st.sampled_from(CHATS),
    )
    def happen(self, event: str, limit: int, fates: list[Fate], action: Action, chat: int) -> None:
        """Let one thing happen. It is one rule because Hypothesis leaves whole rules out."""
        match event:
            case "work":
                self.work(limit, fates, action if chat in BUSY else None)
            case "decide":
                self.decide(action)
            case "die":
                self.die_and_be_replaced()
            case "advance":
                self.advance()
            case "chat":
                self.leave_or_come_back(chat)
            case "wait":
                self.clock += SECOND

    def work(self, limit: int, fates: list[Fate], action: Action | None) -> None:
        """Send, while an officer may decide on something before the answers come."""
        self.clock += SECOND
        self.claim(limit)
        self.hands = [hand for hand in self.hands if not hand.is_over]
        handled = list(zip(reversed(self.hands), fates, strict=False))
        for hand, fate in handled:
            if not hand.is_started:
                self.begin(hand, fate)
        if action:
            self.decide(action)
        for hand, fate in handled:
            if hand.is_started and fate not in {Fate.HANG, Fate.ARRIVE_AND_HANG}:
                self.finish(hand, fate)

    def claim(self, limit: int) -> None:
        due = [chat for chat, row in self.rows.items() if row.is_due(self.clock)]
        due.sort(key=lambda chat: (not self.rows[chat].urgent, self.rows[chat].due, chat))
        claims = self.store.outbox.claim(self.lease, limit=limit, now=self.clock)
        assert [claim.chat_id for claim in claims] == due[:limit]
        for claim in claims:
            row = self.rows[claim.chat_id]
            assert (claim.task, claim.attempts) == (row.task, row.attempts)
            assert claim.revision == self.revision
            row.state, row.holder = State.CLAIMED, Hand(claim)
            self.hands.append(row.holder)

    def begin(self, hand: Hand, fate: Fate) -> None:
        row = self.rows[hand.claim.chat_id]
        is_free = row.holder is hand and row.state is State.CLAIMED
        hand.is_over = not is_free and fate is not Fate.IDLE
        if fate is Fate.PUT_BACK:
            due_at = self.clock + SECOND
            assert self.store.outbox.put_back(hand.claim, due_at=due_at) is is_free
            if is_free:
                row.state, row.due = State.WAITING, due_at
        elif fate is not Fate.IDLE:
            assert self.store.outbox.start(hand.claim) is is_free
            if is_free:
                row.state, hand.is_started = State.SENDING, True
                hand.has_arrived = fate in ARRIVING
                row.posted += hand.has_arrived and row.task is Task.SEND

    def finish(self, hand: Hand, fate: Fate) -> None:
        """Note what came of a request, as the sender may know it."""
        row = self.rows[hand.claim.chat_id]
        hand.is_over = True
        if fate in {Fate.DOUBT, Fate.ARRIVE_AND_DOUBT}:
            self.doubt(hand, row)
        elif hand.has_arrived:
            self.succeed(hand, row)
        elif fate is Fate.FAIL:
            self.fail(hand, row)
        else:
            self.retry(hand, row, counted=fate is Fate.RETRY)

    def succeed(self, hand: Hand, row: Row) -> None:
        outbox, claim = self.store.outbox, hand.claim
        if claim.task is Task.SEND:
            done = outbox.sent(claim, message_id=1, now=self.clock)
        elif claim.task is Task.EDIT:
            done = outbox.edited(claim, now=self.clock)
        else:
            done = outbox.recalled(claim)
        if self.is_marked(hand, row, done=done):
            row.attempts, row.reason = claim.attempts + 1, None
            row.state = State.RECALLED if claim.task is Task.DELETE else State.SENT
            self.go_on(hand, row)

    def fail(self, hand: Hand, row: Row) -> None:
        claim = hand.claim
        done = self.store.outbox.failed(claim, reason="refused", detail="no", now=self.clock)
        if self.is_marked(hand, row, done=done):
            row.attempts, row.reason = claim.attempts + 1, "refused"
            row.state = State.FAILED if claim.task is Task.SEND else State.SENT
            self.go_on(hand, row)

    def doubt(self, hand: Hand, row: Row) -> None:
        done = self.store.outbox.uncertain(hand.claim, reason="timed-out", now=self.clock)
        if self.is_marked(hand, row, done=done):
            row.attempts, row.reason = hand.claim.attempts + 1, "timed-out"
            row.state = State.UNCERTAIN if hand.claim.task is Task.SEND else State.SENT
            self.go_on(hand, row)

    def retry(self, hand: Hand, row: Row, *, counted: bool) -> None:
        due_at = self.clock + SECOND
        done = self.store.outbox.retry(
            hand.claim, due_at=due_at, reason="flood", counted=counted, now=self.clock
        )
        if not self.is_marked(hand, row, done=done):
            return
        if row.task is Task.SEND and self.step in {Step.STOPPED, Step.RECALLED}:
            row.state, row.reason = State.CANCELLED, self.step.value
        elif row.task is Task.SEND and hand.claim.chat_id in self.absent:
            row.state, row.reason = State.CANCELLED, "blocked"
        elif row.task is Task.EDIT and self.step is Step.RECALLED:
            row.change(Task.DELETE, self.clock)
        else:
            row.state, row.reason = State.WAITING, "flood"
            row.due, row.attempts = due_at, hand.claim.attempts + counted

    def die_and_be_replaced(self) -> None:
        """Hands of the dead stay: a process that only slept still tries to use them."""
        self.clock += LASTS
        lost, self.lease = self.lease, self.take_lease()
        doubtful = 0
        for row in self.rows.values():
            if row.state is State.SENDING and row.task is Task.SEND:
                row.state, row.reason = State.UNCERTAIN, INTERRUPTED
                doubtful += 1
            elif row.state in {State.CLAIMED, State.SENDING}:
                row.state = State.WAITING
        assert self.store.outbox.recover(self.lease) == doubtful
        with pytest.raises(LeaseLostError):
            self.store.outbox.claim(lost, limit=1, now=self.clock)

    def decide(self, action: Action) -> None:
        announcements = self.store.announcements
        if self.step is Step.STOPPED:
            action = Action.RESUME
        if self.step not in ALLOWED[action]:
            return
        match action:
            case Action.STOP:
                announcements.stop(self.number, by=OFFICER, now=self.clock)
                self.stop()
            case Action.RESUME:
                announcements.resume(self.number, by=OFFICER, now=self.clock)
                self.resume()
            case Action.RETRY:
                announcements.retry_failed(self.number, by=OFFICER, now=self.clock)
                self.retry_failed()
            case Action.CORRECT:
                announcements.correct(self.number, OTHER_TEXT, by=OFFICER, now=self.clock)
                self.revision += 1
                self.change_what_is_posted(Task.EDIT)
                self.reopen()
            case Action.RECALL:
                announcements.recall(self.number, by=OFFICER, now=self.clock)
                self.recall()

    def stop(self) -> None:
        self.step = Step.STOPPED
        for row in self.rows.values():
            row.cancel(STOPPED)

    def resume(self) -> None:
        self.step = Step.PLANNED
        for chat, row in self.rows.items():
            held = row.state is State.CANCELLED and row.reason == STOPPED
            if held and chat not in self.absent:
                row.state, row.reason, row.due = State.WAITING, None, max(row.due, self.clock)

    def retry_failed(self) -> None:
        for chat, row in self.rows.items():
            failed = row.state is State.FAILED and self.step is not Step.RECALLED
            stayed = row.state is State.SENT and row.reason is not None
            if (failed or stayed) and chat not in self.absent:
                row.begin(row.task, self.clock)
        self.reopen()

    def recall(self) -> None:
        self.step = Step.RECALLED
        for row in self.rows.values():
            row.cancel("recalled")
        self.change_what_is_posted(Task.DELETE)

    def advance(self) -> None:
        self.store.announcements.advance(now=self.clock)
        is_open = any(row.state in OPEN for row in self.rows.values())
        if self.step in {Step.PLANNED, Step.SENDING}:
            self.step = Step.SENDING if is_open else Step.DONE

    def leave_or_come_back(self, chat: int) -> None:
        if chat in self.absent:
            assert self.store.subscriptions.resume(chat, now=self.clock)
            self.absent.remove(chat)
        else:
            assert self.store.subscriptions.end(chat, "blocked", now=self.clock)
            self.absent.add(chat)
            self.rows[chat].cancel("blocked")

    # What must hold after each of these.

    @invariant()
    def the_store_is_as_the_model(self) -> None:
        found = {
            one.chat_id: (one.task, one.state, one.reason, one.attempts)
            for one in self.store.reports.deliveries(self.number)
        }
        assert found == {
            chat: (row.task, row.state, row.reason, row.attempts) for chat, row in self.rows.items()
        }
        announcement = self.store.announcements.get(self.number)
        assert (announcement.step, announcement.revision) == (self.step, self.revision)

    @invariant()
    def every_message_was_posted_once_or_is_known_not_to_be(self) -> None:
        for row in self.rows.values():
            assert row.posted <= 1
            if row.state not in {State.SENDING, State.UNCERTAIN} or row.task is not Task.SEND:
                is_unsent = row.task is Task.SEND and row.state is not State.SENT
                assert row.posted == (0 if is_unsent else 1)

    # How the model goes on.

    def is_marked(self, hand: Hand, row: Row, *, done: bool) -> bool:
        expected = row.holder is hand and row.state in {State.SENDING, State.UNCERTAIN}
        assert done is expected
        return done

    def go_on(self, hand: Hand, row: Row) -> None:
        """Give a message that is posted what its announcement wants of it by now."""
        if row.state is not State.SENT or hand.claim.task is Task.DELETE:
            return
        if self.step is Step.RECALLED:
            row.change(Task.DELETE, self.clock)
        elif hand.claim.revision < self.revision:
            row.change(Task.EDIT, self.clock)

    def change_what_is_posted(self, task: Task) -> None:
        for row in self.rows.values():
            in_hand = row.task is Task.EDIT and row.state in {State.WAITING, State.CLAIMED}
            if row.state is State.SENT or in_hand:
                row.change(task, self.clock)

    def reopen(self) -> None:
        self.step = Step.SENDING if self.step is Step.DONE else self.step


def test_the_outbox_does_what_a_simple_model_does(store: Store) -> None:
    class Machine(OutboxMachine):
        def __init__(self) -> None:
            super().__init__(store)

    often = settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
    run_state_machine_as_test(Machine, settings=often)
