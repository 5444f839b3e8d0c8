"""Places that people type to choose one, by the same table as those of questions."""

import unicodedata
from collections.abc import Iterator

from bot.errors import UnclearPlaceError
from corpus.places import gazetteer, with_parents
from corpus.records import Place
from corpus.units import load_units

LONGEST_NAME = 100
"""Characters of what is typed that are looked at."""

_WARDS = ("xã", "phường", "thị trấn")


def places_named(typed: str) -> tuple[Place, ...]:
    """Return the places that `typed` may name, those in force first; none where it names none.

    Nothing else is meant here, so that a name needs neither its type nor a capital.

    >>> [place.name for place in places_named("can duoc")]
    ['Xã Cần Đước', 'Huyện Cần Đước']
    >>> [place.name for place in places_named("tân lân")]
    ['Xã Tân Lân', 'Xã Tân Lân']
    """
    name = " ".join(unicodedata.normalize("NFC", typed[:LONGEST_NAME]).split())
    found = next(filter(None, (tuple(_found(text)) for text in (name, name.title()))), None)
    if found is None:
        found = tuple(place for ward in _WARDS for place in _found(f"{ward} {name.title()}"))
    return tuple(sorted(dict.fromkeys(found), key=lambda place: place.historical))


def place_of(place_id: str) -> Place | None:
    """Return the place of an id; None where the table of units has it no longer."""
    units = load_units()
    try:
        return units.place(units.unit(place_id))
    except KeyError:
        return None


def one_place(name: str) -> Place:
    """Return the one place of that id or name; one in force before what had its name and level.

    Raises UnclearPlaceError, which lists them where there are several.
    """
    known = place_of(name)
    if known is not None:
        return known
    found = places_named(name)
    levels = {place.level for place in found if not place.historical}
    candidates = [one for one in found if not (one.historical and one.level in levels)]
    if not candidates:
        raise UnclearPlaceError(
            f"there is no place called {name!r}; expected a name such as "
            '"xã Cần Đước, Tây Ninh", or an id such as new/tay-ninh/xa-can-duoc'
        )
    if len(candidates) > 1:
        ids = "\n".join(f"  {place.id}  {with_parents(place)}" for place in candidates)
        raise UnclearPlaceError(
            f"{name!r} is the name of {len(candidates)} places; give one of their ids:\n{ids}"
        )
    return candidates[0]


def _found(text: str) -> Iterator[Place]:
    """Yield the places that a text names, without those that only tell where another lies."""
    for mention in gazetteer().find(text):
        if not mention.qualifies:
            yield from mention.places
