"""Turns in virtual time: who waits, for how long, and who goes first."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.delivery.pacing import Pacer, Priority
from bot.delivery.turns import PacedAnswers, Turns
from tests.support.virtual_time import run_in_virtual_time

ANNOUNCEMENT, ANSWER = Priority.ANNOUNCEMENT, Priority.ANSWER
LATENCY = 0.01


def new_turns() -> Turns:
    return Turns(Pacer(), asyncio.get_running_loop().time)


async def send(turns: Turns, chat: int, priority: Priority) -> float:
    """Send in turn; return when that was."""
    async with turns.turn(chat, priority):
        sent_at = asyncio.get_running_loop().time()
        await asyncio.sleep(LATENCY)
    return sent_at


def test_turns_come_in_order_of_priority_then_of_coming() -> None:
    async def scenario() -> list[str]:
        turns, sent = new_turns(), list[str]()

        async def note(name: str, chat: int, priority: Priority) -> None:
            async with turns.turn(chat, priority):
                sent.append(name)

        async with asyncio.TaskGroup() as group:
            for n in range(30):  # fills the second
                group.create_task(send(turns, 1000 + n, ANSWER))
            await asyncio.sleep(0)
            group.create_task(note("announcement 1", -1, ANNOUNCEMENT))
            group.create_task(note("announcement 2", -2, ANNOUNCEMENT))
            group.create_task(note("answer 1", 1, ANSWER))
            group.create_task(note("answer 2", 2, ANSWER))
        return sent

    assert run_in_virtual_time(scenario()) == [
        "answer 1",
        "answer 2",
        "announcement 1",
        "announcement 2",
    ]


def test_an_answer_waits_hardly_at_all_while_announcements_go_out() -> None:
    async def scenario() -> list[float]:
        turns, waits = new_turns(), list[float]()
        clock = asyncio.get_running_loop().time

        async def announce(first: int) -> None:
            for n in range(first, 600, 4):
                await send(turns, -1 - n, ANNOUNCEMENT)

        async with asyncio.TaskGroup() as group:
            for first in range(4):
                group.create_task(announce(first))
            for person in range(1, 40):
                await asyncio.sleep(0.41)
                asked_at = clock()
                waits.append(await send(turns, person, ANSWER) - asked_at)
        return waits

    assert max(run_in_virtual_time(scenario())) <= 0.25


def test_one_whose_chat_is_paused_is_passed_by_the_others() -> None:
    async def scenario() -> tuple[float, float]:
        turns = new_turns()
        turns.pause(-1, timedelta(seconds=9))
        paused = asyncio.create_task(send(turns, -1, ANSWER))
        await asyncio.sleep(0)
        other = await send(turns, -2, ANNOUNCEMENT)
        return await paused, other

    assert run_in_virtual_time(scenario()) == (9, 0)


def test_a_chat_tells_how_long_it_has_to_be_left_alone() -> None:
    async def scenario() -> list[timedelta]:
        turns = new_turns()
        told = [turns.wait_for_chat(-1)]
        async with turns.turn(-1, ANSWER):
            told.append(turns.wait_for_chat(-1))
        turns.pause(-1, timedelta(seconds=9))
        return [*told, turns.wait_for_chat(-1)]

    assert run_in_virtual_time(scenario()) == [
        timedelta(0),
        timedelta(seconds=1),
        timedelta(seconds=9),
    ]


@pytest.mark.parametrize("moments", [0, 1, 2])
def test_one_who_gives_up_leaves_the_place_to_others(moments: int) -> None:
    async def scenario() -> float:
        turns = new_turns()
        async with turns.turn(-1, ANSWER):
            given_up = asyncio.create_task(send(turns, -1, ANSWER))
            await asyncio.sleep(0)
        await asyncio.sleep(1.005)  # the turn is handed out at this very moment
        for _ in range(moments):
            await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)
        return await send(turns, -1, ANSWER)

    assert run_in_virtual_time(scenario()) < 2.1


async def answer(turns: Turns, endpoint: str, outcome: object = "done", **data: object) -> object:
    """Make a request through the application's limiter."""

    async def callback(*_: object) -> Any:  # noqa: ANN401 - the library's own type
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return await PacedAnswers(turns).process_request(callback, (), {}, endpoint, data, None)


def test_an_application_sends_and_edits_in_turn_and_asks_at_any_time() -> None:
    async def scenario() -> list[float]:
        turns, clock = new_turns(), asyncio.get_running_loop().time
        times = []
        for endpoint in ("sendMessage", "getChat", "sendChatAction", "editMessageText"):
            assert await answer(turns, endpoint, chat_id=-5)
            times.append(clock())
        assert await answer(turns, "answerCallbackQuery")
        return [*times, clock()]

    asked = run_in_virtual_time(scenario())
    assert asked[:3] == [0, 0, 0]
    assert asked[3] == asked[4] == pytest.approx(1, abs=0.01)


def test_a_chat_that_telegram_asks_to_leave_alone_is_paused_and_the_asker_told() -> None:
    async def scenario() -> tuple[timedelta, timedelta]:
        turns = new_turns()
        with pytest.raises(RetryAfter):
            await answer(turns, "sendMessage", RetryAfter(30), chat_id=5)
        with pytest.raises(BadRequest):
            await answer(turns, "sendMessage", BadRequest("no"), chat_id=6)
        return turns.wait_for_chat(5), turns.wait_for_chat(6)

    paused, refused = run_in_virtual_time(scenario())
    assert paused == timedelta(seconds=30)
    assert refused <= timedelta(seconds=1.01)
