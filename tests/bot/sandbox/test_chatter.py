"""The one who chats with the bot in tests notices when the bot does not do what it should."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox.cast import CITIZEN
from tests.support.conform import needs_specification
from tests.support.sandbox import TOKEN, Answer, RunningSandbox, running_sandbox

CHAT = CITIZEN.user.id
IMPATIENT = 0.05


@pytest.fixture
async def client(sandbox: RunningSandbox) -> AsyncIterator[httpx.AsyncClient]:
    base = f"{sandbox.url}/bot{TOKEN}/"
    async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
        yield client


async def test_a_bot_that_stays_silent_is_noticed(sandbox: RunningSandbox) -> None:
    async with sandbox.chatter(patience=IMPATIENT) as chatter:
        with pytest.raises(AssertionError, match="message 1 of 1 from the bot"):
            await chatter.say("có ai không")


async def test_a_bot_that_answers_what_it_should_ignore_is_noticed(
    sandbox: RunningSandbox, client: httpx.AsyncClient
) -> None:
    async with sandbox.chatter(patience=IMPATIENT) as chatter:
        for text in ("lẽ ra im lặng", "đáp"):
            await client.post("sendMessage", json={"chat_id": CHAT, "text": text})
        with pytest.raises(AssertionError, match="lẽ ra im lặng"):
            await chatter.ignores("chào", probe="/hoi")


@needs_specification
async def test_a_request_that_is_not_conform_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="sendMessage: "):
        async with running_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
            await client.post(f"{sandbox.base_url}{TOKEN}/sendMessage", json={"chat_id": CHAT})


async def test_messages_that_came_before_are_not_lost(
    sandbox: RunningSandbox, client: httpx.AsyncClient
) -> None:
    async with sandbox.chatter() as chatter:
        for text in ("một", "hai", "ba"):
            await client.post("sendMessage", json={"chat_id": CHAT, "text": text})
        answers = await chatter.replies(2, chat=CHAT)
        [last] = await chatter.replies(chat=CHAT)
    assert [answer.text for answer in (*answers, last)] == ["một", "hai", "ba"]


ANSWER = Answer(
    raw={
        "reply_markup": {
            "inline_keyboard": [[{"text": "Thêm"}], [{"text": "Thêm nữa"}, {"text": "Mở"}]]
        }
    }
)


@pytest.mark.parametrize(("label", "place"), [("Thêm", (0, 0)), ("nữa", (1, 0)), ("Mở", (1, 1))])
def test_a_button_is_found_by_its_label_or_a_part_of_it(label: str, place: tuple[int, int]) -> None:
    assert ANSWER.button(label) == place


@pytest.mark.parametrize("label", ["hê", "Đóng"])
def test_a_label_that_fits_no_button_or_several_is_noticed(label: str) -> None:
    with pytest.raises(AssertionError, match="buttons say"):
        ANSWER.button(label)
