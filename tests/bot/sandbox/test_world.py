"""What people do in the world, and what privacy mode lets the bot know of it."""

import pytest

from bot.sandbox.cast import CADRE, CITIZEN, GROUP, VISITOR
from bot.sandbox.errors import BadRequestError
from bot.sandbox.records import (
    Content,
    JsonValue,
    LocationContent,
    StickerContent,
    VoiceContent,
)
from bot.sandbox.samples import SAMPLES
from tests.bot.sandbox.conftest import NOW, Api
from tests.support.sandbox import FORUM

CHAT = CITIZEN.user.id
BOT = "@danvan_sandbox_bot"


@pytest.mark.parametrize(
    "text", ["/hoi", f"/hoi{BOT} gì đó", f"{BOT} ơi", f"này {BOT}", f"gõ /hoi{BOT}"]
)
async def test_in_a_group_the_bot_gets_what_calls_it(api: Api, text: str) -> None:
    said = api.say(text, chat=GROUP.id)
    [update] = await api.updates()
    assert update["message"]["message_id"] == said.id
    assert said.seen_by_bot


@pytest.mark.parametrize("text", ["chào cả nhà", "/hoi@other_bot", "gõ /hoi nhé", "@other_bot ơi"])
async def test_in_a_group_the_bot_does_not_get_what_is_not_for_it(api: Api, text: str) -> None:
    said = api.say(text, chat=GROUP.id)
    assert await api.updates() == []
    assert not said.seen_by_bot


async def test_in_a_group_the_bot_gets_replies_to_it(api: Api) -> None:
    sent = await api.get("sendMessage", chat_id=GROUP.id, text="a")
    api.say("sao vậy", chat=GROUP.id, reply_to=sent["message_id"])
    [update] = await api.updates()
    assert update["message"]["reply_to_message"]["message_id"] == sent["message_id"]


async def test_in_a_group_the_bot_does_not_get_replies_to_others(api: Api) -> None:
    said = api.say("chào", chat=GROUP.id)
    api.say("chào lại", chat=GROUP.id, persona=CADRE, reply_to=said.id)
    assert await api.updates() == []


async def test_in_a_private_chat_the_bot_gets_everything(api: Api) -> None:
    api.say("chào")
    [update] = await api.updates()
    assert update["message"]["text"] == "chào"
    assert update["message"]["from"]["language_code"] == "vi"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (StickerContent(), "sticker"),
        (VoiceContent(), "voice"),
        (LocationContent(), "location"),
        (SAMPLES["photo"], "photo"),
        (SAMPLES["document"], "document"),
        (SAMPLES["poll"], "poll"),
    ],
)
async def test_other_than_texts_come_as_what_they_are(
    api: Api, content: Content, field: str
) -> None:
    api.sandbox.publish(api.world.say(CHAT, CHAT, content, now=NOW))
    api.sandbox.publish(api.world.say(CHAT, GROUP.id, content, now=NOW))
    [update] = await api.updates()
    assert field in update["message"]


async def test_a_message_in_a_topic_says_so(api: Api) -> None:
    api.say("/hoi", chat=FORUM.id, thread_id=5)
    [update] = await api.updates()
    assert (update["message"]["message_thread_id"], update["message"]["is_topic_message"]) == (
        5,
        True,
    )
    assert "forum_topic_created" in update["message"]["reply_to_message"]


async def test_updates_of_a_later_run_have_greater_ids(api: Api) -> None:
    api.say("a")
    [update] = await api.updates()
    assert update["update_id"] == NOW


async def test_what_changes_later_does_not_change_an_update(api: Api) -> None:
    keyboard: JsonValue = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    sent = await api.get("sendMessage", chat_id=CHAT, text="cũ", reply_markup=keyboard)
    number = sent["message_id"]
    api.sandbox.publish(api.world.press(CHAT, CHAT, number, (0, 0), now=NOW))
    await api("editMessageText", chat_id=CHAT, message_id=number, text="mới")
    [update] = await api.updates()
    assert update["callback_query"]["message"]["text"] == "cũ"


async def sent_with_buttons(api: Api) -> int:
    buttons: JsonValue = [
        {"text": "dữ liệu", "callback_data": "x"},
        {"text": "địa chỉ", "url": "https://a.vn"},
    ]
    keyboard: JsonValue = {"inline_keyboard": [buttons]}
    message = await api.get("sendMessage", chat_id=CHAT, text="a", reply_markup=keyboard)
    return int(message["message_id"])


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ((0, 1), "a url button does not call the bot"),
        ((0, 2), "there is no such button"),
        ((1, 0), "there is no such button"),
        ((-1, 0), "there is no such button"),
    ],
)
async def test_only_a_button_with_callback_data_can_be_pressed(
    api: Api, place: tuple[int, int], reason: str
) -> None:
    number = await sent_with_buttons(api)
    with pytest.raises(BadRequestError) as refused:
        api.world.press(CHAT, CHAT, number, place, now=NOW)
    assert refused.value.description == f"Bad Request: {reason}"


async def test_a_bot_that_left_can_not_be_called_by_its_old_buttons(api: Api) -> None:
    keyboard: JsonValue = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    sent = await api.get("sendMessage", chat_id=GROUP.id, text="a", reply_markup=keyboard)
    await api("leaveChat", chat_id=GROUP.id)
    with pytest.raises(BadRequestError, match="the bot is not in this chat"):
        api.world.press(CHAT, GROUP.id, sent["message_id"], (0, 0), now=NOW)


@pytest.mark.parametrize(
    ("person", "chat", "reply_to", "reason"),
    [
        (VISITOR.user.id, CHAT, None, "user not found"),
        (9, GROUP.id, None, "user not found"),
        (CHAT, 9, None, "chat not found"),
        (CHAT, CHAT, 9, "message to be replied not found"),
    ],
)
def test_people_speak_only_where_they_are_members_and_reply_to_what_is_there(
    api: Api, person: int, chat: int, reply_to: int | None, reason: str
) -> None:
    with pytest.raises(BadRequestError) as refused:
        api.world.say(person, chat, StickerContent(), now=NOW, reply_to=reply_to)
    assert refused.value.description == f"Bad Request: {reason}"


async def test_a_reset_empties_the_chats_and_what_waits_for_the_bot(api: Api) -> None:
    first = api.say("a")
    api.sandbox.publish(api.world.reset())
    assert api.world.rooms[CHAT].messages == {}
    assert list(api.world.rooms[FORUM.id].messages) == [5]
    assert await api.updates() == []
    assert api.say("b").id > first.id
