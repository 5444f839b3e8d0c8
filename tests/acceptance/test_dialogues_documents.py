"""What a cadre gets who looks a document up, and whoever asks whether it is still in force."""

import pytest

from bot.texts import English, Vietnamese
from tests.support.running_bot import running_bot
from tests.support.sandbox import CADRE, VISITOR

VI, EN = Vietnamese(), English()
ORDINANCE = "Pháp lệnh số 34/2007/PL-UBTVQH11"
LAW = "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15"


@pytest.mark.parametrize("typed", ["nq25", "/vanban 25-NQ/TW", "Nghị quyết 25-NQ/TW"])
async def test_a_cadre_in_a_hurry_gets_the_card_of_a_document(typed: str) -> None:
    async with running_bot() as chatter:
        [card] = await chatter.say(typed, persona=CADRE)
        name, dates, mentioned, *_ = card.text.splitlines()
        assert name == (
            "Nghị quyết số 25-NQ/TW · Ban Chấp hành Trung ương Đảng (khóa XI) [1] [2] · tăng cường "
            "và đổi mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới [1] [2]"
        )
        assert dates == (
            "Ngày ban hành: 03/06/2013 theo [1]; 13/06/2013 theo [2]. "
            "Các nguồn ghi 2 ngày khác nhau."
        )
        assert mentioned.startswith("Được nhắc trong 4 đoạn của 2 bài.")
        assert "<code>25-NQ/TW</code>" in card.html
        assert "\n[1] Thị xã Kiến Tường, tỉnh Long An, 10/12/2019 · " in card.text
        assert "\n[2] Tỉnh Bình Dương, 24/09/2018 · " in card.text
        [passages] = (
            await chatter.press(card, VI.mentions_button(), persona=CADRE, replies=1)
        ).replies
        assert passages.text.startswith("Các đoạn nhắc đến Nghị quyết số 25-NQ/TW")


async def test_a_card_says_what_the_register_knows_and_what_stands_beside() -> None:
    async with running_bot() as chatter:
        [card] = await chatter.say("pháp lệnh 34")
        lines = card.text.splitlines()
        assert lines[0] == (
            f"{ORDINANCE} · Ủy ban Thường vụ Quốc hội (sổ văn bản) · "
            "thực hiện dân chủ ở xã, phường, thị trấn [1]"
        )
        assert lines[1].startswith(f"{ORDINANCE} hết hiệu lực từ 01/07/2023, thay bằng {LAW} (")
        assert "Nhắc cùng: Nghị định số 04/2015/NĐ-CP, " in card.text


@pytest.mark.parametrize(
    "question",
    [
        "pháp lệnh 34 về dân chủ ở xã phường còn hiệu lực không",
        "phap lenh 34 ve dan chu o xa phuong con hieu luc khong",
    ],
)
async def test_a_lapsed_document_is_said_to_be_so_from_the_register(question: str) -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(question)
        first, cited, *_ = answer.text.splitlines()
        assert answer.html.startswith("<b>Không còn.</b> ")
        assert first.startswith(
            f"Không còn. {ORDINANCE} hết hiệu lực từ 01/07/2023, thay bằng {LAW} (sổ văn bản, "
            "nguồn: "
        )
        assert first.endswith("kiểm tra ngày 22/11/2026).")
        assert cited == "2 bài trong kho còn dẫn văn bản này: [1] [2]"
        assert "\n[1] Thị xã Hồng Lĩnh" in answer.text
        assert "\n[2] Thị xã Kiến Tường, tỉnh Long An, 07/06/2021" in answer.text
        [card] = (await chatter.press(answer, ORDINANCE, replies=1)).replies
        assert card.text.startswith(ORDINANCE)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "văn bản nào thay pháp lệnh 34",
            f"{ORDINANCE} hết hiệu lực từ 01/07/2023, thay bằng {LAW}",
        ),
        ("luật 10/2022/QH15 có hiệu lực từ khi nào", f"{LAW} có hiệu lực từ 01/07/2023 ("),
        ("luật 10/2022/QH15 còn hiệu lực không", f"Còn. {LAW} có hiệu lực từ 01/07/2023 ("),
        (
            "nghị định 59 có hiệu lực chưa",
            f"Còn. Nghị định số 59/2023/NĐ-CP có hiệu lực từ 15/08/2023, quy định chi tiết {LAW} (",
        ),
        ("nghị định 04 còn áp dụng không", VI.force_unknown("Nghị định số 04/2015/NĐ-CP")),
    ],
)
async def test_a_question_of_force_is_answered_from_the_register_or_honestly_not(
    question: str, words: str
) -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(question)
        assert answer.text.startswith(words)


async def test_what_the_register_does_not_know_is_shown_where_it_is_named() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("nghị định 04 còn áp dụng không")
        assert "Nghị định số 04/2015/NĐ-CP ngày 09/01/2015" in answer.text
        [card] = (await chatter.press(answer, "Nghị định số 04/2015/NĐ-CP", replies=1)).replies
        assert "Ngày ban hành: 09/01/2015 theo [1], [2]." in card.text


async def test_an_answer_from_a_passage_with_a_lapsed_document_says_so() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("pháp lệnh 34 ban hành ngày nào")
        assert (
            f"\nLưu ý: {ORDINANCE} hết hiệu lực từ 01/07/2023, thay bằng {LAW} (sổ văn bản, "
            "kiểm tra ngày 22/11/2026)."
        ) in answer.text


async def test_the_register_is_told_in_english_to_those_who_speak_it() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("pháp lệnh 34 còn hiệu lực không", persona=VISITOR)
        assert answer.text.startswith(
            f"No longer in force. {ORDINANCE}: ended on 1 July 2023, replaced by {LAW} (the "
        )
        [card] = await chatter.say("/vanban 10/2022/QH15", persona=VISITOR)
        assert "Replaces: " + ORDINANCE in card.text
        assert EN.only_in_register() in card.text
