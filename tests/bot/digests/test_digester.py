"""Looking for digests again and again, in one process at a time."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.digests.decision import SETTLING
from bot.digests.digester import Digester
from bot.keeper import KnowledgeKeeper
from bot.store.records import Lease
from bot.store.store import Store
from retrieval.knowledge import Knowledge
from tests.support.new_articles import ADDED, new_article, wanting
from tests.support.running_bot import Shelf
from tests.support.stores import NOW, states

MINUTE = timedelta(minutes=1)
TICK_SECONDS = 0.001
SOMEBODY = "nhà Cô Ba, số 12"


@pytest.fixture
def lease(store: Store) -> Lease:
    taken = store.leases.take("digests", "one", now=NOW)
    assert taken is not None
    return taken


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def test_between_minutes_nobody_looks(store: Store, lease: Lease) -> None:
    wanting(store, -1)
    clock = Clock(ADDED)
    digester = Digester(KnowledgeKeeper(Shelf([new_article()])), store, now=clock)
    assert digester.look(lease) == ()
    clock.now = ADDED + SETTLING
    assert digester.look(lease) == ()
    clock.now = ADDED + MINUTE
    assert len(digester.look(lease)) == 1


async def test_what_comes_within_the_minute_is_looked_at(store: Store, lease: Lease) -> None:
    wanting(store, -1)
    shelf = Shelf([])
    keeper = KnowledgeKeeper(shelf)
    digester = Digester(keeper, store, now=Clock(ADDED + MINUTE))
    assert digester.look(lease) == ()
    shelf.put([new_article()])
    assert await keeper.refresh()
    assert len(digester.look(lease)) == 1


async def test_of_several_processes_one_plans(store: Store) -> None:
    wanting(store, -1, -2)
    clock = Clock(ADDED + MINUTE)
    keeper = KnowledgeKeeper(Shelf([new_article()]))
    digesters = [Digester(keeper, store, now=clock, seconds=TICK_SECONDS) for _ in range(3)]
    running = [asyncio.create_task(digester.run()) for digester in digesters]
    async with asyncio.timeout(20):
        while await asyncio.to_thread(store.subscriptions.with_digests, ADDED):
            pass
        for digester in digesters:
            digester.stop()
        await asyncio.gather(*running)
    assert list(states(store, 1)) == [-2, -1]
    assert states(store, 2) == {}


async def test_another_process_goes_on_where_one_has_stopped(store: Store) -> None:
    wanting(store, -1)
    shelf, clock = Shelf([new_article()]), Clock(ADDED + MINUTE)
    for number in (1, 2):
        digester = Digester(KnowledgeKeeper(shelf), store, now=clock, seconds=TICK_SECONDS)
        running = asyncio.create_task(digester.run())
        async with asyncio.timeout(20):
            while not await asyncio.to_thread(states, store, number):
                pass
            digester.stop()
            await running
        shelf.put([new_article(), new_article(1)])
        clock.now += MINUTE * 2
    assert states(store, 3) == {}


class BrokenKeeper(KnowledgeKeeper):
    """A keeper that has lost what it kept, until it is mended."""

    broken = True

    @property
    def knowledge(self) -> Knowledge:
        if self.broken:
            raise RuntimeError(SOMEBODY)
        return super().knowledge


async def test_what_goes_wrong_is_logged_without_its_words_and_tried_again(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    wanting(store, -1)
    keeper = BrokenKeeper(Shelf([new_article()]))
    digester = Digester(keeper, store, now=Clock(ADDED + MINUTE), seconds=TICK_SECONDS)
    running = asyncio.create_task(digester.run())
    async with asyncio.timeout(20):
        while "RuntimeError" not in caplog.text:
            await asyncio.to_thread(states, store, 1)
        keeper.broken = False
        while not await asyncio.to_thread(states, store, 1):
            pass
        digester.stop()
        await running
    assert "look" in caplog.text
    assert SOMEBODY not in caplog.text
