"""Methods that change and delete messages, and answer presses."""

import pytest

from bot.sandbox.cast import CITIZEN, GROUP
from bot.sandbox.fields import Upload
from bot.sandbox.records import JsonValue, Message
from tests.bot.sandbox.conftest import NOW, Api

CHAT = CITIZEN.user.id
KEYBOARD: JsonValue = {"inline_keyboard": [[{"text": "Thêm", "callback_data": "more"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def sent(api: Api, chat: int = CHAT) -> int:
    message = await api.get("sendMessage", chat_id=chat, text="cũ", reply_markup=KEYBOARD)
    return int(message["message_id"])


def stored(api: Api, number: int, chat: int = CHAT) -> Message:
    return api.world.rooms[chat].messages[number]


async def test_an_edit_changes_the_text_and_takes_the_keyboard_away(api: Api) -> None:
    number = await sent(api)
    api.clock.seconds = NOW + 5
    edited = await api.get(
        "editMessageText", chat_id=CHAT, message_id=number, text="<b>mới</b>", parse_mode="HTML"
    )
    assert (edited["text"], edited["edit_date"], edited["date"]) == ("mới", NOW + 5, NOW)
    assert "reply_markup" not in edited


async def test_an_edit_of_the_keyboard_leaves_the_text(api: Api) -> None:
    number = await sent(api)
    edited = await api.get("editMessageReplyMarkup", chat_id=CHAT, message_id=number)
    assert edited["text"] == "cũ"
    assert "reply_markup" not in edited


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("editMessageText", {"text": "cũ", "reply_markup": KEYBOARD}),
        ("editMessageText", {"text": " cũ ", "reply_markup": KEYBOARD}),
        ("editMessageReplyMarkup", {"reply_markup": KEYBOARD}),
    ],
)
async def test_an_edit_that_changes_nothing_is_refused(
    api: Api, method: str, fields: dict[str, JsonValue]
) -> None:
    number = await sent(api)
    assert await api.refused(method, chat_id=CHAT, message_id=number, **fields) == NOT_MODIFIED


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"chat_id": CHAT, "message_id": 9}, "Bad Request: message to edit not found"),
        ({"chat_id": CHAT}, "Bad Request: message to edit not found"),
        ({"chat_id": 9, "message_id": 1}, "Bad Request: chat not found"),
        ({}, "Bad Request: message identifier is not specified"),
        ({"inline_message_id": "x"}, "Bad Request: MESSAGE_ID_INVALID"),
    ],
)
async def test_a_message_that_is_not_there_can_not_be_edited(
    api: Api, fields: dict[str, JsonValue], description: str
) -> None:
    assert await api.refused("editMessageText", text="a", **fields) == description


async def test_someone_elses_message_can_not_be_edited(api: Api) -> None:
    said = api.say("của tôi")
    refused = await api.refused("editMessageText", chat_id=CHAT, message_id=said.id, text="a")
    assert refused == "Bad Request: message can't be edited"


async def test_a_message_without_a_text_gets_none(api: Api) -> None:
    note = Upload(name="a.txt", mime_type="text/plain", content=b"a")
    message = await api.upload("sendDocument", {"document": note}, chat_id=CHAT)
    refused = await api.refused(
        "editMessageText", chat_id=CHAT, message_id=message["message_id"], text="a"
    )
    assert refused == "Bad Request: there is no text in the message to edit"


async def test_a_deleted_message_is_gone(api: Api) -> None:
    number = await sent(api)
    assert await api("deleteMessage", chat_id=CHAT, message_id=number) is True
    refused = await api.refused("deleteMessage", chat_id=CHAT, message_id=number)
    assert refused == "Bad Request: message to delete not found"


async def test_deleting_several_skips_those_that_are_not_there(api: Api) -> None:
    numbers: list[JsonValue] = [await sent(api), 77, await sent(api)]
    assert await api("deleteMessages", chat_id=CHAT, message_ids=numbers) is True
    assert api.world.rooms[CHAT].messages == {}


@pytest.mark.parametrize(
    ("ids", "description"),
    [
        (None, "Bad Request: message identifiers are not specified"),
        ([], "Bad Request: message identifiers are not specified"),
        (5, "Bad Request: expected an Array of message identifiers"),
        ([*range(1, 102)], "Bad Request: too many message identifiers specified"),
        ([0], "Bad Request: invalid message identifier specified"),
    ],
)
async def test_a_bad_list_of_messages_is_refused(
    api: Api, ids: JsonValue, description: str
) -> None:
    assert await api.refused("deleteMessages", chat_id=CHAT, message_ids=ids) == description


async def test_the_bot_may_delete_others_messages_in_a_private_chat_only(api: Api) -> None:
    here, there = api.say("/a"), api.say("/a", chat=GROUP.id)
    assert await api("deleteMessage", chat_id=CHAT, message_id=here.id) is True
    refused = await api.refused("deleteMessage", chat_id=GROUP.id, message_id=there.id)
    assert refused == "Bad Request: message can't be deleted"


async def test_deleting_several_deletes_all_or_none(api: Api) -> None:
    own = await sent(api, GROUP.id)
    other = api.say("/a", chat=GROUP.id)
    refused = await api.refused("deleteMessages", chat_id=GROUP.id, message_ids=[own, other.id])
    assert refused == "Bad Request: message can't be deleted"
    assert list(api.world.rooms[GROUP.id].messages) == [own, other.id]


async def test_after_two_days_a_message_can_not_be_deleted(api: Api) -> None:
    number = await sent(api)
    api.clock.seconds = NOW + 48 * 3600 + 1
    refused = await api.refused("deleteMessage", chat_id=CHAT, message_id=number)
    assert refused == "Bad Request: message can't be deleted for everyone"


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"message_id": 1}, "Bad Request: chat identifier is not specified"),
        ({"chat_id": CHAT}, "Bad Request: message identifier is not specified"),
    ],
)
async def test_deleting_needs_a_chat_and_a_message(
    api: Api, fields: dict[str, JsonValue], description: str
) -> None:
    assert await api.refused("deleteMessage", **fields) == description


async def pressed(api: Api) -> str:
    number = await sent(api)
    event = api.world.press(CHAT, CHAT, number, (0, 0), now=api.sandbox.now())
    api.sandbox.publish(event)
    return event.query.id


async def test_a_press_is_told_to_the_bot_with_the_message(api: Api) -> None:
    query_id = await pressed(api)
    [update] = await api.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"]) == (query_id, "more")
    assert query["from"]["id"] == CHAT
    assert query["message"]["text"] == "cũ"


async def test_a_press_is_answered_once(api: Api) -> None:
    query_id = await pressed(api)
    assert await api("answerCallbackQuery", callback_query_id=query_id, text="Đây") is True
    assert await api.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


async def test_a_press_can_not_be_answered_too_late(api: Api) -> None:
    query_id = await pressed(api)
    api.clock.seconds = NOW + 151
    assert await api.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


async def test_a_notice_has_at_most_200_characters(api: Api) -> None:
    query_id = await pressed(api)
    refused = await api.refused("answerCallbackQuery", callback_query_id=query_id, text="a" * 201)
    assert refused == "Bad Request: MESSAGE_TOO_LONG"


async def test_nobody_makes_inline_queries(api: Api) -> None:
    assert await api.refused("answerInlineQuery", inline_query_id="1", results=[]) == TOO_OLD


async def test_an_inline_query_has_at_most_50_results(api: Api) -> None:
    results: list[JsonValue] = [{}] * 51
    refused = await api.refused("answerInlineQuery", inline_query_id="1", results=results)
    assert refused == "Bad Request: RESULTS_TOO_MUCH"
