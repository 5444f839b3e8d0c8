"""Help, wrong use, and what can't be used: always a clear word and a documented exit code."""

import os
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.command_line import DANVAN, GUARDED_DANVAN, ROOT, Danvan, run_danvan

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
COMMANDS = [
    (),
    ("run",),
    ("ask",),
    ("lookup",),
    ("register",),
    ("search",),
    ("eval",),
    ("announce",),
    ("deliveries",),
    ("digests",),
    ("index",),
    ("drill",),
    ("drill", "announcements"),
    ("corpus",),
    ("corpus", "add"),
    ("corpus", "list"),
    ("corpus", "show"),
    ("corpus", "remove"),
]


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_within_80_columns(
    danvan: Danvan, command: tuple[str, ...], option: str
) -> None:
    ran = danvan(*command, option)

    assert ran.code == 0
    assert ran.out.startswith("Usage: ")
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_help_lists_every_command_in_a_whole_sentence(danvan: Danvan) -> None:
    help_text = danvan("--help").out

    assert "..." not in help_text.replace("[ARGS]...", "")
    for name in ("run", "ask", "lookup", "register", "search", "corpus"):
        assert f"\n  {name} " in help_text
    assert "Exit codes:" in help_text


def test_the_version_is_that_of_the_project(danvan: Danvan) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert danvan("--version").out == f"danvan {project['version']}\n"


@pytest.mark.parametrize("command", [DANVAN, (sys.executable, "-m", "bot")])
def test_the_command_is_installed_and_the_module_is_the_same(command: tuple[str, ...]) -> None:
    shown = subprocess.run([*command, "--version"], cwd=ROOT, capture_output=True, check=True)
    assert shown.stdout.startswith(b"danvan ")


@pytest.mark.parametrize("arguments", [(), ("corpus",)])
def test_without_a_command_the_help_is_shown(danvan: Danvan, arguments: tuple[str, ...]) -> None:
    ran = danvan(*arguments)
    assert (ran.code, "Commands:" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask",), 'danvan ask "'),
        (("ask", "  "), "--batch FILE"),
        (("ask", "có mấy mô hình", "--batch", "x.jsonl"), "expected one question, or --batch"),
        (("lookup", "xin chào"), 'danvan lookup "25-NQ/TW"'),
        (("search", "--top", "0"), "--top"),
        (("nonsense",), "nonsense"),
        (("corpus", "show"), "Missing argument"),
    ],
)
def test_wrong_use_is_explained_and_ends_with_2(
    danvan: Danvan, arguments: tuple[str, ...], said: str
) -> None:
    ran = danvan(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DANVAN_HOME": "/dev/null/home"}, "set DANVAN_HOME to one that the bot may write to"),
        ({"DANVAN_DATABASE_URL": "sqlite:////dev/null/a.db"}, "DANVAN_DATABASE_URL"),
        ({"DANVAN_DATABASE_URL": "no url"}, "DANVAN_DATABASE_URL"),
        ({"DANVAN_SANDBOX_PORT": "eighty"}, "DANVAN_SANDBOX_PORT is 'eighty'"),
        ({"TELEGRAM_BOT_TOKEN": "mine"}, "does not look like a bot's token"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    danvan: Danvan, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], said: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    ran = danvan("corpus", "list")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("danvan: ")
    assert said in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_may_not_be_written_to_is_named(danvan: Danvan, home: Path) -> None:
    home.mkdir(mode=0o500)

    ran = danvan("corpus", "list")

    assert (ran.code, str(home) in ran.err) == (2, True)


def test_a_file_that_is_no_database_is_told_from_one(
    danvan: Danvan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "notes.db").write_text("Đây không phải là cơ sở dữ liệu.", encoding="utf-8")
    monkeypatch.setenv("DANVAN_DATABASE_URL", f"sqlite:///{tmp_path}/notes.db")

    ran = danvan("corpus", "list")

    assert (ran.code, "not a database" in ran.err) == (2, True)


def test_a_port_that_is_taken_is_an_error_with_a_way_out(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        ran = run_danvan("run", "--no-open", environment={"DANVAN_SANDBOX_PORT": port})

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"danvan: port {port} of 127.0.0.1 can't be bound")
    assert "DANVAN_SANDBOX_PORT=0 danvan run" in ran.err
    assert "Traceback" not in ran.err


def test_a_telegram_that_is_away_is_waited_for_and_named_without_the_token(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    environment = {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": f"http://127.0.0.1:{port}",
    }
    with subprocess.Popen(
        [*GUARDED_DANVAN, "run"], env=environment, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as running:
        assert running.stderr
        line = next(line for line in running.stderr if "waiting for" in line)
        running.terminate()
        told = line + running.stderr.read()

    assert f"waiting for Telegram: http://127.0.0.1:{port} can't be reached" in told
    assert TOKEN not in told
    assert "Traceback" not in told
