"""What came of a drill, by the server's record of messages and by the outbox's of deliveries; pure.

groups    = sent + failed + uncertain                    by the outbox
reachable = once + doubled + lost + uncertain_missing    by the server
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from bot.delivery.decision import Reason
from bot.delivery.sender import WORKERS
from bot.drills.groups import Group, Trouble
from bot.sandbox.traffic import Limits, TrafficReport
from bot.store.outbox import INTERRUPTED
from bot.store.records import State

_REASONED = (State.FAILED, State.UNCERTAIN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of the message to one group."""

    group: Group
    copies: int
    """By the server's record."""
    state: State | None = None
    """By the outbox's; None where it has no row."""
    reason: str | None = None

    @property
    def is_missing(self) -> bool:
        """Tell whether it should be there, and is not."""
        return self.group.can_be_reached and self.copies == 0

    @property
    def is_lost(self) -> bool:
        """Tell whether it is missing, and nobody says that it may be."""
        return self.is_missing and self.state is not State.UNCERTAIN

    @property
    def is_unnamed(self) -> bool:
        """Tell whether the outbox does not say what became of it, or not why."""
        if self.state in _REASONED:
            return not self.reason
        return self.state is not State.SENT

    @property
    def is_contradicted(self) -> bool:
        """Tell whether the server knows it otherwise than the outbox says."""
        is_there = self.copies > 0
        return self.state is (State.FAILED if is_there else State.SENT)

    @property
    def is_uncertain_without_cause(self) -> bool:
        """Tell whether it is uncertain though no connection broke there and no process died."""
        if self.state is not State.UNCERTAIN or self.reason == INTERRUPTED:
            return False
        return not (self.reason == Reason.DROPPED and self.group.trouble is Trouble.DROPS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """All outcomes, counted; by reason where that is said."""

    groups: int
    reachable: int
    """Where a message that is sent often enough arrives."""
    once: int
    doubled: int
    lost: int
    uncertain: int
    uncertain_posted: int
    """Of the uncertain ones those that the server has."""
    uncertain_missing: int
    """Of those that can be reached the uncertain ones that it does not have."""
    sent: int
    failed: int
    failed_by_reason: Mapping[str, int]
    uncertain_by_reason: Mapping[str, int]
    unnamed: int
    contradicted: int
    uncertain_without_cause: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Self:
        """Add up what became of each."""
        by_reason = {
            state: Counter(one.reason or "" for one in outcomes if one.state is state)
            for state in _REASONED
        }
        failed, uncertain = (by_reason[state] for state in _REASONED)
        return cls(
            groups=len(outcomes),
            reachable=sum(one.group.can_be_reached for one in outcomes),
            once=sum(one.copies == 1 for one in outcomes),
            doubled=sum(one.copies > 1 for one in outcomes),
            lost=sum(one.is_lost for one in outcomes),
            uncertain=uncertain.total(),
            uncertain_posted=sum(
                one.state is State.UNCERTAIN and one.copies > 0 for one in outcomes
            ),
            uncertain_missing=sum(one.is_missing and not one.is_lost for one in outcomes),
            sent=sum(one.state is State.SENT for one in outcomes),
            failed=failed.total(),
            failed_by_reason=dict(sorted(failed.items())),
            uncertain_by_reason=dict(sorted(uncertain.items())),
            unnamed=sum(one.is_unnamed for one in outcomes),
            contradicted=sum(one.is_contradicted for one in outcomes),
            uncertain_without_cause=sum(one.is_uncertain_without_cause for one in outcomes),
        )

    @property
    def adds_up(self) -> bool:
        """Tell whether every group is counted as sent, failed or uncertain."""
        return self.sent + self.failed + self.uncertain == self.groups


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """How a drill went."""

    seconds: float
    """From the start of the first process to the end of the announcement."""
    kills: int
    taken_over: int
    """Kills after which another process was the first to go on."""
    limit: int
    """Messages a second."""
    traffic: TrafficReport
    impatient: int
    """Requests that came before the wait that they were told was over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A drill."""

    account: Account
    course: Course

    @property
    def flaws(self) -> tuple[str, ...]:
        """Return what did not hold; nothing if all did."""
        account, course = self.account, self.course
        traffic, usual = course.traffic, Limits()
        interrupted = account.uncertain_by_reason.get(INTERRUPTED, 0)
        found = {
            f"{account.doubled} groups have it more than once": account.doubled > 0,
            f"{account.lost} groups should have it and do not": account.lost > 0,
            f"{account.unnamed} groups have no row that says why": account.unnamed > 0,
            f"{account.contradicted} rows say other than the server": account.contradicted > 0,
            f"{account.uncertain_without_cause} are uncertain, and nothing happened there": (
                account.uncertain_without_cause > 0
            ),
            f"{interrupted} were interrupted, by {course.kills} kills of {WORKERS} at work": (
                interrupted > course.kills * WORKERS
            ),
            "the rows do not add up to the groups": not account.adds_up,
            f"{traffic.highest_second} in a second": traffic.highest_second > course.limit,
            f"{traffic.highest_chat_second} in a chat in a second": (
                traffic.highest_chat_second > usual.chat
            ),
            f"{traffic.highest_group_minute} in a group in a minute": (
                traffic.highest_group_minute > usual.group
            ),
            f"{course.impatient} came before their wait was over": course.impatient > 0,
        }
        return tuple(words for words, is_so in found.items() if is_so)

    def fields(self) -> dict[str, object]:
        """Return all figures by their names, for JSON."""
        traffic = asdict(self.course.traffic)
        return {
            **asdict(self.account),
            "adds_up": self.account.adds_up,
            "kills": self.course.kills,
            "taken_over": self.course.taken_over,
            "seconds": round(self.course.seconds, 1),
            "pace": round(self.course.traffic.pace, 2),
            "limit": self.course.limit,
            "requests": traffic["requests"],
            **{name: count for name, count in traffic.items() if name.startswith("highest")},
            "impatient": self.course.impatient,
            "flaws": list(self.flaws),
        }
