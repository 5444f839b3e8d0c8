"""The bot in a group: silent unless called, and then short, quoting, and in the right topic."""

import pytest

from bot.texts import Vietnamese
from tests.support.running_bot import running_bot
from tests.support.sandbox import CADRE, CITIZEN, FORUM, GROUP, NEIGHBOUR

VI = Vietnamese()
NAME = "danvan_sandbox_bot"
QUESTION = "Cần Đước có bao nhiêu mô hình dân vận khéo?"
PROBE = f"/hoi {QUESTION}"
UNMARKED = "can duoc co may mo hinh dan van kheo"


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "chiều nay họp tổ dân phố lúc 3 giờ nhé",
        "/start",
        "/nguon",
        "/vanban 25-NQ/TW",
        "/khongco",
        f"/hoi@mot_bot_khac {QUESTION}",
        f"@mot_bot_khac {QUESTION}",
        "cảm ơn",
    ],
)
async def test_the_bot_is_silent_when_nobody_calls_it(text: str) -> None:
    async with running_bot() as chatter:
        answer = await chatter.ignores(text, probe=PROBE, persona=NEIGHBOUR, chat=GROUP.id)
        assert "76 mô hình" in answer.text


async def test_a_message_without_words_is_left_alone() -> None:
    async with running_bot() as chatter:
        await chatter.post(sticker=True, persona=NEIGHBOUR, chat=GROUP.id)
        [answer] = await chatter.say(PROBE, persona=NEIGHBOUR, chat=GROUP.id)
        assert "76 mô hình" in answer.text


@pytest.mark.parametrize("call", ["/hoi {}", "/hoi@{bot} {}", "@{bot} {}", "{} @{bot}"])
async def test_it_answers_its_command_and_its_name_and_quotes_the_question(call: str) -> None:
    async with running_bot() as chatter:
        text = call.format(QUESTION, bot=NAME)
        question = await chatter.post(text, persona=NEIGHBOUR, chat=GROUP.id)
        [answer] = await chatter.replies(chat=GROUP.id)
        assert "76 mô hình" in answer.text
        assert answer.replies_to == question["message_id"]


async def test_it_answers_a_reply_to_itself() -> None:
    async with running_bot() as chatter:
        [first] = await chatter.say(PROBE, persona=CITIZEN, chat=GROUP.id)
        [second] = await chatter.say(
            "Số điện thoại UBND thị xã Kiến Tường?",
            persona=NEIGHBOUR,
            chat=GROUP.id,
            reply_to_message_id=first.id,
        )
        assert "3841981" in second.text


@pytest.mark.parametrize("call", ["@{bot}", "/hoi", "/hoi@{bot}"])
async def test_called_below_someones_question_it_answers_that(call: str) -> None:
    async with running_bot() as chatter:
        question = await chatter.post(QUESTION, persona=CITIZEN, chat=GROUP.id)
        [answer] = await chatter.say(
            call.format(bot=NAME),
            persona=NEIGHBOUR,
            chat=GROUP.id,
            reply_to_message_id=question["message_id"],
        )
        assert "76 mô hình" in answer.text


@pytest.mark.parametrize("call", ["/hoi {}", "/hoi@{bot} {}", "@{bot} {}", "{} @{bot}"])
async def test_anyone_may_search_for_the_very_words_of_a_question(call: str) -> None:
    async with running_bot() as chatter:
        text = call.format(UNMARKED, bot=NAME)
        question = await chatter.post(text, persona=NEIGHBOUR, chat=GROUP.id)
        [answer] = await chatter.replies(chat=GROUP.id)
        pressed = await chatter.press(answer, VI.as_typed_button(), persona=CITIZEN, replies=1)
        [again] = pressed.replies
        assert again.replies_to == question["message_id"]
        assert "76 mô hình" in again.text
        assert "Đã hiểu là" not in again.text


async def test_someone_elses_question_is_shown_as_understood_without_the_button() -> None:
    async with running_bot() as chatter:
        question = await chatter.post(UNMARKED, persona=CITIZEN, chat=GROUP.id)
        [answer] = await chatter.say(
            "/hoi", persona=NEIGHBOUR, chat=GROUP.id, reply_to_message_id=question["message_id"]
        )
        assert answer.text.endswith("Đã hiểu là: Cần Đước có mấy mô hình dân vận khéo")
        assert VI.as_typed_button() not in answer.buttons


async def test_called_without_a_question_it_says_how_to_ask() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(f"@{NAME}", persona=CITIZEN, chat=GROUP.id)
        assert answer.text.startswith(VI.ask_hint())


async def test_a_command_that_names_it_is_answered_like_a_call() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(f"/start@{NAME}", persona=CITIZEN, chat=GROUP.id)
        assert answer.text == VI.group_greeting(NAME)


async def test_anyone_in_the_group_may_press_a_button() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(PROBE, persona=CITIZEN, chat=GROUP.id)
        pressed = await chatter.press(answer, VI.passage_button(None), persona=NEIGHBOUR, replies=1)
        assert "76 mô hình" in pressed.replies[0].text
        assert pressed.notice == ""


async def test_in_a_forum_it_answers_in_the_topic_of_the_question() -> None:
    [topic] = FORUM.topics
    async with running_bot(chats=[FORUM]) as chatter:
        [answer] = await chatter.say(
            PROBE, persona=CADRE, chat=FORUM.id, message_thread_id=topic.id
        )
        assert answer.raw["message_thread_id"] == topic.id
        pressed = await chatter.press(answer, VI.passage_button(None), persona=CITIZEN, replies=1)
        assert pressed.replies[0].raw["message_thread_id"] == topic.id


async def test_the_very_words_are_searched_for_in_the_topic_of_the_question() -> None:
    [topic] = FORUM.topics
    async with running_bot(chats=[FORUM]) as chatter:
        [answer] = await chatter.say(
            f"/hoi {UNMARKED}", persona=CADRE, chat=FORUM.id, message_thread_id=topic.id
        )
        pressed = await chatter.press(answer, VI.as_typed_button(), persona=CITIZEN, replies=1)
        assert pressed.replies[0].raw["message_thread_id"] == topic.id


async def test_a_group_is_offered_the_one_command_it_has() -> None:
    async with running_bot() as chatter:
        offered = await chatter.commands(persona=CITIZEN, chat=GROUP.id)
        assert [command["command"] for command in offered] == ["hoi"]
