"""What people say to the bot in a private chat, and what it answers, over HTTP."""

import asyncio
from typing import Any

import pytest

from bot.texts import EXAMPLE_QUESTIONS, CorpusSummary, English, Vietnamese
from tests.support.running_bot import running_bot, shipped_articles
from tests.support.sandbox import CADRE, CITIZEN, VISITOR, Answer

VI, EN = Vietnamese(), English()
MODELS = "Cần Đước có bao nhiêu mô hình dân vận khéo?"


def assert_quotes_an_article(answer: Answer, *, file: str) -> None:
    """Check that the first line, without its marks, stands in the article word for word."""
    sentence = answer.text.partition("\n")[0].rpartition(" [")[0]
    [article] = [each for each in shipped_articles() if each.source.name == file]
    assert sentence
    assert sentence in article.text


async def test_someone_starts_presses_an_example_and_gets_an_answer() -> None:
    async with running_bot() as chatter:
        [greeting] = await chatter.say("/start")
        assert greeting.text == VI.greeting(
            CorpusSummary(articles=5, first_year=2018, last_year=2023)
        )
        assert greeting.buttons == list(EXAMPLE_QUESTIONS)
        pressed = await chatter.press(greeting, EXAMPLE_QUESTIONS[0], replies=1)
        [answer] = pressed.replies
        assert answer.text.startswith(f"Câu hỏi: {EXAMPLE_QUESTIONS[0]}\n\n")
        assert "76 mô hình" in answer.text


async def test_a_deep_link_starts_like_any_start() -> None:
    async with running_bot() as chatter:
        [greeting] = await chatter.say("/start p_abc-123")
        assert greeting.text.startswith("Chào bạn!")


async def test_an_answer_is_verbatim_cited_and_quotes_the_question() -> None:
    async with running_bot() as chatter:
        question = await chatter.post(MODELS)
        [answer] = await chatter.replies(chat=CITIZEN.user.id)
        assert_quotes_an_article(answer, file="can-duoc-2023.md")
        assert "76 mô hình" in answer.text
        assert "[1] Huyện Cần Đước, tỉnh Long An, 01/12/2023 · tóm lược từ: " in answer.text
        assert answer.replies_to == question["message_id"]


@pytest.mark.parametrize(
    ("question", "file", "words"),
    [
        ("can duoc co may mo hinh dan van kheo", "can-duoc-2023.md", "76 mô hình"),
        ("/hoi ai la pho truong ban dan van tinh uy kiem tra can duoc", "can-duoc-2023.md", "Bạch"),
        ("Số điện thoại UBND thị xã Kiến Tường?", "kien-tuong-2019.md", "3841981"),
        ("/hỏi mô hình 4 xin, 4 luôn là của ai", "kien-tuong-2019.md", "Trung tâm hành chính công"),
    ],
)
async def test_a_question_is_answered_however_it_is_typed(
    question: str, file: str, words: str
) -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(question)
        assert_quotes_an_article(answer, file=file)
        assert words in answer.text


async def test_what_was_asked_for_is_bold_and_the_question_shown_as_understood() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("can duoc co may mo hinh dan van kheo")
        assert "<b>76 mô hình</b>" in answer.html.partition("\n")[0]
        assert answer.html.endswith("\n\n<i>Đã hiểu là: Cần Đước có mấy mô hình dân vận khéo</i>")
        [typed_in_full] = await chatter.say(MODELS)
        assert "Đã hiểu là" not in typed_in_full.text
        assert VI.as_typed_button() not in typed_in_full.buttons


async def test_a_list_is_told_item_by_item_under_one_mark() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("Kiến Tường tuyên truyền bầu cử bằng những hình thức nào?")
        head, *items = answer.text.split("\n")[:5]
        assert head.endswith(":")
        assert all(item.startswith("• ") for item in items)
        assert [line.endswith("[1]") for line in (head, *items)] == [False] * 4 + [True]


async def test_sources_that_answer_alike_are_numbered_and_each_opens_by_its_button() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("ngày ban hành nghị quyết 25")
        first, second = answer.html.split("\n")[:2]
        assert "<b>ngày 13/6/2013</b>" in first
        assert first.endswith("[1]")
        assert "<b>ngày 3/6/2013</b>" in second
        assert second.endswith("[2]")
        opening = VI.passage_button(2)
        pressed = await chatter.press(answer, opening, replies=1)
        assert "3/6/2013" in pressed.replies[0].text


async def test_the_very_words_are_searched_for_as_a_new_reply_to_the_question() -> None:
    async with running_bot() as chatter:
        question = await chatter.post("/hoi can duoc co may mo hinh dan van kheo")
        [answer] = await chatter.replies(chat=CITIZEN.user.id)
        pressed = await chatter.press(answer, VI.as_typed_button(), replies=1)
        [again] = pressed.replies
        assert pressed.notice == ""
        assert again.replies_to == question["message_id"]
        assert "76 mô hình" in again.text
        assert "Đã hiểu là" not in again.text
        assert VI.as_typed_button() not in again.buttons


async def test_an_example_has_no_typed_words_to_search_for() -> None:
    async with running_bot() as chatter:
        [greeting] = await chatter.say("/start")
        for question in EXAMPLE_QUESTIONS:
            [answer] = (await chatter.press(greeting, question, replies=1)).replies
            assert VI.as_typed_button() not in answer.buttons


async def test_a_year_without_articles_names_the_nearest_of_that_place() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("Cần Đước năm 2019 có bao nhiêu mô hình?")
        assert answer.text.startswith(
            "Kho bài chưa có bài nào nói về Cần Đước năm 2019. Gần nhất là năm 2023.\n"
        )
        assert "76 mô hình" not in answer.text.partition("\n")[0]


@pytest.mark.parametrize("question", EXAMPLE_QUESTIONS)
async def test_every_example_question_has_an_answer(question: str) -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(question)
        assert "\n[1] " in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("giá vàng hôm nay", "Tôi chỉ trả lời từ kho bài về công tác dân vận"),
        ("Cà Mau có mấy mô hình dân vận khéo", "Kho bài chưa có bài nào về Cà Mau"),
        ("Cần Đước năm 2019 có bao nhiêu mô hình?", "nói về Cần Đước năm 2019"),
        ("nghị quyết 99-NQ/TW nói gì", "Chưa có bài nào trong kho nhắc đến"),
    ],
)
async def test_what_no_article_answers_is_said_to_be_not_found(question: str, words: str) -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(question)
        assert words in answer.text.partition("\n")[0]
        assert " [1]" not in answer.text.partition("\n")[0]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/trogiup", f"{VI.help_title()}\n\n{VI.help()}"),
        ("/help", f"{VI.help_title()}\n\n{VI.help()}"),
        ("/khongco", VI.unknown_command()),
        ("/hoi", f"{VI.ask_hint()}\n\n{VI.examples_heading()}"),
        ("/vanban", VI.document_hint()),
        ("cảm ơn bạn nhé", VI.you_are_welcome()),
    ],
)
async def test_the_bot_helps_those_who_ask_nothing(text: str, answer: str) -> None:
    async with running_bot() as chatter:
        [said] = await chatter.say(text)
        assert said.text == answer


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sticker": True}, "Dễ thương"),
        ({"voice": True}, "tin thoại"),
        ({"location": True}, "tin nhắn chữ"),
    ],
)
async def test_a_message_without_words_gets_help_and_examples(
    fields: dict[str, Any], words: str
) -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(**fields)
        assert words in answer.text
        assert answer.buttons == list(EXAMPLE_QUESTIONS)


async def test_a_question_of_4000_characters_is_asked_for_shorter() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("dân vận " * 500)
        assert "3.999" in answer.text
        assert "1.000" in answer.text
        assert answer.buttons == list(EXAMPLE_QUESTIONS)


async def test_someone_whose_telegram_is_english_is_spoken_to_in_english() -> None:
    async with running_bot() as chatter:
        [greeting] = await chatter.say("/start", persona=VISITOR)
        assert greeting.text.startswith("Hello!")
        [answer] = await chatter.say(MODELS, persona=VISITOR)
        assert_quotes_an_article(answer, file="can-duoc-2023.md")
        assert "1 December 2023 · digest of: " in answer.text
        assert EN.passage_button(None) in answer.buttons


async def test_two_people_at_once_each_get_their_own_answer() -> None:
    async with running_bot() as chatter:
        await asyncio.gather(
            chatter.post(MODELS, persona=CITIZEN),
            chatter.post("Số điện thoại UBND thị xã Kiến Tường?", persona=CADRE),
        )
        [models] = await chatter.replies(chat=CITIZEN.user.id)
        [telephone] = await chatter.replies(chat=CADRE.user.id)
        assert "76 mô hình" in models.text
        assert "3841981" in telephone.text


async def test_commands_are_offered_by_place_and_language() -> None:
    async with running_bot() as chatter:
        offered = await chatter.commands(persona=CITIZEN)
        assert {"command": "hoi", "description": "Hỏi về công tác dân vận"} in offered
        assert len(offered) == len(VI.private_commands())
        english = await chatter.commands(persona=VISITOR)
        assert english[0]["description"] == EN.private_commands()[0].description
