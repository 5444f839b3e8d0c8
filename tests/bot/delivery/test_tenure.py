"""A lease in a process's hands: how it is given back."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.tenure import Tenure
from bot.store.database import open_database
from bot.store.lease import Leases
from bot.store.records import Lease
from corpus.databases import Database

NOW = datetime(2025, 3, 3, 3, tzinfo=UTC)
NAME = "sender"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(f"sqlite:///{tmp_path}/store.db") as opened:
        yield opened


async def hold(tenure: Tenure) -> None:
    """Take a lease that must be free, and give it back."""
    lease = await tenure.take()
    assert lease
    async with tenure.held(lease, asyncio.Event()):
        pass


async def test_a_lease_that_is_given_back_is_free_at_once(database: Database) -> None:
    leases = Leases(database)
    await hold(Tenure(leases, NAME, now=lambda: NOW))
    assert leases.take(NAME, "the next one", now=NOW)


async def test_one_that_lingers_is_free_a_while_later(database: Database) -> None:
    leases, second = Leases(database), timedelta(seconds=1)
    await hold(Tenure(leases, NAME, now=lambda: NOW, lingers=second))
    assert leases.take(NAME, "the next one", now=NOW + second / 2) is None
    assert leases.take(NAME, "the next one", now=NOW + second)


class SlowLeases(Leases):
    """Leases whose renewal takes until they are released, or for half a second."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, lasts=timedelta(milliseconds=20))
        self.renewing, self.released = threading.Event(), threading.Event()
        self.calls: list[str] = []

    def renew(self, lease: Lease, *, now: datetime) -> Lease:
        self.renewing.set()
        self.released.wait(0.5)
        self.calls.append("renewed")
        return super().renew(lease, now=now)

    def release(self, lease: Lease, *, now: datetime) -> None:
        super().release(lease, now=now)
        self.calls.append("released")
        self.released.set()


async def test_a_renewal_under_way_does_not_outlive_the_release(database: Database) -> None:
    leases = SlowLeases(database)
    tenure = Tenure(leases, NAME, now=lambda: NOW)
    lease = await tenure.take()
    assert lease
    async with tenure.held(lease, asyncio.Event()):
        await asyncio.to_thread(leases.renewing.wait)
    await asyncio.get_running_loop().shutdown_default_executor()
    assert leases.calls[-1] == "released"
