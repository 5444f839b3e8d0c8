"""The stream of events reaches every listener, from where it left off."""

import asyncio
from contextlib import aclosing

from bot.sandbox.stream import EventStream
from tests.bot.sandbox.conftest import Api

LONG = 3600.0


async def collected(stream: EventStream, after: int, count: int) -> list[tuple[int, str] | None]:
    async with aclosing(stream.follow(after, heartbeat=LONG)) as events:
        return [await anext(events) for _ in range(count)]


async def test_listeners_each_get_all_events_in_order() -> None:
    stream = EventStream()
    listening = [asyncio.create_task(collected(stream, 0, 2)) for _ in range(2)]
    await asyncio.sleep(0)
    stream.publish("a")
    stream.publish("b")
    assert await asyncio.gather(*listening) == [[(1, "a"), (2, "b")]] * 2


async def test_a_listener_that_comes_back_gets_what_it_missed() -> None:
    stream = EventStream()
    for text in "abc":
        stream.publish(text)
    assert await collected(stream, 1, 2) == [(2, "b"), (3, "c")]


async def test_a_number_of_an_earlier_run_means_from_now_on() -> None:
    stream = EventStream()
    stream.publish("a")
    listening = asyncio.create_task(collected(stream, 99, 1))
    await asyncio.sleep(0)
    stream.publish("b")
    assert await listening == [(2, "b")]


async def test_a_quiet_stream_shows_that_it_is_alive() -> None:
    async with aclosing(EventStream().follow(0, heartbeat=0.001)) as events:
        assert await anext(events) is None


async def test_closing_ends_the_listeners() -> None:
    stream = EventStream()

    async def listened() -> list[tuple[int, str] | None]:
        return [event async for event in stream.follow(0, heartbeat=LONG)]

    listening = asyncio.create_task(listened())
    await asyncio.sleep(0)
    stream.close()
    assert await listening == []


async def test_what_happens_before_anyone_has_asked_for_it_is_not_kept(api: Api) -> None:
    api.say("a")
    assert api.sandbox.stream.last_id == 0
    api.sandbox.stream.is_wanted = True
    api.say("b")
    assert api.sandbox.stream.last_id == 1
