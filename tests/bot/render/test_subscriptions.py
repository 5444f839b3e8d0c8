"""The settings on a phone: every page, in every language, with little and with much chosen."""

from dataclasses import replace

import pytest

from bot.callbacks.subscribing import ChoosePlace, SearchPlace, SettingsPage
from bot.render.places import MOST_SHOWN, place_choices
from bot.render.roles import PEOPLE_A_PAGE
from bot.render.roles import role as role_card
from bot.render.roles import roles as role_list
from bot.render.subscriptions import settings
from bot.screens import Screen
from bot.store.records import ChatKind, DigestRhythm, Preferences, Rank, Role
from bot.subscribing import MOST_PLACES
from bot.telegram_text import fits, plain
from bot.texts import English, Texts, Vietnamese
from bot.venues import Venue
from corpus.topics import all_topics
from corpus.units import load_units

LANGUAGES: list[Texts] = [Vietnamese(), English()]
WIDEST = {1: 42, 2: 22, 3: 19, 4: 8}
"""Characters of a label that a phone shows, by the buttons beside each other; of a place, the name
before its wider units."""
PLACES = sorted(
    (load_units().place(unit) for unit in range(len(load_units()))), key=lambda place: len(place.id)
)[-MOST_PLACES:]
LITTLE = Preferences()
MUCH = Preferences(
    places=frozenset(place.id for place in PLACES),
    topics=frozenset(topic.id for topic in all_topics()),
    digest=DigestRhythm.WEEKLY,
    digest_hour=18,
    thread_id=77,
)
FORUM = Venue(chat_id=-1001, kind=ChatKind.SUPERGROUP, is_forum=True, topic=5)


def assert_fits_a_phone(screen: Screen) -> None:
    assert fits(screen.text)
    assert sum(map(len, screen.rows)) <= 100
    for row in screen.rows:
        for button in row:
            telling, _, _ = button.label.partition(",")
            assert len(telling) <= WIDEST[len(row)], button.label


@pytest.mark.parametrize("texts", LANGUAGES)
@pytest.mark.parametrize("page", SettingsPage)
@pytest.mark.parametrize("wanted", [LITTLE, MUCH, replace(MUCH, quiet=None)])
def test_every_page_of_the_settings_fits(
    texts: Texts, page: SettingsPage, wanted: Preferences
) -> None:
    screen = settings(page, wanted, FORUM, texts)
    assert_fits_a_phone(screen)


@pytest.mark.parametrize("texts", LANGUAGES)
def test_of_many_places_of_a_name_the_first_are_offered(texts: Texts) -> None:
    screen = place_choices(
        PLACES, lambda place: ChoosePlace(place=place, wanted=True), SearchPlace(), texts
    )
    assert str(len(PLACES)) in plain(screen.text)
    assert len(screen.rows) == MOST_SHOWN + 1
    assert_fits_a_phone(screen)


@pytest.mark.parametrize("texts", LANGUAGES)
def test_roles_fit(texts: Texts) -> None:
    places = frozenset(place.id for place in PLACES)
    people = [
        Role(user_id=7_000_000_000 + n, rank=Rank.OFFICER, places=places)
        for n in range(PEOPLE_A_PAGE + 1)
    ]
    assert_fits_a_phone(role_list(people, 1, texts))
    for rank in Rank:
        assert_fits_a_phone(role_card(replace(people[0], rank=rank), texts))


def test_a_place_that_is_no_longer_in_the_table_is_shown_and_has_no_button() -> None:
    wanted = Preferences(places=frozenset({"new/atlantis"}))
    screen = settings(SettingsPage.PLACES, wanted, FORUM, Vietnamese())
    assert "Nơi: new/atlantis" in plain(screen.text)
    labels = [button.label for row in screen.rows for button in row]
    assert not any(label.startswith("✕") for label in labels)
    assert Vietnamese().all_places_button() in labels
