"""What is sent of an answer, over all tries."""

import asyncio
from typing import Any

import pytest
from telegram.error import ChatMigrated, NetworkError

from bot.delivery.pacing import Pacer
from bot.delivery.turns import PacedAnswers, Turns
from bot.intake.handling import Answers, AnswersOnce, current_handling, handling


class Wire:
    """Sends, and fails where it is told to."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.outcomes = list(outcomes)
        self.sent: list[dict[str, Any]] = []
        self.limiter = AnswersOnce(PacedAnswers(Turns(Pacer())))

    async def send(self, endpoint: str = "sendMessage", **data: Any) -> Any:  # noqa: ANN401
        return await self.limiter.process_request(
            self._request, (endpoint, data), {}, endpoint, data, None
        )

    async def _request(self, endpoint: str, data: dict[str, Any]) -> dict[str, Any]:
        if self.outcomes and (error := self.outcomes.pop(0)):
            raise error
        self.sent.append({"endpoint": endpoint, **data})
        return {"message_id": len(self.sent)}


async def test_what_was_accepted_is_not_sent_again_by_the_next_try() -> None:
    wire, answers = Wire(None, NetworkError("502")), Answers()
    with handling(answers):
        assert await wire.send(chat_id=1, text="a") == {"message_id": 1}
        with pytest.raises(NetworkError):
            await wire.send(chat_id=2, text="b")
    with handling(answers):
        assert await wire.send(chat_id=1, text="a") == {"message_id": 1}
        assert await wire.send(chat_id=2, text="b") == {"message_id": 2}
    assert [one["text"] for one in wire.sent] == ["a", "b"]


async def test_what_is_said_twice_in_one_try_is_sent_twice_over_all() -> None:
    wire, answers = Wire(), Answers()
    for _ in range(2):
        with handling(answers):
            await asyncio.gather(wire.send(chat_id=1, text="a"), wire.send(chat_id=2, text="a"))
            await wire.send("sendmessage", chat_id=3, text="a")
            await wire.send("sendmessage", chat_id=3, text="a")
    assert sorted(one["chat_id"] for one in wire.sent) == [1, 2, 3, 3]


async def test_with_the_first_request_but_for_typing_a_try_waits_for_telegram() -> None:
    departed: list[str] = []
    wire, answers = Wire(), Answers(lambda: departed.append(wire.sent[-1]["endpoint"]))
    for departures in (1, 2):
        with handling(answers):
            assert not answers.has_departed
            for endpoint in ("sendChatAction", "getChat", "sendMessage"):
                await wire.send(endpoint, chat_id=1, text=str(departures))
            assert answers.has_departed
        assert departed == ["sendChatAction"] * departures


async def test_a_press_that_was_answered_is_not_answered_again() -> None:
    wire, answers = Wire(), Answers()
    for _ in range(2):
        with handling(answers):
            await wire.send("answerCallbackQuery", callback_query_id="8")
    assert len(wire.sent) == 1


@pytest.mark.parametrize("endpoint", ["editMessageText", "sendChatAction", "getChat"])
async def test_what_can_be_done_twice_without_harm_is(endpoint: str) -> None:
    wire, answers = Wire(), Answers()
    for _ in range(2):
        with handling(answers):
            await wire.send(endpoint, chat_id=1)
    assert len(wire.sent) == 2


async def test_other_updates_and_no_update_have_nothing_to_do_with_it() -> None:
    wire = Wire()
    for _ in range(2):
        with handling(Answers()):
            await wire.send(chat_id=1, text="a")
        await wire.send(chat_id=2, text="a")
    assert len(wire.sent) == 4


async def test_an_answer_follows_its_group_that_has_become_a_supergroup() -> None:
    wire = Wire(ChatMigrated(-1009))
    with handling(Answers()):
        await wire.send(chat_id=-9, text="a")
    assert [one["chat_id"] for one in wire.sent] == [-1009]


async def test_what_a_handler_leaves_running_is_no_part_of_its_try() -> None:
    seen: list[bool] = []
    over = asyncio.Event()

    async def look() -> None:
        seen.append(current_handling() is not None)
        await over.wait()
        seen.append(current_handling() is not None)

    with handling(Answers()):
        left_running = asyncio.create_task(look())
        await asyncio.sleep(0)
    over.set()
    await left_running
    assert seen == [True, False]
