"""Digests go through the outbox like announcements, and are noted where they are planned."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import LeaseLostError
from bot.store.lease import LASTS
from bot.store.records import NIGHT, DigestRhythm, Lease, Preferences, QuietHours, State, Step
from bot.store.store import Store
from bot.store.subscriptions import DECLINED
from corpus.library import Library
from corpus.records import Source
from tests.support import made_up
from tests.support.stores import (
    NOW,
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

LATER = NOW + timedelta(hours=1)
DAILY = Preferences(digest=DigestRhythm.DAILY)


class CrashError(Exception):
    """The process dies."""


def told(store: Store) -> dict[int, object]:
    """Return up to when every chat was told."""
    return {one.chat_id: one.told_until for one in store.subscriptions.with_digests()}


def plan(store: Store, *chat_ids: int) -> int:
    """Plan a digest of what was added up to LATER."""
    return store.announcements.digest(TEXT, chat_ids, until=LATER, due_at=LATER, now=LATER)


def plan_and_crash(store: Store, *chat_ids: int) -> None:
    """Plan a digest in a process that dies before it has kept it."""
    with store.together():
        plan(store, *chat_ids)
        raise CrashError


def plan_under(lease: Lease, store: Store, *chat_ids: int) -> None:
    """Plan a digest as the holder of a lease."""
    with store.together():
        store.leases.hold(lease)
        plan(store, *chat_ids)


def test_a_crash_while_a_digest_is_planned_leaves_neither_digest_nor_note(store: Store) -> None:
    subscribe(store, -1, preferences=DAILY)
    with pytest.raises(CrashError):
        plan_and_crash(store, -1)
    assert told(store) == {-1: NOW}
    assert claim_all(store, lease_of(store, now=LATER), now=LATER) == ()
    assert states(store, plan(store, -1)) == {-1: State.WAITING}


def test_nobody_is_told_twice_of_the_same(store: Store) -> None:
    subscribe(store, -1, -2, preferences=DAILY)
    first = plan(store, -1)
    second = plan(store, -1, -2)
    assert states(store, first) == {-1: State.WAITING}
    assert states(store, second) == {-2: State.WAITING}


def test_who_subscribed_after_an_article_was_added_is_not_told_of_it(store: Store) -> None:
    subscribe(store, -1, preferences=DAILY)
    store.subscriptions.end(-1, "removed", now=NOW)
    store.subscriptions.resume(-1, now=LATER)
    assert states(store, plan(store, -1)) == {}
    assert told(store) == {-1: LATER}


def test_who_wants_no_digests_by_now_gets_none(store: Store) -> None:
    subscribe(store, -1, preferences=Preferences())
    assert states(store, plan(store, -1)) == {}
    assert store.subscriptions.with_digests() == ()


def test_a_digest_is_sent_once_and_ends_by_itself(store: Store) -> None:
    subscribe(store, -1, -2, preferences=DAILY)
    number = plan(store, -1, -2)
    lease = lease_of(store, now=LATER)
    store.announcements.advance(now=LATER)
    send_all(store, lease, now=LATER)
    assert states(store, number) == {-1: State.SENT, -2: State.SENT}
    assert store.announcements.advance(now=LATER) == (number,)
    assert store.announcements.get(number).step is Step.DONE
    assert claim_all(store, lease, now=LATER) == ()


@pytest.mark.parametrize(
    ("quiet", "waits"),
    [
        (QuietHours(start=NIGHT.end, end=NIGHT.start), True),
        (NIGHT, False),
        (None, False),
    ],
    ids=["by day", "by night", "never"],
)
def test_a_digest_is_not_due_in_quiet_hours(
    store: Store, quiet: QuietHours | None, *, waits: bool
) -> None:
    subscribe(store, -1, preferences=Preferences(digest=DigestRhythm.AT_ONCE, quiet=quiet))
    number = plan(store, -1)
    claims = claim_all(store, lease_of(store, now=LATER), now=LATER)
    assert chats(claims) == ([] if waits else [-1])
    (delivery,) = store.reports.deliveries(number)
    assert (delivery.due_at > LATER) == waits


def test_who_turns_announcements_off_keeps_the_digest_that_waits(store: Store) -> None:
    subscribe(store, -1, preferences=DAILY)
    digest, announcement = plan(store, -1), announce(store)
    subscribe(store, -1, preferences=Preferences(announcements=False, digest=DigestRhythm.DAILY))
    assert states(store, digest) == {-1: State.WAITING}
    assert states(store, announcement) == {-1: State.CANCELLED}


def test_who_turns_digests_off_gets_none_that_waits(store: Store) -> None:
    subscribe(store, -1, preferences=DAILY)
    digest, announcement = plan(store, -1), announce(store)
    subscribe(store, -1, preferences=Preferences())
    (delivery,) = store.reports.deliveries(digest)
    assert (delivery.state, delivery.reason) == (State.CANCELLED, DECLINED)
    assert states(store, announcement) == {-1: State.WAITING}


def test_what_concerns_nobody_is_noted_and_nobody_is_set_back(store: Store) -> None:
    subscribe(store, -1, -2, -3, preferences=DAILY)
    plan(store, -2)
    store.subscriptions.pass_over([-1, -2], until=NOW + SECOND)
    assert told(store) == {-1: NOW + SECOND, -2: LATER, -3: NOW}


def test_only_those_are_asked_for_who_are_not_told_of_all(store: Store) -> None:
    subscribe(store, -1, -2, preferences=DAILY)
    plan(store, -2)
    waiting = store.subscriptions.with_digests(told_before=LATER)
    assert [one.chat_id for one in waiting] == [-1]
    assert store.subscriptions.with_digests(told_before=NOW) == ()


def test_whoever_lost_the_lease_plans_nothing(store: Store) -> None:
    subscribe(store, -1, preferences=DAILY)
    lost = lease_of(store)
    lease_of(store, "two", now=NOW + LASTS)
    with pytest.raises(LeaseLostError):
        plan_under(lost, store, -1)
    assert told(store) == {-1: NOW}


def test_whoever_reads_the_library_sees_all_that_was_added_before_the_last_it_sees(
    empty_url: str,
) -> None:
    articles = [
        replace(made_up.article(), id=f"a{n}", source=Source(name=f"{n}.txt", sha256="1" * 64))
        for n in range(24)
    ]
    with Library.open(empty_url, clock=lambda: NOW) as library, ThreadPoolExecutor(6) as threads:

        def put_and_read(number: int) -> dict[str, datetime | None]:
            library.put(articles[number])
            return {one.id: one.added_at for one in library.articles()}

        seen = list(threads.map(put_and_read, range(len(articles))))
        added = sorted((one.added_at or NOW, one.id) for one in library.articles())
    order = [article_id for _, article_id in added]
    assert len({moment for moment, _ in added}) == len(articles)
    for some in seen:
        assert set(some) == set(order[: len(some)])


def test_a_group_that_became_a_supergroup_keeps_its_digest(store: Store) -> None:
    subscribe(store, -1, preferences=DAILY)
    number = plan(store, -1)
    store.subscriptions.migrate(-1, -1001)
    assert states(store, number) == {-1001: State.WAITING}
    assert told(store) == {-1001: LATER}
