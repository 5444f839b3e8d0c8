"""A store with something in it, for tests that begin there."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.store.records import ChatKind, Claim, Content, Draft, Lease, Preferences, State, Task
from bot.store.store import Store

OWNER, OFFICER, CITIZEN = 1, 2, 3
NOW = datetime(2025, 3, 3, 3, tzinfo=UTC)
"""Ten in the morning in Vietnam: nobody's quiet hours."""
SECOND = timedelta(seconds=1)
TEXT = Content(method="sendMessage", parameters='{"text": "Họp tổ dân phố"}')
READ = Draft(content=TEXT, acknowledge=True)
"""Wants to be acknowledged."""
OTHER_TEXT = Content(method="sendMessage", parameters='{"text": "Họp tổ dân phố lúc 19:00"}')


def subscribe(store: Store, *chat_ids: int, preferences: Preferences | None = None) -> None:
    """Subscribe chats, by default to everything."""
    for chat_id in chat_ids:
        kind = ChatKind.PRIVATE if chat_id > 0 else ChatKind.SUPERGROUP
        store.subscriptions.save(chat_id, kind, preferences or Preferences(), now=NOW)


def announce(store: Store, draft: Draft | None = None, *, now: datetime = NOW) -> int:
    """Plan an announcement to everybody; return its number."""
    number = store.announcements.draft(draft or Draft(content=TEXT), by=OFFICER, now=now)
    store.announcements.plan(number, by=OFFICER, now=now, most_unapproved=None)
    return number


def lease_of(store: Store, holder: str = "one", *, now: datetime = NOW) -> Lease:
    """Take the sender's lease, which must be free."""
    lease = store.leases.take("sender", holder, now=now)
    assert lease is not None, "the lease is taken"
    return lease


def claim_all(store: Store, lease: Lease, *, now: datetime = NOW) -> tuple[Claim, ...]:
    """Claim whatever is due."""
    return store.outbox.claim(lease, limit=1000, now=now)


def send_all(store: Store, lease: Lease, *, now: datetime = NOW) -> None:
    """Do all that is due, and have it work."""
    for claim in claim_all(store, lease, now=now):
        assert store.outbox.start(claim)
        done(store, claim, now=now)


def done(store: Store, claim: Claim, *, now: datetime = NOW) -> None:
    """Note that the task of a started claim worked."""
    if claim.task is Task.SEND:
        assert store.outbox.sent(claim, message_id=abs(claim.chat_id) + 7000, now=now)
    elif claim.task is Task.EDIT:
        assert store.outbox.edited(claim, now=now)
    else:
        assert store.outbox.recalled(claim)


def states(store: Store, number: int) -> dict[int, State]:
    """Return where the deliveries of an announcement stand, by chat."""
    return {one.chat_id: one.state for one in store.reports.deliveries(number)}


def chats(claims: Iterable[Claim]) -> list[int]:
    """Return whom claims are for, in their order."""
    return [claim.chat_id for claim in claims]
