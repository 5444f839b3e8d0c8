"""The chat page's routes, as the page uses them."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox.cast import CADRE, CITIZEN, FRONT, GROUP, OFFICER, PERSONAS, VISITOR
from bot.sandbox.samples import PICTURE
from tests.support.sandbox import FORUM, TOKEN, RunningSandbox, running_sandbox

CHAT = CITIZEN.user.id
MESSAGES = f"/sandbox/chats/{CHAT}/messages"
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Thêm", "callback_data": "x"}, {"text": "Mở", "url": "https://a.vn"}]
    ]
}


@pytest.fixture
async def client(sandbox: RunningSandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        yield client


async def bot(client: httpx.AsyncClient, method: str, **fields: object) -> Any:  # noqa: ANN401
    response = await client.post(f"/bot{TOKEN}/{method}", json=fields)
    return response.json()["result"]


async def test_the_state_has_the_bot_the_people_and_their_chats(client: httpx.AsyncClient) -> None:
    state = (await client.get("/sandbox/state")).json()
    assert state["bot"]["is_bot"]
    assert [persona["name"] for persona in state["personas"]] == [
        persona.user.first_name for persona in PERSONAS
    ]
    assert {persona["language_code"] for persona in state["personas"]} == {"vi", "en"}
    private, group = (
        next(chat for chat in state["chats"] if chat["id"] == number) for number in (CHAT, GROUP.id)
    )
    assert private == {"id": CHAT, "type": "private", "title": "Cô Ba", "members": [CHAT]}
    assert (group["type"], group["title"]) == ("supergroup", "Tổ dân phố 3")
    assert len(group["members"]) == 4
    assert {chat["type"] for chat in state["chats"]} == {"private", "group", "supergroup"}


async def test_a_forum_has_topics() -> None:
    async with (
        running_sandbox(chats=[FORUM]) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client,
    ):
        state = (await client.get("/sandbox/state")).json()
        path = f"/sandbox/chats/{FORUM.id}/messages"
        body = {"from": CHAT, "text": "a", "message_thread_id": 5}
        message = (await client.post(path, json=body)).json()
    assert state["chats"][-1]["topics"] == [{"id": 5, "name": "Hỏi đáp"}]
    assert message["message_thread_id"] == 5


async def test_what_a_person_says_is_a_message_with_its_entities(
    client: httpx.AsyncClient,
) -> None:
    posted = await client.post(MESSAGES, json={"from": CHAT, "text": "/start 👍 @co_ba"})
    [message] = (await client.get(MESSAGES)).json()
    assert posted.json() == message
    assert [entity["type"] for entity in message["entities"]] == ["bot_command", "mention"]


@pytest.mark.parametrize("kind", ["sticker", "voice", "location", "photo", "document", "poll"])
async def test_a_person_can_send_other_than_texts(client: httpx.AsyncClient, kind: str) -> None:
    message = (await client.post(MESSAGES, json={"from": CHAT, kind: True})).json()
    assert kind in message


async def test_a_person_can_send_a_poll_of_their_own(client: httpx.AsyncClient) -> None:
    poll = {"question": "Họp lúc nào?", "options": ["Sáng", "Tối"], "is_anonymous": False}
    message = (await client.post(MESSAGES, json={"from": CHAT, "poll": poll})).json()
    assert message["poll"]["question"] == "Họp lúc nào?"
    assert [one["text"] for one in message["poll"]["options"]] == ["Sáng", "Tối"]
    assert not message["poll"]["is_anonymous"]
    one = {"from": CHAT, "poll": {**poll, "options": ["Sáng"]}}
    refused = await client.post(MESSAGES, json=one)
    assert refused.json() == {"error": "Bad Request: poll must have at least 2 options"}


@pytest.mark.parametrize(
    ("name", "content", "kind", "media_type"),
    [
        ("anh.png", PICTURE.content, "photo", "image/png"),
        ("thu.txt", b"Th\xc6\xb0", "document", "application/octet-stream"),
        ("trang.html", b"<script>alert(1)</script>", "document", "application/octet-stream"),
    ],
)
async def test_a_person_can_send_a_file_of_their_own(
    client: httpx.AsyncClient, name: str, content: bytes, kind: str, media_type: str
) -> None:
    fields = {"from": str(CHAT), "caption": "Mời họp"}
    path = f"/sandbox/chats/{CHAT}/files"
    message = (await client.post(path, data=fields, files={"file": (name, content)})).json()
    assert message["caption"] == "Mời họp"
    sent = message[kind][0] if kind == "photo" else message[kind]
    shown = await client.get(f"/sandbox/files/{sent['file_id']}")
    assert (shown.content, shown.headers["content-type"]) == (content, media_type)
    assert ("attachment" in shown.headers.get("content-disposition", "")) == (kind == "document")


async def test_a_request_for_no_file_or_with_none_is_refused(client: httpx.AsyncClient) -> None:
    path = f"/sandbox/chats/{CHAT}/files"
    refused = await client.post(path, data={"from": str(CHAT)}, files={"other": b"a"})
    assert refused.json() == {"error": "Bad Request: there is no file in the request"}
    assert (await client.get("/sandbox/files/none")).status_code == 400


async def test_a_person_forwards_from_a_group_to_the_bot(client: httpx.AsyncClient) -> None:
    group = f"/sandbox/chats/{GROUP.id}/messages"
    first = (await client.post(group, json={"from": CADRE.user.id, "document": True})).json()
    source = {"chat_id": GROUP.id, "message_id": first["message_id"]}
    await client.post(MESSAGES, json={"from": CHAT, "forward": source})
    [update] = await bot(client, "getUpdates")
    message = update["message"]
    assert (message["chat"]["id"], message["from"]["id"]) == (CHAT, CHAT)
    assert message["document"] == first["document"]
    assert message["forward_origin"]["sender_user"]["id"] == CADRE.user.id


async def test_forwarded_again_a_message_still_names_who_wrote_it(
    client: httpx.AsyncClient,
) -> None:
    sent = await bot(client, "sendMessage", chat_id=CHAT, text="a", reply_markup=KEYBOARD)
    for _ in range(2):
        source = {"chat_id": CHAT, "message_id": sent["message_id"]}
        sent = (await client.post(MESSAGES, json={"from": CHAT, "forward": source})).json()
    assert sent["forward_origin"]["sender_user"]["is_bot"]
    assert "reply_markup" not in sent


async def test_what_is_forwarded_in_a_group_is_kept_from_the_bot_as_all_else(
    client: httpx.AsyncClient,
) -> None:
    first = (await client.post(MESSAGES, json={"from": CHAT, "photo": True})).json()
    await bot(client, "getUpdates", offset=-1)
    source = {"chat_id": CHAT, "message_id": first["message_id"]}
    body = {"from": CHAT, "forward": source}
    posted = await client.post(f"/sandbox/chats/{GROUP.id}/messages", json=body)
    assert posted.status_code == 200
    assert len(await bot(client, "getUpdates")) == 1


@pytest.mark.parametrize(
    ("sender", "source", "error"),
    [
        (CHAT, {"chat_id": FRONT.id, "message_id": 2}, "user not found"),
        (OFFICER.user.id, {"chat_id": FRONT.id, "message_id": 2}, "the message can't be forwarded"),
        (OFFICER.user.id, {"chat_id": FRONT.id, "message_id": 99}, "message to forward not found"),
        (OFFICER.user.id, {"chat_id": 5, "message_id": 2}, "chat not found"),
        (OFFICER.user.id, {"message_id": 2}, 'can\'t find field "chat_id"'),
    ],
)
async def test_only_what_a_person_can_see_is_forwarded(
    client: httpx.AsyncClient, sender: int, source: dict[str, int], error: str
) -> None:
    path = f"/sandbox/chats/{sender}/messages"
    response = await client.post(path, json={"from": sender, "forward": source})
    assert response.json() == {"error": f"Bad Request: {error}"}


async def test_a_protected_message_is_not_forwarded(client: httpx.AsyncClient) -> None:
    sent = await bot(client, "sendMessage", chat_id=CHAT, text="a", protect_content=True)
    source = {"chat_id": CHAT, "message_id": sent["message_id"]}
    response = await client.post(MESSAGES, json={"from": CHAT, "forward": source})
    assert response.json() == {"error": "Bad Request: the message can't be forwarded"}


async def test_a_person_can_reply(client: httpx.AsyncClient) -> None:
    first = (await client.post(MESSAGES, json={"from": CHAT, "text": "a"})).json()
    body = {"from": CHAT, "text": "b", "reply_to_message_id": first["message_id"]}
    second = (await client.post(MESSAGES, json=body)).json()
    assert second["reply_to_message"]["text"] == "a"


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        (MESSAGES, {"from": CHAT, "text": " "}, "Bad Request: message text is empty"),
        (MESSAGES, {"text": "a"}, 'Bad Request: can\'t find field "from"'),
        (MESSAGES, {"from": "ai", "text": "a"}, 'Bad Request: field "from" must be a valid Number'),
        (MESSAGES, {"from": CADRE.user.id, "text": "a"}, "Bad Request: user not found"),
        (MESSAGES, {"from": CHAT, "text": "a" * 4097}, "Bad Request: message is too long"),
        ("/sandbox/chats/9/messages", {"from": CHAT, "text": "a"}, "Bad Request: chat not found"),
        (
            "/sandbox/chats/x/messages",
            {"from": CHAT, "text": "a"},
            'Bad Request: field "chat_id" must be a valid Number',
        ),
        (
            f"{MESSAGES}/9/press",
            {"from": CHAT, "row": 0, "column": 0},
            "Bad Request: message not found",
        ),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    client: httpx.AsyncClient, path: str, body: dict[str, object], error: str
) -> None:
    response = await client.post(path, json=body)
    assert response.status_code == 400
    assert response.json() == {"error": error}


async def test_half_a_surrogate_pair_is_refused_and_harms_nobody(client: httpx.AsyncClient) -> None:
    body = json.dumps({"from": CHAT, "text": "\ud83d"})
    assert (await client.post(MESSAGES, content=body)).status_code == 400
    assert (await client.get(MESSAGES)).json() == []
    assert await bot(client, "getUpdates") == []


async def test_a_button_with_callback_data_calls_the_bot(client: httpx.AsyncClient) -> None:
    sent = await bot(client, "sendMessage", chat_id=CHAT, text="a", reply_markup=KEYBOARD)
    body = {"from": CHAT, "row": 0, "column": 0}
    pressed = await client.post(f"{MESSAGES}/{sent['message_id']}/press", json=body)
    [update] = await bot(client, "getUpdates")
    assert update["callback_query"]["id"] == pressed.json()["callback_query_id"]


async def test_other_buttons_do_not_call_the_bot(client: httpx.AsyncClient) -> None:
    sent = await bot(client, "sendMessage", chat_id=CHAT, text="a", reply_markup=KEYBOARD)
    body = {"from": CHAT, "row": 0, "column": 1}
    pressed = await client.post(f"{MESSAGES}/{sent['message_id']}/press", json=body)
    assert pressed.status_code == 400
    assert pressed.json() == {"error": "Bad Request: a url button does not call the bot"}


async def test_commands_are_those_that_the_person_sees(client: httpx.AsyncClient) -> None:
    for language, description in (("", "Ask"), ("vi", "Hỏi")):
        commands = [{"command": "hoi", "description": description}]
        await bot(client, "setMyCommands", commands=commands, language_code=language)
    path = f"/sandbox/chats/{GROUP.id}/commands"
    for persona, description in ((CITIZEN, "Hỏi"), (VISITOR, "Ask")):
        seen = await client.get(path, params={"from": persona.user.id})
        assert seen.json() == [{"command": "hoi", "description": description}]


async def test_all_that_happens_is_told_in_order(sandbox: RunningSandbox) -> None:
    async with (
        httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client,
        sandbox.chatter() as chatter,
    ):
        sent = await bot(client, "sendMessage", chat_id=CHAT, text="a", reply_markup=KEYBOARD)
        number = sent["message_id"]
        body = {"from": CHAT, "row": 0, "column": 0}
        query = (await client.post(f"{MESSAGES}/{number}/press", json=body)).json()
        await bot(client, "sendChatAction", chat_id=CHAT, action="typing")
        await bot(client, "answerCallbackQuery", text="Đây", **query)
        edited = await bot(client, "editMessageText", chat_id=CHAT, message_id=number, text="b")
        await bot(client, "deleteMessage", chat_id=CHAT, message_id=number)
        await client.post("/sandbox/reset", json={})
        await chatter.wait_for("reset")
    assert chatter.events == [
        {"type": "message", "message": sent},
        {"type": "action", "chat_id": CHAT, "action": "typing"},
        {"type": "callback_answer", "text": "Đây", "show_alert": False, "from": CHAT, **query},
        {"type": "edited", "message": edited},
        {"type": "deleted", "chat_id": CHAT, "message_id": number},
        {"type": "reset"},
    ]


async def test_a_page_that_comes_back_gets_what_it_missed(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/sandbox/events"):
        pass  # it was there before
    for text in ("a", "b", "c"):
        await client.post(MESSAGES, json={"from": CHAT, "text": text})
    headers = {"Last-Event-ID": "1"}
    async with client.stream("GET", "/sandbox/events", headers=headers) as response:
        lines = response.aiter_lines()
        ids = [line async for line in _first(lines, 2)]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert ids == ["id: 2", "id: 3"]


async def _first(lines: AsyncIterator[str], count: int) -> AsyncIterator[str]:
    while count:
        line = await anext(lines)
        if line.startswith("id:"):
            count -= 1
            yield line


async def test_a_reset_empties_the_chats(client: httpx.AsyncClient) -> None:
    await client.post(MESSAGES, json={"from": CHAT, "text": "a"})
    assert (await client.post("/sandbox/reset", json={})).json() == {}
    assert (await client.get(MESSAGES)).json() == []


async def test_an_unknown_chat_has_no_messages_and_a_stranger_no_commands(
    client: httpx.AsyncClient,
) -> None:
    for path in ("/sandbox/chats/9/messages", f"/sandbox/chats/{CHAT}/commands?from=9"):
        assert (await client.get(path)).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
async def test_posts_from_other_sites_are_refused(client: httpx.AsyncClient, origin: str) -> None:
    response = await client.post(
        MESSAGES, json={"from": CHAT, "text": "a"}, headers={"origin": origin}
    )
    assert response.status_code == 403
    assert (await client.get(MESSAGES)).json() == []


async def test_posts_from_the_page_itself_are_taken(client: httpx.AsyncClient) -> None:
    response = await client.post(
        MESSAGES, json={"from": CHAT, "text": "a"}, headers={"origin": str(client.base_url)}
    )
    assert response.status_code == 200


async def test_a_browser_keeps_the_page_to_itself(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/sandbox/state")).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


async def test_the_page_and_its_files_are_served(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    script = await client.get("/static/api.js")
    assert page.headers["content-type"].startswith("text/html")
    assert "javascript" in script.headers["content-type"]
    assert (await client.get("/static/../page.py")).status_code == 404
