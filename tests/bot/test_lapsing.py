"""What is kept for minutes is forgotten in time, and nothing more is kept of it meanwhile."""

import asyncio
import gc
import weakref
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from bot.lapsing import Lapse
from tests.support.virtual_time import run_in_virtual_time

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
KEPT_FOR = timedelta(minutes=10)


def moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


async def keep_and_wait(*pauses: float) -> list[tuple[float, datetime]]:
    """Keep something after each of these pauses; return what was forgotten when, up to what."""
    loop, forgotten = asyncio.get_running_loop(), list[tuple[float, datetime]]()
    begun = loop.time()
    lapse = Lapse(lambda until: forgotten.append((loop.time() - begun, until)), after=KEPT_FOR)
    for pause in pauses:
        await asyncio.sleep(pause)
        lapse.begin(moment(loop.time() - begun))
    await asyncio.sleep(2 * KEPT_FOR.total_seconds())
    return [(round(at), until) for at, until in forgotten]


def test_each_moment_is_forgotten_when_its_time_is_over() -> None:
    assert run_in_virtual_time(keep_and_wait(0, 5, 700)) == [
        (600, moment(0)),
        (605, moment(5)),
        (1305, moment(705)),
    ]


def test_what_is_kept_at_nearly_the_same_moment_goes_together() -> None:
    assert run_in_virtual_time(keep_and_wait(0, 0.5, 0.25, 0.25)) == [
        (600, moment(0.75)),
        (601, moment(1.0)),
    ]


def test_it_keeps_nothing_of_who_began_it() -> None:
    class Update:
        pass

    at_work: ContextVar[Update] = ContextVar("at_work")
    lapse = Lapse(lambda _: None, after=KEPT_FOR)

    async def handled() -> "weakref.ref[Update]":
        update = Update()
        at_work.set(update)
        lapse.begin(START)
        return weakref.ref(update)

    async def scenario() -> Update | None:
        left = await asyncio.create_task(handled())
        await asyncio.sleep(0)
        gc.collect()
        return left()

    assert asyncio.run(scenario()) is None
