"""The worker on a real store, with a stand-in for what deals with updates."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import NetworkError

from bot.intake.errors import UnreadableUpdateError
from bot.intake.worker import DEADLY, MOST_AT_WORK
from bot.store.inbox import KEPT_FOR
from bot.store.store import Store
from bot.store.updates import CaseState
from tests.support.staged_worker import BOT, SECRET, Staged, Watcher, put, states, working


async def test_what_is_answered_is_done(store: Store, staged: Staged, watcher: Watcher) -> None:
    put(store, (1, 5), (2, 5), (3, 6))
    async with working(store, staged, watcher):
        await watcher.until(3)
    assert sorted(staged.begun) == [1, 2, 3]
    assert states(store) == {CaseState.DONE: 3}


async def test_what_comes_later_is_noticed_when_it_is_told_of(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    async with working(store, staged, watcher) as worker:
        put(store, (1, 5))
        worker.wake()
        await watcher.until(1)
    assert states(store) == {CaseState.DONE: 1}


async def test_an_answer_that_failed_is_tried_again_and_the_chat_waits_for_it(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.outcomes[1] = [NetworkError("502")]
    put(store, (1, 5), (2, 5), (3, 6))
    async with working(store, staged, watcher):
        await watcher.until(4)
    assert [number for number in staged.begun if number != 3] == [1, 1, 2]
    assert staged.apologies == []
    assert states(store) == {CaseState.DONE: 3}


async def test_what_breaks_again_and_again_is_parked_with_one_apology_and_the_chat_goes_on(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.outcomes[1] = [ValueError(SECRET)] * 9
    put(store, (1, 5), (2, 5))
    async with working(store, staged, watcher):
        await watcher.until(4)
    assert staged.begun == [1, 1, 1, 2]
    assert staged.apologies == [1]
    assert states(store) == {CaseState.PARKED: 1, CaseState.DONE: 1}
    (parked,) = store.inbox.parked()
    assert parked.error == "ValueError"


async def test_what_cannot_be_read_is_parked_at_once_without_an_apology(
    store: Store, staged: Staged, watcher: Watcher, caplog: pytest.LogCaptureFixture
) -> None:
    staged.outcomes[1] = [UnreadableUpdateError("KeyError at telegram/_chat.py:5 in de_json")]
    put(store, (1, 5), (2, 5))
    async with working(store, staged, watcher):
        await watcher.until(2)
    assert (staged.begun, staged.apologies) == ([1, 2], [])
    assert "update 1 was parked: unreadable: KeyError at telegram/_chat.py:5" in caplog.text
    assert SECRET not in caplog.text


async def test_of_a_chat_one_is_in_hand_and_other_chats_do_not_wait(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.gates[1] = asyncio.Event()
    put(store, (1, 5), (2, 5), (3, 6), (4, 7))
    async with working(store, staged, watcher):
        await watcher.until(2)
        assert sorted(staged.begun) == [1, 3, 4]
        staged.gates[1].set()
        await watcher.until(4)
    assert staged.ended.index(1) < staged.ended.index(2)


async def test_no_more_are_in_hand_than_allowed(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.gates = {number: asyncio.Event() for number in (1, 2)}
    put(store, (1, 1), (2, 2), (3, 3))
    async with working(store, staged, watcher, most_at_once=2):
        await staged.has_begun.wait()
        assert staged.begun in ([1], [1, 2])
        staged.gates[2].set()
        await watcher.until(2)
        assert staged.ended == [2, 3]
        staged.gates[1].set()


async def test_few_are_worked_on_at_once_and_more_when_those_wait_for_telegram(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    over, away = asyncio.Event(), asyncio.Event()
    busy = range(1, MOST_AT_WORK + 1)
    staged.gates = dict.fromkeys(busy, over)
    staged.departures = dict.fromkeys(busy, away)
    last = MOST_AT_WORK + 1
    put(store, *((number, number) for number in (*busy, last)))
    async with working(store, staged, watcher):
        await staged.has_begun.wait()
        assert states(store) == {CaseState.IN_HAND: MOST_AT_WORK, CaseState.WAITING: 1}
        away.set()
        await watcher.until(1)
        assert staged.begun == [*busy, last]
        assert staged.ended == [last]
        over.set()


async def test_told_to_stop_it_finishes_what_is_in_hand_and_keeps_the_rest(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.gates[1] = asyncio.Event()
    put(store, (1, 5), (2, 5))
    async with working(store, staged, watcher) as worker:
        await staged.has_begun.wait()
        worker.stop()
        staged.gates[1].set()
    assert staged.begun == [1]
    assert states(store) == {CaseState.DONE: 1, CaseState.WAITING: 1}


async def test_what_is_not_over_in_time_is_put_back(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    staged.gates[1] = asyncio.Event()
    put(store, (1, 5))
    async with working(store, staged, watcher, finishing_seconds=0):
        await staged.has_begun.wait()
    assert (staged.begun, staged.ended) == ([1], [])
    assert states(store) == {CaseState.WAITING: 1}
    assert len(store.inbox.claim(BOT, limit=1, now=datetime.now(UTC))) == 1


async def test_several_workers_share_the_work_and_each_is_dealt_with_once(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    put(store, *((number, number % 5) for number in range(40)))
    async with working(store, staged, watcher), working(store, staged, watcher):
        await watcher.until(40)
    assert sorted(staged.begun) == list(range(40))
    for chat in range(5):
        own = [number for number in staged.ended if number % 5 == chat]
        assert own == sorted(own)


async def test_what_comes_too_late_is_given_up_untried(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    put(store, (1, 5), at=datetime.now(UTC) - timedelta(hours=7))
    async with working(store, staged, watcher):
        await watcher.until(1)
    assert staged.begun == []
    assert watcher.decisions == [(1, "GiveUp", None)]
    assert states(store) == {CaseState.DONE: 1}


async def test_what_processes_died_over_again_and_again_is_parked_untried(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=50)
    put(store, (1, 5), at=long_ago)
    for minutes in range(11):
        store.inbox.claim(BOT, limit=1, now=long_ago + timedelta(minutes=minutes))
    async with working(store, staged, watcher):
        await watcher.until(1)
    assert staged.begun == []
    (parked,) = store.inbox.parked()
    assert parked.error == DEADLY


async def test_what_is_a_day_old_is_deleted_as_it_begins(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    put(store, (1, 5), at=datetime.now(UTC) - KEPT_FOR)
    put(store, (2, 5))
    async with working(store, staged, watcher):
        await watcher.until(1)
    assert staged.begun == [2]
    assert states(store) == {CaseState.DONE: 1}


async def test_what_was_in_hand_when_processes_died_is_dealt_with_one_at_a_time(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=50)
    put(store, (1, 5), (2, 6), (3, 7), at=long_ago)
    for minutes in range(4):
        store.inbox.claim(BOT, limit=2, now=long_ago + timedelta(minutes=minutes))
    staged.gates[1] = asyncio.Event()
    async with working(store, staged, watcher):
        await watcher.until(1)
        assert staged.begun == [1, 3]
        staged.gates[1].set()
        await watcher.until(3)
    assert staged.ended == [3, 1, 2]
