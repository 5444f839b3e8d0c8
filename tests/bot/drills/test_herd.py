"""Processes of a drill: heard, killed, succeeded, and gone when the drill is over."""

from functools import partial
from random import Random

import pytest

from bot.drills.herd import Herd
from bot.drills.killing import plan_kills
from bot.drills.processes import Process
from bot.errors import DrillError
from tests.support.command_line import ROOT

start = partial(Process.start, "tests.support.ticking", environment={"PYTHONPATH": str(ROOT)})


async def test_whoever_is_killed_has_a_successor_and_the_work_goes_on() -> None:
    herd = Herd(start, 2)
    async with herd.running():
        await herd.suffer(plan_kills(4, steps=40, chance=Random(1)))
        at_the_last_kill = herd.steps
        await herd.suffer(plan_kills(1, steps=at_the_last_kill + 20, chance=Random(1)))
        assert not herd.all_ended.is_set()
    assert herd.kills == 5
    assert herd.all_ended.is_set()


async def test_kills_that_come_together_each_meet_someone_at_work() -> None:
    herd = Herd(start, 1)
    async with herd.running():
        await herd.suffer(plan_kills(3, steps=1, chance=Random(1)))
    assert herd.kills == 3
    assert herd.steps >= 3


async def test_one_that_is_alone_can_not_be_taken_over_from() -> None:
    herd = Herd(start, 1)
    async with herd.running():
        await herd.suffer(plan_kills(2, steps=20, chance=Random(1)))
    assert herd.taken_over == 0


async def test_one_that_breaks_breaks_the_drill() -> None:
    herd = Herd(partial(start, "3"), 2)
    with pytest.raises(DrillError, match="ended with code 3"):
        async with herd.running():
            await herd.all_ended.wait()


async def test_those_that_end_by_themselves_are_not_started_again() -> None:
    herd = Herd(partial(start, "0"), 2)
    async with herd.running():
        await herd.all_ended.wait()
    assert herd.steps == 2


async def test_a_process_says_lines_until_it_is_told_to_end() -> None:
    process = await start()
    assert await process.first_line() == "tick"
    process.tell_to_end()
    said = [line async for line in process.lines()]
    assert set(said) <= {"tick"}
    assert not process.kill()


async def test_a_process_that_never_begins_is_an_error() -> None:
    process = await Process.start("tests.support.no_such_module", environment={})
    with pytest.raises(DrillError, match="ended with code 1"):
        await process.first_line()
