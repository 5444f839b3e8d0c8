"""`danvan roles`."""

import pytest

from bot.commands.workplace import open_store
from bot.store.records import Rank
from tests.support.command_line import Danvan

HA_TINH = "tỉnh Hà Tĩnh (new/ha-tinh)"
TAN_LAN = "xã Tân Lân, tỉnh Tây Ninh (new/tay-ninh/xa-tan-lan)"


@pytest.fixture(autouse=True)
def _owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_OWNERS", "77")


def test_roles_are_given_listed_and_taken(danvan: Danvan) -> None:
    given = danvan("roles", "grant", "5", "officer", "--place", "xã tân lân", "--place", "ha tinh")
    assert given.code == 0, given.err
    danvan("roles", "grant", "6", "owner")
    danvan("roles", "grant", "7", "officer")
    assert danvan("roles", "list").out.splitlines() == [
        "77  owner",
        f"5  officer of {HA_TINH}; {TAN_LAN}",
        "6  owner",
        "7  officer of all places",
    ]
    assert danvan("roles", "revoke", "5").out == "5  no role\n"
    assert not any(row.startswith("5 ") for row in danvan("roles", "list").out.splitlines())


def test_the_sandbox_and_the_bot_have_roles_of_their_own(
    danvan: Danvan, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = danvan("roles", "grant", "5", "officer")
    assert given.err == "no TELEGRAM_BOT_TOKEN is set: this is about the sandbox's bot\n"
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")
    listed = danvan("roles", "list")
    assert (listed.out, listed.err) == ("77  owner\n", "")


def test_every_change_is_noted_as_nobodys(danvan: Danvan) -> None:
    danvan("roles", "grant", "5", "officer")
    danvan("roles", "revoke", "5")
    with open_store() as store:
        noted = [(entry.actor, entry.action, entry.subject) for entry in store.audit.entries()]
        assert store.roles.of(5).rank is Rank.NONE
    assert noted == [(None, "role.revoked", 5), (None, "role.granted", 5)]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("grant", "77", "officer"), "danvan: 77 is an owner by DANVAN_OWNERS"),
        (("grant", "5", "officer", "--place", "cần đước"), "old/long-an/huyen-can-duoc"),
        (("grant", "5", "officer", "--place", "chỗ tôi"), "danvan: there is no place called"),
        (("grant", "5", "owner", "--place", "ha tinh"), "leave --place out"),
        (("grant", "5", "king"), "king"),
        (("grant", "0", "owner"), "USER_ID"),
        (("grant", "chị Sáu", "owner"), "USER_ID"),
        (("revoke", "77"), "danvan: 77 is an owner by DANVAN_OWNERS"),
    ],
)
def test_wrong_use_changes_nothing_and_says_why(
    danvan: Danvan, arguments: tuple[str, ...], reason: str
) -> None:
    ran = danvan("roles", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err
    assert danvan("roles", "list").out == "77  owner\n"
