from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, read_settings

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
VARIABLES = (
    "DANVAN_HOME",
    "DANVAN_DATABASE_URL",
    "DANVAN_REGISTER",
    "DANVAN_SANDBOX_PORT",
    "DANVAN_LOG_LEVEL",
    "DANVAN_LOG_FORMAT",
    "DANVAN_METRICS_LISTEN",
    "DANVAN_ENGINE",
    "DANVAN_OWNERS",
    "DANVAN_APPROVAL_ABOVE",
    "MILVUS_TOKEN",
    "MILVUS_URI",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_BOT_TOKEN_FILE",
    "TELEGRAM_BASE_URL",
    "TELEGRAM_PROXY",
)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def refusal(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, **variables)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_nothing_has_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)
    assert settings.bot_token is None
    assert settings.base_url == "https://api.telegram.org"
    assert settings.library_url == f"sqlite:///{settings.home}/danvan.sqlite3"
    assert settings.sandbox_port == 8080


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, TELEGRAM_BOT_TOKEN="").bot_token is None


def test_the_library_stands_in_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert read(monkeypatch, DANVAN_HOME=str(tmp_path)).library_url == (
        f"sqlite:///{tmp_path}/danvan.sqlite3"
    )


def test_without_a_token_the_sandbox_remembers_apart_from_the_bot(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sandbox = read(monkeypatch, DANVAN_HOME=str(tmp_path))
    assert sandbox.store_url == f"sqlite:///{tmp_path}/sandbox.sqlite3"
    bot = read(monkeypatch, TELEGRAM_BOT_TOKEN=TOKEN)
    assert bot.store_url == bot.library_url == sandbox.library_url


def test_a_database_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql+psycopg://danvan:hush@db/danvan"
    settings = read(monkeypatch, DANVAN_DATABASE_URL=url)
    assert settings.library_url == settings.store_url == url
    assert "hush" not in repr(settings)


def test_the_token_can_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    token = read(monkeypatch, TELEGRAM_BOT_TOKEN_FILE=str(file)).bot_token
    assert token is not None
    assert token.get_secret_value() == TOKEN


@pytest.mark.parametrize("url", ["http://127.0.0.1:8081", "http://127.0.0.1:8081/bot"])
def test_a_server_of_ones_own_may_be_written_both_ways(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    assert read(monkeypatch, TELEGRAM_BASE_URL=f"{url}/").base_url == "http://127.0.0.1:8081"


def test_health_and_figures_are_told_nowhere_unless_it_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read(monkeypatch).metrics_address is None
    settings = read(monkeypatch, DANVAN_METRICS_LISTEN="127.0.0.1:9100")
    assert settings.metrics_address == ("127.0.0.1", 9100)


def test_a_log_level_may_be_lower_case(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, DANVAN_LOG_LEVEL="debug").log_level == "DEBUG"


@pytest.mark.parametrize(
    ("value", "owners"), [("", ()), ("42", (42,)), (" 42, 5000000000 ,", (42, 5_000_000_000))]
)
def test_owners_stand_in_a_list(
    monkeypatch: pytest.MonkeyPatch, value: str, owners: tuple[int, ...]
) -> None:
    assert read(monkeypatch, DANVAN_OWNERS=value).owners == owners


def test_a_register_of_ones_own_may_stand_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch).register_path is None
    assert read(monkeypatch, DANVAN_REGISTER="~/so.tsv").register_path == Path.home() / "so.tsv"


def test_settings_never_change(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)
    with pytest.raises(ValueError, match="frozen"):
        settings.sandbox_port = 1


def test_the_sandbox_needs_neither_token_nor_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = read(monkeypatch, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_PROXY="http://proxy:3128")
    sandbox = settings.for_sandbox(base_url="http://127.0.0.1:8080/", token="1:sandbox")
    assert sandbox.bot_token is not None
    assert sandbox.bot_token.get_secret_value() == "1:sandbox"
    assert (sandbox.base_url, sandbox.proxy) == ("http://127.0.0.1:8080", None)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("DANVAN_SANDBOX_PORT", "http", "a port number from 1 to 65535"),
        ("DANVAN_SANDBOX_PORT", "70000", "a port number from 1 to 65535"),
        ("DANVAN_LOG_FORMAT", "xml", "text for people, or json for programs"),
        ("DANVAN_METRICS_LISTEN", "9100", "the host and port"),
        ("DANVAN_METRICS_LISTEN", "http://127.0.0.1:9100", "the host and port"),
        ("DANVAN_LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
        ("DANVAN_OWNERS", "@mai", "Telegram user ids"),
        ("DANVAN_OWNERS", "42 43", "Telegram user ids"),
        ("DANVAN_OWNERS", "-100123", "Telegram user ids"),
        ("TELEGRAM_BASE_URL", "api.telegram.org", "the address of a Bot API server"),
        ("MILVUS_URI", "milvus:19530", "the address of a Milvus server"),
        ("TELEGRAM_BOT_TOKEN_FILE", "/nowhere/token", "a readable file"),
        ("TELEGRAM_BOT_TOKEN_FILE", "/", "a readable file"),
    ],
)
def test_an_error_says_what_was_given_expected_and_to_do(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: str
) -> None:
    message = refusal(monkeypatch, **{variable: value})
    assert f"{variable} is '{value}'" in message.replace("LOUD", "loud")
    assert f"Expected {expected}" in message
    assert "Correct it, or unset it" in message


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "my-hush-token"),
        ("TELEGRAM_PROXY", "ftp://name:hush@proxy"),
        ("DANVAN_DATABASE_URL", "name:hush@db/danvan"),
        ("TELEGRAM_BASE_URL", "ftp://name:hush@server"),
        *(
            (variable, address)
            for variable in ("TELEGRAM_BASE_URL", "MILVUS_URI")
            for address in (
                "https://name:hush@server",
                "https://hush@server",
                "https://name:a/hush@server",
                "https://name:a#hush@server",
                "https://name:a?hush@server",
            )
        ),
    ],
)
def test_an_error_never_shows_a_secret(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    message = refusal(monkeypatch, **{variable: value})
    assert variable in message
    assert "hush" not in message


def test_a_token_file_that_holds_no_token_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("hush")
    message = refusal(monkeypatch, TELEGRAM_BOT_TOKEN_FILE=str(file))
    assert str(file) in message
    assert "hush" not in message


def test_two_tokens_are_one_too_many(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    message = refusal(monkeypatch, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_BOT_TOKEN_FILE=str(file))
    assert "TELEGRAM_BOT_TOKEN is set too" in message
    assert TOKEN not in message


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refusal(monkeypatch, DANVAN_SANDBOX_PORT="x", DANVAN_LOG_LEVEL="y")
    assert "DANVAN_SANDBOX_PORT" in message
    assert "DANVAN_LOG_LEVEL" in message


def test_above_which_audience_a_second_person_approves_can_be_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read(monkeypatch).approval_above is None
    assert read(monkeypatch, DANVAN_APPROVAL_ABOVE="100").approval_above == 100
    assert "a number of chats" in refusal(monkeypatch, DANVAN_APPROVAL_ABOVE="-1")


def test_milvus_is_asked_where_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch).engine == "embedded"
    settings = read(monkeypatch, DANVAN_ENGINE="milvus", MILVUS_URI="http://milvus:19530/")
    assert (settings.engine, settings.milvus_uri) == ("milvus", "http://milvus:19530")


@pytest.mark.parametrize("address", ["milvus:19530", "/srv/milvus.db", "tcp://milvus:19530"])
def test_an_address_of_milvus_is_one_of_http(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert "MILVUS_URI" in refusal(monkeypatch, MILVUS_URI=address)


def test_what_milvus_asks_for_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hunter2" not in repr(read(monkeypatch, MILVUS_TOKEN="root:hunter2"))
