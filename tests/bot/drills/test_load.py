"""The drill of load: what it sums up, and that the bot and its peer answer all that is asked."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.clock import now
from bot.drills.load import Conditions, hold
from bot.drills.passes import LEAST_ANSWERS_TO_JUDGE_MEMORY, LoadReport, Order, Pass, Round
from bot.drills.processes import Process
from bot.drills.questions import Mode
from bot.drills.sandbox import SETTINGS
from bot.drills.wording import wordings
from bot.errors import DrillError
from bot.store.store import Store
from bot.store.updates import Received

MODES: list[Mode] = ["polling", "webhook"]
MANY = LEAST_ANSWERS_TO_JUDGE_MEMORY


def answered(number: int, seconds: float, *, asked: int | None = None, p99: float = 50.0) -> Pass:
    return Pass(asked=asked or number, answered=number, seconds=seconds, p99=p99)


def report(
    *rounds: tuple[Pass, Pass],
    half: Pass | None = None,
    stretch: Pass | None = None,
    memory: tuple[float, ...] = (),
    is_telegrams_pace: bool = True,
) -> LoadReport:
    """Return a report of rounds, each as (the peer's pass, the bot's)."""
    return LoadReport(
        mode="polling",
        pace=30,
        is_telegrams_pace=is_telegrams_pace,
        rounds=tuple(Round(echo=echo, ours=ours) for echo, ours in rounds),
        half_load=half or answered(10, 1),
        stretch=stretch or Pass.of(0, 0.0, []),
        memory_mb=memory,
    )


ALIKE = (answered(300, 10), answered(290, 10))


def test_an_order_and_what_came_of_it_are_the_same_on_the_other_side_of_a_pipe() -> None:
    order = Order(questions=5, waiting=2, rate=1.5)
    came = Pass.of(5, 2.0, [0.01, 0.2, 0.03])
    assert Order.read(order.line()) == order
    assert Pass.read(came.line()) == came


def test_a_pass_tells_its_rate_and_the_times_that_few_answers_were_over() -> None:
    came = Pass.of(100, 5.0, [number / 1000 for number in range(1, 101)])
    assert came.rate == 20
    assert (came.p50, came.p95, came.p99) == (50, 95, 99)


def test_a_pass_without_an_answer_has_no_rate() -> None:
    assert Pass.of(3, 40.0, []).rate == 0


def test_the_ratio_is_that_of_the_median_round() -> None:
    slow = (answered(100, 10), answered(90, 10))
    odd = (answered(100, 10), answered(10, 10))
    assert report(ALIKE, odd, slow).ratio == pytest.approx(0.9)


def test_a_drill_in_which_all_aims_are_reached_has_no_flaws() -> None:
    assert report(ALIKE).flaws == ()


@pytest.mark.parametrize(
    ("flawed", "words"),
    [
        (report((answered(100, 1), answered(84, 1))), "0.84 of the echo bot's"),
        (report((answered(100, 1), answered(99, 1, asked=100))), "1 questions have no answer"),
        (report(ALIKE, half=answered(10, 1, p99=150)), "p99 of 150 ms"),
        (report(ALIKE, stretch=answered(98, 1, asked=100)), "2 questions have no answer"),
        (
            report((answered(MANY, 1), answered(MANY, 1)), memory=(200, 210, 240)),
            "memory grew 1.14-fold",
        ),
    ],
)
def test_an_aim_that_is_missed_is_a_flaw(flawed: LoadReport, words: str) -> None:
    (flaw,) = flawed.flaws
    assert words in flaw


def test_beyond_telegrams_pace_the_ratio_has_no_aim() -> None:
    ahead = (answered(100, 1), answered(40, 1))
    assert report(ahead, is_telegrams_pace=False).flaws == ()


def test_memory_is_not_judged_before_what_is_kept_for_later_is_full() -> None:
    assert report(ALIKE, memory=(200, 210, 240)).flaws == ()


def test_memory_is_compared_by_the_median_of_several_looks() -> None:
    spiky = (200.0,) * 45 + (210.0, 210.0, 500.0, 210.0) + (200.0,) * 41 + (500.0,)
    assert report(ALIKE, memory=(180.0, *spiky)).growth == pytest.approx(200 / 200)


@pytest.mark.parametrize(
    ("questions", "in_a_round", "at_a_stretch"), [(400, 100, 0), (2000, 500, 0), (9000, 500, 7000)]
)
def test_what_is_more_than_the_rounds_need_is_asked_at_a_stretch(
    questions: int, in_a_round: int, at_a_stretch: int
) -> None:
    conditions = Conditions(questions=questions)
    assert (conditions.in_a_round, conditions.at_a_stretch) == (in_a_round, at_a_stretch)


def test_of_the_memory_some_looks_are_shown_the_first_and_the_last_among_them() -> None:
    shown = report(ALIKE, memory=tuple(map(float, range(200, 301)))).fields()["memory_mb"]
    assert isinstance(shown, list)
    assert (shown[0], shown[-1], len(shown)) == (200, 300, 9)
    assert report(ALIKE).fields()["memory_mb"] == []


def test_people_ask_each_thing_once_and_half_of_it_without_diacritics() -> None:
    asked = wordings()
    assert len(asked) == len(set(asked)) > 300
    assert len(asked) / 3 < sum(one.isascii() for one in asked) < 2 * len(asked) / 3


def test_too_few_questions_for_the_rounds_are_refused() -> None:
    with pytest.raises(DrillError, match="expected 4 or more"):
        Conditions(questions=3)


async def test_a_database_with_somebodys_updates_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    with Store.open(url) as store:
        store.inbox.put(7, [Received(update_id=1, kind="message", chat_id=1, raw="{}")], now=now())
    with pytest.raises(DrillError, match="expected an empty one"):
        await hold(Conditions(questions=10), url)


async def test_people_stop_asking_when_they_are_told_to_end() -> None:
    people = await Process.start("bot.drills.asking", "2", environment=SETTINGS)
    await people.first_line()
    asking = asyncio.create_task(people.ask(Order(questions=9, waiting=1).line()))
    await asyncio.sleep(0)

    await people.end()

    assert not people.was_killed
    with pytest.raises(DrillError):
        await asking


async def test_in_a_small_drill_the_bot_and_its_peer_answer_all() -> None:
    came = await hold(Conditions(questions=12, pace=1000))

    assert (came.answered, came.unanswered) == (15, 0)
    assert all(one.echo.answered == one.echo.asked for one in came.rounds)
    assert json.dumps(came.fields())


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
async def test_the_aims_are_reached_at_telegrams_pace(mode: Mode) -> None:
    came = await hold(Conditions(questions=2000, mode=mode))

    assert came.flaws == ()
