"""Answers that do not arrive at first: they come as soon as they can, and nobody is put off."""

import pytest

from bot.texts import Vietnamese
from tests.support.running_bot import running_bot
from tests.support.sandbox import CITIZEN, NEIGHBOUR

VI = Vietnamese()
CHAT = CITIZEN.user.id


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "flood", "seconds": 1, "times": 2},
        {"kind": "fail", "times": 2},
        {"kind": "gateway", "times": 3},
        {"kind": "drop_before", "times": 2},
    ],
)
async def test_an_answer_that_fails_comes_later_without_an_apology(
    fault: dict[str, object],
) -> None:
    async with running_bot() as chatter:
        await chatter.control("fault", CHAT, fault)
        [answer] = await chatter.say("Cần Đước có mấy mô hình dân vận khéo?")
        assert "76 mô hình" in answer.text
        [next_answer] = await chatter.say("/trogiup")
        assert VI.help_title() in next_answer.text


async def test_questions_of_others_do_not_wait_for_a_chat_in_trouble() -> None:
    async with running_bot() as chatter:
        await chatter.control("fault", CHAT, {"kind": "flood", "seconds": 60, "times": None})
        await chatter.post("/trogiup")
        [answer] = await chatter.say("/trogiup", persona=NEIGHBOUR)
        assert VI.help_title() in answer.text


async def test_an_answer_whose_arrival_nobody_can_tell_is_given_again() -> None:
    async with running_bot() as chatter:
        await chatter.control("fault", CHAT, {"kind": "drop_after", "times": 1})
        first, second = await chatter.say("/trogiup", replies=2)
        assert first.text == second.text
