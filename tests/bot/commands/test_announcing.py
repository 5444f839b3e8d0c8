"""`danvan announce` and `danvan deliveries`: planned here, sent by a running bot."""

import csv
import io
from pathlib import Path

import pytest

from bot.commands.workplace import open_store
from bot.store.records import Preferences, Step
from tests.support.command_line import Danvan
from tests.support.stores import subscribe

WORDS = "Mời bà con họp tổ dân phố."
CAN_DUOC = "new/tay-ninh/xa-can-duoc"


@pytest.fixture
def invitation(tmp_path: Path) -> str:
    path = tmp_path / "invitation.txt"
    path.write_text(f"{WORDS}\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def subscribed(home: Path) -> None:
    with open_store() as store:
        subscribe(store, -1, -2, 3)
        subscribe(store, -4, preferences=Preferences(places=frozenset({"new/ha-tinh"})))


@pytest.mark.usefixtures("subscribed")
def test_a_dry_run_says_who_would_get_it_and_plans_nothing(danvan: Danvan, invitation: str) -> None:
    ran = danvan("announce", "--text-file", invitation, "--places", "xã Cần Đước", "--dry-run")

    assert ran.out == "would reach 3 chats (2 groups, 1 people), at once; nothing was planned\n"
    with open_store() as store:
        assert store.announcements.newest(most=1) == ()


@pytest.mark.usefixtures("subscribed")
def test_an_announcement_is_planned_and_followed(danvan: Danvan, invitation: str) -> None:
    ran = danvan("announce", "--text-file", invitation, "--urgent", "--acknowledge")

    assert ran.out.startswith("announcement 1: 4 chats (3 groups, 1 people), at once\n")
    with open_store() as store:
        [planned] = store.announcements.newest(most=1)
        assert planned.step is Step.PLANNED
        assert (planned.draft.urgent, planned.draft.acknowledge) == (True, True)
        assert WORDS in planned.draft.content.parameters
    shown = danvan("deliveries", "1").out
    assert shown.split("\n")[:2] == ["announcement 1: planned, 4 chats", "      4  send waiting"]
    rows = list(csv.DictReader(io.StringIO(danvan("deliveries", "1", "--csv").out)))
    assert sorted(int(row["chat_id"]) for row in rows) == [-4, -2, -1, 3]


@pytest.mark.usefixtures("subscribed")
def test_above_the_audience_of_the_settings_it_waits_for_an_officer(
    danvan: Danvan, invitation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANVAN_APPROVAL_ABOVE", "3")
    ran = danvan("announce", "--text-file", invitation)

    assert "waits for an officer's approval" in ran.out
    with open_store() as store:
        assert store.announcements.get(1).step is Step.AWAITING_APPROVAL


def test_nobody_to_write_to_is_told_and_nothing_kept(danvan: Danvan, invitation: str) -> None:
    ran = danvan("announce", "--text-file", invitation)

    assert ran.code == 2
    assert "no chat has subscribed" in ran.err
    with open_store() as store:
        assert store.announcements.newest(most=1) == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--at", "8h hôm qua"), "is no time"),
        (("--at", "1/1/2020 8h"), "has passed"),
        (("--places", "nơi không có"), "nơi không có"),
        (("--topics", "khong-co"), "expected some of"),
        (("--text-file", "/nowhere"), "can't be announced"),
    ],
)
def test_what_can_not_be_meant_is_named_with_what_is_expected(
    danvan: Danvan, invitation: str, wrong: tuple[str, str], told: str
) -> None:
    ran = danvan("announce", "--text-file", invitation, *wrong)

    assert ran.code == 2
    assert told in " ".join(ran.err.split())


def test_an_unknown_number_is_told(danvan: Danvan) -> None:
    ran = danvan("deliveries", "99")

    assert ran.code == 2
    assert "99" in ran.err
