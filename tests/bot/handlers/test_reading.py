"""The button that searches for a question's very words, where the question can't be read."""

from typing import Any

import pytest
from telegram import Bot, CallbackQuery

from bot import callbacks
from bot.callbacks import AskAsTyped
from bot.desk import Desk
from bot.handlers.pressing import Press
from bot.handlers.reading import ReadingButtons
from bot.keeper import KnowledgeKeeper
from bot.texts import Vietnamese
from tests.support import made_up
from tests.support.recorded_telegram import BOT, PERSON, PRIVATE, recorded_bot
from tests.support.running_bot import Shelf

VI = Vietnamese()
ANSWER = {"message_id": 9, "date": 1, "chat": PRIVATE, "from": BOT, "text": "12 tổ."}
QUESTION = {"message_id": 5, "date": 1, "chat": PRIVATE, "from": PERSON, "text": "co may to"}


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(KnowledgeKeeper(Shelf([made_up.article()])))


def press(message: dict[str, Any], bot: Bot) -> Press:
    query = {"id": "1", "from": PERSON, "chat_instance": "1", "message": message}
    pressed = CallbackQuery.de_json({**query, "data": callbacks.encode(AskAsTyped())}, bot)
    assert pressed.message is not None
    return Press(query=pressed, message=pressed.message, texts=VI)


@pytest.mark.parametrize(
    "message",
    [
        ANSWER,
        ANSWER | {"reply_to_message": {**QUESTION, "text": None, "sticker": None}},
        ANSWER | {"reply_to_message": QUESTION | {"text": "/hoi"}},
        {"message_id": 9, "date": 0, "chat": PRIVATE},
    ],
    ids=["deleted", "wordless", "asked in another message", "too old"],
)
async def test_a_question_out_of_sight_is_asked_for_again(
    desk: Desk, message: dict[str, Any]
) -> None:
    bot, telegram = await recorded_bot()
    await ReadingButtons(desk).act(press(message, bot), AskAsTyped())
    [answered] = telegram.calls_of("answerCallbackQuery")
    assert answered["text"] == VI.question_gone()
    assert telegram.calls_of("sendMessage") == []


async def test_the_question_is_read_from_the_message_that_was_replied_to(desk: Desk) -> None:
    bot, telegram = await recorded_bot()
    pressed = press(ANSWER | {"reply_to_message": QUESTION}, bot)
    await ReadingButtons(desk).act(pressed, AskAsTyped())
    [sent] = telegram.calls_of("sendMessage")
    assert sent["reply_parameters"]["message_id"] == QUESTION["message_id"]
    assert "text" not in telegram.calls_of("answerCallbackQuery")[0]


async def test_a_question_edited_into_a_long_text_is_asked_for_shorter(desk: Desk) -> None:
    bot, telegram = await recorded_bot()
    question = QUESTION | {"text": "dân vận " * 500}
    pressed = press(ANSWER | {"reply_to_message": question}, bot)
    await ReadingButtons(desk).act(pressed, AskAsTyped())
    [sent] = telegram.calls_of("sendMessage")
    assert "1.000" in sent["text"]
