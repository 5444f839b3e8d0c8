"""Telegram's count of what the bot sends: how fast at most, and too fast where that is refused."""

import math
from collections import deque
from dataclasses import dataclass, field

SECOND, MINUTE = 1.0, 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Most messages in any window of their length."""

    over_all: int = 30
    """A second."""
    chat: int = 1
    """A second."""
    group: int = 20
    """A minute."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrafficReport:
    """What was counted since the beginning."""

    requests: int
    """Messages that the bot tried to send."""
    accepted: int
    """Of them, those that were posted."""
    too_fast: int
    """Of them, those that were refused for the limits."""
    seconds: float
    """From the first that was posted to the last."""
    highest_second: int
    """Most requests in any window of a second; so are the next two in theirs."""
    highest_chat_second: int
    highest_group_minute: int

    @property
    def pace(self) -> float:
        """Return the messages posted a second, 0 where they are too few to tell."""
        return (self.accepted - 1) / self.seconds if self.seconds else 0.0


@dataclass(kw_only=True, slots=True)
class _Window:
    """The moments of one sliding window, each within its length of the last one."""

    seconds: float
    moments: deque[float] = field(default_factory=deque)

    def count(self, now: float) -> int:
        """Return how many moments lie in the window that ends now."""
        while self.moments and self.moments[0] <= now - self.seconds:
            self.moments.popleft()
        return len(self.moments)

    def add(self, now: float) -> int:
        """Add a moment; return how many there are now."""
        self.moments.append(now)
        return self.count(now)

    def wait(self, limit: int, now: float) -> float:
        """Return how long until there is room for one more."""
        over = self.count(now) - limit
        return self.moments[over] + self.seconds - now if over >= 0 else 0.0


@dataclass(kw_only=True, slots=True)
class _Windows:
    """All messages, those of each chat, and those of each group for longer."""

    over_all: _Window = field(default_factory=lambda: _Window(seconds=SECOND))
    chats: dict[int, _Window] = field(default_factory=dict)
    groups: dict[int, _Window] = field(default_factory=dict)

    def count(self, chat_id: int, now: float) -> tuple[int, int, int]:
        """Count a message; return how many there are now, over all, in its chat, in its group."""
        in_all = self.over_all.add(now)
        in_chat = _kept(self.chats, chat_id, SECOND, now).add(now)
        in_group = _kept(self.groups, chat_id, MINUTE, now).add(now) if chat_id < 0 else 0
        return in_all, in_chat, in_group

    def wait(self, chat_id: int, limits: Limits, now: float) -> float:
        """Return how long until one more message to a chat is within the limits."""
        waits = [self.over_all.wait(limits.over_all, now)]
        if chat := self.chats.get(chat_id):
            waits.append(chat.wait(limits.chat, now))
        if group := self.groups.get(chat_id):
            waits.append(group.wait(limits.group, now))
        return max(waits)


class Traffic:
    """Counts what arrives; pure, times are seconds since 1970.

    What is too fast for `limits` is to be refused; None refuses nothing.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits
        self._arrived, self._posted = _Windows(), _Windows()
        self._peaks = (0, 0, 0)
        self._requests = self._accepted = self._too_fast = 0
        self._first: float | None = None
        self._last = 0.0

    def arrived(self, chat_id: int, *, now: float) -> int | None:
        """Count a request to send; return in how many seconds it may come again, if too fast."""
        self._requests += 1
        in_all, in_chat, in_group = self._arrived.count(chat_id, now)
        highest, chat, group = self._peaks
        self._peaks = (max(highest, in_all), max(chat, in_chat), max(group, in_group))
        wait = self._posted.wait(chat_id, self.limits, now) if self.limits else 0.0
        if wait <= 0:
            return None
        self._too_fast += 1
        return math.ceil(wait)

    def accepted(self, chat_id: int, *, now: float) -> None:
        """Count a message that was posted."""
        self._accepted += 1
        self._posted.count(chat_id, now)
        self._first = now if self._first is None else self._first
        self._last = now

    def report(self) -> TrafficReport:
        """Return what was counted."""
        highest, chat, group = self._peaks
        return TrafficReport(
            requests=self._requests,
            accepted=self._accepted,
            too_fast=self._too_fast,
            seconds=self._last - (self._last if self._first is None else self._first),
            highest_second=highest,
            highest_chat_second=chat,
            highest_group_minute=group,
        )


def _kept(windows: dict[int, _Window], chat_id: int, seconds: float, now: float) -> _Window:
    """Return a chat's window, the last used now; the ones used longest ago go once empty."""
    window = windows.pop(chat_id, None) or _Window(seconds=seconds)
    while windows and not windows[oldest := next(iter(windows))].count(now):
        del windows[oldest]
    windows[chat_id] = window
    return window
