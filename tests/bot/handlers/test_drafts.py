"""Who is told of a draft, and what becomes of that while Telegram is away."""

import logging
from collections.abc import Iterator
from typing import cast

import pytest
from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage
from telegram.error import NetworkError

from bot.announcing.office import Office
from bot.announcing.steps import Steps, seal_of
from bot.callbacks.composing import ComposingAction, ReturnDraft, SubmitDraft
from bot.handlers.drafts import DraftButtons
from bot.handlers.pressing import Press
from bot.keeper import KnowledgeKeeper
from bot.store.records import Draft, Rank, Role
from bot.store.store import Store
from bot.texts import Vietnamese
from tests.support.faltering_telegram import BAD_GATEWAY, BLOCKED, faltering_bot
from tests.support.recorded_telegram import PERSON, PRIVATE
from tests.support.running_bot import Shelf, empty_store
from tests.support.stores import NOW, OFFICER, OWNER, TEXT, subscribe

VI = Vietnamese()
SECOND_OFFICER = 4


@pytest.fixture
def store() -> Iterator[Store]:
    """A store with two people who may approve what an officer writes."""
    with empty_store(owners=[OWNER]) as opened:
        subscribe(opened, -1)
        for person in (OFFICER, SECOND_OFFICER):
            opened.roles.grant(Role(user_id=person, rank=Rank.OFFICER), by=OWNER, now=NOW)
        yield opened


async def press(store: Store, bot: Bot, action: ComposingAction, person: int) -> None:
    message = {"message_id": 5, "date": 1, "chat": {**PRIVATE, "id": person}, "text": "…"}
    pressed = {"id": "1", "from": {**PERSON, "id": person}, "chat_instance": "1"}
    query = CallbackQuery.de_json({**pressed, "message": message}, bot)
    under = cast("MaybeInaccessibleMessage", query.message)
    buttons = DraftButtons(Office(Steps(store=store), KnowledgeKeeper(Shelf([]))), lambda _: None)
    await buttons.act(Press(query=query, message=under, texts=VI), action)


def draft_of(store: Store) -> int:
    return store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)


async def submit(store: Store, bot: Bot) -> None:
    number = draft_of(store)
    seal = seal_of(store.announcements.get(number))
    await press(store, bot, SubmitDraft(announcement_id=number, seal=seal), OFFICER)


async def hand_back(store: Store, bot: Bot) -> None:
    number = draft_of(store)
    store.announcements.submit(number, by=OFFICER, now=NOW)
    await press(store, bot, ReturnDraft(announcement_id=number), SECOND_OFFICER)


async def test_an_approver_who_has_blocked_the_bot_is_not_counted(store: Store) -> None:
    bot, telegram = faltering_bot(sendmessage=[BLOCKED])
    async with bot:
        await submit(store, bot)
    *_, told = telegram.calls_of("sendMessage")
    assert told["text"] == VI.approval_asked(1)


async def test_while_telegram_is_away_the_others_are_asked_and_the_rest_is_left_to_the_next_try(
    store: Store,
) -> None:
    bot, telegram = faltering_bot(sendmessage=[BAD_GATEWAY])
    async with bot:
        with pytest.raises(NetworkError):
            await submit(store, bot)
    assert telegram.methods[-2:] == ["sendmessage", "sendMessage"]


async def test_an_officer_who_has_blocked_the_bot_is_not_told_that_a_draft_is_returned(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    bot, _ = faltering_bot(sendMessage=[BLOCKED])
    async with bot:
        with caplog.at_level(logging.INFO):
            await hand_back(store, bot)
    assert "an officer could not be told: Forbidden" in caplog.text


async def test_while_telegram_is_away_the_officer_is_left_to_the_next_try(store: Store) -> None:
    bot, _ = faltering_bot(sendMessage=[BAD_GATEWAY])
    async with bot:
        with pytest.raises(NetworkError):
            await hand_back(store, bot)
