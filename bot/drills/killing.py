"""When processes are killed: pure, by a chance that is given."""

from dataclasses import dataclass
from random import Random

LONGEST_WAIT = 0.1
"""Seconds: some requests' time, so that a kill meets any moment of one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kill:
    """A moment: so long after so much was done."""

    after: int
    """Steps of work, of all processes together."""
    wait: float
    """Seconds."""


def plan_kills(number: int, *, steps: int, chance: Random) -> tuple[Kill, ...]:
    """Return kills spread over so many steps of work, each at random in its share of them.

    >>> [kill.after for kill in plan_kills(3, steps=300, chance=Random(1))]
    [13, 176, 249]
    """
    share = steps / max(number, 1)
    return tuple(
        Kill(after=int((n + chance.random()) * share), wait=chance.uniform(0, LONGEST_WAIT))
        for n in range(number)
    )
