"""The worker while its database is away, and after."""

import asyncio
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Semaphore
from typing import Any

from bot.errors import StoreUnavailableError
from bot.store.inbox import Inbox
from bot.store.store import Store
from bot.store.updates import Case, CaseState
from corpus.databases import Database
from tests.support.staged_worker import (
    BOT,
    PATIENCE_SECONDS,
    Staged,
    Watcher,
    put,
    states,
    working,
)


class AwayStore(Store):
    """A store whose database may be away."""

    is_away = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the store has it
        super().__init__(*args, **kwargs)
        self._refusals = Semaphore(0)

    def together(self) -> AbstractContextManager[object]:
        if self.is_away:
            self._refusals.release()
            raise StoreUnavailableError("the database is away, as a test has it")
        return super().together()

    async def has_refused(self, count: int) -> None:
        """Wait until it was asked so often while it was away."""
        for _ in range(count):
            assert await asyncio.to_thread(self._refusals.acquire, timeout=PATIENCE_SECONDS)


async def test_while_the_database_is_away_it_waits_and_then_notes_what_was_answered(
    tmp_path: Path, staged: Staged, watcher: Watcher
) -> None:
    staged.gates[1] = asyncio.Event()
    with AwayStore.open(f"sqlite:///{tmp_path}/bot.db") as store:
        put(store, (1, 5))
        async with working(store, staged, watcher):
            await staged.has_begun.wait()
            store.is_away = True
            staged.gates[1].set()
            await staged.has_ended.wait()
            assert watcher.decisions == []
            store.is_away = False
            await watcher.until(1)
        assert staged.begun == [1]
        assert states(store) == {CaseState.DONE: 1}


async def test_what_others_have_in_hand_is_theirs_for_a_while_after_the_database_was_away(
    tmp_path: Path, staged: Staged, watcher: Watcher
) -> None:
    url, held_for = f"sqlite:///{tmp_path}/bot.db", timedelta(seconds=1.5)
    with (
        AwayStore.open(url, lease_lasts=held_for) as store,
        Store.open(url, lease_lasts=held_for) as other,
    ):
        put(other, (1, 5))
        assert other.inbox.claim(BOT, limit=1, now=datetime.now(UTC))
        store.is_away = True
        async with working(store, staged, watcher):
            await store.has_refused(3)  # a second apart: what was held is not any more
            put(other, (2, 6))
            store.is_away = False
            await watcher.until(2)
    assert staged.begun == [2, 1]  # the first at last, as the other one did not come back


class BreakingInbox(Inbox):
    """An inbox whose database goes away on the way, once."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.calls: list[str] = []

    def mend(self, bot_id: int, *, now: datetime) -> int:
        self.calls.append("mend")
        if self.calls == ["mend"]:
            raise StoreUnavailableError("the database is away, as a test has it")
        return super().mend(bot_id, now=now)

    def claim(self, *args: Any, **kwargs: Any) -> tuple[Case, ...]:  # noqa: ANN401 - as it has it
        self.calls.append("claim")
        return super().claim(*args, **kwargs)


async def test_what_could_not_be_held_is_held_with_the_next_transaction(
    store: Store, staged: Staged, watcher: Watcher
) -> None:
    store.inbox = inbox = BreakingInbox(store._database)
    put(store, (1, 5))
    async with working(store, staged, watcher):
        await watcher.until(1)
    assert inbox.calls[:3] == ["mend", "mend", "claim"]
