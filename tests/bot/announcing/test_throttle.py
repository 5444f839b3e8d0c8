import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.announcing.throttle import CLOSING_SECONDS, Throttle
from tests.support.virtual_time import run_in_virtual_time

SECONDS = 3.0
ROUNDING = 1e-6


def test_work_is_done_at_once_and_then_once_in_three_seconds_and_after_the_last_touch() -> None:
    async def scenario() -> tuple[list[float], float]:
        clock, done = asyncio.get_running_loop().time, list[float]()

        async def work(_: int) -> None:
            done.append(clock())

        throttle = Throttle(work, seconds=SECONDS)
        for _ in range(100):
            throttle.touch(1)
            await asyncio.sleep(0.1)
        last = clock()
        await asyncio.sleep(60)
        return done, last

    done, last = run_in_virtual_time(scenario())
    assert done[0] < 0.1
    assert all(later - earlier >= SECONDS - ROUNDING for earlier, later in pairwise(done))
    assert len(done) == 5
    assert done[-1] > last - 0.1


def test_each_number_has_its_own_time() -> None:
    async def scenario() -> list[int]:
        done: list[int] = []

        async def work(number: int) -> None:
            done.append(number)

        throttle = Throttle(work, seconds=SECONDS)
        throttle.touch(1)
        throttle.touch(2)
        await asyncio.sleep(0.1)
        return done

    assert run_in_virtual_time(scenario()) == [1, 2]


def test_what_fails_is_done_again_at_the_next_touch() -> None:
    async def scenario() -> int:
        done = 0

        async def work(_: int) -> None:
            nonlocal done
            done += 1
            if done == 1:
                raise RuntimeError("broken")

        throttle = Throttle(work, seconds=SECONDS)
        throttle.touch(1)
        await asyncio.sleep(10)
        throttle.touch(1)
        await asyncio.sleep(10)
        return done

    assert run_in_virtual_time(scenario()) == 2


@pytest.mark.parametrize(("later", "touched_again"), [(None, True), (timedelta(minutes=5), False)])
def test_closing_does_once_and_at_once_what_is_left(
    later: timedelta | None, *, touched_again: bool
) -> None:
    async def scenario() -> tuple[int, float]:
        done, clock = 0, asyncio.get_running_loop().time

        async def work(_: int) -> timedelta | None:
            nonlocal done
            done += 1
            assert done < 100, "it spins"
            return later

        throttle = Throttle(work, seconds=SECONDS)
        throttle.touch(1)
        await asyncio.sleep(0.1)
        if touched_again:
            throttle.touch(1)
        await throttle.close()
        return done, clock()

    done, at = run_in_virtual_time(scenario())
    assert (done, at < SECONDS) == (2, True)


def test_what_can_not_be_done_yet_is_done_when_it_said_and_not_before() -> None:
    async def scenario() -> list[float]:
        clock, done = asyncio.get_running_loop().time, list[float]()
        waits = [timedelta(seconds=40), timedelta(0), None]

        async def work(_: int) -> timedelta | None:
            done.append(round(clock(), 3))
            return waits.pop(0)

        throttle = Throttle(work, seconds=SECONDS)
        throttle.touch(1)
        await asyncio.sleep(10)
        throttle.touch(1)
        await asyncio.sleep(3600)
        return done

    assert run_in_virtual_time(scenario()) == [0, 40, 40 + SECONDS]


def test_closing_does_not_wait_for_ever() -> None:
    async def scenario() -> float:
        async def work(_: int) -> None:
            await asyncio.Event().wait()

        throttle = Throttle(work, seconds=SECONDS)
        throttle.touch(1)
        await asyncio.sleep(0.1)
        await throttle.close()
        return asyncio.get_running_loop().time()

    assert run_in_virtual_time(scenario()) <= CLOSING_SECONDS + 0.2
