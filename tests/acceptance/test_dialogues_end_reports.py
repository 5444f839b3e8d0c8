"""An officer is told of an announcement's end, also where the bot died before it came to that."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.sandbox.cast import OFFICER
from bot.settings import Settings
from bot.store.records import Content, Draft
from bot.store.store import Store
from tests.support.announcing import GROUPS, Work, subscribe
from tests.support.running_bot import empty_store, serving, shipped_keeper
from tests.support.sandbox import TOKEN, running_sandbox
from tests.support.stores import send_all


@pytest.fixture
def store() -> Iterator[Store]:
    """What a bot leaves that dies right after the end of an announcement."""
    now, officer = datetime.now(UTC), OFFICER.user.id
    with empty_store(owners=[officer]) as store:
        subscribe(store, GROUPS)
        draft = Draft(content=Content(method="sendMessage", parameters='{"text": "Họp tổ"}'))
        number = store.announcements.draft(draft, by=officer, now=now)
        store.announcements.plan(number, by=officer, now=now, most_unapproved=None)
        lease = store.leases.take("sender", "the one that died", now=now)
        assert lease
        send_all(store, lease, now=now)
        assert store.announcements.advance(now=now) == (number,)
        store.leases.release(lease, now=now)
        yield store


@asynccontextmanager
async def coming_back(store: Store, faults: list[dict[str, object]]) -> AsyncIterator[Work]:
    """Start a bot on what another one left, with faults in its officer's chat."""
    async with running_sandbox() as sandbox, sandbox.chatter() as chatter:
        for fault in faults:
            await chatter.control("fault", OFFICER.user.id, fault)
        settings = Settings().for_sandbox(base_url=sandbox.url, token=TOKEN)
        async with serving(settings, shipped_keeper(), store):
            yield Work(chatter=chatter, store=store, url=sandbox.url)


@pytest.mark.parametrize(
    "faults",
    [[], [{"kind": "flood", "seconds": 1}], [{"kind": "gateway"}]],
    ids=["at once", "after a wait", "after an outage"],
)
async def test_an_end_that_nobody_was_told_of_is_reported_by_the_next_one_and_no_other(
    store: Store, faults: list[dict[str, object]]
) -> None:
    async with coming_back(store, faults) as work:
        report, _ = await work.reported()
        assert "Đã gửi: 4/4" in report.text
    assert store.end_reports.owed(now=datetime.now(UTC)) == ()
