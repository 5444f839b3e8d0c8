"""The sender between a real store and the sandbox: what arrives, and what is known of it after."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from telegram import Bot

from bot.delivery.decision import EndSubscription, RetryAt
from bot.delivery.pacing import Pacer
from bot.delivery.sender import LEASE, Sender
from bot.delivery.turns import Turns
from bot.sandbox import membership
from bot.sandbox.cast import CITIZEN
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.records import Chat, InlineButton
from bot.sandbox.records import ChatKind as SandboxKind
from bot.sandbox.traffic import Limits
from bot.sandbox.world import World
from bot.store.lease import LASTS
from bot.store.records import Content, QuietHours, State, Task
from bot.store.store import Store
from tests.support.delivering import (
    ALL_DAY,
    OFFICER_ID,
    QUICK,
    WORDS,
    Watcher,
    announce,
    copies,
    groups,
    new_sender,
    open_store,
    rows,
    sending,
    subscribe,
    text,
)
from tests.support.sandbox import FORUM, TOKEN, RunningSandbox, running_sandbox


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def sandbox_of(chats: list[Chat]) -> AsyncIterator[tuple[RunningSandbox, World]]:
    async with running_sandbox(chats=chats) as sandbox:
        world = sandbox.server.sandbox.world
        world.traffic.limits = Limits()
        yield sandbox, world


async def test_every_group_gets_it_once_within_telegrams_limits(store: Store) -> None:
    chats = groups(70)
    subscribe(store, chats)
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        announcement = announce(store)
        assert await watcher.end() == announcement
        report = world.traffic.report()
        found = rows(store, announcement)
        assert {copies(world)[chat.id] for chat in chats} == {1}
    assert {row.state for row in found.values()} == {State.SENT}
    assert all(row.message_id for row in found.values())
    assert (report.accepted, report.too_fast) == (70, 0)
    assert report.highest_second <= 30


async def test_one_chat_with_many_announcements_is_written_to_once_a_second(store: Store) -> None:
    chats = groups(2)
    subscribe(store, chats)
    for n in range(3):
        announce(store, text(f"Tin {n}"))
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        for _ in range(3):
            await watcher.end()
        report = world.traffic.report()
    assert (report.accepted, report.too_fast, report.highest_chat_second) == (6, 0, 1)


@pytest.mark.parametrize(
    ("fault", "state", "reason", "copies_there"),
    [
        (Fault(kind=FaultKind.FLOOD, seconds=1, times=2), State.SENT, None, 1),
        (Fault(kind=FaultKind.FLOOD, seconds=1, times=None), State.SENT, None, 1),
        (Fault(kind=FaultKind.FAIL, times=3), State.SENT, None, 1),
        (Fault(kind=FaultKind.GATEWAY, times=1), State.SENT, None, 1),
        (Fault(kind=FaultKind.FAIL, times=None), State.FAILED, "unavailable", 0),
        (Fault(kind=FaultKind.DROP_BEFORE), State.UNCERTAIN, "dropped", 0),
        (Fault(kind=FaultKind.DROP_AFTER), State.UNCERTAIN, "dropped", 1),
        (Fault(kind=FaultKind.LATE, seconds=30), State.UNCERTAIN, "timed-out", 1),
        (Fault(kind=FaultKind.LATE, seconds=1), State.SENT, None, 1),
    ],
)
async def test_what_goes_wrong_in_one_chat_harms_no_other_and_is_named(
    store: Store, fault: Fault, state: State, reason: str | None, copies_there: int
) -> None:
    chats = groups(5)
    subscribe(store, chats)
    async with sandbox_of(chats) as (sandbox, world):
        world.faults.set(chats[0].id, fault)
        async with sending(store, sandbox) as watcher:
            announcement = announce(store)
            await watcher.end()
        found, there = rows(store, announcement), copies(world)
    assert (found[chats[0].id].state, found[chats[0].id].reason) == (state, reason)
    assert there[chats[0].id] == copies_there
    assert {found[chat.id].state for chat in chats[1:]} == {State.SENT}
    assert {there[chat.id] for chat in chats[1:]} == {1}
    assert world.faults.impatient == 0


async def test_a_group_that_removed_the_bot_is_ended_with_the_reason(store: Store) -> None:
    chats = groups(2)
    subscribe(store, chats)
    async with sandbox_of(chats) as (sandbox, world):
        room = world.rooms[chats[0].id]
        membership.put_out(world, room, CITIZEN.user, now=0)
        async with sending(store, sandbox) as watcher:
            announcement = announce(store)
            await watcher.end()
    row = rows(store, announcement)[chats[0].id]
    ended = store.subscriptions.get(chats[0].id)
    assert (row.state, row.reason) == (State.FAILED, "removed")
    assert row.detail == "Forbidden: bot was kicked from the supergroup chat"
    assert ended
    assert ended.end_reason == "removed"
    assert [type(d) for c, d in watcher.decisions if c.chat_id == room.chat.id] == [EndSubscription]


async def test_a_group_that_migrated_gets_it_as_the_supergroup_that_it_is(store: Store) -> None:
    [chat] = groups(1, SandboxKind.GROUP)
    subscribe(store, [chat])
    async with sandbox_of([chat]) as (sandbox, world):
        membership.migrate(world, world.rooms[chat.id], now=0)
        successor = world.rooms[chat.id].moved_to
        assert successor
        async with sending(store, sandbox) as watcher:
            announcement = announce(store)
            await watcher.end()
        assert copies(world)[successor] == 1
    assert rows(store, announcement)[successor].state is State.SENT
    assert store.subscriptions.get(chat.id) is None
    assert store.subscriptions.get(successor)


async def test_it_goes_into_the_topic_with_the_button_under_its_own(store: Store) -> None:
    subscribe(store, [FORUM], replace(ALL_DAY, thread_id=5))
    link = {"inline_keyboard": [[{"text": "Nguồn", "url": "https://danvan.vn/"}]]}
    async with sandbox_of([FORUM]) as (sandbox, world), sending(store, sandbox) as watcher:
        announcement = announce(store, text(reply_markup=link), acknowledge=True)
        await watcher.end()
        *_, message = world.rooms[FORUM.id].messages.values()
    assert message.thread_id == 5
    assert message.keyboard
    assert [[button.text for button in row] for row in message.keyboard] == [["Nguồn"], ["Đã nắm"]]
    assert message.keyboard[1] == (
        InlineButton(text="Đã nắm", action="callback_data", value=f"read:{announcement}"),
    )


async def test_a_message_of_the_officer_is_copied(store: Store) -> None:
    chats = groups(1)
    subscribe(store, chats)
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        async with sandbox.chatter() as chatter:
            written = await chatter.post(WORDS)
        source = {"from_chat_id": CITIZEN.user.id, "message_id": written["message_id"]}
        announce(store, Content(method="copyMessage", parameters=json.dumps(source)))
        await watcher.end()
        assert copies(world)[chats[0].id] == 1


async def test_a_correction_edits_and_a_recall_deletes_what_was_delivered(store: Store) -> None:
    chats = groups(2)
    subscribe(store, chats)
    now = datetime.now(UTC)
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        announcement = announce(store)
        await watcher.end()
        store.announcements.correct(announcement, text("Dời sang 20 giờ."), by=OFFICER_ID, now=now)
        await watcher.end()
        assert copies(world, "Dời sang 20 giờ.")[chats[0].id] == 1
        assert copies(world)[chats[0].id] == 0
        store.announcements.recall(announcement, by=OFFICER_ID, now=now)
        await watcher.end()
        assert copies(world, "Dời sang 20 giờ.")[chats[0].id] == 0
    assert {row.state for row in rows(store, announcement).values()} == {State.RECALLED}


async def test_an_edit_whose_answer_is_lost_is_made_again(store: Store) -> None:
    chats = groups(1)
    subscribe(store, chats)
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        announcement = announce(store)
        await watcher.end()
        world.faults.set(chats[0].id, Fault(kind=FaultKind.DROP_AFTER))
        corrected = text("Dời sang 20 giờ.")
        store.announcements.correct(announcement, corrected, by=OFFICER_ID, now=datetime.now(UTC))
        await watcher.end()
    [row] = rows(store, announcement).values()
    assert (row.task, row.state, row.reason) == (Task.EDIT, State.SENT, None)


async def test_what_can_not_be_asked_for_fails_and_says_why(store: Store) -> None:
    chats = groups(1)
    subscribe(store, chats)
    async with sandbox_of(chats) as (sandbox, _), sending(store, sandbox) as watcher:
        announcement = announce(store, Content(method="sendMessage", parameters="no JSON"))
        await watcher.end()
    [row] = rows(store, announcement).values()
    assert (row.state, row.reason) == (State.FAILED, "refused")
    assert row.detail


async def test_what_is_due_later_waits_and_what_is_due_now_does_not(store: Store) -> None:
    chats = groups(2)
    subscribe(store, chats)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        announcement = announce(store, due_at=tomorrow)
        urgent = announce(store, text("Khẩn"), urgent=True)
        assert await watcher.end() == urgent
        assert set(copies(world).values()) == {0}
    assert {row.state for row in rows(store, announcement).values()} == {State.WAITING}


async def test_a_quiet_hour_that_came_meanwhile_holds_it(store: Store) -> None:
    chats = groups(1)
    subscribe(store, chats)
    announcement = announce(store)
    all_day = QuietHours(start=time(0), end=time(0))
    subscribe(store, chats, replace(ALL_DAY, quiet=all_day))
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        urgent = announce(store, text("Khẩn"), urgent=True)
        assert await watcher.end() == urgent
        assert copies(world)[chats[0].id] == 0
    [row] = rows(store, announcement).values()
    assert row.state is State.WAITING
    assert row.due_at > datetime.now(UTC)


class Heard(logging.Handler):
    """Tells when a sender says that it waits for the database."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def emit(self, record: logging.LogRecord) -> None:
        if "waiting for the database" in record.getMessage():
            self._loop.call_soon_threadsafe(self.waiting.set)


@pytest.mark.parametrize("table", ["lease", "announcement", "delivery"])
async def test_while_the_database_is_away_it_says_so_and_then_goes_on(
    store: Store, tmp_path: Path, table: str
) -> None:
    chats = groups(3)
    subscribe(store, chats)
    announcement = announce(store)
    logging.getLogger("bot.delivery").addHandler(heard := Heard())
    rename(tmp_path, table, "away")
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        await heard.waiting.wait()
        rename(tmp_path, "away", table)
        assert await watcher.end() == announcement
        assert {copies(world)[chat.id] for chat in chats} == {1}
    logging.getLogger("bot.delivery").removeHandler(heard)


async def test_what_was_sent_is_noted_once_the_database_is_back(
    store: Store, tmp_path: Path
) -> None:
    chats = groups(1)
    subscribe(store, chats)
    logging.getLogger("bot.delivery").addHandler(heard := Heard())
    async with sandbox_of(chats) as (sandbox, world), sandbox.chatter() as chatter:
        world.faults.set(chats[0].id, Fault(kind=FaultKind.LATE, seconds=1))
        async with sending(store, sandbox) as watcher:
            announcement = announce(store)
            await chatter.replies(1, chat=chats[0].id)
            rename(tmp_path, "delivery", "away")
            await heard.waiting.wait()
            rename(tmp_path, "away", "delivery")
            await watcher.end()
    logging.getLogger("bot.delivery").removeHandler(heard)
    [row] = rows(store, announcement).values()
    assert row.state is State.SENT


def rename(folder: Path, table: str, name: str) -> None:
    with sqlite3.connect(folder / "bot.sqlite3") as database:
        database.execute("PRAGMA legacy_alter_table = ON")
        database.execute(f"ALTER TABLE {table} RENAME TO {name}")
    database.close()


async def test_a_sender_that_stops_finishes_what_is_in_hand_and_gives_back_the_rest(
    store: Store,
) -> None:
    chats = groups(60)
    subscribe(store, chats)
    announcement = announce(store)
    async with sandbox_of(chats) as (sandbox, world):
        async with new_sender(store, sandbox, watcher := Watcher()) as sender:
            running = asyncio.create_task(sender.run())
            await watcher.first_decision()
            sender.stop()
            await running
        states = [row.state for row in rows(store, announcement).values()]
        sent = sum(copies(world)[chat.id] for chat in chats)
    assert set(states) == {State.SENT, State.WAITING}
    assert states.count(State.SENT) == sent < 60


async def test_the_next_sender_begins_no_sooner_than_a_second_after(store: Store) -> None:
    chats = groups(1)
    subscribe(store, chats)
    announce(store)
    async with sandbox_of(chats) as (sandbox, _), sending(store, sandbox) as watcher:
        await watcher.end()
        ended = datetime.now(UTC)
    second = timedelta(seconds=1)
    assert store.leases.take(LEASE, "the next one", now=ended + 0.9 * second) is None
    assert store.leases.take(LEASE, "the next one", now=datetime.now(UTC) + second)


async def test_only_the_one_that_holds_the_lease_sends(store: Store) -> None:
    chats = groups(8)
    subscribe(store, chats)
    async with sandbox_of(chats) as (sandbox, world):
        async with sending(store, sandbox) as first, sending(store, sandbox) as second:
            announce(store)
            [ended, *_], _ = await asyncio.wait(
                [asyncio.create_task(first.end()), asyncio.create_task(second.end())],
                return_when=asyncio.FIRST_COMPLETED,
            )
            assert ended.result()
        assert {copies(world)[chat.id] for chat in chats} == {1}
    assert not (first.decisions and second.decisions)


async def test_what_a_dead_sender_had_in_hand_goes_on_or_is_uncertain(store: Store) -> None:
    chats = groups(3)
    subscribe(store, chats)
    announcement = announce(store)
    long_ago = datetime.now(UTC) - 2 * LASTS
    lease = store.leases.take(LEASE, "the dead one", now=long_ago)
    assert lease
    started, claimed, _ = store.outbox.claim(lease, limit=3, now=datetime.now(UTC))
    store.outbox.start(started)
    async with sandbox_of(chats) as (sandbox, world), sending(store, sandbox) as watcher:
        await watcher.end()
        there = copies(world)
    found = rows(store, announcement)
    assert found[started.chat_id].state is State.UNCERTAIN
    assert there[started.chat_id] == 0
    assert found[claimed.chat_id].state is State.SENT
    assert sum(there.values()) == 2


async def test_while_telegram_can_not_be_reached_nothing_is_uncertain(store: Store) -> None:
    chats = groups(3)
    subscribe(store, chats)
    announcement = announce(store)
    async with AsyncExitStack() as exits:
        async with sandbox_of(chats) as (sandbox, _):
            watcher = Watcher()
            sender = await exits.enter_async_context(new_sender(store, sandbox, watcher))
        running = asyncio.create_task(sender.run())
        await watcher.end()
        sender.stop()
        await running
    found = rows(store, announcement).values()
    assert {(row.state, row.reason) for row in found} == {(State.FAILED, "unavailable")}
    assert {row.attempts for row in found} == {QUICK.most_attempts}


async def test_a_sender_takes_no_bot_whose_requests_go_out_unseen(store: Store) -> None:
    with pytest.raises(TypeError, match="depart"):
        Sender(store, Bot(TOKEN), Turns(Pacer()), button_row=lambda _: ())


async def test_waits_named_by_telegram_do_not_count_as_tries(store: Store) -> None:
    chats = groups(1)
    subscribe(store, chats)
    async with sandbox_of(chats) as (sandbox, world):
        world.faults.set(chats[0].id, Fault(kind=FaultKind.FLOOD, seconds=1, times=2))
        async with sending(store, sandbox) as watcher:
            announcement = announce(store)
            await watcher.end()
    told = [decision for _, decision in watcher.decisions if isinstance(decision, RetryAt)]
    assert len(told) == 2
    assert rows(store, announcement)[chats[0].id].attempts == 1
