"""How long a server is tried again: pure decisions, the time among their arguments."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long one call may take in all; everything in seconds."""

    total: float
    attempt: float
    """The longest that one attempt may take."""
    first_wait: float = 0.05
    longest_wait: float = 2.0

    def timeout(self, elapsed: float) -> float:
        """Return how long the next attempt may take."""
        return min(self.attempt, max(self.total - elapsed, self.first_wait))

    def wait(self, failures: int, elapsed: float) -> float | None:
        """Return how long to wait after so many failures, from 1 on; None where it is too late.

        >>> patience = Patience(total=10, attempt=5)
        >>> [patience.wait(failures, elapsed=1) for failures in (1, 2, 3, 99)]
        [0.05, 0.1, 0.2, 2.0]
        >>> patience.wait(1, elapsed=9.97) is None
        True
        """
        doublings = min(failures - 1, 32)  # beyond, any wait is the longest
        wait = min(self.first_wait * (1 << doublings), self.longest_wait)
        return wait if elapsed + wait < self.total else None


QUESTION = Patience(total=3.0, attempt=2.0)
"""Somebody waits for the answer, and another engine may have it."""
CHANGE = Patience(total=60.0, attempt=30.0)
"""Nobody waits, and what is begun should come to its end."""
