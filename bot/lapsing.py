"""What is kept in memory for minutes goes when they are over, whether or not anyone comes by."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context
from datetime import datetime, timedelta

GRAIN_SECONDS = 1.0
"""What was kept within so long goes together, with the first of it."""


class Lapse:
    """Has what was kept up to a moment forgotten in time: one timer, however much is kept."""

    def __init__(self, forget: Callable[[datetime], None], *, after: timedelta) -> None:
        """Have `forget` called with moments that are `after` long ago."""
        self._forget = forget
        self._seconds = after.total_seconds()
        self._due: deque[tuple[float, datetime]] = deque()
        """When to forget, by the loop's clock, and up to which moment; ascending."""

    def begin(self, moment: datetime) -> None:
        """Take note that something of `moment` is kept from now on."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self._seconds
        if self._due and due < self._due[-1][0] + GRAIN_SECONDS:
            self._due[-1] = self._due[-1][0], max(self._due[-1][1], moment)
            return
        self._due.append((due, moment))
        if len(self._due) == 1:
            self._wait(loop)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        """Come back for the first; in a context of its own, for the caller's holds an update."""
        loop.call_at(self._due[0][0], self._lapse, loop, context=Context())

    def _lapse(self, loop: asyncio.AbstractEventLoop) -> None:
        _, moment = self._due.popleft()
        if self._due:
            self._wait(loop)
        self._forget(moment)
