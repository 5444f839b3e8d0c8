"""An update that is dealt with twice, as where its answer did not arrive, changes nothing twice.

Every way to change something is taken here twice for one update, and once more for another one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.announcing.contents import with_quote
from bot.announcing.office import Office
from bot.announcing.steps import Steps, seal_of
from bot.callbacks.roles import GiveRank, GrantPlace, RoleAction
from bot.callbacks.subscribing import ChooseTopic
from bot.clock import now
from bot.governing import Governing
from bot.keeper import KnowledgeKeeper
from bot.screens import Toast
from bot.store.inbox import dealing_with
from bot.store.records import Announcement, ChatKind, Draft, Rank, Role, Step
from bot.store.store import Store
from bot.store.tables import tables
from bot.store.updates import Received
from bot.subscribing import Subscribing
from bot.texts import Vietnamese
from bot.venues import Venue
from tests.support.running_bot import Shelf, empty_store
from tests.support.stores import (
    NOW,
    OFFICER,
    OTHER_TEXT,
    OWNER,
    READ,
    TEXT,
    claim_all,
    lease_of,
    send_all,
    subscribe,
)

BOT, SECOND = 7, 21
VI = Vietnamese()
GROUP = Venue(chat_id=-5, kind=ChatKind.GROUP)
OTHER_TABLES = [one for one in tables.sorted_tables if one.name not in {"inbox", "lease"}]


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store(owners=[OWNER]) as opened:
        subscribe(opened, -1, -2)
        for person in (OFFICER, SECOND):
            role = Role(user_id=person, rank=Rank.OFFICER)
            opened.roles.grant(role, by=OWNER, now=NOW)
        yield opened


@contextmanager
def update(store: Store, number: int) -> Iterator[None]:
    """Deal with an update, for the first time or again."""
    received = Received(update_id=number, kind="message", chat_id=number, raw="{}")
    store.inbox.put(BOT, [received], now=now())
    cases = {case.update_id: case for case in store.inbox.claim(BOT, limit=9, now=now())}
    with dealing_with(cases[number]):
        yield
    for case in cases.values():
        store.inbox.retry(case, due_at=now(), failures=0)


def everything(store: Store) -> list[str]:
    """Return all that stands in the tables which handlers change."""
    with store._database.reading() as connection:
        return [repr(connection.execute(sa.select(one)).all()) for one in OTHER_TABLES]


Act = Callable[[Steps, Announcement], object]


def drafted(steps: Steps) -> Announcement:
    return steps.compose(TEXT, OFFICER)


def submitted(steps: Steps) -> Announcement:
    draft = drafted(steps)
    steps.submit(draft.id, OFFICER, seal_of(draft))
    return steps.store.announcements.get(draft.id)


def planned(steps: Steps) -> Announcement:
    draft = drafted(steps)
    return steps.confirm(draft.id, OFFICER, seal_of(draft))


def sent(steps: Steps) -> Announcement:
    announcement = planned(steps)
    send_all(steps.store, lease_of(steps.store))
    return announcement


def stopped(steps: Steps) -> Announcement:
    announcement = planned(steps)
    steps.stop(announcement.id, OFFICER)
    return announcement


def failed(steps: Steps) -> Announcement:
    announcement = planned(steps)
    steps.store.announcements.advance(now=now())
    for claim in claim_all(steps.store, lease_of(steps.store), now=now()):
        steps.store.outbox.start(claim)
        steps.store.outbox.failed(claim, reason="refused", detail="", now=now())
    return announcement


def quote(steps: Steps, one: Announcement) -> object:
    return steps.change(
        one.id,
        OFFICER,
        lambda draft: replace(draft, content=with_quote(draft.content, "Trích", "Nguồn")),
    )


@pytest.mark.parametrize(
    ("before", "act"),
    [
        (drafted, lambda steps, _: steps.compose(OTHER_TEXT, OFFICER)),
        (drafted, quote),
        (drafted, lambda steps, one: steps.discard(one.id, OFFICER)),
        (drafted, lambda steps, one: steps.confirm(one.id, OFFICER, seal_of(one))),
        (drafted, lambda steps, one: steps.submit(one.id, OFFICER, seal_of(one))),
        (submitted, lambda steps, one: steps.approve(one.id, SECOND, seal_of(one))),
        (submitted, lambda steps, one: steps.hand_back(one.id, SECOND)),
        (planned, lambda steps, one: steps.stop(one.id, OFFICER)),
        (stopped, lambda steps, one: steps.resume(one.id, OFFICER)),
        (failed, lambda steps, one: steps.retry_failed(one.id, OFFICER)),
        (sent, lambda steps, one: steps.correct(one.id, OFFICER, seal_of(one), OTHER_TEXT)),
        (sent, lambda steps, one: steps.recall(one.id, OFFICER, seal_of(one))),
    ],
)
def test_a_step_with_an_announcement_is_taken_once_and_told_alike(
    store: Store, before: Callable[[Steps], Announcement], act: Act
) -> None:
    steps = Steps(store=store)
    announcement = before(steps)
    untouched = everything(store)
    with update(store, 1):
        first = act(steps, announcement)
    changed = everything(store)
    assert changed != untouched
    with update(store, 1):
        again = act(steps, announcement)
    assert everything(store) == changed
    assert again == first


def test_another_update_makes_another_draft(store: Store) -> None:
    steps = Steps(store=store)
    numbers = []
    for number in (1, 1, 2):
        with update(store, number):
            numbers.append(steps.compose(TEXT, OFFICER).id)
    assert numbers[0] == numbers[1] != numbers[2]


def test_what_is_acknowledged_twice_for_one_press_is_thanked_for_alike(store: Store) -> None:
    number = store.announcements.draft(READ, by=OFFICER, now=NOW)
    store.announcements.plan(number, by=OFFICER, now=NOW, most_unapproved=None)
    send_all(store, lease_of(store))
    office = Office(Steps(store=store), KnowledgeKeeper(Shelf([])))
    with update(store, 1):
        first = office.acknowledge(number, 33, -1, VI)
    with update(store, 1):
        assert office.acknowledge(number, 33, -1, VI) == first
    with update(store, 2):
        assert office.acknowledge(number, 33, -1, VI) != first
    assert store.reports.acknowledged(number) == 1


async def test_a_subscription_begins_changes_and_ends_once_and_is_told_alike(store: Store) -> None:
    subscribing = Subscribing(store)
    choice = ChooseTopic(topic="bau-cu", wanted=True)
    acts: list[Callable[[], Awaitable[object]]] = [
        lambda: subscribing.subscribe(GROUP, VI),
        lambda: subscribing.act(choice, GROUP, VI),
        lambda: subscribing.unsubscribe(GROUP, VI),
    ]
    for number, act in enumerate(acts):
        with update(store, number):
            first = await act()
        changed = everything(store)
        with update(store, number):
            assert await act() == first
        assert everything(store) == changed


async def test_a_bot_that_comes_back_is_greeted_alike(store: Store) -> None:
    subscribing = Subscribing(store)
    store.subscriptions.end(-1, "removed", now=NOW)
    venue = Venue(chat_id=-1, kind=ChatKind.SUPERGROUP)
    with update(store, 1):
        first = await subscribing.arrive(venue, VI)
    assert first is not None
    with update(store, 1):
        assert await subscribing.arrive(venue, VI) == first
    with update(store, 2):
        assert await subscribing.arrive(venue, VI) is None


async def test_a_group_that_migrates_twice_for_one_update_is_the_same_group(store: Store) -> None:
    for _ in range(2):
        with update(store, 1):
            await Subscribing(store).migrate(-1, -1001)
    assert store.subscriptions.get(-1) is None
    assert store.subscriptions.get(-1001) is not None


async def test_a_role_is_given_and_noted_once(store: Store) -> None:
    governing = Governing(store)
    actions: list[RoleAction] = [
        GiveRank(user_id=50, rank=Rank.OFFICER),
        GrantPlace(user_id=50, place="new/ha-tinh", granted=True),
        GiveRank(user_id=50, rank=Rank.NONE),
    ]
    for number, action in enumerate(actions):
        with update(store, number):
            first = await governing.act(action, OWNER, VI, is_private=True)
        changed = everything(store)
        with update(store, number):
            assert await governing.act(action, OWNER, VI, is_private=True) == first
        assert everything(store) == changed


async def test_a_role_that_another_owner_took_meanwhile_stays_taken(store: Store) -> None:
    governing = Governing(store)
    give, take = (GiveRank(user_id=50, rank=rank) for rank in (Rank.OFFICER, Rank.NONE))
    with update(store, 1):
        await governing.act(give, OWNER, VI, is_private=True)
    with update(store, 2):
        taken = await governing.act(take, OWNER, VI, is_private=True)
    with update(store, 1):
        assert await governing.act(give, OWNER, VI, is_private=True) == taken
    assert store.roles.of(50).rank is Rank.NONE


async def test_what_would_have_widened_a_role_is_told_alike(store: Store) -> None:
    governing, place = Governing(store), "new/ha-tinh"
    store.roles.grant(
        Role(user_id=50, rank=Rank.OFFICER, places=frozenset({place})), by=OWNER, now=NOW
    )
    for _ in range(2):
        with update(store, 1):
            action = GrantPlace(user_id=50, place=place, granted=False)
            shown = await governing.act(action, OWNER, VI, is_private=True)
            assert shown == Toast(text=VI.one_place_stays(), alert=True)


async def test_a_picked_group_that_ended_its_subscription_meanwhile_is_left_in_peace(
    store: Store,
) -> None:
    subscribing = Subscribing(store)
    with update(store, 1):
        await subscribing.subscribe(GROUP, VI)
    with update(store, 2):
        await subscribing.unsubscribe(GROUP, VI)
    before = everything(store)
    with update(store, 1):
        shown = await subscribing.subscribe(GROUP, VI)
    assert everything(store) == before
    assert shown == await subscribing.settings(GROUP, VI)  # which tells that there is none


async def test_a_group_that_put_the_bot_out_since_it_migrated_is_left_in_peace(
    store: Store,
) -> None:
    subscribing = Subscribing(store)
    with update(store, 1):
        await subscribing.migrate(-1, -1001)
    with update(store, 2):
        await subscribing.leave(-1001, "removed")
    before = everything(store)
    with update(store, 1):
        await subscribing.migrate(-1, -1001)
    assert everything(store) == before


async def test_in_the_threads_that_do_the_work_the_update_is_known(store: Store) -> None:
    steps = Steps(store=store)
    numbers = []
    for _ in range(2):
        with update(store, 1):
            numbers.append((await asyncio.to_thread(steps.compose, TEXT, OFFICER)).id)
    assert numbers[0] == numbers[1]
    assert store.announcements.get(numbers[0]).step is Step.DRAFT
    assert store.announcements.get(numbers[0]).draft == Draft(content=TEXT)
