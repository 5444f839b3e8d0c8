"""The updates that wait for the bot, until it confirms that it has them."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from bot.sandbox.news import (
    BotMoved,
    CallbackQuery,
    Payload,
    PollAnswered,
    PollChanged,
    Update,
)
from bot.sandbox.records import Message

MAX_UPDATES = 100
"""Most updates that one getUpdates returns."""
FUTURE = 10
"""How far an offset may lie beyond the next update."""

_DAY = 86_400
_LIFETIMES = {
    "message": _DAY,
    "my_chat_member": _DAY,
    "poll": _DAY,
    "poll_answer": _DAY,
    "callback_query": 150,
}
"""Seconds that an update waits for the bot, by its kind."""

_ASKED_FOR = frozenset({"message_reaction", "message_reaction_count", "chat_member"})
"""Kinds that a bot gets only if it asks for them."""


def kind_of(payload: Payload) -> str:
    """Return the field of Update that holds `payload`."""
    match payload:
        case Message():
            return "message"
        case CallbackQuery():
            return "callback_query"
        case BotMoved():
            return "my_chat_member"
        case PollAnswered():
            return "poll_answer"
        case PollChanged():
            return "poll"


@dataclass(kw_only=True)
class Webhook:
    """Where a bot wants its updates posted."""

    url: str
    secret: str = ""
    last_error_date: int | None = None
    """Seconds since 1970."""
    last_error_message: str = ""


class UpdateQueue:
    """Updates in the order they were made, with ids that grow by one.

    `first_id` should lie above all ids of earlier queues, for bots that remember ids.
    """

    def __init__(self, first_id: int) -> None:
        self._next_id = first_id
        self._pending: deque[Update] = deque()
        self.allowed: frozenset[str] | None = None
        """The kinds that the bot asked for last; None for Telegram's default."""
        self.webhook: Webhook | None = None
        """None for a bot that fetches them."""

    def __len__(self) -> int:
        return len(self._pending)

    def push(self, payload: Payload, *, now: int) -> Update | None:
        """Add an update; None where the bot did not ask for its kind."""
        if not self._is_allowed(kind_of(payload)):
            return None
        update = Update(id=self._next_id, payload=payload, date=now)
        self._next_id += 1
        self._pending.append(update)
        return update

    def allow(self, kinds: Iterable[str]) -> None:
        """Remember which kinds the bot asks for, from now on; none for the default."""
        self.allowed = frozenset(kind.lower() for kind in kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget the updates that an offset of getUpdates confirms.

        A positive offset confirms all updates with smaller ids; a negative one, -n, all but the
        last n; 0 none. Neither does one too far in the future, which is of another queue.
        """
        if offset > self._next_id + FUTURE:
            return
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while self._pending and self._pending[0].id < offset:
            self._pending.popleft()

    def take(self, limit: int, *, now: int) -> tuple[Update, ...]:
        """Return the first `limit` updates, which stay; those that are too old go."""
        fresh = [u for u in self._pending if now - u.date <= _LIFETIMES[kind_of(u.payload)]]
        self._pending = deque(fresh)
        return tuple(fresh[: max(1, min(limit, MAX_UPDATES))])

    def clear(self) -> None:
        """Forget all updates."""
        self._pending.clear()

    def _is_allowed(self, kind: str) -> bool:
        return kind not in _ASKED_FOR if self.allowed is None else kind in self.allowed
