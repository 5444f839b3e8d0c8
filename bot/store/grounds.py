"""How the places of roles, announcements and subscriptions lie to each other; pure.

A place that the table of units does not know (any longer) concerns nobody and allows nothing.
"""

from collections.abc import Iterable
from functools import lru_cache

from corpus.places import covers, parents, today
from corpus.records import Place
from corpus.units import load_units


def allows(granted: Iterable[str], wanted: Iterable[str]) -> bool:
    """Tell whether someone with the places `granted` may write to all of `wanted`.

    No place is everywhere: only who is granted that may want it.
    """
    granted, wanted = tuple(granted), tuple(wanted)
    if not granted:
        return True
    return bool(wanted) and all(any(_covers(mine, one) for mine in granted) for one in wanted)


def concerns(chosen: str, addressed: Iterable[str]) -> bool:
    """Tell whether a subscriber to `chosen` hears of what is addressed to these places.

    It does of what is about that place, of what is about one inside it, and of what goes to all
    of a wider one.
    """
    return any(_covers(chosen, one) or _covers(one, chosen) for one in addressed)


def _covers(wide: str, narrow: str) -> bool:
    if _provinces(wide).isdisjoint(_provinces(narrow)):
        return False
    one, other = _place(wide), _place(narrow)
    return one is not None and other is not None and covers(one, other)


@lru_cache(maxsize=1 << 14)
def _provinces(place_id: str) -> frozenset[str]:
    """Return the provinces of today that a place lies in: two that share none are apart."""
    place = _place(place_id)
    heirs = today(place) if place else ()
    return frozenset(unit.id for heir in heirs for unit in (parents(heir) or (heir,)))


@lru_cache(maxsize=1 << 14)
def _place(place_id: str) -> Place | None:
    units = load_units()
    try:
        return units.place(units.unit(place_id))
    except KeyError:
        return None
