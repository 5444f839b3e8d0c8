"""Messages of the bot that wait for a reply."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.prompts import OfficerPlaceWanted, PlaceWanted, prompt_of, words_of
from bot.texts import English, Texts, Vietnamese

LANGUAGES = st.sampled_from([Vietnamese(), English()])


@given(LANGUAGES, st.just(PlaceWanted()) | st.builds(OfficerPlaceWanted, user_id=st.integers(1)))
def test_a_prompt_is_told_by_its_words(
    texts: Texts, prompt: PlaceWanted | OfficerPlaceWanted
) -> None:
    is_known = isinstance(prompt, PlaceWanted) or prompt.user_id < 10**16
    assert prompt_of(words_of(prompt, texts)) == (prompt if is_known else None)


@pytest.mark.parametrize(
    "words",
    ["", "Bạn chọn đúng nơi:", Vietnamese().place_prompt() + " ", Vietnamese().welcome_back()],
)
def test_anything_else_is_no_prompt(words: str) -> None:
    assert prompt_of(words) is None
