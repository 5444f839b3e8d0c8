"""`danvan doctor`, `danvan backup` and `danvan restore`."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.commands.workplace import open_store
from tests.support.command_line import Danvan, run_danvan
from tests.support.sandbox import TOKEN, running_sandbox
from tests.support.stores import subscribe


def verdicts(listed: str) -> dict[str, str]:
    return {one["name"]: one["verdict"] for one in json.loads(listed)}


def test_without_a_token_the_rest_is_checked(small_library: Danvan) -> None:
    ran = small_library("doctor", "--json")
    assert ran.code == 0
    assert verdicts(ran.out) == {
        "token": "warn",
        "database": "ok",
        "register": "ok",
        "corpus": "ok",
        "index": "ok",
        "inbox": "ok",
        "disk": verdicts(ran.out)["disk"],
    }


def test_for_people_each_thing_has_a_line_and_what_to_do(small_library: Danvan) -> None:
    lines = small_library("doctor").out.splitlines()
    assert lines[0].startswith("warn  token     TELEGRAM_BOT_TOKEN is not set")
    assert lines[1].strip() == "-> to go live, get a token from @BotFather"
    assert "ok    corpus    2 articles answer" in lines


async def test_with_a_token_its_bot_is_asked_for(
    small_library: Danvan, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_sandbox() as telegram:
        live = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_BASE_URL": telegram.url}
        ran = await asyncio.to_thread(run_danvan, "doctor", "--json", environment=live)
    found = verdicts(ran.out)
    assert (found["token"], found["updates"]) == ("ok", "ok")
    assert TOKEN not in ran.out + ran.err


def test_what_is_bad_ends_with_exit_code_1(
    danvan: Danvan, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "danvan.sqlite3").write_bytes(b"words " * 1000)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_BASE_URL", "http://127.0.0.1:9")
    ran = danvan("doctor", "--json")
    assert ran.code == 1
    assert {"token": "bad", "database": "bad"}.items() <= verdicts(ran.out).items()
    assert TOKEN not in ran.out + ran.err


def disks(listed: str) -> list[str]:
    return [one["found"] for one in json.loads(listed) if one["name"] == "disk"]


def test_the_disks_of_a_database_elsewhere_and_of_a_home_to_come_are_looked_at(
    danvan: Danvan, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("DANVAN_DATABASE_URL", f"sqlite:///{tmp_path}/other/all.db")
    found = disks(danvan("doctor", "--json").out)
    assert [line.rpartition(" at ")[2] for line in found] == [str(home), f"{tmp_path}/other"]


def test_where_the_database_is_a_server_the_disk_of_the_index_is_looked_at(
    danvan: Danvan, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANVAN_DATABASE_URL", "postgresql+psycopg://danvan@127.0.0.1:1/danvan")
    [found] = disks(danvan("doctor", "--json").out)
    assert found.endswith(f" at {home}")


def test_a_backup_is_restored_into_a_fresh_home(
    danvan: Danvan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "danvan.zip"
    with open_store() as store:
        subscribe(store, 77)
    assert f"Backed up to {file}" in danvan("backup", str(file)).out
    monkeypatch.setenv("DANVAN_HOME", str(tmp_path / "fresh"))
    assert "Restored what danvan" in danvan("restore", str(file)).out
    with open_store() as store:
        assert store.subscriptions.get(77) is not None
    assert "--force" in danvan("restore", str(file)).err
    assert danvan("restore", str(file), "--force").code == 0


def test_one_database_of_the_settings_is_the_one(
    danvan: Danvan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANVAN_DATABASE_URL", f"sqlite:///{tmp_path}/all.db")
    with open_store() as store:
        subscribe(store, 77)
    assert danvan("backup", str(tmp_path / "danvan.zip")).out.startswith("all.db  ")
    (tmp_path / "all.db").unlink()
    assert danvan("restore", str(tmp_path / "danvan.zip")).code == 0
    with open_store() as store:
        assert store.subscriptions.get(77) is not None


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_of_postgresql_its_own_commands_are_told_without_the_password(
    danvan: Danvan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DANVAN_DATABASE_URL", "postgresql+psycopg://danvan:hush@db/danvan")
    ran = danvan(command, str(tmp_path / "danvan.zip"))
    assert ran.code == 2
    place = "--host=db --username=danvan --dbname=danvan"
    assert f"pg_dump --format=custom --no-owner --file=danvan.dump {place}\n" in ran.err
    assert "pg_restore" in ran.err
    assert "hush" not in ran.err


def test_nothing_to_back_up_is_said(danvan: Danvan, home: Path, tmp_path: Path) -> None:
    ran = danvan("backup", str(tmp_path / "danvan.zip"))
    assert ran.code == 2
    assert f"there is no database in {home}" in ran.err
