"""The settings of the webhook."""

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, read_settings

URL = "https://bot.example.vn/updates"


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def test_without_an_address_the_bot_fetches_its_updates(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)
    assert settings.webhook_url is None
    assert settings.webhook_address == ("127.0.0.1", 8081)


@pytest.mark.parametrize("url", [URL, "https://bot.example.vn", "http://127.0.0.1:8443/x"])
def test_an_address_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert read(monkeypatch, TELEGRAM_WEBHOOK_URL=url).webhook_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://bot.example.vn/updates",
        "bot.example.vn",
        "https://",
        "https://name:hush@bot.example.vn/",
        f"{URL}?a=b",
        f"{URL}#a",
    ],
)
def test_an_address_that_telegram_would_not_take_is_refused(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_URL") as refused:
        read(monkeypatch, TELEGRAM_WEBHOOK_URL=url)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("secret", ["hush", "x" * 257, "mật-khẩu-dài-như-thế-này"])
def test_a_secret_that_telegram_would_not_take_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET") as refused:
        read(monkeypatch, TELEGRAM_WEBHOOK_SECRET=secret)
    assert secret not in str(refused.value)


def test_a_secret_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, TELEGRAM_WEBHOOK_SECRET="hush-hush-hush-hush")
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("listen", "address"),
    [
        ("0.0.0.0:80", ("0.0.0.0", 80)),
        ("[::1]:8081", ("::1", 8081)),
        ("localhost:1", ("localhost", 1)),
    ],
)
def test_the_bot_listens_where_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch, listen: str, address: tuple[str, int]
) -> None:
    assert read(monkeypatch, TELEGRAM_WEBHOOK_LISTEN=listen).webhook_address == address


@pytest.mark.parametrize(
    "listen", ["8081", "localhost", "localhost:x", ":8081", "a:1/b", "a:70000"]
)
def test_a_place_that_is_no_host_and_port_is_refused(
    monkeypatch: pytest.MonkeyPatch, listen: str
) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_LISTEN"):
        read(monkeypatch, TELEGRAM_WEBHOOK_LISTEN=listen)


def test_the_sandbox_posts_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, TELEGRAM_WEBHOOK_URL=URL)
    assert settings.for_sandbox(base_url="http://127.0.0.1:9", token="1:x").webhook_url is None
