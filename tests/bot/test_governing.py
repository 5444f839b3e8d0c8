"""How roles change, and who may change them."""

from collections.abc import Iterator

import pytest

from bot.callbacks.roles import (
    GiveRank,
    GrantPlace,
    PickPerson,
    RoleAction,
    SearchOfficerPlace,
    ShowRole,
    ShowRoles,
)
from bot.errors import NotAllowedError
from bot.governing import Governing, changed_role, roles_to_introduce
from bot.store.records import Rank, Role
from bot.store.store import Store
from bot.texts import Vietnamese
from tests.support.running_bot import empty_store
from tests.support.stores import NOW, OFFICER, OWNER

ONE, OTHER = "new/tay-ninh", "new/ha-tinh"
PERSON = 9


def officer(*places: str) -> Role:
    return Role(user_id=PERSON, rank=Rank.OFFICER, places=frozenset(places))


NOBODY = Role(user_id=PERSON)
AN_OWNER = Role(user_id=PERSON, rank=Rank.OWNER)


def give(rank: Rank) -> GiveRank:
    return GiveRank(user_id=PERSON, rank=rank)


def grant(place: str, *, granted: bool = True) -> GrantPlace:
    return GrantPlace(user_id=PERSON, place=place, granted=granted)


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        (NOBODY, give(Rank.OFFICER), officer()),
        (NOBODY, give(Rank.OWNER), AN_OWNER),
        (officer(ONE), give(Rank.OFFICER), officer()),
        (officer(ONE), give(Rank.NONE), NOBODY),
        (NOBODY, grant(ONE), officer(ONE)),
        (officer(), grant(ONE), officer(ONE)),
        (officer(ONE), grant(OTHER), officer(ONE, OTHER)),
        (officer(ONE, OTHER), grant(ONE, granted=False), officer(OTHER)),
        (officer(ONE), grant(ONE, granted=False), None),
        (officer(ONE), grant(OTHER, granted=False), officer(ONE)),
        (officer(), grant(ONE, granted=False), officer()),
        (NOBODY, grant(ONE, granted=False), NOBODY),
        (AN_OWNER, grant(ONE), AN_OWNER),
        (AN_OWNER, grant(ONE, granted=False), AN_OWNER),
    ],
)
def test_a_role_becomes(before: Role, action: GiveRank | GrantPlace, after: Role | None) -> None:
    assert changed_role(before, action) == after


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store(owners=[OWNER]) as opened:
        opened.roles.grant(Role(user_id=OFFICER, rank=Rank.OFFICER), by=OWNER, now=NOW)
        yield opened


@pytest.mark.parametrize("by", [OFFICER, PERSON, 0])
@pytest.mark.parametrize(
    "action",
    [
        ShowRoles(page=1),
        PickPerson(),
        ShowRole(user_id=PERSON),
        GiveRank(user_id=PERSON, rank=Rank.OWNER),
        SearchOfficerPlace(user_id=PERSON),
        GrantPlace(user_id=PERSON, place=ONE, granted=True),
    ],
)
async def test_no_action_is_for_anyone_but_owners(
    store: Store, action: RoleAction, by: int
) -> None:
    before = (store.roles.everyone(), store.audit.entries())
    with pytest.raises(NotAllowedError):
        await Governing(store).act(action, by, Vietnamese(), is_private=True)
    assert (store.roles.everyone(), store.audit.entries()) == before


async def test_what_was_so_before_is_not_noted_again(store: Store) -> None:
    noted = store.audit.entries()
    action = GiveRank(user_id=OFFICER, rank=Rank.OFFICER)
    await Governing(store).act(action, OWNER, Vietnamese(), is_private=True)
    assert store.audit.entries() == noted


def test_menus_are_for_those_who_have_a_role_and_those_who_had_one(store: Store) -> None:
    store.roles.grant(AN_OWNER, by=OWNER, now=NOW)
    ranks = {role.user_id: role.rank for role in roles_to_introduce(store)}
    assert (ranks[OWNER], ranks[PERSON]) == (Rank.OWNER, Rank.OWNER)
    store.roles.grant(Role(user_id=PERSON), by=OWNER, now=NOW)
    assert Role(user_id=PERSON) in roles_to_introduce(store)
