import asyncio
from itertools import pairwise

from bot.announcing.throttle import Throttle
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


def test_closing_does_at_once_what_is_left() -> None:
    async def scenario() -> tuple[int, float]:
        done, clock = 0, asyncio.get_running_loop().time

        async def work(_: int) -> None:
            nonlocal done
            done += 1

        throttle = Throttle(work, seconds=SECONDS)
        throttle.touch(1)
        await asyncio.sleep(0.1)
        throttle.touch(1)
        await throttle.close()
        return done, clock()

    done, at = run_in_virtual_time(scenario())
    assert (done, at < SECONDS) == (2, True)
