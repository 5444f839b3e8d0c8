"""Long polling: waiting, waking, and who wins when two poll."""

import asyncio

import pytest

from bot.sandbox.errors import ConflictError
from bot.sandbox.polling import Polling
from bot.sandbox.updates import UpdateQueue
from tests.bot.sandbox.test_updates import MESSAGE, NOW


def polling() -> tuple[Polling, UpdateQueue]:
    queue = UpdateQueue(1)
    return Polling(queue, lambda: NOW), queue


async def test_a_poll_returns_at_once_what_is_pending() -> None:
    poll, queue = polling()
    queue.push(MESSAGE, now=NOW)
    assert len(await poll.get_updates(offset=0, limit=100, seconds=50)) == 1


async def test_a_poll_without_a_timeout_returns_nothing_at_once() -> None:
    poll, _ = polling()
    assert await poll.get_updates(offset=0, limit=100, seconds=0) == ()


async def test_a_poll_that_waits_in_vain_returns_nothing() -> None:
    poll, _ = polling()
    assert await poll.get_updates(offset=0, limit=100, seconds=0.001) == ()


async def test_a_waiting_poll_returns_what_comes() -> None:
    poll, queue = polling()
    waiting = asyncio.create_task(poll.get_updates(offset=0, limit=100, seconds=50))
    await asyncio.sleep(0)
    update = queue.push(MESSAGE, now=NOW)
    poll.wake()
    assert await waiting == (update,)


async def test_a_second_poll_ends_the_first_with_a_conflict() -> None:
    poll, _ = polling()
    first = asyncio.create_task(poll.get_updates(offset=0, limit=100, seconds=50))
    await asyncio.sleep(0)
    assert await poll.get_updates(offset=0, limit=100, seconds=0) == ()
    with pytest.raises(ConflictError) as refused:
        await first
    assert refused.value.description == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


async def test_a_webhook_ends_the_waiting_poll_with_another_conflict() -> None:
    poll, _ = polling()
    waiting = asyncio.create_task(poll.get_updates(offset=0, limit=100, seconds=50))
    await asyncio.sleep(0)
    poll.end()
    with pytest.raises(ConflictError) as refused:
        await waiting
    assert refused.value.description == "Conflict: terminated by setWebhook request"


async def test_closing_ends_the_waiting_poll_and_lets_none_wait() -> None:
    poll, _ = polling()
    waiting = asyncio.create_task(poll.get_updates(offset=0, limit=100, seconds=50))
    await asyncio.sleep(0)
    poll.close()
    assert await waiting == ()
    assert await poll.get_updates(offset=0, limit=100, seconds=50) == ()
