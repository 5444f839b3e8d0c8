"""Follow-ups at the desk: what is remembered of whom, and what is said where nothing is."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import Desk
from bot.recent import KEPT_FOR, Conversation, Occasion
from bot.screens import Screen
from bot.telegram_text import plain
from bot.texts import EXAMPLE_QUESTIONS, Vietnamese
from tests.support import made_up
from tests.support.running_bot import shipped_keeper
from tests.support.virtual_time import run_in_virtual_time

VI = Vietnamese()
MODELS = "Cần Đước có bao nhiêu mô hình dân vận khéo?"
UNDERSTOOD = "Đã hiểu là: {} có bao nhiêu mô hình dân vận khéo"
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return Desk(shipped_keeper())


def asking(message: int | None, minute: float = 0, person: int = 7) -> Occasion:
    conversation = Conversation(chat=-100, topic=None, person=person)
    return Occasion(
        conversation=conversation, message=message, at=START + timedelta(minutes=minute)
    )


async def test_a_follow_up_is_answered_and_shown_as_it_was_completed(desk: Desk) -> None:
    await desk.ask(MODELS, VI, occasion=asking(1))
    screen = await desk.ask("còn hồng lĩnh?", VI, occasion=asking(2, 1))
    assert plain(screen.text).endswith(UNDERSTOOD.format("Hồng Lĩnh"))
    assert screen.rows[-1][-1].label == VI.as_typed_button()


async def test_follow_ups_build_on_each_other(desk: Desk) -> None:
    await desk.ask(MODELS, VI, occasion=asking(1))
    await desk.ask("còn Bình Dương?", VI, occasion=asking(2, 1))
    screen = await desk.ask("năm 2018 thì sao", VI, occasion=asking(3, 2))
    assert plain(screen.text).endswith(f"{UNDERSTOOD.format('Bình Dương')} năm 2018")


async def test_a_corrected_follow_up_is_completed_from_the_same_question(desk: Desk) -> None:
    await desk.ask(MODELS, VI, occasion=asking(1))
    await desk.ask("còn năm 2021?", VI, occasion=asking(2, 1))
    screen = await desk.ask("còn Hồng Lĩnh?", VI, occasion=asking(2, 2))
    assert plain(screen.text).endswith(UNDERSTOOD.format("Hồng Lĩnh"))


async def test_an_example_can_be_followed_up_on(desk: Desk) -> None:
    assert EXAMPLE_QUESTIONS[0] == MODELS
    await desk.example(0, VI, occasion=asking(None))
    screen = await desk.ask("con hong linh thi sao", VI, occasion=asking(2, 1))
    assert plain(screen.text).endswith(UNDERSTOOD.format("Hồng Lĩnh"))


async def test_a_document_that_was_looked_up_can_be_followed_up_on(desk: Desk) -> None:
    await desk.ask("25-NQ/TW", VI, occasion=asking(1))
    screen = await desk.ask("vậy ban hành ngày nào?", VI, occasion=asking(2, 1))
    assert plain(screen.text).endswith("Đã hiểu là: 25-NQ/TW, ban hành ngày nào")


async def test_a_document_in_place_of_none_is_looked_up(desk: Desk) -> None:
    await desk.ask(MODELS, VI, occasion=asking(1))
    screen = await desk.ask("còn nghị quyết 25?", VI, occasion=asking(2, 1))
    assert plain(screen.text) == plain((await desk.look_up("nghị quyết 25", VI)).text)


async def test_as_typed_a_number_is_looked_up(desk: Desk) -> None:
    screen = await desk.ask_as_typed("nq25", VI)
    assert screen == await desk.look_up("nq25", VI)


async def test_the_very_words_of_a_follow_up_are_searched_for(desk: Desk) -> None:
    await desk.ask(MODELS, VI, occasion=asking(1))
    screen = await desk.ask_as_typed("ở Hồng Lĩnh thì sao", VI)
    assert "Đã hiểu là" not in plain(screen.text)


@pytest.mark.parametrize(
    "later",
    [asking(2, 11), asking(2, 1, person=8)],
    ids=["too long ago", "asked by someone else"],
)
async def test_where_no_question_is_known_the_whole_one_is_asked_for(
    desk: Desk, later: Occasion
) -> None:
    await desk.ask(MODELS, VI, occasion=asking(1))
    screen = await desk.ask("còn năm 2021?", VI, occasion=later)
    assert plain(screen.text) == f"{VI.earlier_question_unknown()}\n\n{VI.examples_heading()}"


async def test_what_says_enough_is_answered_as_it_stands(desk: Desk) -> None:
    screen = await desk.ask("còn Cà Mau?", VI, occasion=asking(1))
    assert plain(screen.text).startswith("Kho bài chưa có bài nào về Cà Mau.")


@pytest.mark.parametrize("said", ["cảm ơn bạn", "xin chào", "x" * 2000])
async def test_what_is_no_question_does_not_come_between(desk: Desk, said: str) -> None:
    await desk.ask(MODELS, VI, occasion=asking(1))
    await desk.ask(said, VI, occasion=asking(2, 1))
    screen = await desk.ask("còn Hồng Lĩnh?", VI, occasion=asking(3, 2))
    assert plain(screen.text).endswith(UNDERSTOOD.format("Hồng Lĩnh"))


async def test_of_two_messages_at_once_the_second_follows_the_first(desk: Desk) -> None:
    first, second = await asyncio.gather(
        desk.ask(MODELS, VI, occasion=asking(1)), desk.ask("còn Hồng Lĩnh?", VI, occasion=asking(2))
    )
    assert "76 mô hình" in plain(first.text)
    assert plain(second.text).endswith(UNDERSTOOD.format("Hồng Lĩnh"))


def test_what_was_asked_is_forgotten_even_if_nobody_asks_again(desk: Desk) -> None:
    async def scenario() -> list[int]:
        desk._remember(asking(1), made_up.query())
        kept = []
        for seconds in (KEPT_FOR.total_seconds() - 1, 2):
            await asyncio.sleep(seconds)
            kept.append(len(desk._recent))
        return kept

    assert run_in_virtual_time(scenario()) == [1, 0]


async def test_without_an_occasion_nothing_is_remembered(desk: Desk) -> None:
    await desk.ask(MODELS, VI)
    screen = await desk.ask("còn năm 2021?", VI, occasion=asking(1))
    assert plain(screen.text).startswith(VI.earlier_question_unknown())


async def test_an_answer_says_which_name_its_source_used(desk: Desk) -> None:
    screen: Screen = await desk.ask("phường Kiến Tường có mô hình 4 xin 4 luôn không", VI)
    assert (
        "Bài viết năm 2019, khi còn là thị xã Kiến Tường, tỉnh Long An; "
        "nay là phường Kiến Tường, tỉnh Tây Ninh"
    ) in plain(screen.text)
