"""Methods that post messages, as their callers see them."""

import struct

import pytest

from bot.sandbox.cast import CADRE, CITIZEN, GROUP
from bot.sandbox.errors import BadRequestError
from bot.sandbox.fields import Upload
from bot.sandbox.records import JsonValue
from tests.bot.sandbox.conftest import NOW, Api
from tests.support.sandbox import FORUM

CHAT = CITIZEN.user.id
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 640, 480) + b"\x08\x02\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 480, 640) + b"\3" * 9
PICTURE = Upload(name="a.png", mime_type="image/png", content=PNG)
TEXT_FILE = Upload(name="bao cao.txt", mime_type="text/plain", content="số liệu".encode())


async def test_a_message_has_its_text_sender_chat_date_and_entities(api: Api) -> None:
    message = await api.get("sendMessage", chat_id=CHAT, text="<b>Chào</b> 👍", parse_mode="HTML")
    assert message["text"] == "Chào 👍"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert message["from"]["is_bot"]
    assert message["chat"] == {
        "id": CHAT,
        "type": "private",
        "first_name": "Cô Ba",
        "username": "co_ba",
    }
    assert message["date"] == NOW


async def test_messages_are_numbered_in_each_chat(api: Api) -> None:
    ids = [
        (await api.get("sendMessage", chat_id=chat, text="a"))["message_id"]
        for chat in (CHAT, CHAT, GROUP.id)
    ]
    assert ids == [1, 2, 1]


async def test_entities_can_be_listed_instead_of_a_parse_mode(api: Api) -> None:
    entities: list[JsonValue] = [
        {"type": "italic", "offset": 0, "length": 2},
        {"type": "mention", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": 1, "url": "a.vn"},
    ]
    message = await api.get("sendMessage", chat_id=CHAT, text="👍 a", entities=entities)
    assert message["entities"] == [
        {"type": "italic", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": 1, "url": "http://a.vn/"},
    ]


@pytest.mark.parametrize(
    "entities",
    ["no list", {}, [{"type": "text_link", "offset": 0, "length": 1, "url": "localhost"}]],
)
async def test_what_is_no_list_of_entities_and_bad_links_are_passed_over(
    api: Api, entities: JsonValue
) -> None:
    message = await api.get("sendMessage", chat_id=CHAT, text="a", entities=entities)
    assert "entities" not in message


async def test_link_preview_options_are_kept(api: Api) -> None:
    options: JsonValue = {"is_disabled": True, "url": "https://a.vn/", "show_above_text": False}
    message = await api.get("sendMessage", chat_id=CHAT, text="a", link_preview_options=options)
    assert message["link_preview_options"] == {"is_disabled": True, "url": "https://a.vn/"}


async def test_a_keyboard_is_kept(api: Api) -> None:
    markup: JsonValue = {"inline_keyboard": [[{"text": "Thêm", "callback_data": "x"}]]}
    message = await api.get("sendMessage", chat_id=CHAT, text="a", reply_markup=markup)
    assert message["reply_markup"] == markup


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"chat_id": CHAT}, "Bad Request: message text is empty"),
        ({"chat_id": CHAT, "text": " \n"}, "Bad Request: text must be non-empty"),
        ({"text": "a"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 5, "text": "a"}, "Bad Request: chat not found"),
        ({"chat_id": "@ai_do", "text": "a"}, "Bad Request: chat not found"),
        ({"chat_id": "9" * 5000, "text": "a"}, "Bad Request: chat not found"),
        ({"chat_id": CHAT, "text": "👍" * 2049}, "Bad Request: message is too long"),
        ({"chat_id": CHAT, "text": "a" * 40_000}, "Bad Request: text is too long"),
        (
            {"chat_id": CHAT, "text": "<x>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        ({"chat_id": CHAT, "text": "a", "parse_mode": "x"}, "Bad Request: unsupported parse_mode"),
        (
            {"chat_id": CHAT, "text": "a", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
        (
            {"chat_id": CHAT, "text": "a", "reply_to_message_id": 99},
            "Bad Request: message to be replied not found",
        ),
        (
            {"chat_id": CHAT, "text": "a", "reply_markup": "{"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        (
            {"chat_id": CHAT, "text": "a", "message_thread_id": 5},
            "Bad Request: message thread not found",
        ),
        (
            {"chat_id": CHAT, "text": "a", "entities": [{"type": "x", "offset": 0, "length": 1}]},
            "Bad Request: can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"chat_id": CHAT, "text": "a", "link_preview_options": {"url": []}},
            'Bad Request: field "url" must be of type String',
        ),
        (
            {"chat_id": CHAT, "text": "a", "reply_parameters": {"message_id": 1, "chat_id": 1002}},
            "Bad Request: the sandbox has no replies to other chats",
        ),
    ],
)
async def test_what_telegram_refuses_to_send_is_refused_in_its_words(
    api: Api, fields: dict[str, JsonValue], description: str
) -> None:
    assert await api.refused("sendMessage", **fields) == description


async def test_a_reply_shows_what_it_replies_to_one_level_deep(api: Api) -> None:
    asked = api.say("hỏi")
    first = await api.get(
        "sendMessage", chat_id=CHAT, text="đáp", reply_parameters={"message_id": asked.id}
    )
    second = await api.get(
        "sendMessage", chat_id=CHAT, text="thêm", reply_to_message_id=first["message_id"]
    )
    assert first["reply_to_message"]["text"] == "hỏi"
    assert second["reply_to_message"]["text"] == "đáp"
    assert "reply_to_message" not in second["reply_to_message"]


async def test_a_reply_can_do_without_a_message_that_is_gone(api: Api) -> None:
    parameters: JsonValue = {"message_id": 99, "allow_sending_without_reply": True}
    message = await api.get("sendMessage", chat_id=CHAT, text="a", reply_parameters=parameters)
    assert "reply_to_message" not in message


async def test_a_reply_can_quote_a_part(api: Api) -> None:
    asked = api.say("👍 có mấy mô hình")
    message = await api.get(
        "sendMessage",
        chat_id=CHAT,
        text="a",
        reply_parameters={"message_id": asked.id, "quote": "mấy mô hình"},
    )
    assert message["quote"] == {"text": "mấy mô hình", "position": 6, "is_manual": True}


async def test_a_reply_can_not_quote_what_is_not_there(api: Api) -> None:
    asked = api.say("có mấy mô hình")
    parameters: JsonValue = {"message_id": asked.id, "quote": "khác"}
    refused = await api.refused("sendMessage", chat_id=CHAT, text="a", reply_parameters=parameters)
    assert refused == "Bad Request: QUOTE_TEXT_INVALID"


async def test_the_bot_can_not_reply_to_what_privacy_mode_keeps_from_it(api: Api) -> None:
    said = api.say("chào cả nhà", chat=GROUP.id)
    parameters: JsonValue = {"message_id": said.id}
    refused = await api.refused(
        "sendMessage", chat_id=GROUP.id, text="a", reply_parameters=parameters
    )
    assert refused == "Bad Request: message to be replied not found"


async def test_a_message_goes_to_the_topic_that_it_names(api: Api) -> None:
    message = await api.get("sendMessage", chat_id=FORUM.id, text="a", message_thread_id=5)
    assert message["message_thread_id"] == 5
    assert message["is_topic_message"]
    assert message["chat"]["is_forum"]
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "Hỏi đáp"


async def test_a_reply_goes_to_the_topic_of_what_it_replies_to(api: Api) -> None:
    asked = api.say("/hoi", chat=FORUM.id, thread_id=5)
    message = await api.get(
        "sendMessage", chat_id=FORUM.id, text="a", reply_parameters={"message_id": asked.id}
    )
    assert (message["message_thread_id"], message["is_topic_message"]) == (5, True)


async def test_a_chain_of_replies_in_a_plain_group_is_no_topic(api: Api) -> None:
    asked = api.say("/hoi", chat=GROUP.id)
    message = await api.get(
        "sendMessage", chat_id=GROUP.id, text="a", reply_parameters={"message_id": asked.id}
    )
    assert message["message_thread_id"] == asked.id
    assert "is_topic_message" not in message
    refused = await api.refused(
        "sendMessage", chat_id=GROUP.id, text="a", message_thread_id=asked.id
    )
    assert refused == "Bad Request: message thread is not a forum topic thread"


@pytest.mark.parametrize("content", [PNG, JPEG])
async def test_a_picture_is_sent_with_its_size_and_caption(api: Api, content: bytes) -> None:
    upload = Upload(name="a", mime_type="image/x", content=content)
    message = await api.upload(
        "sendPhoto",
        {"tep": upload},
        chat_id=CHAT,
        photo="attach://tep",
        caption="<i>ảnh</i>",
        parse_mode="HTML",
    )
    [photo] = message["photo"]
    assert (photo["width"], photo["height"]) == (640, 480)
    assert message["caption"] == "ảnh"
    assert message["caption_entities"] == [{"type": "italic", "offset": 0, "length": 3}]


async def test_a_file_is_sent_once_and_again_by_its_id(api: Api) -> None:
    first = await api.upload("sendDocument", {"document": TEXT_FILE}, chat_id=CHAT)
    again = await api.get("sendDocument", chat_id=CHAT, document=first["document"]["file_id"])
    assert again["document"] == first["document"]
    assert first["document"]["file_name"] == "bao cao.txt"
    file = await api.get("getFile", file_id=first["document"]["file_id"])
    assert file["file_size"] == len(TEXT_FILE.content)


@pytest.mark.parametrize(
    ("method", "fields", "description"),
    [
        ("sendPhoto", {}, "Bad Request: there is no photo in the request"),
        ("sendDocument", {}, "Bad Request: there is no document in the request"),
        (
            "sendDocument",
            {"document": "x"},
            "Bad Request: wrong file identifier/HTTP URL specified",
        ),
        (
            "sendPhoto",
            {"photo": "https://a.vn/a.png"},
            "Bad Request: failed to get HTTP URL content",
        ),
        ("getFile", {}, "Bad Request: file_id not specified"),
        ("getFile", {"file_id": "x"}, "Bad Request: invalid file_id"),
    ],
)
async def test_what_is_no_file_is_refused(
    api: Api, method: str, fields: dict[str, JsonValue], description: str
) -> None:
    assert await api.refused(method, chat_id=CHAT, **fields) == description


async def test_a_file_that_is_no_picture_is_no_photo(api: Api) -> None:
    document = await api.upload("sendDocument", {"document": TEXT_FILE}, chat_id=CHAT)
    refused = await api.refused("sendPhoto", chat_id=CHAT, photo=document["document"]["file_id"])
    assert refused == "Bad Request: IMAGE_PROCESS_FAILED"


def png(width: int, height: int) -> bytes:
    return PNG[:16] + struct.pack(">II", width, height) + PNG[24:]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file must be non-empty"),
        (b"\xff\xd8\xff\xe0\0\4ab", "IMAGE_PROCESS_FAILED"),
        (png(9000, 2000), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_a_bad_picture_is_refused(api: Api, content: bytes, reason: str) -> None:
    upload = Upload(name="a", mime_type="image/x", content=content)
    with pytest.raises(BadRequestError) as refused:
        await api.upload("sendPhoto", {"photo": upload}, chat_id=CHAT)
    assert refused.value.description == f"Bad Request: {reason}"


async def test_a_caption_is_shorter_than_a_text(api: Api) -> None:
    sent = await api.upload("sendDocument", {"document": TEXT_FILE}, chat_id=CHAT)
    file_id = sent["document"]["file_id"]
    refused = await api.refused("sendDocument", chat_id=CHAT, document=file_id, caption="a" * 1025)
    assert refused == "Bad Request: message caption is too long"


async def test_a_forwarded_message_names_its_author(api: Api) -> None:
    said = api.say("tin vui", persona=CADRE)
    message = await api.get(
        "forwardMessage", chat_id=GROUP.id, from_chat_id=CADRE.user.id, message_id=said.id
    )
    assert message["text"] == "tin vui"
    assert message["forward_origin"]["sender_user"]["first_name"] == "Anh Tư"


async def test_a_copied_message_is_the_bots_own(api: Api) -> None:
    said = api.say("tin vui", persona=CADRE)
    copied = await api.get(
        "copyMessage", chat_id=GROUP.id, from_chat_id=CADRE.user.id, message_id=said.id
    )
    copy = api.world.rooms[GROUP.id].messages[copied["message_id"]]
    assert (copy.sender, copy.origin, copy.content) == (api.world.bot, None, said.content)


@pytest.mark.parametrize(
    ("method", "field"), [("sendPhoto", "photo"), ("sendDocument", "document")]
)
async def test_a_copied_file_can_have_another_caption(api: Api, method: str, field: str) -> None:
    sent = await api.upload(method, {field: PICTURE}, chat_id=CHAT, caption="cũ")
    copied = await api.get(
        "copyMessage",
        chat_id=CHAT,
        from_chat_id=CHAT,
        message_id=sent["message_id"],
        caption="mới",
    )
    copy = await api.get(
        "forwardMessage", chat_id=CHAT, from_chat_id=CHAT, message_id=copied["message_id"]
    )
    assert copy["caption"] == "mới"


@pytest.mark.parametrize(
    ("method", "role"),
    [("forwardMessage", "message to forward"), ("copyMessage", "message to copy")],
)
async def test_a_message_that_is_not_there_can_not_be_sent_on(
    api: Api, method: str, role: str
) -> None:
    refused = await api.refused(method, chat_id=CHAT, from_chat_id=CHAT, message_id=9)
    assert refused == f"Bad Request: {role} not found"
    refused = await api.refused(method, chat_id=CHAT, message_id=9)
    assert refused == 'Bad Request: parameter "from_chat_id" is required'


@pytest.mark.parametrize("method", ["forwardMessage", "copyMessage"])
async def test_protected_and_service_messages_can_not_be_sent_on(api: Api, method: str) -> None:
    sent = await api.get("sendMessage", chat_id=CHAT, text="a", protect_content=True)
    assert sent["has_protected_content"]
    for chat, number in ((CHAT, sent["message_id"]), (FORUM.id, 5)):
        refused = await api.refused(method, chat_id=CHAT, from_chat_id=chat, message_id=number)
        assert refused.startswith("Bad Request: the message can't be ")


async def test_an_action_is_one_that_telegram_knows(api: Api) -> None:
    assert await api("sendChatAction", chat_id=CHAT, action="typing") is True
    refused = await api.refused("sendChatAction", chat_id=CHAT, action="thinking")
    assert refused == "Bad Request: wrong parameter action in request"
