"""The service behind subscriptions, on a store of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.callbacks.subscribing import (
    ChooseAnnouncements,
    ChoosePlace,
    ChooseTopic,
    CloseSettings,
    PickGroup,
    SettingsPage,
    ShowSettings,
)
from bot.errors import StoreUnavailableError
from bot.screens import GroupPicker, Screen, Toast
from bot.store.records import ChatKind, Preferences
from bot.store.store import Store
from bot.subscribing import MOST_PLACES, UNSUBSCRIBED, Subscribing
from bot.telegram_text import plain
from bot.texts import Vietnamese
from bot.venues import Venue
from corpus.units import load_units
from tests.support.running_bot import empty_store
from tests.support.stores import NOW

VI = Vietnamese()
GROUP = Venue(chat_id=-5, kind=ChatKind.GROUP)
PERSON = Venue(chat_id=5, kind=ChatKind.PRIVATE)
SUPERGROUP = -1005
PLACES = [load_units().place(unit).id for unit in range(MOST_PLACES + 1)]


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as opened:
        yield opened


@pytest.fixture
def subscribing(store: Store) -> Subscribing:
    return Subscribing(store, lambda: NOW)


def subscribed(store: Store, venue: Venue = GROUP, **wanted: object) -> None:
    preferences = Preferences(**wanted)  # type: ignore[arg-type]  # each test's own
    store.subscriptions.save(venue.chat_id, venue.kind, preferences, now=NOW)


async def test_a_chat_that_comes_back_wants_what_it_wanted(
    store: Store, subscribing: Subscribing
) -> None:
    subscribed(store, topics=frozenset({"bau-cu"}))
    await subscribing.unsubscribe(GROUP, VI)
    screen = await subscribing.subscribe(GROUP, VI)
    assert "Chủ đề: Bầu cử" in plain(screen.text)


async def test_a_topic_of_the_forum_is_chosen_by_subscribing_in_it(
    store: Store, subscribing: Subscribing
) -> None:
    venue = Venue(chat_id=-7, kind=ChatKind.SUPERGROUP, is_forum=True, topic=3)
    await subscribing.subscribe(venue, VI)
    found = store.subscriptions.get(-7)
    assert found is not None
    assert found.preferences.thread_id == 3


async def test_one_place_more_than_fits_is_refused_and_not_kept(
    store: Store, subscribing: Subscribing
) -> None:
    subscribed(store, places=frozenset(PLACES[:-1]))
    more = ChoosePlace(place=PLACES[-1], wanted=True)
    assert await subscribing.act(more, GROUP, VI) == Toast(
        text=VI.too_many_places(MOST_PLACES), alert=True
    )
    found = store.subscriptions.get(GROUP.chat_id)
    assert found is not None
    assert len(found.preferences.places) == MOST_PLACES


@pytest.mark.parametrize(
    "action",
    [
        ShowSettings(page=SettingsPage.TOPICS),
        ChooseTopic(topic="bau-cu", wanted=True),
        ChooseAnnouncements(wanted=True),
        CloseSettings(),
    ],
)
async def test_without_a_subscription_every_button_offers_one_and_changes_nothing(
    store: Store,
    subscribing: Subscribing,
    action: ShowSettings | ChooseTopic | ChooseAnnouncements | CloseSettings,
) -> None:
    shown = await subscribing.act(action, GROUP, VI)
    assert isinstance(shown, Screen)
    assert plain(shown.text) == VI.not_subscribed()
    assert store.subscriptions.get(GROUP.chat_id) is None


async def test_to_end_what_never_was_is_told_as_that(subscribing: Subscribing) -> None:
    screen = await subscribing.unsubscribe(PERSON, VI)
    assert plain(screen.text) == VI.not_subscribed()


async def test_a_group_is_asked_for_with_a_button(subscribing: Subscribing) -> None:
    shown = await subscribing.act(PickGroup(), PERSON, VI)
    assert isinstance(shown, Screen)
    assert shown.keyboard == GroupPicker(label=VI.pick_group_button())


@pytest.mark.parametrize(
    ("reason", "resumed"), [("removed", True), ("migrated", True), (UNSUBSCRIBED, False)]
)
async def test_what_ended_on_the_way_goes_on_in_the_supergroup_but_not_against_its_wish(
    store: Store,
    subscribing: Subscribing,
    reason: str,
    resumed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    subscribed(store)
    await subscribing.leave(GROUP.chat_id, reason)
    await subscribing.migrate(GROUP.chat_id, SUPERGROUP)
    found = store.subscriptions.get(SUPERGROUP)
    assert found is not None
    assert (found.ended_at is None) is resumed


async def test_both_messages_of_a_migration_come_to_the_same(
    store: Store, subscribing: Subscribing
) -> None:
    subscribed(store, topics=frozenset({"bau-cu"}))
    for _ in range(2):
        await subscribing.migrate(GROUP.chat_id, SUPERGROUP)
    found = store.subscriptions.get(SUPERGROUP)
    assert found is not None
    assert found.preferences.topics == {"bau-cu"}


async def test_a_migration_of_a_group_that_never_subscribed_is_nothing(
    store: Store, subscribing: Subscribing
) -> None:
    await subscribing.migrate(GROUP.chat_id, SUPERGROUP)
    assert store.subscriptions.get(SUPERGROUP) is None


async def test_a_database_that_is_away_is_told_as_that(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    with Store.open(f"sqlite:///{folder}/store.db") as store:
        store.close()  # no connection is left that still has the file
        shutil.rmtree(folder)
        with pytest.raises(StoreUnavailableError):
            await Subscribing(store).subscribe(GROUP, VI)
