"""What the Bot API answers, and what is made of answers that are none."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr

from bot.operation.asking import ask_for_bot, ask_for_webhook, webhook_state
from bot.operation.findings import Reached, Refused, Unreached, WebhookState

SERVER = "http://127.0.0.1:8081"
TOKEN = SecretStr("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")
ME = {"ok": True, "result": {"id": 110201543, "is_bot": True, "username": "danvan_bot"}}
NO = {"ok": False, "error_code": 401, "description": "Unauthorized"}


def server(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(answer))


def date(moment: datetime) -> dict[str, str]:
    return {"date": moment.strftime("%a, %d %b %Y %H:%M:%S GMT")}


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_a_bot_is_known_and_the_clocks_compared(hours: int) -> None:
    told = datetime.now(UTC) - timedelta(hours=hours)
    with server(lambda _: httpx.Response(200, json=ME, headers=date(told))) as client:
        contact = ask_for_bot(client, SERVER, TOKEN)
    assert isinstance(contact, Reached)
    assert contact.username == "danvan_bot"
    assert contact.drift is not None
    assert round(contact.drift / timedelta(hours=1)) == hours


def test_a_server_that_tells_no_time_is_believed_all_the_same() -> None:
    with server(lambda _: httpx.Response(200, json=ME)) as client:
        assert ask_for_bot(client, SERVER, TOKEN) == Reached(username="danvan_bot", drift=None)


def unreachable(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError(f"no route to {TOKEN.get_secret_value()}")


@pytest.mark.parametrize(
    ("answer", "contact"),
    [
        (lambda _: httpx.Response(401, json=NO), Refused()),
        (lambda _: httpx.Response(404, json=NO), Refused()),
        (lambda _: httpx.Response(502, json=NO), Unreached(reason="HTTP 502")),
        (lambda _: httpx.Response(502, text="<h1>"), Unreached(reason="JSONDecodeError")),
        (lambda _: httpx.Response(200, json=[]), Unreached(reason="ValueError")),
        (unreachable, Unreached(reason="ConnectError")),
    ],
)
def test_what_is_no_bots_answer_is_told_apart(
    answer: Callable[[httpx.Request], httpx.Response], contact: Refused | Unreached
) -> None:
    with server(answer) as client:
        assert ask_for_bot(client, SERVER, TOKEN) == contact


def test_a_webhook_is_read_as_telegram_tells_it() -> None:
    told = {
        "url": "https://bot.example.vn/updates",
        "pending_update_count": 3,
        "last_error_date": 1_700_000_000,
        "last_error_message": "Connection refused",
    }
    assert webhook_state(told) == WebhookState(
        url="https://bot.example.vn/updates",
        pending=3,
        failed_at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        failure="Connection refused",
    )
    assert webhook_state({}) == WebhookState()


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: httpx.Response(401, json=NO),
        lambda _: httpx.Response(200, json={"ok": True, "result": {"last_error_date": "x"}}),
        unreachable,
    ],
)
def test_a_webhook_that_nobody_tells_of_is_not_made_up(
    answer: Callable[[httpx.Request], httpx.Response],
) -> None:
    with server(answer) as client:
        assert ask_for_webhook(client, SERVER, TOKEN) is None
