"""No button pressed by someone without the role does anything, whichever it is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot import callbacks
from bot.announcing.office import Office
from bot.announcing.steps import Steps
from bot.callbacks import Action, ComposingAction, FollowingAction, RoleAction
from bot.callbacks.following import Acknowledge, StopSending
from bot.desk import Desk
from bot.digests.news import News
from bot.governing import Governing
from bot.handlers.announcing import LastMessages
from bot.handlers.buttons import Buttons
from bot.handlers.drafts import DraftButtons
from bot.handlers.following import FollowingButtons
from bot.handlers.news import NewsButtons
from bot.handlers.privacy import Privacy
from bot.handlers.reading import ReadingButtons
from bot.handlers.roles import RoleButtons
from bot.handlers.subscribing import SubscriptionButtons
from bot.keeper import KnowledgeKeeper
from bot.store.records import Draft, Rank, Role, Step
from bot.store.store import Store
from bot.store.tables import tables
from bot.subscribing import Subscribing
from bot.texts import Vietnamese
from tests.support.actions import actions_of
from tests.support.recorded_telegram import PERSON, PRIVATE, RecordedTelegram, recorded_bot
from tests.support.running_bot import Shelf, empty_store
from tests.support.stores import (
    OFFICER,
    OWNER,
    READ,
    TEXT,
    announce,
    lease_of,
    send_all,
    subscribe,
)

STEPS = (Step.DRAFT, Step.AWAITING_APPROVAL, Step.PLANNED, Step.STOPPED, Step.RECALLED)
CITIZEN, ELSEWHERE = 11, 12
"""Nobody with a role, and an officer of another place than that of the announcements."""
HERE, THERE = "new/tay-ninh", "new/ha-tinh"
OFFICERS = actions_of(ComposingAction | FollowingAction, st.integers(0, len(STEPS) + 1))
OWNERS = actions_of(RoleAction)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store with an announcement at every step."""
    with empty_store(owners=[OWNER]) as opened:
        subscribe(opened, -1, -2)
        now, later = datetime.now(UTC), datetime.now(UTC) + timedelta(days=1)
        there = Role(user_id=ELSEWHERE, rank=Rank.OFFICER, places=frozenset({THERE}))
        opened.roles.grant(there, by=None, now=now)
        for step in STEPS:
            draft = Draft(content=TEXT, places=frozenset({HERE}), due_at=later)
            number = opened.announcements.draft(draft, by=OFFICER, now=now)
            _take(opened, number, step, now)
        yield opened


def _take(store: Store, number: int, step: Step, now: datetime) -> None:
    steps = store.announcements
    if step is Step.AWAITING_APPROVAL:
        steps.submit(number, by=OFFICER, now=now)
    if step in (Step.PLANNED, Step.STOPPED, Step.RECALLED):
        steps.plan(number, by=OFFICER, now=now, most_unapproved=None)
    if step is Step.STOPPED:
        steps.stop(number, by=OFFICER, now=now)
    if step is Step.RECALLED:
        steps.recall(number, by=OFFICER, now=now)
    assert steps.get(number).step is step


def contents(store: Store) -> dict[str, list[Any]]:
    """Return all rows of all tables."""
    with store._database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table))]
            for table in tables.sorted_tables
        }


async def press(
    store: Store, action: Action, person: int, chat: int | None = None
) -> tuple[RecordedTelegram, list[int]]:
    """Have someone press a button; return what Telegram was asked for, and all news."""
    bot, telegram = await recorded_bot()
    news: list[int] = []
    keeper = KnowledgeKeeper(Shelf([]))
    office = Office(Steps(store=store), keeper)
    desk = Desk(keeper)
    buttons = Buttons(
        ReadingButtons(desk),
        SubscriptionButtons(Subscribing(store)),
        RoleButtons(Governing(store)),
        DraftButtons(office, news.append),
        FollowingButtons(office, news.append),
        Privacy(store, desk, LastMessages()),
        NewsButtons(News(keeper, store)),
    )
    message = {"message_id": 5, "date": 1, "chat": {**PRIVATE, "id": chat or person}, "text": "…"}
    pressed = {
        "id": "1",
        "from": {**PERSON, "id": person},
        "chat_instance": "1",
        "data": callbacks.encode(action),
        "message": message,
    }
    update = Update.de_json({"update_id": 1, "callback_query": pressed}, bot)
    await buttons.press(update, None)  # type: ignore[arg-type]  # it looks at the update alone
    return telegram, news


@given(action=OFFICERS | OWNERS)
async def test_whoever_has_no_role_is_told_so_and_nothing_else_happens(
    store: Store, action: Action
) -> None:
    before = contents(store)
    telegram, news = await press(store, action, CITIZEN)
    assert contents(store) == before
    assert news == []
    assert telegram.methods == ["answerCallbackQuery"]
    [answer] = telegram.calls_of("answerCallbackQuery")
    assert answer["text"] == Vietnamese().not_allowed()


@given(action=OFFICERS)
async def test_an_officer_of_other_places_changes_nothing(store: Store, action: Action) -> None:
    before = contents(store)
    _, news = await press(store, action, ELSEWHERE)
    assert contents(store) == before
    assert news == []


async def test_whoever_has_the_role_does_something(store: Store) -> None:
    number = STEPS.index(Step.PLANNED) + 1
    _, news = await press(store, StopSending(announcement_id=number), OWNER)
    assert store.announcements.get(number).step is Step.STOPPED
    assert news == [number]
    store.announcements.resume(number, by=OWNER, now=datetime.now(UTC))


@pytest.mark.parametrize(
    ("chat", "readers"),
    [(-1, 1), (-7, 0)],
    ids=["where it arrived", "where it never was"],
)
async def test_got_it_counts_only_where_the_announcement_arrived(chat: int, readers: int) -> None:
    with empty_store() as store:
        subscribe(store, -1)
        number = announce(store, READ)
        send_all(store, lease_of(store))
        await press(store, Acknowledge(announcement_id=number), CITIZEN, chat)
        assert store.reports.acknowledged(number) == readers


async def test_got_it_made_up_for_an_announcement_that_does_not_ask_changes_nothing() -> None:
    with empty_store() as store:
        subscribe(store, -1)
        number = announce(store)
        send_all(store, lease_of(store))
        before = contents(store)
        telegram, news = await press(store, Acknowledge(announcement_id=number), CITIZEN, -1)
        assert contents(store) == before
        assert news == []
        assert telegram.methods == ["answerCallbackQuery"]
        [answer] = telegram.calls_of("answerCallbackQuery")
        assert answer["text"] == Vietnamese().stale_button()
