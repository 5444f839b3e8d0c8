"""Methods that announcements need: polls, copies, captions, keyboards in the place of one's own."""

from typing import Any

import pytest

from bot.sandbox.cast import CADRE, CITIZEN, GROUP
from bot.sandbox.records import JsonValue, PhotoContent, PollContent, TextContent
from bot.sandbox.samples import PICTURE, SAMPLES
from tests.bot.sandbox.conftest import NOW, Api
from tests.support.sandbox import FORUM

CHAT = CITIZEN.user.id
OPTIONS: JsonValue = ["Sáng", {"text": "Tối"}]


async def send_poll(api: Api, **more: JsonValue) -> dict[str, Any]:
    fields: dict[str, JsonValue] = {"question": "Họp khi nào?", "options": OPTIONS, **more}
    return await api.get("sendPoll", chat_id=CHAT, **fields)


async def test_a_poll_has_its_question_and_options(api: Api) -> None:
    poll = (await send_poll(api))["poll"]
    assert poll["question"] == "Họp khi nào?"
    assert [option["text"] for option in poll["options"]] == ["Sáng", "Tối"]
    assert (poll["is_anonymous"], poll["allows_multiple_answers"]) == (True, False)


async def test_a_poll_can_be_open_and_take_several_answers(api: Api) -> None:
    poll = (await send_poll(api, is_anonymous=False, allows_multiple_answers=True))["poll"]
    assert (poll["is_anonymous"], poll["allows_multiple_answers"]) == (False, True)


async def test_every_copy_of_a_poll_is_a_poll_of_its_own(api: Api) -> None:
    sent = await send_poll(api)
    copied = await api.get(
        "copyMessage", chat_id=GROUP.id, from_chat_id=CHAT, message_id=sent["message_id"]
    )
    copy = await api.get(
        "forwardMessage",
        chat_id=CHAT,
        from_chat_id=GROUP.id,
        message_id=copied["message_id"],
    )
    assert copy["poll"]["options"] == sent["poll"]["options"]
    assert copy["poll"]["id"] != sent["poll"]["id"]


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"question": ""}, "Bad Request: poll question must be non-empty"),
        ({"options": ["Một"]}, "Bad Request: poll must have at least 2 options"),
        ({"options": ["a"] * 13}, "Bad Request: poll must have fewer options"),
        ({"options": ["a", ""]}, "Bad Request: poll options must be non-empty"),
        ({"options": ["a", 1]}, "Bad Request: expected an Object as InputPollOption"),
        ({"options": "a"}, "Bad Request: can't parse options JSON object"),
        ({"options": {}}, "Bad Request: expected an Array of InputPollOption"),
    ],
)
async def test_what_makes_no_poll_is_refused(
    api: Api, fields: dict[str, JsonValue], description: str
) -> None:
    given: dict[str, JsonValue] = {"question": "a", "options": OPTIONS, **fields}
    assert await api.refused("sendPoll", chat_id=CHAT, **given) == description


async def test_several_messages_are_copied_in_order_without_those_that_can_not_be(
    api: Api,
) -> None:
    ids = [(await api.get("sendMessage", chat_id=FORUM.id, text=t))["message_id"] for t in "ab"]
    topic_opened, unknown = 5, 99
    copied = await api(
        "copyMessages",
        chat_id=CHAT,
        from_chat_id=FORUM.id,
        message_ids=[topic_opened, *ids, unknown],
    )
    assert isinstance(copied, list)
    contents = [message.content for message in api.world.rooms[CHAT].messages.values()]
    assert [c.body.text for c in contents if isinstance(c, TextContent)] == ["a", "b"]
    assert len(copied) == 2


async def test_captions_can_be_left_out_of_copies(api: Api) -> None:
    sent = await api.get("sendPhoto", chat_id=CHAT, photo=PICTURE.id, caption="ảnh")
    poll = await send_poll(api)
    ids: JsonValue = [sent["message_id"], poll["message_id"]]
    copied = await api(
        "copyMessages", chat_id=GROUP.id, from_chat_id=CHAT, message_ids=ids, remove_caption=True
    )
    assert isinstance(copied, list)
    photo, copy = api.world.rooms[GROUP.id].messages.values()
    assert isinstance(photo.content, PhotoContent)
    assert photo.content.caption.text == ""
    assert isinstance(copy.content, PollContent)


async def test_where_nothing_can_be_copied_that_is_said(api: Api) -> None:
    refused = await api.refused(
        "copyMessages", chat_id=CHAT, from_chat_id=GROUP.id, message_ids=[1]
    )
    assert refused == "Bad Request: there are no messages to copy"


async def test_a_caption_is_edited_and_the_picture_stays(api: Api) -> None:
    sent = await api.get("sendPhoto", chat_id=CHAT, photo=PICTURE.id, caption="cũ")
    edited = await api.get(
        "editMessageCaption",
        chat_id=CHAT,
        message_id=sent["message_id"],
        caption="<b>mới</b>",
        parse_mode="HTML",
    )
    assert edited["caption"] == "mới"
    assert edited["caption_entities"][0]["type"] == "bold"
    assert edited["photo"] == sent["photo"]
    assert edited["edit_date"] == NOW


async def test_a_text_has_no_caption_to_edit_and_a_picture_no_text(api: Api) -> None:
    text = await api.get("sendMessage", chat_id=CHAT, text="a")
    picture = await api.get("sendPhoto", chat_id=CHAT, photo=PICTURE.id)
    refused = await api.refused(
        "editMessageCaption", chat_id=CHAT, message_id=text["message_id"], caption="b"
    )
    assert refused == "Bad Request: there is no caption in the message to edit"
    refused = await api.refused(
        "editMessageText", chat_id=CHAT, message_id=picture["message_id"], text="b"
    )
    assert refused == "Bad Request: there is no text in the message to edit"


@pytest.mark.parametrize("kind", ["photo", "document", "poll"])
async def test_what_a_person_sends_can_be_copied_to_groups(api: Api, kind: str) -> None:
    content = SAMPLES[kind]
    said = api.world.say(CADRE.user.id, CADRE.user.id, content, now=NOW).message
    copied = await api.get(
        "copyMessage", chat_id=GROUP.id, from_chat_id=CADRE.user.id, message_id=said.id
    )
    assert api.world.rooms[GROUP.id].messages[copied["message_id"]].content == content


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (
            {"keyboard": "a"},
            'Bad Request: field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"keyboard": [[1]]},
            "Bad Request: can't parse keyboard button: KeyboardButton must be an Object",
        ),
        (
            {"keyboard": [[{}]]},
            "Bad Request: can't parse keyboard button: Can't find field \"text\"",
        ),
        (
            {"keyboard": [[{"text": "a", "request_chat": {}}]]},
            'Bad Request: can\'t find field "request_id"',
        ),
    ],
)
async def test_a_keyboard_that_is_none_is_refused(
    api: Api, markup: JsonValue, description: str
) -> None:
    refused = await api.refused("sendMessage", chat_id=CHAT, text="a", reply_markup=markup)
    assert refused == description


async def test_a_keyboard_stays_until_another_message_takes_it_away(api: Api) -> None:
    room = api.world.rooms[CHAT]
    shown: JsonValue = {"keyboard": [["Có", {"text": "Không"}]]}
    await api("sendMessage", chat_id=CHAT, text="a", reply_markup=shown)
    await api("sendMessage", chat_id=CHAT, text="b")
    assert [[button.text for button in row] for row in room.reply_keyboard] == [["Có", "Không"]]
    await api("sendMessage", chat_id=CHAT, text="c", reply_markup={"remove_keyboard": True})
    assert room.reply_keyboard == ()
