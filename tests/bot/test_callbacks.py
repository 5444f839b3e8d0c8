from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import callbacks
from bot.callbacks import (
    MAX_BYTES,
    Action,
    AskAsTyped,
    AskExample,
    ShowArticle,
    ShowDocument,
    ShowMentions,
    ShowMore,
    ShowNews,
    ShowNextSource,
    ShowPassage,
    TurnMentions,
    TurnNews,
    TurnSources,
)
from bot.callbacks.roles import (
    GiveRank,
    GrantPlace,
    PickPerson,
    SearchOfficerPlace,
    ShowRole,
    ShowRoles,
)
from bot.callbacks.subscribing import (
    ChooseAllPlaces,
    ChooseAllTopics,
    ChooseAnnouncements,
    ChooseDigest,
    ChoosePlace,
    ChooseQuiet,
    ChooseThread,
    ChooseTopic,
    CloseSettings,
    PickGroup,
    SearchPlace,
    SettingsPage,
    ShowSettings,
    Subscribe,
    Unsubscribe,
)
from bot.errors import StaleButtonError
from bot.store.records import DigestRhythm, QuietHours, Rank
from corpus.topics import all_topics
from corpus.units import load_units

NUMBERS = st.integers(0, 999_999)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
ID_LISTS = st.lists(IDS, min_size=1, max_size=12).map(tuple)
LABELS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
FLAGS = st.booleans()
PEOPLE = st.integers(1, 2**52)
HOURS = st.integers(0, 23)
PLACES = st.integers(0, len(load_units()) - 1).map(lambda unit: load_units().place(unit).id)
QUIET = st.builds(QuietHours, start=st.builds(time, HOURS), end=st.builds(time, HOURS))
SUBSCRIBING: st.SearchStrategy[Action] = st.one_of(
    st.builds(Subscribe),
    st.builds(Unsubscribe),
    st.builds(PickGroup),
    st.builds(CloseSettings),
    st.builds(SearchPlace),
    st.builds(ShowSettings, page=st.sampled_from(SettingsPage)),
    st.builds(ChoosePlace, place=PLACES, wanted=FLAGS),
    st.builds(ChooseAllPlaces),
    st.builds(ChooseTopic, topic=st.sampled_from(all_topics()).map(lambda t: t.id), wanted=FLAGS),
    st.builds(ChooseAllTopics),
    st.builds(ChooseAnnouncements, wanted=FLAGS),
    st.builds(ChooseDigest, rhythm=st.sampled_from(DigestRhythm), hour=HOURS),
    st.builds(ChooseQuiet, quiet=st.none() | QUIET),
    st.builds(ChooseThread, thread_id=st.none() | PEOPLE),
)
ROLES: st.SearchStrategy[Action] = st.one_of(
    st.builds(ShowRoles, page=NUMBERS),
    st.builds(PickPerson),
    st.builds(ShowRole, user_id=PEOPLE),
    st.builds(GiveRank, user_id=PEOPLE, rank=st.sampled_from(Rank)),
    st.builds(SearchOfficerPlace, user_id=PEOPLE),
    st.builds(GrantPlace, user_id=PEOPLE, place=PLACES, granted=FLAGS),
)
READING: st.SearchStrategy[Action] = st.one_of(
    st.builds(AskExample, index=NUMBERS),
    st.builds(AskAsTyped),
    st.builds(ShowPassage, passage_id=IDS),
    st.builds(ShowNextSource, passage_ids=ID_LISTS),
    st.builds(ShowMore, passage_ids=ID_LISTS),
    st.builds(TurnSources, page=NUMBERS),
    st.builds(ShowDocument, label=LABELS),
    st.builds(ShowMentions, label=LABELS),
    st.builds(TurnMentions, page=NUMBERS, label=LABELS),
)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - their zone follows
NEWS: st.SearchStrategy[Action] = st.one_of(
    st.builds(ShowArticle, article_id=IDS),
    st.builds(ShowNews, after=MOMENTS, until=MOMENTS),
    st.builds(TurnNews, after=MOMENTS, until=MOMENTS, page=NUMBERS),
)


ACTIONS = st.one_of(READING, SUBSCRIBING, ROLES, NEWS)


@given(ACTIONS.filter(callbacks.fits))
def test_an_action_comes_back_from_its_data(action: Action) -> None:
    data = callbacks.encode(action)
    assert len(data.encode()) <= MAX_BYTES
    assert callbacks.decode(data) == action


@given(ACTIONS)
def test_what_does_not_fit_is_refused_and_never_cut(action: Action) -> None:
    if not callbacks.fits(action):
        with pytest.raises(ValueError, match="64 bytes"):
            callbacks.encode(action)


@given(SUBSCRIBING | ROLES | NEWS)
def test_buttons_of_subscriptions_roles_and_news_always_fit(action: Action) -> None:
    assert callbacks.fits(action)


def test_a_place_of_another_table_is_stale_and_no_other_place() -> None:
    data = callbacks.encode(ChoosePlace(place="new/tay-ninh", wanted=True))
    head, _, check = data.rpartition("-")
    place, _, number = head.rpartition(",")
    with pytest.raises(StaleButtonError, match="another table"):
        callbacks.decode(f"{place},{int(number) + 1}-{check}")


@given(st.lists(IDS, max_size=12))
def test_as_many_ids_are_taken_as_fit(ids: list[str]) -> None:
    taken = callbacks.fitting_ids(ids)
    assert list(taken) == ids[: len(taken)]
    assert len(taken) == len(ids) or not callbacks.fits(
        ShowMore(passage_ids=tuple(ids[: len(taken) + 1]))
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=64))
def test_any_data_are_an_action_or_stale(data: str) -> None:
    try:
        action = callbacks.decode(data)
    except StaleButtonError:
        return
    assert callbacks.decode(callbacks.encode(action)) == action


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1",
        "1w",
        "1w:",
        "1w:DROP TABLE",
        "1x:abc",
        "0w:abc",
        "2w:abc",
        "w:abc",
        "1s:-1",
        "1s:",
        "1s:1e3",
        "1s:٣",
        "1q:x",
        "1n:",
        "1n:abc,,def",
        "1d:",
        "1t:1",
        "1t:x,25-NQ/TW",
        "ask_question_5",
        "1cy:x",
        "1cp:z",
        "1ca:1,",
        "1ca:1,999999-000000",
        "1ca:2,1-000000",
        "1ct:1,khong-co",
        "1cm:",
        "1cd:hourly,7",
        "1cd:daily,24",
        "1cq:21",
        "1cf:-1",
        "1a:",
        "1a:A",
        "1ns:",
        "1ns:5f",
        "1ns:5f,-1",
        "1ns:fffffffffffff,fffffffffffff0",
        "1nt:5f,60",
        "1nt:5f,60,x",
        "1rs:0",
        "1rs:1005x",
        "1rg:king,1005",
        "1ra:1,1005",
    ],
)
def test_malformed_data_are_stale(data: str) -> None:
    with pytest.raises(StaleButtonError):
        callbacks.decode(data)


def test_five_passage_ids_of_ten_characters_fit() -> None:
    assert len(callbacks.fitting_ids(["k3x9q2m5v7"] * 9)) == 5
