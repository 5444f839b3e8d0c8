"""How an announcement is doing, of its deliveries as they are counted: pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from bot.store.records import State, Tally, Task

_OPEN = frozenset({State.WAITING, State.CLAIMED, State.SENDING})

Reasons = Mapping[str | None, int]
"""How many there are by their reason."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """Chats of an announcement; each is counted once."""

    waiting: int
    """It is not sent there yet."""
    arrived: int
    """It is there, as it should be by now."""
    changing: int
    """It is there, and waits to be edited."""
    leaving: int
    """It is there, and waits to be deleted."""
    unchanged: Reasons
    """It is there as it was: an edit or a deletion did not work."""
    failed: Reasons
    uncertain: Reasons
    cancelled: Reasons
    recalled: int

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> Self:
        """Add up what was counted."""
        kinds: Counter[str] = Counter()
        reasons: dict[str, Counter[str | None]] = {name: Counter() for name in _WITH_REASONS}
        for tally in tallies:
            kind = _kind(tally)
            if kind in reasons:
                reasons[kind][tally.reason] += tally.count
            else:
                kinds[kind] += tally.count
        return cls(
            waiting=kinds["waiting"],
            arrived=kinds["arrived"],
            changing=kinds["changing"],
            leaving=kinds["leaving"],
            recalled=kinds["recalled"],
            unchanged=reasons["unchanged"],
            failed=reasons["failed"],
            uncertain=reasons["uncertain"],
            cancelled=reasons["cancelled"],
        )

    @property
    def posted(self) -> int:
        """How many chats have it before them."""
        return self.arrived + self.changing + self.leaving + sum(self.unchanged.values())

    @property
    def can_be_retried(self) -> int:
        """How many can be tried again."""
        return sum(self.failed.values()) + sum(self.unchanged.values())

    @property
    def total(self) -> int:
        """How many chats there are."""
        gone = sum(self.uncertain.values()) + sum(self.cancelled.values()) + self.recalled
        return self.waiting + self.posted + sum(self.failed.values()) + gone


_WITH_REASONS = ("unchanged", "failed", "uncertain", "cancelled")
_OPEN_KINDS = {Task.SEND: "waiting", Task.EDIT: "changing", Task.DELETE: "leaving"}


def _kind(tally: Tally) -> str:
    if tally.state in _OPEN:
        return _OPEN_KINDS[tally.task]
    if tally.state is State.SENT:
        return "arrived" if tally.reason is None else "unchanged"
    return tally.state.value
