"""What is old goes once a day; where the database is away, an hour later."""

from pathlib import Path

import pytest

from bot.store.keeping import limits
from bot.store.records import Draft
from bot.store.store import Store
from bot.sweeping import DAY_SECONDS, HOUR_SECONDS, sweep_once
from tests.support.running_bot import empty_store
from tests.support.stores import NOW, OFFICER, TEXT

LATER = NOW + (NOW - limits(NOW).draft) * 2


async def test_what_is_old_is_deleted_and_next_looked_at_a_day_later(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    with empty_store() as store:
        store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)
        assert await sweep_once(store, LATER) == DAY_SECONDS
        assert store.announcements.newest(most=1) == ()
        assert "drafts=1" in caplog.text
        caplog.clear()
        assert await sweep_once(store, LATER) == DAY_SECONDS
        assert caplog.text == ""


@pytest.fixture
def store_that_is_away(tmp_path: Path) -> Store:
    store = Store.open(f"sqlite:///{tmp_path}/store.db")
    store.close()
    for file in tmp_path.iterdir():
        file.unlink()
    (tmp_path / "store.db").mkdir()
    return store


async def test_a_database_that_is_away_is_asked_again_within_the_hour(
    store_that_is_away: Store,
) -> None:
    assert await sweep_once(store_that_is_away, LATER) == HOUR_SECONDS
