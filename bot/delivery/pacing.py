"""Telegram's pace: who may be written to when. Pure; `now` is given, in seconds of a steady clock.

Telegram counts messages as they arrive there, and how long one takes on its way varies. What is
sure is that it arrives after it was sent and before its answer is here. So a message counts
against a limit from when it is sent until the limit's time after it was answered: then no window
of that length at Telegram, wherever it lies, holds more than the limit, however the times on the
way may vary. Quick answers make this cost next to nothing; slow ones make it careful.

Announcements keep a steady step below the limit over all, so that an answer to a person finds
room, or before long a place.
"""

import math
from bisect import insort
from dataclasses import dataclass, field
from enum import IntEnum

ChatId = int | str
"""As the Bot API takes it: a number, or the @username of a channel or public group."""


class Priority(IntEnum):
    """Who goes first where both can't; the smaller."""

    ANSWER = 0
    ANNOUNCEMENT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """At most `count` messages in any window of `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """The limits to keep; the defaults are Telegram's, which counts edits as messages."""

    over_all: Limit = Limit(count=30, seconds=1)
    chat: Limit = Limit(count=1, seconds=1)
    group: Limit = Limit(count=20, seconds=60)
    person: Limit = Limit(count=5, seconds=5)
    """Instead of `chat`, for answers in a private chat: Telegram allows short bursts, and whoever
    presses buttons shall not wait for them."""
    announcements: float = 29.5
    """Most announcements a second, steadily."""
    catching_up: float = 0.2
    """Seconds that announcements may be behind their steady step and still make up for it."""
    margin: float = 0.005
    """Seconds that every window is longer here than there, as clocks do not run alike."""


@dataclass(kw_only=True, slots=True)
class Window:
    """What counts against one limit: messages under way, and those answered not long ago."""

    limit: Limit
    margin: float
    under_way: int = 0
    over: list[float] = field(default_factory=list)
    """Until when each answered message counts, the earliest first."""

    def free_at(self, now: float) -> float:
        """Return from when on another message fits; inf where first one has to be answered."""
        del self.over[: next((n for n, end in enumerate(self.over) if end > now), len(self.over))]
        surplus = self.under_way + len(self.over) - self.limit.count
        if surplus < 0:
            return now
        return self.over[surplus] if surplus < len(self.over) else math.inf

    def begin(self) -> None:
        """Count a message that goes out."""
        self.under_way += 1

    def end(self, now: float) -> None:
        """Count a message that was answered, for the limit's time."""
        self.under_way -= 1
        insort(self.over, now + self.limit.seconds + self.margin)

    def is_idle(self, now: float) -> bool:
        """Tell whether nothing counts any more."""
        return not self.under_way and not (self.over and self.over[-1] > now)


@dataclass(kw_only=True, slots=True)
class _Chat:
    windows: tuple[Window, ...]
    answering: tuple[Window, ...]
    """Those of them that hold for answers."""
    paused_until: float = -math.inf

    def free_at(self, now: float, priority: Priority) -> float:
        windows = self.answering if priority is Priority.ANSWER else self.windows
        return max(self.paused_until, *(window.free_at(now) for window in windows))

    def is_idle(self, now: float) -> bool:
        return self.paused_until <= now and all(window.is_idle(now) for window in self.windows)


class Pacer:
    """Keeps the pace over all chats and in each.

    Whoever wants to send asks `free_at`, and where that is now: `begin`, send, and `end` as soon
    as the answer, or none, is certain.
    """

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self._over_all = self._window(self.pace.over_all)
        self._chats: dict[ChatId, _Chat] = {}
        """Those that are not idle, and some that are; the one used last is last."""
        self._next_announcement = -math.inf

    def free_at(self, chat_id: ChatId, priority: Priority, *, now: float) -> float:
        """Return the earliest time that a message to the chat may go out by what is known now.

        `now` if at once; inf if it depends on messages that are under way.
        """
        chat = self._chats.get(chat_id)
        free = max(self._over_all.free_at(now), chat.free_at(now, priority) if chat else now)
        if priority is Priority.ANNOUNCEMENT:
            return max(free, self._next_announcement)
        return free

    def chat_free_at(self, chat_id: ChatId, *, now: float) -> float:
        """Return the same, for an announcement, as far as only the chat itself is concerned."""
        chat = self._chats.get(chat_id)
        return chat.free_at(now, Priority.ANNOUNCEMENT) if chat else now

    def begin(self, chat_id: ChatId, priority: Priority, *, now: float) -> None:
        """Count a message that goes out; ValueError where it may not yet."""
        if self.free_at(chat_id, priority, now=now) > now:
            raise ValueError("a message may not go out before its time")
        self._forget_idle(now)
        for window in (self._over_all, *self._used(chat_id).windows):
            window.begin()
        if priority is Priority.ANNOUNCEMENT:
            due = max(self._next_announcement, now - self.pace.catching_up)
            self._next_announcement = due + 1 / self.pace.announcements

    def end(self, chat_id: ChatId, *, now: float) -> None:
        """Note that a message was answered, or never will be."""
        for window in (self._over_all, *self._used(chat_id).windows):
            window.end(now)

    def pause(self, chat_id: ChatId, *, until: float) -> None:
        """Write nothing to one chat before `until`."""
        chat = self._used(chat_id)
        chat.paused_until = max(chat.paused_until, until)

    def __len__(self) -> int:
        """Return how many chats are remembered."""
        return len(self._chats)

    def _used(self, chat_id: ChatId) -> _Chat:
        chat = self._chats.pop(chat_id, None) or self._new_chat(chat_id)
        self._chats[chat_id] = chat
        return chat

    def _new_chat(self, chat_id: ChatId) -> _Chat:
        is_group = isinstance(chat_id, str) or chat_id < 0
        limits = (self.pace.chat, self.pace.group if is_group else self.pace.person)
        windows = tuple(map(self._window, limits))
        return _Chat(windows=windows, answering=windows if is_group else windows[1:])

    def _window(self, limit: Limit) -> Window:
        return Window(limit=limit, margin=self.pace.margin)

    def _forget_idle(self, now: float) -> None:
        """Forget the chats that were used longest ago, for as long as they are idle."""
        while self._chats and self._chats[oldest := next(iter(self._chats))].is_idle(now):
            del self._chats[oldest]
