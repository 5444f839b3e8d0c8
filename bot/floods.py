"""Who writes more at once than can be answered at once: noticed in memory only, and for minutes.

Such a chat is slowed down by itself: of its messages one is in hand at a time, and its answers keep
the pace of one person. It has only to be told, once. No clock is read: times come with messages.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MANY = 6
"""Messages, all written within `AT_ONCE`."""
AT_ONCE = timedelta(seconds=20)
LATE = timedelta(seconds=5)
"""Whoever waits less for the answer to the last of them is not told of any wait."""
SILENCE = timedelta(minutes=10)
MOST_CHATS = 1000


@dataclass(slots=True)
class _Chat:
    written_at: list[datetime] = field(default_factory=list)
    """Of its last messages, at most so many as are too many."""
    told_at: datetime | None = None


class Floods:
    """Remembers when the last messages of chats were written; those of too many are forgotten."""

    def __init__(self, most_chats: int = MOST_CHATS) -> None:
        self._most = most_chats
        self._chats: OrderedDict[int, _Chat] = OrderedDict()

    def __len__(self) -> int:
        """Return how many chats are remembered."""
        return len(self._chats)

    def is_to_be_told(self, chat_id: int, *, written_at: datetime, now: datetime) -> bool:
        """Hear of a message that is about to be answered; tell whether its chat should be told."""
        chat = self._chats.setdefault(chat_id, _Chat())
        self._chats.move_to_end(chat_id)
        while len(self._chats) > self._most:
            self._chats.popitem(last=False)
        chat.written_at = [*chat.written_at, written_at][-MANY:]
        are_many = len(chat.written_at) == MANY and written_at - chat.written_at[0] <= AT_ONCE
        was_told = chat.told_at is not None and abs(now - chat.told_at) < SILENCE
        if not are_many or was_told or now - written_at < LATE:
            return False
        chat.told_at = now
        return True
