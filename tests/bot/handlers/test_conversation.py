import asyncio
import json
from typing import Any

import pytest
from telegram import Update
from telegram.error import BadRequest

from bot.callbacks import TurnSources
from bot.handlers.conversation import (
    UNNOTICED_SECONDS,
    occasion_of,
    own_words,
    show,
    texts_of,
    turn,
    while_typing,
    words_replied_to,
)
from bot.recent import Conversation
from bot.screens import Button, Screen
from bot.telegram_text import rich
from bot.texts import Vietnamese
from tests.support.recorded_telegram import BOT, GROUP, PERSON, message, recorded_bot

KEYBOARD = ((Button(label="Sau", action=TurnSources(page=2)),),)
SHORT = Screen(text=rich("một & hai"), rows=KEYBOARD)
LONG = Screen(text=rich("Một câu dài. " * 700), rows=KEYBOARD)
NAME = "@danvan_bot"


def entity(kind: str, text: str, words: str, **more: object) -> dict[str, object]:
    before = text[: text.index(words)].encode("utf-16-le")
    return {"type": kind, "offset": len(before) // 2, "length": len(words), **more}


async def test_a_reply_quotes_the_question_and_carries_the_keyboard() -> None:
    bot, telegram = await recorded_bot()
    await show(message(bot), SHORT)
    [sent] = telegram.calls_of("sendMessage")
    assert sent["text"] == "một &amp; hai"
    assert sent["chat_id"] == PERSON["id"]
    assert sent["reply_parameters"] == {"message_id": 5, "allow_sending_without_reply": True}
    assert sent["reply_markup"] == {"inline_keyboard": [[{"text": "Sau", "callback_data": "1s:2"}]]}


async def test_a_long_screen_quotes_once_and_has_its_keyboard_at_the_end() -> None:
    bot, telegram = await recorded_bot()
    await show(message(bot), LONG)
    sent = telegram.calls_of("sendMessage")
    assert len(sent) == 3
    assert ["reply_parameters" in each for each in sent] == [True, False, False]
    assert ["reply_markup" in each for each in sent] == [False, False, True]


async def test_equal_parts_have_one_keyboard() -> None:
    bot, telegram = await recorded_bot()
    await show(message(bot), Screen(text=rich("x" * 8192), rows=KEYBOARD))
    assert ["reply_markup" in each for each in telegram.calls_of("sendMessage")] == [False, True]


async def test_an_answer_goes_to_the_topic_of_its_question() -> None:
    bot, telegram = await recorded_bot()
    await show(message(bot, chat=GROUP, message_thread_id=77, is_topic_message=True), SHORT)
    assert telegram.calls_of("sendMessage")[0]["message_thread_id"] == 77


async def test_a_chain_of_replies_is_no_topic() -> None:
    bot, telegram = await recorded_bot()
    await show(message(bot, chat=GROUP, message_thread_id=77), SHORT)
    assert "message_thread_id" not in telegram.calls_of("sendMessage")[0]


async def test_a_page_is_turned_in_place() -> None:
    bot, telegram = await recorded_bot()
    await turn(message(bot), SHORT)
    assert telegram.methods == ["editMessageText"]


async def test_a_page_that_is_there_already_is_left() -> None:
    words = "Bad Request: message is not modified: specified new message content is the same"
    bot, telegram = await recorded_bot({"editMessageText": words})
    await turn(message(bot), SHORT)
    assert telegram.methods == ["editMessageText"]


async def test_a_page_that_can_not_be_turned_is_sent() -> None:
    bot, telegram = await recorded_bot({"editMessageText": "Bad Request: message can't be edited"})
    await turn(message(bot), SHORT)
    assert telegram.methods == ["editMessageText", "sendMessage"]


async def test_a_page_too_long_for_one_message_is_sent() -> None:
    bot, telegram = await recorded_bot()
    await turn(message(bot), LONG)
    assert telegram.methods == ["sendMessage"] * 3


async def slow_answer() -> str:
    await asyncio.sleep(2 * UNNOTICED_SECONDS)
    return "xong"


async def test_typing_is_shown_before_an_answer_that_takes_a_while() -> None:
    bot, telegram = await recorded_bot()
    assert await while_typing(message(bot), slow_answer()) == "xong"
    [action] = telegram.calls_of("sendChatAction")
    assert action["action"] == "typing"


async def test_an_answer_that_is_there_at_once_goes_out_at_once() -> None:
    bot, telegram = await recorded_bot()
    assert await while_typing(message(bot), asyncio.sleep(0, "xong")) == "xong"
    assert telegram.methods == []


@pytest.mark.parametrize("refusal", ["Bad Request: chat not found", ""])
async def test_an_answer_does_not_depend_on_typing(refusal: str) -> None:
    bot, _ = await recorded_bot({"sendChatAction": refusal})
    assert await while_typing(message(bot), slow_answer()) == "xong"


async def test_typing_ends_with_work_that_fails() -> None:
    async def fail() -> None:
        raise BadRequest("no")

    bot, _ = await recorded_bot()
    with pytest.raises(BadRequest):
        await while_typing(message(bot), fail())
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize(
    ("text", "entities", "question"),
    [
        ("mô hình nào", [], "mô hình nào"),
        ("/hoi mô hình nào", [("bot_command", "/hoi")], "mô hình nào"),
        (f"/hoi{NAME} mô hình", [("bot_command", f"/hoi{NAME}")], "mô hình"),
        ("/HOI mô hình", [("bot_command", "/HOI")], "mô hình"),
        ("/hỏi mô hình", [], "mô hình"),
        ("/hoi\nmô hình\nnào", [("bot_command", "/hoi")], "mô hình\nnào"),
        ("/hoi", [("bot_command", "/hoi")], ""),
        ("/hoiabc x", [], "/hoiabc x"),
        (f"{NAME} mô hình nào", [("mention", NAME)], "mô hình nào"),
        (f"👍 {NAME}, mô hình nào", [("mention", NAME)], "👍 , mô hình nào"),
        (f"{NAME}: mô hình nào", [("mention", NAME)], "mô hình nào"),
        ("@DanVan_Bot mô hình", [("mention", "@DanVan_Bot")], "mô hình"),
        ("@other_bot mô hình", [("mention", "@other_bot")], "@other_bot mô hình"),
        (f"hỏi {NAME}", [("mention", NAME)], "hỏi"),
        ("hoi/hoi", [], "hoi/hoi"),
    ],
)
async def test_the_question_is_what_is_left_without_the_call(
    text: str, entities: list[tuple[str, str]], question: str
) -> None:
    bot, _ = await recorded_bot()
    found = [entity(kind, text, words) for kind, words in entities]
    assert own_words(message(bot, text, entities=found)) == question


async def test_a_mention_without_a_username_is_one_too() -> None:
    bot, _ = await recorded_bot()
    text = "Dân vận ơi, mô hình nào"
    entities = [entity("text_mention", text, "Dân vận", user=BOT)]
    assert own_words(message(bot, text, entities=entities)) == "ơi, mô hình nào"


async def test_a_caption_asks_like_a_text() -> None:
    bot, _ = await recorded_bot()
    caption = f"{NAME} đây là gì"
    asked = message(bot, None, caption=caption, caption_entities=[entity("mention", caption, NAME)])
    assert own_words(asked) == "đây là gì"


REPLIED = {"message_id": 4, "date": 1, "chat": GROUP, "from": PERSON, "text": "mô hình nào"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"reply_to_message": REPLIED}, "mô hình nào"),
        ({"reply_to_message": REPLIED | {"from": BOT}}, ""),
        (
            {
                "reply_to_message": REPLIED,
                "quote": {"text": "mô hình", "position": 0, "is_manual": True},
            },
            "mô hình",
        ),
    ],
)
async def test_the_words_replied_to_are_someone_elses(fields: dict[str, Any], words: str) -> None:
    bot, _ = await recorded_bot()
    assert words_replied_to(message(bot, NAME, chat=GROUP, **fields)) == words


async def test_a_correction_is_of_the_same_message_but_of_its_own_time() -> None:
    bot, _ = await recorded_bot()
    written, corrected = message(bot, date=100), message(bot, date=100, edit_date=160)
    assert occasion_of(corrected).message == occasion_of(written).message
    assert (occasion_of(corrected).at - occasion_of(written).at).total_seconds() == 60


@pytest.mark.parametrize(
    ("fields", "person"),
    [
        ({}, PERSON["id"]),
        ({"sender_chat": GROUP}, GROUP["id"]),
        ({"from": None, "sender_chat": None}, GROUP["id"]),
    ],
    ids=["a person", "a hidden admin", "nobody in particular"],
)
async def test_whoever_writes_has_their_own_conversation(
    fields: dict[str, Any], person: int
) -> None:
    bot, _ = await recorded_bot()
    sent = message(bot, chat=GROUP, message_thread_id=5, is_topic_message=True, **fields)
    assert occasion_of(sent).conversation == Conversation(chat=sent.chat.id, topic=5, person=person)


async def test_someone_without_a_language_is_spoken_to_in_vietnamese() -> None:
    post = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "a"}
    update = Update.de_json(json.loads(json.dumps({"update_id": 1, "channel_post": post})), None)
    assert isinstance(texts_of(update), Vietnamese)
