"""Follow-ups and renamed places as people meet them, over HTTP."""

import io
import logging

import pytest

from bot.logs import configure_logging
from bot.texts import EXAMPLE_QUESTIONS, Vietnamese
from tests.support.running_bot import running_bot
from tests.support.sandbox import CADRE, CITIZEN, FORUM, GROUP, NEIGHBOUR

VI = Vietnamese()
NAME = "danvan_sandbox_bot"
ELECTION = "bầu cử 2021 ở Kiến Tường, cử tri đi bầu bao nhiêu phần trăm"
MODELS = EXAMPLE_QUESTIONS[0]
MODELS_IN = "Đã hiểu là: {} có bao nhiêu mô hình dân vận khéo"


@pytest.mark.parametrize("message", ["còn đại biểu cấp xã?", "con dai bieu cap xa"])
async def test_a_follow_up_is_completed_from_the_question_before(message: str) -> None:
    async with running_bot() as chatter:
        [first] = await chatter.say(ELECTION)
        assert "100%" in first.text.partition("\n")[0]
        [second] = await chatter.say(message)
        assert "187/189 đại biểu" in second.text.partition("\n")[0]
        assert second.html.endswith(
            "<i>Đã hiểu là: đại biểu cấp xã bao nhiêu ở Kiến Tường năm 2021</i>"
        )
        [third] = await chatter.say("ở Hồng Lĩnh thì sao")
        assert third.text.startswith("Kho bài chưa có bài nào nói về Hồng Lĩnh năm 2021.")


async def test_the_very_words_of_a_follow_up_can_be_searched_for() -> None:
    async with running_bot() as chatter:
        await chatter.say(MODELS)
        question = await chatter.post("còn Hồng Lĩnh?")
        [answer] = await chatter.replies(chat=CITIZEN.user.id)
        assert answer.text.endswith(MODELS_IN.format("Hồng Lĩnh"))
        [again] = (await chatter.press(answer, VI.as_typed_button(), replies=1)).replies
        assert again.replies_to == question["message_id"]
        assert "Đã hiểu là" not in again.text


async def test_an_example_is_followed_up_on_like_any_question() -> None:
    async with running_bot() as chatter:
        [greeting] = await chatter.say("/start")
        await chatter.press(greeting, MODELS, replies=1)
        [answer] = await chatter.say("con o binh duong thi sao")
        assert answer.text.endswith(MODELS_IN.format("Bình Dương"))


async def test_a_follow_up_on_nothing_is_asked_for_in_whole() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("còn năm 2021?")
        assert answer.text.startswith(VI.earlier_question_unknown())
        assert answer.buttons == list(EXAMPLE_QUESTIONS)


async def test_in_a_group_each_person_follows_up_on_their_own_question() -> None:
    async with running_bot() as chatter:
        await chatter.say(f"/hoi {MODELS}", persona=CITIZEN, chat=GROUP.id)
        [neighbours] = await chatter.say("/hoi còn năm 2021?", persona=NEIGHBOUR, chat=GROUP.id)
        assert neighbours.text.startswith(VI.earlier_question_unknown())
        [own] = await chatter.say(f"@{NAME} còn Hồng Lĩnh?", persona=CITIZEN, chat=GROUP.id)
        assert own.text.endswith(MODELS_IN.format("Hồng Lĩnh"))
        [private] = await chatter.say("còn năm 2021?", persona=CITIZEN)
        assert private.text.startswith(VI.earlier_question_unknown())


async def test_a_topic_has_its_own_questions() -> None:
    [topic] = FORUM.topics
    async with running_bot(chats=[FORUM]) as chatter:
        await chatter.say(
            f"/hoi {MODELS}", persona=CADRE, chat=FORUM.id, message_thread_id=topic.id
        )
        [general] = await chatter.say("/hoi còn năm 2021?", persona=CADRE, chat=FORUM.id)
        assert general.text.startswith(VI.earlier_question_unknown())
        [answer] = await chatter.say(
            "/hoi còn Hồng Lĩnh?", persona=CADRE, chat=FORUM.id, message_thread_id=topic.id
        )
        assert answer.text.endswith(MODELS_IN.format("Hồng Lĩnh"))


async def test_a_new_name_finds_what_was_written_under_the_old_one() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("phường Kiến Tường có mô hình 4 xin 4 luôn không")
        assert "Trung tâm hành chính công" in answer.text.partition("\n")[0]
        note = (
            "<i>Bài viết năm 2019, khi còn là thị xã Kiến Tường, tỉnh Long An; "
            "nay là phường Kiến Tường, tỉnh Tây Ninh"
        )
        assert answer.html.count(note) == 1
        [same] = await chatter.say("Kiến Tường có mô hình 4 xin 4 luôn không")
        assert "khi còn là" not in same.text


async def test_what_is_remembered_is_never_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, root = io.StringIO(), logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    configure_logging("DEBUG", stream)
    async with running_bot() as chatter:
        await chatter.say(MODELS)
        await chatter.say("còn Hồng Lĩnh?")
    logged = stream.getvalue()
    for words in ("Cần Đước", "mô hình", "Hồng Lĩnh", "follow-up"):
        assert words not in logged
