"""The stream of events for the chat page: many listeners, none of which can hold up the rest."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

KEPT = 1000
"""How many past events a listener that comes back can still get."""


class EventStream:
    """Numbered texts that listeners follow from where they left off."""

    def __init__(self) -> None:
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._last_id = 0
        self._changed = asyncio.Event()
        self._closed = False
        self.is_wanted = False
        """Whether anyone has ever asked for it: before, there is nothing to come back to."""

    @property
    def last_id(self) -> int:
        """Return the number of the newest event, 0 before the first."""
        return self._last_id

    def publish(self, text: str) -> None:
        """Add an event."""
        self._last_id += 1
        self._kept.append((self._last_id, text))
        self._wake()

    def close(self) -> None:
        """End all listeners."""
        self._closed = True
        self._wake()

    async def follow(
        self, after: int, *, heartbeat: float
    ) -> AsyncGenerator[tuple[int, str] | None]:
        """Yield each event after number `after`; None for `heartbeat` seconds without one.

        A number that was never given, as after a restart, means from now on.
        """
        seen = min(after, self._last_id)
        while not self._closed:
            changed = self._changed
            for number, text in [event for event in self._kept if event[0] > seen]:
                seen = number
                yield number, text
            if seen == self._last_id and not await _set_within(changed, heartbeat):
                yield None

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
