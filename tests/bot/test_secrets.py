"""Secrets come in by the environment or a file, and get out nowhere."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from pydantic import SecretStr
from typer.core import TyperCommand, TyperGroup

from bot.cli import app, main
from bot.cli_drill import without_password
from bot.commands.terminal import clear_errors
from bot.errors import SettingsError
from bot.redaction import redacted
from bot.settings import Settings, read_settings

HUSH = "HushHushHushHushHushHush"
TOKEN = f"110201543:{HUSH}"
ENVIRONMENT = {
    "DANVAN_DATABASE_URL": f"postgresql+psycopg://name:{HUSH}@db/danvan",
    "TELEGRAM_PROXY": f"http://name:{HUSH}@proxy:3128",
    "TELEGRAM_WEBHOOK_SECRET": HUSH,
}
_SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|PROXY|DATABASE_URL|KEY")


@pytest.fixture(params=["variable", "file"])
def configured(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Settings:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN_FILE", raising=False)
    if request.param == "variable":
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    else:
        file = tmp_path / "token"
        file.write_text(f"{TOKEN}\n")
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(file))
    return read_settings()


def test_settings_show_no_secret_however_they_are_written(configured: Settings) -> None:
    assert configured.bot_token is not None
    assert configured.bot_token.get_secret_value() == TOKEN
    shown = (
        *(repr(configured), str(configured), f"{configured!r:s}", configured.model_dump_json()),
        json.dumps(configured.model_dump(mode="json")),
        *(repr(value) for _, value in configured),
    )
    assert not [text for text in shown if HUSH in text]


def test_a_token_file_without_an_end_is_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", "/dev/zero")
    with pytest.raises(SettingsError, match="it does not look like a bot's token"):
        read_settings()


def test_whatever_may_hold_a_secret_is_kept_as_one() -> None:
    held = {
        str(field.validation_alias): "SecretStr" in str(field.annotation)
        for field in Settings.model_fields.values()
        if _SECRET.search(str(field.validation_alias))
    }
    assert set(ENVIRONMENT) < set(held)
    assert all(held.values()), held


def parameters(command: TyperCommand | TyperGroup, path: str = "danvan") -> Iterator[str]:
    """Yield every option and argument of a command and of those below it."""
    for parameter in command.params:
        for name in (*parameter.opts, str(parameter.name)):
            yield f"{path} {name}"
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            assert isinstance(below, TyperCommand | TyperGroup)
            yield from parameters(below, f"{path} {name}")


def test_no_command_takes_a_secret_where_the_process_list_shows_it() -> None:
    names = list(parameters(typer.main.get_group(app)))
    assert len(names) > 20
    assert not [name for name in names if re.search(r"token|secret|passw|proxy", name.lower())]


ADDRESSES = re.compile(r"url|uri|dsn|server|address|database|engine", re.IGNORECASE)
"""By what an option or its value may be called that can hold a password."""


def options_of_addresses(
    command: TyperCommand | TyperGroup, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield every command with an option whose value may be an address with a password in it."""
    for parameter in command.params:
        if any(map(ADDRESSES.search, (*parameter.opts, str(parameter.metavar)))):
            yield (*path, *parameter.opts)
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            assert isinstance(below, TyperCommand | TyperGroup)
            yield from options_of_addresses(below, (*path, name))


OPTIONS_OF_ADDRESSES = tuple(options_of_addresses(typer.main.get_group(app)))


def test_addresses_that_commands_take_are_found() -> None:
    assert {option[:2] for option in OPTIONS_OF_ADDRESSES} >= {
        ("drill", name) for name in ("announcements", "intake", "load")
    }


@pytest.mark.parametrize("option", OPTIONS_OF_ADDRESSES, ids=" ".join)
@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://name:{HUSH}@db/danvan",
        f"postgresql://name:a/{HUSH}#?@db/danvan",
        f"postgresql:///danvan?host=db&password={HUSH}",
    ],
)
def test_an_address_on_the_command_line_holds_no_password(
    option: tuple[str, ...], url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*option, url])
    shown = capsys.readouterr()
    assert ended.value.code == 2
    assert "PGPASSWORD" in shown.err
    assert "~/.pgpass" in shown.err
    assert HUSH not in shown.out + shown.err


@pytest.mark.parametrize(
    "url",
    [
        None,
        "sqlite:////srv/a@b/c:d@e.db",
        "postgresql://name@db/danvan",
        "postgresql+psycopg://postgres:@/danvan?host=/tmp/danvan-1",
    ],
)
def test_an_address_without_one_is_taken(url: str | None) -> None:
    assert without_password(url) == url


@pytest.mark.parametrize(
    "line",
    [
        TOKEN,
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"https://api.telegram.org/file/bot{TOKEN}/photos/1.jpg",
        f"InvalidToken: The token `{TOKEN}` was rejected by the server.",
        ENVIRONMENT["TELEGRAM_PROXY"],
        f"connection to postgresql+psycopg://name:{HUSH}@db/danvan failed",
        f"postgresql://name:p@{HUSH}@db/danvan",
        f"postgresql://name:p/{HUSH}@db/danvan",
        f"postgresql://name:p@/{HUSH}@db:5432/danvan",
        f"socks5://{HUSH}@proxy:1080",
    ],
)
def test_what_is_logged_of_a_secret_is_taken_out(line: str) -> None:
    assert HUSH not in redacted(line)


@pytest.mark.parametrize(
    "line", ["https://api.telegram.org/getMe", "write to a@b.vn", "http://[::1]:8081/x", "12:30 @b"]
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert redacted(line) == line


def test_a_password_whose_end_nobody_can_tell_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DANVAN_DATABASE_URL", f"postgresql://name:p@{HUSH}@db/danvan")
    with pytest.raises(SettingsError, match="%40") as refused:
        read_settings()
    assert HUSH not in str(refused.value)


@pytest.mark.parametrize("url", ["sqlite:////srv/a@b/c@d.db", "postgresql://n:p@db/danvan?a=@@"])
def test_what_looks_like_such_a_password_and_is_none_is_taken(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANVAN_DATABASE_URL", url)
    assert read_settings().library_url == url


def test_an_error_that_nobody_foresaw_shows_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, clear_errors():
        raise RuntimeError(f"no answer of /bot{TOKEN}/getMe")
    shown = capsys.readouterr().err
    assert ended.value.code == 1
    assert "Traceback" in shown
    assert "RuntimeError: no answer of /bot<token>/getMe" in shown
    assert HUSH not in shown


def test_nor_does_one_of_a_thread(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise RuntimeError(f"no answer of /bot{TOKEN}/getMe")

    hook = threading.excepthook
    try:
        with clear_errors():
            thread = threading.Thread(target=fail)
            thread.start()
            thread.join()
    finally:
        threading.excepthook = hook
    shown = capsys.readouterr().err
    assert "RuntimeError" in shown
    assert HUSH not in shown


def test_a_secret_is_one_in_a_copy_too(configured: Settings) -> None:
    copied = configured.for_sandbox(base_url="http://127.0.0.1:8080", token=TOKEN)
    assert isinstance(copied.token, SecretStr)
    assert HUSH not in repr(copied)
