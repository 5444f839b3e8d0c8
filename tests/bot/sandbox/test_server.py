"""The Bot API over HTTP: paths, tokens, bodies, and an end that waits for nobody."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from bot.sandbox.cast import CITIZEN
from bot.sandbox.errors import PortTakenError
from bot.sandbox.records import JsonObject, JsonValue
from bot.sandbox.sandbox import Sandbox, default_world
from bot.sandbox.server import SandboxServer, create_app
from tests.bot.sandbox.conftest import NOW
from tests.support.sandbox import TOKEN, RunningSandbox, running_sandbox

CHAT = CITIZEN.user.id
OTHER_TOKEN = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
async def client(lenient_sandbox: RunningSandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=lenient_sandbox.url, trust_env=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        (f"/bot{TOKEN}/nothing", 404, "Not Found"),
        (f"/bot{OTHER_TOKEN}/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot/getMe", 404, "Not Found"),
        (f"/bot{TOKEN}", 404, "Not Found"),
        (f"/bot{TOKEN}/getMe/more", 404, "Not Found"),
        ("/elsewhere", 404, "Not Found"),
        (f"/bot{TOKEN}/sendMessage", 400, "Bad Request: message text is empty"),
        (f"/file/bot{TOKEN}/files/x", 404, "Not Found"),
        (f"/file/bot{OTHER_TOKEN}/files/x", 401, "Unauthorized"),
    ],
)
async def test_errors_have_telegrams_form_and_status(
    client: httpx.AsyncClient, path: str, status: int, description: str
) -> None:
    response = await client.get(path)
    assert response.status_code == status
    assert response.json() == {"ok": False, "error_code": status, "description": description}


@pytest.mark.parametrize("method", ["getMe", "GETME", "getme"])
@pytest.mark.parametrize("verb", ["GET", "POST"])
async def test_methods_may_be_written_in_any_case_and_called_either_way(
    client: httpx.AsyncClient, method: str, verb: str
) -> None:
    response = await client.request(verb, f"/bot{TOKEN}/{method}")
    assert response.status_code == 200
    assert response.json()["ok"] is True


MARKUP = {"inline_keyboard": [[{"text": "Thêm 👍", "callback_data": "x"}]]}
TYPED = {
    "chat_id": CHAT,
    "text": "<b>Chào</b> & tạm biệt 👍",
    "parse_mode": "HTML",
    "disable_notification": True,
    "reply_markup": MARKUP,
}
WRITTEN = {k: v if isinstance(v, str) else json.dumps(v) for k, v in TYPED.items()}
BODIES: dict[str, dict[str, Any]] = {
    "query": {"params": WRITTEN},
    "form": {"data": WRITTEN},
    "json": {"json": TYPED},
    "json-of-texts": {"json": WRITTEN},
    "multipart": {"files": {name: (None, value) for name, value in WRITTEN.items()}},
    "query-and-form": {
        "params": {"chat_id": WRITTEN["chat_id"], "text": "thua"},
        "data": {name: value for name, value in WRITTEN.items() if name != "chat_id"},
    },
}


@pytest.mark.parametrize("body", BODIES)
async def test_all_kinds_of_bodies_mean_the_same(client: httpx.AsyncClient, body: str) -> None:
    response = await client.post(f"/bot{TOKEN}/sendMessage", **BODIES[body])
    message = response.json()["result"]
    assert message["text"] == "Chào & tạm biệt 👍"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert message["reply_markup"] == MARKUP


async def test_a_file_is_uploaded_and_downloaded(client: httpx.AsyncClient) -> None:
    response = await client.post(
        f"/bot{TOKEN}/sendDocument",
        data={"chat_id": str(CHAT), "document": "attach://tep"},
        files={"tep": ("số liệu.csv", b"a;b", "text/csv")},
    )
    document = response.json()["result"]["document"]
    file = await client.get(f"/bot{TOKEN}/getFile", params={"file_id": document["file_id"]})
    content = await client.get(f"/file/bot{TOKEN}/{file.json()['result']['file_path']}")
    assert (document["file_name"], document["mime_type"]) == ("số liệu.csv", "text/csv")
    assert content.content == b"a;b"


async def test_a_body_of_another_kind_is_passed_over(client: httpx.AsyncClient) -> None:
    response = await client.post(
        f"/bot{TOKEN}/sendMessage",
        params={"chat_id": CHAT, "text": "a"},
        content=b"text=b",
        headers={"content-type": "text/plain"},
    )
    assert response.json()["result"]["text"] == "a"


@pytest.mark.parametrize("token", ["", "sandbox", "1:short", f"{TOKEN}/x"])
def test_a_sandbox_needs_a_token_of_telegrams_form(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        Sandbox(default_world(now=NOW), token=token)


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b"[" * 10_000),
        ("application/json", b"\xff"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data", b"nonsense"),
    ],
)
async def test_a_body_that_is_not_what_it_says_is_a_bad_request(
    client: httpx.AsyncClient, content_type: str, content: bytes
) -> None:
    response = await client.post(
        f"/bot{TOKEN}/getMe", content=content, headers={"content-type": content_type}
    )
    assert response.status_code == 400
    assert response.json()["error_code"] == 400


BUTTON_WITH_HALF_A_PAIR = r'{"inline_keyboard": [[{"text": "\ud83d", "callback_data": "a"}]]}'
BUTTON_THAT_IS_NO_NUMBER = '{"inline_keyboard": [[{"text": "a", "pay": NaN}]]}'


@pytest.mark.parametrize(
    "sent",
    [
        {
            "content": rf'{{"chat_id": {CHAT}, "text": "\ud83d"}}',
            "headers": {"content-type": "application/json"},
        },
        {"data": {"chat_id": CHAT, "text": "a", "reply_markup": BUTTON_WITH_HALF_A_PAIR}},
        {"data": {"chat_id": CHAT, "text": "a", "reply_markup": BUTTON_THAT_IS_NO_NUMBER}},
    ],
)
async def test_what_no_answer_could_say_again_is_refused(
    client: httpx.AsyncClient, sent: dict[str, Any]
) -> None:
    response = await client.post(f"/bot{TOKEN}/sendMessage", **sent)
    assert response.status_code == 400
    assert (await client.get(f"/sandbox/chats/{CHAT}/messages")).json() == []


class Broken:
    """An observer that can't stand any request."""

    def on_request(self, method: str, fields: dict[str, str]) -> None:
        raise RuntimeError(method, fields)

    def on_result(self, method: str, result: JsonValue) -> None: ...

    def on_update(self, update: JsonObject) -> None: ...


async def test_a_failure_of_its_own_has_telegrams_form_too() -> None:
    app = create_app(Sandbox(default_world(now=NOW), token=TOKEN, observer=Broken()))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        response = await client.get(f"/bot{TOKEN}/getMe")
    assert response.status_code == 500
    assert response.json() == {
        "ok": False,
        "error_code": 500,
        "description": "Internal Server Error",
    }


def in_process(body_limit: int) -> httpx.AsyncClient:
    app = create_app(Sandbox(default_world(now=NOW), token=TOKEN), body_limit=body_limit)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")


async def _in_pieces() -> AsyncIterator[bytes]:
    for _ in range(10):
        yield b"text=" + b"a" * 20 + b"&"


def _at_once() -> bytes:
    return b"text=" + b"a" * 200


@pytest.mark.parametrize("content", [_at_once, _in_pieces])
async def test_a_body_over_the_limit_is_refused(
    content: Callable[[], bytes | AsyncIterator[bytes]],
) -> None:
    async with in_process(body_limit=100) as client:
        response = await client.post(
            f"/bot{TOKEN}/sendMessage",
            content=content(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
    assert response.status_code == 413
    assert response.json()["description"] == "Request Entity Too Large"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.1:8080"])
async def test_only_loopback_names_are_answered(client: httpx.AsyncClient, host: str) -> None:
    response = await client.get(f"/bot{TOKEN}/getMe", headers={"host": host})
    assert response.status_code == 400
    assert "result" not in response.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080"])
async def test_loopback_names_are_answered(client: httpx.AsyncClient, host: str) -> None:
    response = await client.get(f"/bot{TOKEN}/getMe", headers={"host": host})
    assert response.status_code == 200


class Requests:
    """An observer that lets a test wait for a request to have arrived."""

    def __init__(self) -> None:
        self.arrived: asyncio.Queue[tuple[str, dict[str, str]]] = asyncio.Queue()

    def on_request(self, method: str, fields: dict[str, str]) -> None:
        self.arrived.put_nowait((method, fields))

    def on_result(self, method: str, result: JsonValue) -> None: ...

    def on_update(self, update: JsonObject) -> None: ...


def observed_server(requests: Requests) -> SandboxServer:
    sandbox = Sandbox(default_world(now=NOW), token=TOKEN, observer=requests)
    return SandboxServer(sandbox, port=0)


async def test_a_second_getupdates_ends_the_first_with_a_conflict() -> None:
    requests = Requests()
    path = f"/bot{TOKEN}/getUpdates"
    async with (
        observed_server(requests) as server,
        httpx.AsyncClient(base_url=server.url, trust_env=False) as client,
    ):
        first = asyncio.create_task(client.get(path, params={"timeout": 30}))
        await requests.arrived.get()
        second = await client.get(path)
        assert (await first).status_code == 409
        assert second.json() == {"ok": True, "result": []}


async def test_a_bot_that_gave_up_its_poll_gets_the_update_with_the_next() -> None:
    requests = Requests()
    path = f"/bot{TOKEN}/getUpdates"
    async with (
        observed_server(requests) as server,
        httpx.AsyncClient(base_url=server.url, trust_env=False) as client,
    ):
        given_up = asyncio.create_task(client.get(path, params={"timeout": 30}))
        await requests.arrived.get()
        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)
        body = {"from": CHAT, "text": "còn đó không"}
        await client.post(f"/sandbox/chats/{CHAT}/messages", json=body)
        [update] = (await client.get(path, params={"timeout": 30})).json()["result"]
    assert update["message"]["text"] == "còn đó không"


async def test_a_client_that_dies_over_its_request_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    async with running_sandbox() as sandbox:
        _, writer = await asyncio.open_connection("127.0.0.1", sandbox.server.port)
        writer.write(f"{head}{kind}chat_id=".encode())
        await writer.drain()
        async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
            await client.get(f"/bot{TOKEN}/getMe")  # by then the other one has arrived
        writer.transport.abort()
    assert caplog.records == []


async def test_answers_go_out_at_once(lenient_sandbox: RunningSandbox) -> None:
    [listening] = lenient_sandbox.server._server.servers
    assert [listener.proto for listener in listening.sockets] == [socket.IPPROTO_TCP]


async def test_a_port_that_is_taken_is_said_to_be() -> None:
    async with running_sandbox() as sandbox:
        other = SandboxServer(
            Sandbox(default_world(now=NOW), token=TOKEN), port=sandbox.server.port
        )
        with pytest.raises(PortTakenError, match="choose another"):
            await other.__aenter__()


async def test_the_end_waits_for_no_poll_and_no_listener() -> None:
    requests = Requests()
    async with httpx.AsyncClient(trust_env=False) as client:
        async with observed_server(requests) as server:
            path = f"{server.url}/bot{TOKEN}/getUpdates"
            poll = asyncio.create_task(client.get(path, params={"timeout": 50}, timeout=60))
            await requests.arrived.get()
            request = client.build_request("GET", f"{server.url}/sandbox/events")
            events = await client.send(request, stream=True)
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await events.aread()).startswith(b": ")
        await events.aclose()
