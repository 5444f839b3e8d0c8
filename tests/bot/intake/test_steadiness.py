"""What a worker makes of the time: of its own absence, and of a clock that somebody sets."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.intake.steadiness import Contact, Rhythm, WatchedClock

HELD_FOR = timedelta(seconds=10)
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Time:
    """Passes, and may be told wrongly."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.ahead = timedelta(0)

    def steady(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds) + self.ahead


@pytest.fixture
def time() -> Time:
    return Time()


def test_what_did_not_come_about_is_due_again_at_once(time: Time) -> None:
    rhythm = Rhythm(5, time.steady)
    assert rhythm.is_due()
    assert not rhythm.is_due()
    rhythm.make_due()
    assert rhythm.is_due()
    time.seconds += 5
    assert rhythm.is_due()


def test_who_begins_takes_silence_for_an_end(time: Time) -> None:
    assert Contact(HELD_FOR, time.steady).is_steady()


def test_who_was_away_for_long_leaves_the_others_as_long_as_they_may_take(time: Time) -> None:
    contact = Contact(HELD_FOR, time.steady)
    steadiness = []
    for wait in (5, 6, 5, 4.5, 0.5):
        time.seconds += wait
        steadiness.append(contact.is_steady())
        contact.made()
    assert steadiness == [True, False, False, False, True]


def test_as_long_as_the_database_is_away_the_others_time_does_not_begin(time: Time) -> None:
    contact = Contact(HELD_FOR, time.steady)
    for _ in range(30):
        time.seconds += 1
        contact.is_steady()
    contact.made()
    time.seconds += 5
    assert not contact.is_steady()


def test_an_hour_that_did_not_pass_does_not_count(time: Time) -> None:
    jumps: list[None] = []
    clock = WatchedClock(time.now, lambda: jumps.append(None), time.steady)
    early = clock()
    for _ in range(2):
        time.seconds += 3
        time.ahead += HOUR
        clock()
    late = clock()
    time.seconds += 4
    assert clock() - clock.by_now(early) == timedelta(seconds=10)
    assert clock() - clock.by_now(late) == timedelta(seconds=4)
    assert len(jumps) == 2


def test_a_clock_that_is_put_back_or_right_by_a_little_is_gone_by(time: Time) -> None:
    clock = WatchedClock(time.now, lambda: pytest.fail("no jump"), time.steady)
    early = clock()
    for jump in (-HOUR, timedelta(seconds=0.9)):
        time.ahead += jump
        clock()
    assert clock.by_now(early) == early
