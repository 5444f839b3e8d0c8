"""`danvan roles`: who may announce, and who may say so."""

from collections.abc import Sequence

from bot.clock import now
from bot.commands.console import output
from bot.commands.workplace import open_store
from bot.places import one_place, place_of
from bot.store.records import Rank, Role
from corpus.places import with_parents


def list_roles() -> None:
    """Print one line for each person with a role."""
    with open_store() as store:
        for role in store.roles.everyone():
            output.print(_line(role))


def grant(user_id: int, rank: Rank, names: Sequence[str]) -> None:
    """Give someone a role in place of any other.

    Raises UnclearPlaceError, and NotAllowedError for an owner of the settings.
    """
    places = frozenset(one_place(name).id for name in names)
    role = Role(user_id=user_id, rank=rank, places=places)
    with open_store() as store:
        store.roles.grant(role, by=None, now=now())
    output.print(_line(role))


def _line(role: Role) -> str:
    where = ""
    if role.rank is Rank.OFFICER:
        where = f" of {'; '.join(map(_name, sorted(role.places))) or 'all places'}"
    return f"{role.user_id}  {'no role' if role.rank is Rank.NONE else role.rank.value}{where}"


def _name(place_id: str) -> str:
    place = place_of(place_id)
    return f"{with_parents(place)} ({place_id})" if place else place_id
