"""The pace at Telegram: simulated ways of any length, counted where messages arrive."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import Limit, Pace, Pacer, Priority

PACE = Pace()
ANNOUNCEMENT, ANSWER = Priority.ANNOUNCEMENT, Priority.ANSWER
ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Way:
    """A message's way: to which chat, how long to Telegram, and how long the answer back."""

    chat: int
    there: float
    back: float
    priority: Priority = ANNOUNCEMENT


@dataclass(frozen=True, kw_only=True)
class Arrival:
    chat: int
    at: float


def arrivals_of(ways: Sequence[Way], *, workers: int, pacer: Pacer) -> list[Arrival]:
    """Send everything in order, with so many at once at most; return what Telegram sees."""
    arrived: list[Arrival] = []
    under_way: list[tuple[float, int]] = []
    now = 0.0
    for way in ways:
        while True:
            free = pacer.free_at(way.chat, way.priority, now=now)
            while under_way and (len(under_way) >= workers or under_way[0][0] <= free):
                now, chat = heapq.heappop(under_way)
                pacer.end(chat, now=now)
                free = pacer.free_at(way.chat, way.priority, now=now)
            if free <= now:
                break
            now = free
        pacer.begin(way.chat, way.priority, now=now)
        arrived.append(Arrival(chat=way.chat, at=now + way.there))
        heapq.heappush(under_way, (now + way.there + way.back, way.chat))
    return sorted(arrived, key=lambda arrival: arrival.at)


def assert_within(limit: Limit, times: Sequence[float]) -> None:
    """Fail if any sliding window holds more than the limit."""
    for first, one_too_many in zip(times, times[limit.count :], strict=False):
        assert one_too_many - first >= limit.seconds - ROUNDING


DURATIONS = st.floats(0, 3)
WAYS = st.builds(
    Way,
    chat=st.sampled_from([-1, -2, 7, *range(-140, -100)]),
    there=DURATIONS,
    back=DURATIONS,
    priority=st.sampled_from(Priority),
)


@given(st.lists(WAYS, max_size=120), st.integers(1, 40))
def test_no_window_at_telegram_ever_holds_more_than_its_limits(
    ways: list[Way], workers: int
) -> None:
    arrived = arrivals_of(ways, workers=workers, pacer=Pacer())

    assert_within(PACE.over_all, [arrival.at for arrival in arrived])
    for chat in {way.chat for way in ways}:
        times = [arrival.at for arrival in arrived if arrival.chat == chat]
        if chat < 0:
            assert_within(PACE.chat, times)
            assert_within(PACE.group, times)
        else:
            assert_within(PACE.person, times)


@given(st.lists(st.tuples(DURATIONS, DURATIONS), min_size=200, max_size=200))
def test_jitter_on_the_way_never_bunches_more_than_the_limit_over_all(
    durations: list[tuple[float, float]],
) -> None:
    ways = [Way(chat=n, there=d[0], back=d[1]) for n, d in enumerate(durations, start=1)]
    arrived = arrivals_of(ways, workers=40, pacer=Pacer())
    assert_within(PACE.over_all, [arrival.at for arrival in arrived])


@pytest.mark.parametrize("drift", [1 - 5e-5, 1 + 5e-5])
def test_a_clock_that_runs_unlike_the_servers_does_no_harm(drift: float) -> None:
    ways = [Way(chat=-1, there=0.0, back=0.0) for _ in range(60)]
    arrived = arrivals_of(ways, workers=1, pacer=Pacer())
    assert_within(PACE.group, [arrival.at * drift for arrival in arrived])


@pytest.mark.parametrize(("workers", "there", "back"), [(1, 0.005, 0.01), (4, 0.01, 0.015)])
def test_at_least_95_percent_of_the_limit_are_reached(
    workers: int, there: float, back: float
) -> None:
    ways = [Way(chat=-n, there=there, back=back) for n in range(1, 2001)]
    arrived = arrivals_of(ways, workers=workers, pacer=Pacer())
    seconds = arrived[-1].at - arrived[0].at
    assert len(ways) / seconds >= 0.95 * PACE.over_all.count


def test_one_group_gets_20_a_minute_and_a_person_one_a_second() -> None:
    group = arrivals_of([Way(chat=-1, there=0, back=0)] * 41, workers=4, pacer=Pacer())
    person = arrivals_of([Way(chat=1, there=0, back=0)] * 41, workers=4, pacer=Pacer())
    assert group[-1].at == pytest.approx(120, abs=1)
    assert person[-1].at == pytest.approx(40, abs=1)


def test_a_person_may_be_answered_in_short_bursts_which_announcements_wait_out() -> None:
    pacer = Pacer()
    for _ in range(PACE.person.count):
        assert pacer.free_at(1, ANSWER, now=0) == 0
        pacer.begin(1, ANSWER, now=0)
        pacer.end(1, now=0)
        assert pacer.free_at(1, ANNOUNCEMENT, now=0) >= PACE.chat.seconds
    assert pacer.free_at(1, ANSWER, now=0) == pytest.approx(5, abs=0.1)


def test_an_answer_finds_a_place_between_announcements() -> None:
    ways = [Way(chat=-n, there=0.005, back=0.005) for n in range(1, 301)]
    pacer = Pacer()
    arrivals_of(ways, workers=4, pacer=pacer)
    now = 300 / PACE.announcements
    assert pacer.free_at(7, ANSWER, now=now) - now <= 2 / PACE.announcements


def test_after_a_stall_announcements_catch_up_a_little_and_not_all() -> None:
    pacer = Pacer()
    pacer.begin(-1, ANNOUNCEMENT, now=0)
    ready_at_once = 0
    while pacer.free_at(-2 - ready_at_once, ANNOUNCEMENT, now=60) == 60:
        pacer.begin(-2 - ready_at_once, ANNOUNCEMENT, now=60)
        ready_at_once += 1
    assert ready_at_once == math.floor(PACE.catching_up * PACE.announcements) + 1


@given(st.floats(0, 1000), st.integers(1, 50))
def test_a_chat_that_is_paused_waits_and_the_others_do_not(wait: float, chat: int) -> None:
    pacer = Pacer()
    pacer.pause(-chat, until=wait)
    assert pacer.free_at(-chat, ANSWER, now=0) == wait
    assert pacer.free_at(-chat - 1, ANNOUNCEMENT, now=0) == 0


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    pacer = Pacer()
    pacer.pause(1, until=60)
    pacer.pause(1, until=5)
    assert pacer.free_at(1, ANSWER, now=30) == 60


def test_what_is_under_way_counts_until_it_is_answered() -> None:
    pacer = Pacer()
    pacer.begin(-1, ANSWER, now=0)
    assert pacer.free_at(-1, ANSWER, now=9) == math.inf
    pacer.end(-1, now=9)
    assert pacer.free_at(-1, ANSWER, now=9) == pytest.approx(10, abs=0.01)


def test_nothing_goes_out_before_its_time() -> None:
    pacer = Pacer()
    pacer.begin(-1, ANSWER, now=0)
    with pytest.raises(ValueError, match="before its time"):
        pacer.begin(-1, ANSWER, now=0.5)


def test_public_groups_may_be_named() -> None:
    pacer = Pacer()
    for n in range(20):
        pacer.begin("@ap2", ANSWER, now=2.0 * n)
        pacer.end("@ap2", now=2.0 * n)
    assert pacer.free_at("@ap2", ANSWER, now=40) == pytest.approx(60, abs=0.01)


def test_chats_that_were_written_to_long_ago_are_forgotten() -> None:
    pacer, times = Pacer(), count(step=0.1)
    for chat, now in zip(range(1, 5001), times, strict=False):
        pacer.begin(-chat, ANSWER, now=now)
        pacer.end(-chat, now=now)
    assert len(pacer) <= 10 * (PACE.group.seconds + 1)
