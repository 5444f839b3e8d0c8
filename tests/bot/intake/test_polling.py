"""Polling from Telegram to the answer, over a stand-in for Telegram at the edge."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, ExtBot, MessageHandler
from telegram.request import RequestData

from bot.clock import now
from bot.delivery.pacing import Pacer
from bot.delivery.turns import PacedAnswers, Turns
from bot.errors import StoreUnavailableError
from bot.handlers.conversation import Context
from bot.handlers.troubles import note_error
from bot.intake.handling import AnswersOnce
from bot.intake.intake import taking
from bot.intake.processing import Processing
from bot.intake.reading import received
from bot.intake.worker import Worker
from bot.store.inbox import Inbox
from bot.store.store import Store
from bot.store.updates import CaseState, Received
from tests.support.recorded_telegram import PERSON, RecordedTelegram

BOT_ID = 700
PATIENCE_SECONDS = 20.0
Json = dict[str, Any]
Answer = tuple[int, Json]


def update(number: int, text: str = "dân vận", **fields: object) -> Json:
    chat = {"id": 5, "type": "private", "first_name": "Cô Ba"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": PERSON, "text": text}
    return {"update_id": number, "message": {**message, **fields}}


UNREADABLE: Json = {"update_id": 2, "message": {"message_id": [], "chat": 5, "text": 7}}


@dataclass(kw_only=True)
class PolledTelegram(RecordedTelegram):
    """Keeps updates until an offset confirms them, and can be told what to answer first."""

    pending: list[Json] = field(default_factory=list)
    troubles: list[Answer] = field(default_factory=list)
    """What the next calls of getUpdates, and of sendMessage, are answered with."""
    send_troubles: list[Answer] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.news = asyncio.Condition()

    async def do_request(self, url: str, *_: object, **more: object) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        data = more.get("request_data")
        fields: Json = data.parameters if isinstance(data, RequestData) else {}
        if name == "getupdates":
            return _bytes(await self._updates(fields))
        if name == "sendMessage" and self.send_troubles:
            return _bytes(self.send_troubles.pop(0))
        answer = await super().do_request(url, *_, **more)
        async with self.news:
            self.news.notify_all()
        return answer

    async def _updates(self, fields: Json) -> Answer:
        async with self.news:
            self.offsets.append(fields["offset"])
            self.news.notify_all()
        if self.troubles:
            return self.troubles.pop(0)
        self.pending = [one for one in self.pending if one["update_id"] >= fields["offset"]]
        if not self.pending and fields["timeout"]:
            await asyncio.Event().wait()
        return 200, {"ok": True, "result": self.pending[: fields["limit"]]}

    async def until(self, is_so: Callable[["PolledTelegram"], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self.news:
            await self.news.wait_for(lambda: is_so(self))

    @property
    def answers(self) -> list[str]:
        return [call["text"] for call in self.calls_of("sendMessage")]


def _bytes(answer: Answer) -> tuple[int, bytes]:
    return answer[0], json.dumps(answer[1]).encode()


async def echo(sent: Update, _: Context) -> None:
    """Answer with the same words, in as many messages as there are lines."""
    message = sent.effective_message
    assert message is not None
    assert message.text is not None
    for line in message.text.splitlines():
        if line == "break":
            raise ValueError(line)
        await message.reply_text(line)


@asynccontextmanager
async def connected(
    telegram: PolledTelegram,
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    limiter = AnswersOnce(PacedAnswers(Turns(Pacer())))
    bot = ExtBot("700:AAE-token-that-nobody-knows-0000", request=telegram, rate_limiter=limiter)
    application = Application.builder().bot(bot).updater(None).build()
    application.add_handler(MessageHandler(None, echo))
    application.add_error_handler(note_error)
    async with application:
        yield application


@asynccontextmanager
async def running(telegram: PolledTelegram, store: Store) -> AsyncIterator[asyncio.Event]:
    """Take updates and echo them while the context is open; yield what is set once they come."""
    async with connected(telegram) as application:
        worker = Worker(store, BOT_ID, Processing(application), most_at_once=8)
        bot = application.bot
        async with taking(bot, store, worker, kinds=["message"], place=None) as coming:
            yield coming


def states(store: Store) -> dict[CaseState, int]:
    return {one.state: one.count for one in store.inbox.counts()}


def answered(count: int) -> Callable[[PolledTelegram], bool]:
    return lambda telegram: len(telegram.answers) >= count


def polled(times: int) -> Callable[[PolledTelegram], bool]:
    return lambda telegram: len(telegram.offsets) >= times


async def test_questions_are_answered_in_their_order_and_confirmed_after(store: Store) -> None:
    telegram = PolledTelegram(pending=[update(n, f"câu {n}") for n in (1, 2, 3)])
    async with running(telegram, store):
        await telegram.until(answered(3))
    assert telegram.answers == ["câu 1", "câu 2", "câu 3"]
    assert telegram.methods[0] == "deleteWebhook"
    assert telegram.offsets == [0, 4, 4]
    assert telegram.pending == []


async def test_an_update_that_cannot_be_parsed_stops_nothing(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = PolledTelegram(pending=[update(1, "a"), UNREADABLE, {"a": 1}, update(3, "b")])
    telegram.pending = [one for one in telegram.pending if "update_id" in one]
    async with running(telegram, store):
        await telegram.until(answered(2))
        telegram.pending.append(update(4, "c"))
    assert telegram.answers == ["a", "b"]
    (parked,) = store.inbox.parked()
    assert parked.update_id == 2
    assert parked.error.startswith("unreadable: ")
    assert "update 2 was parked" in caplog.text


async def test_what_has_no_number_is_told_of_and_the_rest_is_answered(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    batch: list[object] = [{"message": {}}, 5, update(1, "a")]
    telegram = PolledTelegram(troubles=[(200, {"ok": True, "result": batch})])
    async with running(telegram, store):
        await telegram.until(answered(1))
    assert "2 updates have no number" in caplog.text


@pytest.mark.parametrize(
    "trouble",
    [
        (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}),
        (409, {"ok": False, "error_code": 409, "description": "Conflict: other getUpdates"}),
        (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 1}}),
        (200, {"ok": True, "result": 5}),
        (200, {"ok": True, "result": None}),
        (200, {"ok": True}),
    ],
)
async def test_whatever_goes_wrong_with_a_poll_the_next_one_comes(
    store: Store, trouble: Answer
) -> None:
    telegram = PolledTelegram(pending=[update(1, "a")], troubles=[trouble])
    async with running(telegram, store):
        await telegram.until(answered(1))
    assert telegram.offsets[:2] == [0, 0]


def conflict(description: str) -> Answer:
    return 409, {"ok": False, "error_code": 409, "description": f"Conflict: {description}"}


@pytest.mark.parametrize(
    ("trouble", "deletions"),
    [
        (conflict("can't use getUpdates method while webhook is active"), 2),
        (conflict("terminated by setWebhook request"), 2),
        (conflict("terminated by other getUpdates request"), 1),
    ],
)
async def test_a_webhook_that_somebody_sets_is_deleted_and_another_process_is_not_taken_for_one(
    store: Store, caplog: pytest.LogCaptureFixture, trouble: Answer, deletions: int
) -> None:
    telegram = PolledTelegram(pending=[update(1, "a")], troubles=[trouble])
    async with running(telegram, store):
        await telegram.until(answered(1))
    assert len(telegram.calls_of("deleteWebhook")) == deletions
    assert caplog.text.count("somebody has set a webhook") == deletions - 1
    assert caplog.text.count("another process fetches") == 2 - deletions


class AwayInbox(Inbox):
    """An inbox whose database is away for some time."""

    away = 2

    def put(self, bot_id: int, updates: Iterable[Received], *, now: datetime) -> int:
        if self.away:
            self.away -= 1
            raise StoreUnavailableError("the database is away, as a test has it")
        return super().put(bot_id, updates, now=now)


async def test_while_the_database_is_away_polling_does_not_move_on(store: Store) -> None:
    telegram = PolledTelegram(pending=[update(1, "a")])
    store.inbox = AwayInbox(store._database)
    async with running(telegram, store):
        await telegram.until(answered(1))
    assert telegram.offsets[:3] == [0, 0, 0]
    assert telegram.answers == ["a"]


async def test_what_comes_again_after_a_crash_is_not_answered_again(store: Store) -> None:
    for _ in range(2):
        telegram = PolledTelegram(pending=[update(1, "a"), update(2, "b")])
        async with running(telegram, store):
            await telegram.until(polled(2))
    assert states(store) == {CaseState.DONE: 2}


async def test_an_answer_that_broke_off_goes_on_where_it_did(store: Store) -> None:
    telegram = PolledTelegram(pending=[update(1, "một\nhai\nba\nmột")])
    bad = (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
    async with running(telegram, store):
        await telegram.until(answered(1))
        telegram.send_troubles = [bad]
        await telegram.until(answered(4))
    assert telegram.answers == ["một", "hai", "ba", "một"]


async def test_what_breaks_is_apologised_for_once_and_the_next_is_answered(store: Store) -> None:
    telegram = PolledTelegram(pending=[update(1, "một\nbreak"), update(2, "hai")])
    async with running(telegram, store):
        await telegram.until(answered(3))
    first, apology, second = telegram.answers
    assert (first, second) == ("một", "hai")
    assert "xin lỗi" in apology.lower()
    assert states(store) == {CaseState.PARKED: 1, CaseState.DONE: 1}


async def test_updates_come_once_a_poll_has_succeeded_also_where_there_are_none(
    store: Store,
) -> None:
    conflict = (409, {"ok": False, "error_code": 409, "description": "Conflict: other getUpdates"})
    telegram = PolledTelegram(troubles=[conflict])
    async with running(telegram, store) as coming:
        await telegram.until(polled(1))
        assert not coming.is_set()
        await asyncio.wait_for(coming.wait(), PATIENCE_SECONDS)
        await telegram.until(polled(3))  # which waits for updates
        assert len(telegram.offsets) == 3


async def test_one_process_polls_at_a_time_and_another_when_it_has_stopped(store: Store) -> None:
    first, second = PolledTelegram(), PolledTelegram()
    async with AsyncExitStack() as stack:
        async with running(first, store):
            await first.until(polled(1))
            coming = await stack.enter_async_context(running(second, store))
            await asyncio.wait_for(coming.wait(), PATIENCE_SECONDS)
            store.inbox.put(BOT_ID, [received(update(1, "a"))], now=now())  # as a third one would
            either = [asyncio.create_task(it.until(answered(1))) for it in (first, second)]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            for waiting in either:
                waiting.cancel()
            assert second.offsets == []
        await second.until(polled(1))
