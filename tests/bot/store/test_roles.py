"""Who may do what, and who may change it."""

import pytest

from bot.errors import NotAllowedError
from bot.store.records import Rank, Role
from bot.store.roles import Action, may
from bot.store.store import Store
from tests.support.stores import CITIZEN, NOW, OFFICER, OWNER

TAY_NINH = "new/tay-ninh"
KIEN_TUONG = "new/tay-ninh/phuong-kien-tuong"
OLD_KIEN_TUONG = "old/long-an/thi-xa-kien-tuong"
HA_TINH = "new/ha-tinh"


def officer(*places: str) -> Role:
    return Role(user_id=OFFICER, rank=Rank.OFFICER, places=frozenset(places))


@pytest.mark.parametrize(
    ("role", "places", "allowed"),
    [
        (Role(user_id=OWNER, rank=Rank.OWNER), (), True),
        (Role(user_id=CITIZEN), (KIEN_TUONG,), False),
        (Role(user_id=CITIZEN), (), False),
        (officer(), (), True),
        (officer(), (HA_TINH,), True),
        (officer(TAY_NINH), (TAY_NINH,), True),
        (officer(TAY_NINH), (KIEN_TUONG,), True),
        (officer(TAY_NINH), (OLD_KIEN_TUONG,), True),
        (officer(TAY_NINH), (KIEN_TUONG, HA_TINH), False),
        (officer(TAY_NINH, HA_TINH), (KIEN_TUONG, HA_TINH), True),
        (officer(TAY_NINH), (), False),
        (officer(KIEN_TUONG), (TAY_NINH,), False),
        (officer("new/nowhere"), (KIEN_TUONG,), False),
        (officer("new/nowhere"), ("new/nowhere",), False),
    ],
)
def test_an_officer_writes_to_no_place_beyond_those_given(
    role: Role, places: tuple[str, ...], *, allowed: bool
) -> None:
    assert may(role, Action.ANNOUNCE, places) is allowed


@pytest.mark.parametrize("rank", Rank)
def test_only_owners_give_roles(rank: Rank) -> None:
    assert may(Role(user_id=1, rank=rank), Action.GIVE_ROLES) is (rank is Rank.OWNER)


def test_whom_nobody_gave_a_role_has_none(store: Store) -> None:
    assert store.roles.of(CITIZEN) == Role(user_id=CITIZEN)


def test_an_owner_of_the_settings_is_one_without_being_told(store: Store) -> None:
    assert store.roles.of(OWNER).rank is Rank.OWNER


def test_a_role_is_given_changed_and_taken(store: Store) -> None:
    for role in (
        officer(TAY_NINH),
        officer(HA_TINH, KIEN_TUONG),
        Role(user_id=OFFICER, rank=Rank.OWNER),
        Role(user_id=OFFICER),
    ):
        store.roles.grant(role, by=OWNER, now=NOW)
        assert store.roles.of(OFFICER) == role


def test_an_owner_of_the_table_gives_roles_too(store: Store) -> None:
    store.roles.grant(Role(user_id=OFFICER, rank=Rank.OWNER), by=OWNER, now=NOW)
    store.roles.grant(Role(user_id=CITIZEN, rank=Rank.OFFICER), by=OFFICER, now=NOW)
    ranks = [(role.user_id, role.rank) for role in store.roles.everyone()]
    assert ranks == [(OWNER, Rank.OWNER), (OFFICER, Rank.OWNER), (CITIZEN, Rank.OFFICER)]


@pytest.mark.parametrize("by", [OFFICER, CITIZEN])
def test_who_is_no_owner_changes_no_role(store: Store, by: int) -> None:
    store.roles.grant(officer(), by=OWNER, now=NOW)
    with pytest.raises(NotAllowedError, match=str(by)):
        store.roles.grant(Role(user_id=by, rank=Rank.OWNER), by=by, now=NOW)
    assert store.roles.of(by).rank is not Rank.OWNER
    assert len(store.audit.entries()) == 1


def test_an_owner_of_the_settings_keeps_the_role(store: Store) -> None:
    store.roles.grant(Role(user_id=OFFICER, rank=Rank.OWNER), by=OWNER, now=NOW)
    with pytest.raises(NotAllowedError, match="DANVAN_OWNERS"):
        store.roles.grant(Role(user_id=OWNER), by=OFFICER, now=NOW)


def test_every_change_stands_in_the_audit_log(store: Store) -> None:
    store.roles.grant(officer(TAY_NINH), by=OWNER, now=NOW)
    store.roles.grant(Role(user_id=OFFICER), by=None, now=NOW)
    taken, given = store.audit.entries()
    assert (given.action, given.actor, given.subject) == ("role.granted", OWNER, OFFICER)
    assert (given.detail, given.at) == (f"officer {TAY_NINH}", NOW)
    assert (taken.action, taken.actor, taken.detail) == ("role.revoked", None, "none")


def test_who_had_a_role_is_known_as_long_as_the_audit_log_tells_of_it(store: Store) -> None:
    for user_id in (21, 22):
        store.roles.grant(Role(user_id=user_id, rank=Rank.OFFICER), by=OWNER, now=NOW)
        store.roles.grant(Role(user_id=user_id), by=OWNER, now=NOW)
    store.roles.grant(Role(user_id=22, rank=Rank.OFFICER), by=OWNER, now=NOW)
    assert store.roles.dismissed() == (Role(user_id=21),)
    store.forget(21)
    assert store.roles.dismissed() == ()
