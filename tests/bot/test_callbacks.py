import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import callbacks
from bot.callbacks import (
    MAX_BYTES,
    Action,
    AskAsTyped,
    AskExample,
    ShowDocument,
    ShowMentions,
    ShowMore,
    ShowNextSource,
    ShowPassage,
    TurnMentions,
    TurnSources,
)
from bot.errors import StaleButtonError

NUMBERS = st.integers(0, 999_999)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
ID_LISTS = st.lists(IDS, min_size=1, max_size=12).map(tuple)
LABELS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
ACTIONS: st.SearchStrategy[Action] = st.one_of(
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
    ],
)
def test_malformed_data_are_stale(data: str) -> None:
    with pytest.raises(StaleButtonError):
        callbacks.decode(data)


def test_five_passage_ids_of_ten_characters_fit() -> None:
    assert len(callbacks.fitting_ids(["k3x9q2m5v7"] * 9)) == 5
