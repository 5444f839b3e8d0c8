"""Cards, and reports of ends, while Telegram or the database are away."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot

from bot.announcing.office import Office
from bot.announcing.steps import Steps
from bot.errors import StoreUnavailableError
from bot.handlers.cards import Cards
from bot.keeper import KnowledgeKeeper
from bot.store.announcements import Announcements
from bot.store.records import Announcement, PostedMessage
from bot.store.store import Store
from tests.support.faltering_telegram import (
    BAD_GATEWAY,
    BLOCKED,
    Answer,
    FalteringTelegram,
    faltering_bot,
    flood,
)
from tests.support.running_bot import Shelf, empty_store
from tests.support.stores import NOW, OFFICER, SECOND, announce, lease_of, send_all, subscribe

PATIENCE_SECONDS = 20.0


@pytest.fixture
def store() -> Iterator[Store]:
    """A store whose first announcement has just ended, which nobody was told of."""
    with empty_store(owners=[OFFICER]) as opened:
        subscribe(opened, -1)
        number = announce(opened)
        send_all(opened, lease_of(opened))
        assert opened.announcements.advance(now=NOW) == (number,) == (1,)
        yield opened


@asynccontextmanager
async def cards_of(store: Store, bot: Bot) -> AsyncIterator[Cards]:
    """Keep cards at a pace that a test has time for."""
    cards = Cards(Office(Steps(store=store), KnowledgeKeeper(Shelf([]))), bot, seconds=0.0)
    async with asyncio.timeout(PATIENCE_SECONDS):
        yield cards
        await cards.close()


async def accepted(telegram: FalteringTelegram, count: int) -> list[str]:
    return [(await telegram.accepted.get()).method for _ in range(count)]


@pytest.mark.parametrize(
    "troubles",
    [
        {"sendMessage": [BAD_GATEWAY]},
        {"sendMessage": [flood(1)]},
        {"sendDocument": [BAD_GATEWAY]},
        {"sendMessage": [BAD_GATEWAY], "sendDocument": [BAD_GATEWAY]},
    ],
    ids=["502", "429", "502 for the table", "502 again"],
)
async def test_a_report_is_given_once_when_telegram_is_back(
    store: Store, troubles: dict[str, list[Answer]]
) -> None:
    bot, telegram = faltering_bot(**troubles)
    async with cards_of(store, bot) as cards:
        cards.on_end(1)
        assert await accepted(telegram, 2) == ["sendMessage", "sendDocument"]
    assert telegram.methods == ["sendMessage", "sendDocument"]
    assert store.end_reports.owed(now=NOW + SECOND) == ()


class AwayAnnouncements(Announcements):
    """A table whose database is away at first."""

    away = 1

    def get(self, announcement_id: int) -> Announcement:
        if self.away:
            self.away -= 1
            raise StoreUnavailableError("the database is away, as a test has it")
        return super().get(announcement_id)


async def test_a_report_is_given_when_the_database_is_back(store: Store) -> None:
    store.announcements = AwayAnnouncements(store._database)
    bot, telegram = faltering_bot()
    async with cards_of(store, bot) as cards:
        cards.on_end(1)
        assert await accepted(telegram, 2) == ["sendMessage", "sendDocument"]


async def test_a_card_is_shown_when_telegram_is_back(store: Store) -> None:
    store.announcements.show_on(1, PostedMessage(chat_id=OFFICER, message_id=8))
    bot, telegram = faltering_bot(editMessageText=[BAD_GATEWAY])
    async with cards_of(store, bot) as cards:
        cards.touch(1)
        assert await accepted(telegram, 1) == ["editMessageText"]


async def test_an_officer_who_has_blocked_the_bot_is_left_alone(store: Store) -> None:
    bot, telegram = faltering_bot(sendMessage=[BLOCKED])
    async with cards_of(store, bot) as cards:
        cards.on_end(1)
        await telegram.tried.get()
    assert telegram.methods == []
    assert store.end_reports.owed(now=NOW + SECOND) == (1,)


async def test_stopping_while_a_chat_is_paused_leaves_the_report_to_the_next_process(
    store: Store,
) -> None:
    bot, telegram = faltering_bot(sendMessage=[flood(600)] * 10_000)
    async with cards_of(store, bot) as cards:
        cards.on_end(1)
        await telegram.tried.get()
    assert telegram.tried.qsize() <= 1
    assert store.end_reports.owed(now=NOW + SECOND) == (1,)
