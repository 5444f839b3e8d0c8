"""The control side over HTTP: faults that break connections, membership, what was counted."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from bot.sandbox.cast import HAMLET, OFFICER
from tests.support.sandbox import CITIZEN, GROUP, TOKEN, RunningSandbox

CHAT = f"/sandbox/chats/{GROUP.id}"


@pytest.fixture
async def client(sandbox: RunningSandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        yield client


@pytest.fixture
async def bot(sandbox: RunningSandbox) -> AsyncIterator[Bot]:
    request = HTTPXRequest(read_timeout=0.5, httpx_kwargs={"trust_env": False})
    async with Bot(TOKEN, base_url=sandbox.base_url, request=request) as bot:
        yield bot


async def post(client: httpx.AsyncClient, path: str, **body: object) -> httpx.Response:
    return (await client.post(path, json=body)).raise_for_status()


async def delivered(client: httpx.AsyncClient, chat: int = GROUP.id) -> list[str]:
    chats = (await client.get("/sandbox/delivered")).json()
    [messages] = [each["messages"] for each in chats if each["chat_id"] == chat]
    return [message["words"] for message in messages]


@pytest.mark.parametrize(
    ("kind", "there"), [("drop_before", []), ("drop_after", ["a"]), ("late", ["a"])]
)
async def test_a_request_without_an_answer_may_have_been_done(
    client: httpx.AsyncClient, bot: Bot, kind: str, there: list[str]
) -> None:
    await post(client, f"{CHAT}/fault", kind=kind, seconds=60)
    with pytest.raises(NetworkError) as raised:
        await bot.send_message(GROUP.id, "a")
    cause = raised.value.__cause__
    if kind == "late":
        assert isinstance(raised.value, TimedOut)
        assert isinstance(cause, httpx.ReadTimeout)
    else:
        assert isinstance(cause, httpx.ReadError | httpx.RemoteProtocolError)
    assert await delivered(client) == there
    assert (await bot.send_message(GROUP.id, "b")).text == "b"


async def test_a_flood_names_the_wait_where_a_client_looks_for_it(
    client: httpx.AsyncClient, bot: Bot
) -> None:
    await post(client, f"{CHAT}/fault", kind="flood", seconds=9)
    with pytest.raises(RetryAfter) as raised:
        await bot.send_message(GROUP.id, "a")
    assert raised.value._retry_after.total_seconds() == 9


async def test_a_fault_can_be_taken_away(client: httpx.AsyncClient, bot: Bot) -> None:
    await post(client, f"{CHAT}/fault", kind="fail", times=None)
    await post(client, f"{CHAT}/fault")
    assert (await bot.send_message(GROUP.id, "a")).text == "a"


async def test_the_page_sees_what_is_wrong_with_a_chat(client: httpx.AsyncClient) -> None:
    await post(client, f"{CHAT}/fault", kind="flood", seconds=9)
    await post(client, f"/sandbox/chats/{HAMLET.id}/bot", **{"from": OFFICER.user.id, "in": False})
    chats = {chat["id"]: chat for chat in (await client.get("/sandbox/state")).json()["chats"]}
    assert chats[GROUP.id]["fault"] == {"kind": "flood", "times": 1, "seconds": 9}
    assert chats[HAMLET.id]["bot"] == "kicked"
    await post(client, f"/sandbox/chats/{HAMLET.id}/bot", **{"from": OFFICER.user.id, "in": True})
    chats = {chat["id"]: chat for chat in (await client.get("/sandbox/state")).json()["chats"]}
    assert "bot" not in chats[HAMLET.id]


async def test_a_migrated_group_is_another_chat_on_the_page(client: httpx.AsyncClient) -> None:
    answer = (await post(client, f"/sandbox/chats/{HAMLET.id}/migrate")).json()
    chats = {chat["id"]: chat for chat in (await client.get("/sandbox/state")).json()["chats"]}
    assert HAMLET.id not in chats
    assert chats[answer["chat_id"]]["moved_from"] == HAMLET.id


async def test_a_chat_is_picked(client: httpx.AsyncClient, bot: Bot) -> None:
    asked = {"request_id": 3, "chat_is_channel": False}
    asking = {"keyboard": [[{"text": "Nhóm", "request_chat": asked}]]}
    fields = {"chat_id": OFFICER.user.id, "text": "Nhóm nào?", "reply_markup": asking}
    await post(client, f"/bot{TOKEN}/sendMessage", **fields)
    path = f"/sandbox/chats/{OFFICER.user.id}/share"
    await post(client, path, **{"from": OFFICER.user.id, "request_id": 3, "chat_id": HAMLET.id})
    [update] = await bot.get_updates()
    assert update.message
    assert update.message.chat_shared
    assert update.message.chat_shared.chat_id == HAMLET.id


async def test_the_limits_are_kept_once_they_are_asked_for(
    client: httpx.AsyncClient, bot: Bot
) -> None:
    await bot.send_message(GROUP.id, "a")
    await post(client, "/sandbox/limits", enforced=True)
    await bot.send_message(CITIZEN.user.id, "b")
    with pytest.raises(RetryAfter):
        await bot.send_message(CITIZEN.user.id, "c")
    counted = (await client.get("/sandbox/traffic")).json()
    assert (counted["requests"], counted["accepted"], counted["too_fast"]) == (3, 2, 1)
    assert counted["highest_chat_second"] == 2
    assert counted["impatient"] == 0
    await post(client, "/sandbox/limits", enforced=False)
    assert (await bot.send_message(CITIZEN.user.id, "d")).text == "d"


async def test_polls_and_captions_are_among_what_was_delivered(
    client: httpx.AsyncClient, bot: Bot
) -> None:
    await bot.send_poll(GROUP.id, "Khi nào?", ["Sáng", "Tối"])
    await bot.send_document(GROUP.id, b"a", caption="Thư", filename="a.txt")
    await bot.send_document(GROUP.id, b"b", filename="b.txt")
    assert await delivered(client) == ["Khi nào?", "Thư", ""]


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        (
            "fault",
            {"kind": "x"},
            "a fault is one of flood, fail, gateway, drop_before, drop_after, late",
        ),
        (
            "fault",
            {"kind": "fail", "times": 0},
            "a fault has 0 to 3600 seconds and times from 1 on",
        ),
        ("fault", {"kind": "late", "seconds": 3601}, "a fault has 0 to 3600 seconds"),
        ("fault", {"kind": "late", "seconds": "a"}, 'field "seconds" must be a valid Number'),
        ("bot", {"from": 9, "in": True}, "user not found"),
        ("migrate", {}, "only a group can become a supergroup"),
        ("share", {"from": 1001, "request_id": 1, "chat_id": 1}, "no button asks for a chat"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    client: httpx.AsyncClient, path: str, body: dict[str, object], error: str
) -> None:
    refused = await client.post(f"{CHAT}/{path}", json=body)
    assert refused.status_code == 400
    assert error in refused.json()["error"]


async def test_an_unknown_chat_has_no_faults(client: httpx.AsyncClient) -> None:
    refused = await client.post("/sandbox/chats/9/fault", json={"kind": "fail"})
    assert refused.json() == {"error": "Bad Request: chat not found"}


async def test_other_sites_pages_can_break_nothing(client: httpx.AsyncClient) -> None:
    foreign = {"origin": "https://example.org"}
    refused = await client.post(f"{CHAT}/fault", json={"kind": "fail"}, headers=foreign)
    assert refused.status_code == 403
