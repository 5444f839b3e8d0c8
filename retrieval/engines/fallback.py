"""An engine that another one stands in for while it can't be used."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from retrieval.engines import Engine
from retrieval.errors import EngineUnavailableError, IndexDamagedError

E = TypeVar("E", bound=Engine)
T = TypeVar("T")
Failure = EngineUnavailableError | IndexDamagedError

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds until the first engine is asked again: after its first failure, and at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """How it stands with the first engine."""

    failures: int = 0
    """In a row."""
    until: float = 0.0
    """It is not asked before this time, in seconds."""


def waiting(failures: int, now: float) -> Trouble:
    """Return how it stands after so many failures, from 1 on: each wait is twice the one before.

    >>> [waiting(failures, now=10.0).until for failures in (1, 2, 3, 99)]
    [11.0, 12.0, 14.0, 70.0]
    """
    wait = min(FIRST_WAIT * (1 << min(failures - 1, 32)), LONGEST_WAIT)
    return Trouble(failures=failures, until=now + wait)


class FallbackEngine(Generic[E]):
    """An `Engine`: the first one, and the second where that can't be used, or its index is gone.

    Both hold the same passages under the same numbers. Whoever changes them changes both.
    """

    def __init__(
        self,
        first: E,
        second: E,
        *,
        observe: Callable[[Failure | None], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Have `observe` told once when the first one fails, by what, and None when it is back."""
        self._first = first
        self._second = second
        self._observe = observe
        self._clock = clock
        self._lock = Lock()
        self._trouble = Trouble()

    def __len__(self) -> int:
        return len(self._second)

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`."""
        return self.ask(lambda engine: engine.top(query, k, within=within))

    def ask(self, question: Callable[[E], T]) -> T:
        """Return what one of the engines answers to all of `question`, which may be asked twice."""
        if not self._is_first_due():
            return question(self._second)
        try:
            answer = question(self._first)
        except (EngineUnavailableError, IndexDamagedError) as error:
            self._failed(error)
            return question(self._second)
        self._worked()
        return answer

    def _is_first_due(self) -> bool:
        with self._lock:
            now = self._clock()
            if now < self._trouble.until:
                return False
            if self._trouble.failures:  # one thread tries, and the others need not wait for it
                self._trouble = waiting(self._trouble.failures, now)
            return True

    def _failed(self, error: Failure) -> None:
        with self._lock:
            is_new = not self._trouble.failures
            self._trouble = waiting(self._trouble.failures + 1, self._clock())
        if is_new:
            self._observe(error)

    def _worked(self) -> None:
        with self._lock:
            is_over = bool(self._trouble.failures)
            self._trouble = Trouble()
        if is_over:
            self._observe(None)
