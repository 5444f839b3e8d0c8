import pytest

from bot.callbacks import AskExample, ShowNextSource
from bot.desk import MOST_QUESTION_CHARACTERS, Desk
from bot.keeper import KnowledgeKeeper
from bot.screens import Screen, Toast
from bot.telegram_text import plain
from bot.texts import EXAMPLE_QUESTIONS, Vietnamese
from tests.support import made_up
from tests.support.running_bot import Shelf

VI = Vietnamese()
GONE = "aaaaaaaaaa"


@pytest.fixture(scope="module")
def keeper() -> KnowledgeKeeper:
    return KnowledgeKeeper(
        Shelf([made_up.article(), made_up.article(made_up.OTHER, name="hoa-binh.txt")])
    )


@pytest.fixture
def desk(keeper: KnowledgeKeeper) -> Desk:
    return Desk(keeper)


@pytest.fixture
def passage_ids(keeper: KnowledgeKeeper) -> tuple[str, ...]:
    return tuple(passage.id for passage in keeper.knowledge.passages)


def shown(outcome: Screen | Toast) -> Screen:
    assert isinstance(outcome, Screen)
    return outcome


async def test_a_question_is_answered_verbatim(desk: Desk) -> None:
    screen = await desk.ask("xã Tân An có mấy tổ tự quản", VI)
    assert plain(screen.text).startswith(made_up.FIRST)


@pytest.mark.parametrize(
    ("length", "is_read"), [(MOST_QUESTION_CHARACTERS, True), (MOST_QUESTION_CHARACTERS + 1, False)]
)
async def test_a_question_is_read_up_to_the_limit(
    desk: Desk,
    length: int,
    is_read: bool,  # noqa: FBT001
) -> None:
    text = plain((await desk.ask("tổ tự quản ".ljust(length, "x"), VI)).text)
    assert (text != VI.oversized_question(length, MOST_QUESTION_CHARACTERS)) is is_read


async def test_a_greeting_is_greeted(desk: Desk) -> None:
    screen = await desk.ask("Xin chào!", VI)
    assert screen == desk.greeting(VI)
    assert screen.rows[0][0].action == AskExample(index=0)


async def test_thanks_are_answered_in_kind(desk: Desk) -> None:
    assert plain((await desk.ask("cảm ơn bạn", VI)).text) == VI.you_are_welcome()


async def test_an_example_of_another_version_is_stale(desk: Desk) -> None:
    assert await desk.example(len(EXAMPLE_QUESTIONS), VI) == Toast(text=VI.stale_button())


async def test_an_echo_of_a_number_is_short(desk: Desk) -> None:
    text = plain((await desk.look_up("x" * 4000, VI)).text)
    assert len(text) < 300


@pytest.mark.parametrize("text", ["", "25", "<b>", "\ud800", "nghị quyết " * 300])
async def test_whatever_is_looked_up_gets_a_screen(desk: Desk, text: str) -> None:
    assert plain((await desk.look_up(text, VI)).text)


def test_a_source_that_is_gone_is_passed_over(desk: Desk, passage_ids: tuple[str, ...]) -> None:
    first, second = passage_ids
    screen = shown(desk.next_source((GONE, first, second), VI))
    assert made_up.FIRST in plain(screen.text)
    assert screen.rows[0][-1].action == ShowNextSource(passage_ids=(second,))


def test_of_more_passages_those_are_shown_that_are_there(
    desk: Desk, passage_ids: tuple[str, ...]
) -> None:
    text = plain(shown(desk.more((GONE, *passage_ids), VI)).text)
    assert made_up.FIRST in text
    assert made_up.OTHER in text


async def test_what_is_gone_is_told_by_a_toast(desk: Desk) -> None:
    gone = Toast(text=VI.passage_gone())
    assert desk.passage(GONE, VI) == gone
    assert desk.next_source((GONE,), VI) == gone
    assert desk.more((GONE,), VI) == gone
    assert await desk.document("99-NQ/TW", VI) == gone
    assert await desk.mentions("99-NQ/TW", 1, VI) == gone
