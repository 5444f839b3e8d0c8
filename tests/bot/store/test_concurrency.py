"""Threads and processes at one database: no row is another's too, and no change is lost."""

import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Barrier as ThreadBarrier
from typing import TypeVar

import pytest

from bot.store.lease import LASTS
from bot.store.records import Claim, Draft, Lease, State, Task
from bot.store.store import Store
from tests.support.stores import (
    NOW,
    OFFICER,
    TEXT,
    announce,
    claim_all,
    done,
    lease_of,
    states,
    subscribe,
)

T = TypeVar("T")

CHATS = 120
WORKERS = 4
KILLS = 3
KILL_AFTER = 11
"""Messages that arrive before each kill; the process is wherever it is by then."""


def together(*tasks: Callable[[], T]) -> list[T]:
    """Run tasks in threads that begin at the same moment; return what they return."""
    barrier = ThreadBarrier(len(tasks))

    def begin(task: Callable[[], T]) -> T:
        barrier.wait(timeout=60)
        return task()

    with ThreadPoolExecutor(max_workers=len(tasks)) as threads:
        return list(threads.map(begin, tasks))


def claim_until_empty(store: Store, lease: Lease) -> list[int]:
    claimed: list[int] = []
    while claims := store.outbox.claim(lease, limit=7, now=NOW):
        claimed += [claim.delivery_id for claim in claims]
    return claimed


def test_no_row_is_claimed_by_two_threads(store: Store) -> None:
    subscribe(store, *range(1, CHATS + 1))
    announce(store)
    lease = lease_of(store)
    found = together(*[lambda: claim_until_empty(store, lease)] * WORKERS)
    claimed = [number for mine in found for number in mine]
    assert len(claimed) == len(set(claimed)) == CHATS


def claim_in_a_process(url: str, lease: Lease, barrier: Barrier, results: Path) -> None:
    with Store.open(url) as store:
        barrier.wait(timeout=120)
        claimed = claim_until_empty(store, lease)
    (results / str(os.getpid())).write_text(" ".join(map(str, claimed)))


def test_no_row_is_claimed_by_two_processes(url: str, tmp_path: Path) -> None:
    with Store.open(url) as store:
        subscribe(store, *range(1, CHATS + 1))
        announce(store)
        lease = lease_of(store)
    results = tmp_path / "claimed"
    results.mkdir()
    spawn = multiprocessing.get_context("spawn")
    arguments = (url, lease, spawn.Barrier(2), results)
    processes = [spawn.Process(target=claim_in_a_process, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    claimed = [number for file in results.iterdir() for number in file.read_text().split()]
    assert len(claimed) == len(set(claimed)) == CHATS


def test_one_of_many_gets_the_lease(store: Store) -> None:
    def take() -> Lease | None:
        return store.leases.take("sender", "anyone", now=NOW)

    assert Counter(lease is not None for lease in together(*[take] * 6)) == {True: 1, False: 5}
    later = NOW + LASTS
    taken = together(*[lambda: store.leases.take("sender", "anyone", now=later)] * 6)
    assert [lease.term for lease in taken if lease] == [2]


def test_a_stop_and_the_sender_agree_on_every_row(store: Store) -> None:
    subscribe(store, *range(1, CHATS + 1))
    number = announce(store)
    lease = lease_of(store)

    def send() -> list[int]:
        started: list[int] = []
        while claims := store.outbox.claim(lease, limit=5, now=NOW):
            started += [claim.chat_id for claim in claims if store.outbox.start(claim)]
        return started

    def stop() -> list[int]:
        store.announcements.stop(number, by=OFFICER, now=NOW)
        return []

    started = {chat for found in together(send, send, stop) for chat in found}
    left = states(store, number)
    assert {chat for chat, state in left.items() if state is State.SENDING} == started
    assert {left[chat] for chat in left.keys() - started} <= {State.CANCELLED}


def test_nothing_that_arrives_during_a_recall_stays(store: Store) -> None:
    subscribe(store, *range(1, CHATS + 1))
    number = announce(store)
    lease = lease_of(store)
    claims = claim_all(store, lease)
    for claim in claims:
        assert store.outbox.start(claim)

    def note(mine: tuple[Claim, ...]) -> None:
        for claim in mine:
            done(store, claim)

    def recall() -> None:
        store.announcements.recall(number, by=OFFICER, now=NOW)

    together(lambda: note(claims[::2]), lambda: note(claims[1::2]), recall)
    deletions = claim_all(store, lease)
    assert len(deletions) == CHATS
    assert {claim.task for claim in deletions} == {Task.DELETE}


@pytest.mark.parametrize("chat_id", range(1, 11))
def test_a_chat_that_leaves_during_a_plan_is_written_nothing(store: Store, chat_id: int) -> None:
    subscribe(store, chat_id)
    number = store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)

    def leave() -> int:
        return store.subscriptions.end(chat_id, "removed", now=NOW)

    def plan() -> int:
        return store.announcements.plan(number, by=OFFICER, now=NOW, most_unapproved=None)

    together(leave, plan)
    assert State.WAITING not in states(store, number).values()


def test_one_of_two_presses_plans(store: Store) -> None:
    subscribe(store, -1, -2)
    number = store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)

    def press() -> str:
        try:
            store.announcements.plan(number, by=OFFICER, now=NOW, most_unapproved=None)
        except Exception as error:  # noqa: BLE001 - its name is what is compared
            return type(error).__name__
        return "planned"

    assert sorted(map(str, together(press, press))) == ["AnnouncementStateError", "planned"]
    assert len(store.reports.deliveries(number)) == 2


def post(telegram: Path, claim: Claim) -> None:
    """Send the message: it arrives where the line is written."""
    with telegram.open("ab", buffering=0) as file:
        file.write(f"{claim.chat_id}\n".encode())


def send_until_killed(url: str, lease: Lease, telegram: Path) -> None:
    with Store.open(url) as store:
        store.outbox.recover(lease)
        while claims := store.outbox.claim(lease, limit=5, now=lease.expires_at):
            for claim in claims:
                if store.outbox.start(claim):
                    post(telegram, claim)
                    store.outbox.sent(claim, message_id=1, now=lease.expires_at)


def test_a_sender_that_is_killed_loses_and_doubles_nothing(url: str, tmp_path: Path) -> None:
    telegram = tmp_path / "telegram"
    telegram.touch()
    spawn = multiprocessing.get_context("spawn")
    with Store.open(url) as store:
        subscribe(store, *range(1, CHATS + 1))
        number = announce(store)
        now, arrived = NOW, 0
        for _ in range(KILLS):
            now += LASTS
            lease = lease_of(store, now=now)
            process = spawn.Process(target=send_until_killed, args=(url, lease, telegram))
            process.start()
            while process.is_alive() and count(telegram) < arrived + KILL_AFTER:
                process.join(timeout=0.001)
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            process.join(timeout=60)
            arrived = count(telegram)
        now += LASTS
        lease = lease_of(store, now=now)
        store.outbox.recover(lease)
        while claims := store.outbox.claim(lease, limit=50, now=now):
            for claim in claims:
                assert store.outbox.start(claim)
                post(telegram, claim)
                done(store, claim, now=now)
        posted = Counter(map(int, telegram.read_text().split()))
        left = states(store, number)
    assert set(posted.values()) == {1}
    assert set(left.values()) <= {State.SENT, State.UNCERTAIN}
    uncertain = {chat for chat, state in left.items() if state is State.UNCERTAIN}
    assert len(uncertain) <= KILLS
    assert set(left) - set(posted) <= uncertain


def count(telegram: Path) -> int:
    return telegram.read_bytes().count(b"\n")
