"""The groups of a drill, and what goes wrong in each: pure, by a chance that is given."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from bot.sandbox.cast import CITIZEN
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.records import Chat, ChatKind

_FIRST_ID = -5_000_000_000
_DROPS = (FaultKind.DROP_BEFORE, FaultKind.DROP_AFTER)
WORDS = "Drill"
MOST_FLOODS, MOST_FLOOD_SECONDS = 3, 2
MOST_FAILURES = 3


class Trouble(StrEnum):
    """What goes wrong in a group."""

    NONE = "none"
    FLOODS = "floods"
    """It is told to wait, once or a few times."""
    FORBIDS = "forbids"
    """It has removed the bot."""
    MIGRATED = "migrated"
    """It has become a supergroup, which nobody told the bot."""
    FAILS = "fails"
    """Errors of the server's own: a few, or no end of them."""
    DROPS = "drops"
    """The connection breaks, before or after the message was posted."""


SHARES = {
    Trouble.FLOODS: 0.10,
    Trouble.FORBIDS: 0.03,
    Trouble.MIGRATED: 0.02,
    Trouble.FAILS: 0.02,
    Trouble.DROPS: 0.01,
}
"""Of all groups; the rest has no trouble."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A group, and what goes wrong in it."""

    chat_id: int
    trouble: Trouble = Trouble.NONE
    fault: Fault | None = None
    """What its requests meet, where the trouble is of that kind."""

    @property
    def can_be_reached(self) -> bool:
        """Tell whether a message that is sent often enough arrives."""
        fails_for_good = self.fault is not None and self.fault.times is None
        return self.trouble is not Trouble.FORBIDS and not fails_for_good


def chats(number: int) -> tuple[Chat, ...]:
    """Return so many basic groups, which can become supergroups, as the sandbox has chats."""
    member = CITIZEN.user.id
    return tuple(
        Chat(
            id=_FIRST_ID - n,
            kind=ChatKind.GROUP,
            title=f"Drill {n}",
            members=(member,),
            owner=member,
        )
        for n in range(number)
    )


def plan_groups(number: int, chance: Random, *, with_faults: bool) -> tuple[Group, ...]:
    """Return so many groups in the order of their chats; the shares are met to the group."""
    troubled = [
        (trouble, _fault(trouble, n, chance))
        for trouble, share in SHARES.items()
        for n in range(round(share * number) if with_faults else 0)
    ]
    untroubled = [(Trouble.NONE, None)] * (number - len(troubled))
    what_goes_wrong = [*troubled, *untroubled]
    chance.shuffle(what_goes_wrong)
    return tuple(
        Group(chat_id=chat.id, trouble=trouble, fault=fault)
        for chat, (trouble, fault) in zip(chats(number), what_goes_wrong, strict=True)
    )


def _fault(trouble: Trouble, n: int, chance: Random) -> Fault | None:
    """Return the fault of the n-th group with some trouble: of its two kinds there are as many."""
    match trouble:
        case Trouble.FLOODS:
            times = chance.randint(1, MOST_FLOODS)
            seconds = chance.randint(1, MOST_FLOOD_SECONDS)
            return Fault(kind=FaultKind.FLOOD, times=times, seconds=seconds)
        case Trouble.FAILS:
            times = chance.randint(1, MOST_FAILURES)
            return Fault(kind=FaultKind.FAIL, times=None if n % 2 else times)
        case Trouble.DROPS:
            return Fault(kind=_DROPS[n % len(_DROPS)])
    return None
