"""What time does to a worker: what is due again, who may be away, and a clock that somebody sets.

It is measured by a clock that nobody sets, which tells seconds; the other tells the moments that
all processes go by.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

Steady = Callable[[], float]

LEAST_JUMP = timedelta(seconds=1)
"""By less a clock is put right all the time."""
MOST_JUMPS = 16
"""The last ones are remembered: nothing that waits is as old as those before."""


class Rhythm:
    """What is due again and again."""

    def __init__(self, seconds: float, steady: Steady = time.monotonic) -> None:
        self._seconds = seconds
        self._steady = steady
        self._due_at = 0.0

    def is_due(self) -> bool:
        """Tell whether it is due, which it then is no more for a while."""
        now = self._steady()
        if now < self._due_at:
            return False
        self._due_at = now + self._seconds
        return True

    def make_due(self) -> None:
        """Have it due at once, as it did not come about."""
        self._due_at = 0.0


class Contact:
    """Whether other processes can have said what they have in hand.

    Whoever could not reach the database for a while has to expect that of the others, and leaves
    them the time to say so.
    """

    def __init__(self, held_for: timedelta, steady: Steady = time.monotonic) -> None:
        self._held_for = held_for.total_seconds()
        self._steady = steady
        self._last = steady()
        self._trusting_from = 0.0

    def made(self) -> None:
        """Take note that the database did all it was asked for."""
        self._last = self._steady()

    def lose(self) -> None:
        """Trust nobody's silence for as long as a case is held."""
        self._trusting_from = self._steady() + self._held_for

    def is_steady(self) -> bool:
        """Tell whether who says nothing is gone, to be asked where the database is there."""
        if self._steady() - self._last > self._held_for / 2:
            self.lose()
        return self._steady() >= self._trusting_from


class WatchedClock:
    """Tells the time, and notices when somebody puts the clock forward; any thread may ask.

    What has waited for a moment seems to have waited for an hour then; `by_now` tells better. A
    machine that slept counts as one whose clock was put forward: nobody could have been answered.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        on_jump: Callable[[], None] = lambda: None,
        steady: Steady = time.monotonic,
    ) -> None:
        self._now = now
        self._steady = steady
        self._on_jump = on_jump
        self._looking = threading.Lock()
        self._seen = now(), steady()
        self._jumps: deque[tuple[datetime, timedelta]] = deque(maxlen=MOST_JUMPS)
        """Until when the clock went as before, by itself, and how far it then went ahead."""

    def __call__(self) -> datetime:
        """Return the moment that it is."""
        with self._looking:
            moment, steady = self._now(), self._steady()
            expected = self._seen[0] + timedelta(seconds=steady - self._seen[1])
            self._seen = moment, steady
            if (ahead := moment - expected) < LEAST_JUMP:
                return moment
            self._jumps.append((expected, ahead))
        self._on_jump()
        return moment

    def by_now(self, moment: datetime) -> datetime:
        """Return a moment that the clock told, as it would have if it had been right then."""
        for until, ahead in tuple(self._jumps):
            if moment <= until:
                moment += ahead
        return moment
