from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import AskAsTyped
from bot.render.understood import MOST_READING_CHARACTERS, reading, with_reading
from bot.screens import Button, Screen
from bot.telegram_text import MESSAGE_UNITS, plain, rich
from bot.texts import English, Vietnamese
from corpus.places import gazetteer
from retrieval.records import AskedPlace, Query
from tests.support import made_up

VI = Vietnamese()
ANSWER = Screen(text=rich("12 tổ."))
AGAIN = (Button(label="Tìm đúng như đã gõ", action=AskAsTyped()),)


def understood(raw: str, text: str, *names: str) -> Query:
    places = tuple(
        AskedPlace(name=name, candidates=gazetteer().find(name)[0].places) for name in names
    )
    return replace(made_up.query(), raw=raw, text=text, places=places)


UNMARKED = understood("co may to", "có mấy tổ")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("có mấy tổ", "có mấy tổ"),
        ("Có  mấy\ntổ?!", "có mấy tổ"),
        ("CÓ MẤY TỔ", "có mấy tổ"),
        ("co\u0301 ma\u0302\u0301y to\u0302\u0309", "có mấy tổ"),
        ("có\u200b mấy tổ", "có mấy tổ"),
        ("Uỷ ban Hoà Bình, thuý", "ủy ban hòa bình thúy"),
        ("nghị quyết 25–NQ/TW", "nghị quyết 25-NQ/TW"),
        ("", ""),
    ],
)
def test_what_was_typed_but_for_its_dress_needs_no_words(raw: str, text: str) -> None:
    assert reading(understood(raw, text)) is None


@pytest.mark.parametrize(
    ("raw", "text", "places", "shown"),
    [
        ("co may to", "có mấy tổ", (), "có mấy tổ"),
        ("có bn tổ?", "có bao nhiêu tổ?", (), "có bao nhiêu tổ?"),
        ("can duoc co may to", "cần đước có mấy tổ", ("Cần Đước",), "Cần Đước có mấy tổ"),
        ("can duoc co jì", "can duoc có gì", ("Cần Đước",), "Cần Đước có gì"),
        (
            "tx kien tuong, long an",
            "thị xã kiến tường, long an",
            ("thị xã Kiến Tường",),
            "thị xã Kiến Tường, Long An",
        ),
        ("dc can duoc k", "được cần đước không", ("Cần Đước",), "được Cần Đước không"),
    ],
)
def test_a_question_is_shown_as_understood_with_its_places_in_capitals(
    raw: str, text: str, places: tuple[str, ...], shown: str
) -> None:
    assert reading(understood(raw, text, *places)) == shown


@given(st.text(max_size=80), st.sampled_from(["Cần Đước", "thị xã Kiến Tường"]))
def test_capitals_change_no_word(text: str, place: str) -> None:
    shown = reading(understood("x y z", text, place))
    assert shown is None or len(shown) == len(text)


def test_the_answer_ends_with_the_reading_and_offers_the_very_words() -> None:
    screen = with_reading(ANSWER, UNMARKED, VI, can_reread=True)
    assert plain(screen.text) == "12 tổ.\n\nĐã hiểu là: có mấy tổ"
    assert screen.rows == (AGAIN,)


def test_english_has_english_words_around_it() -> None:
    screen = with_reading(ANSWER, UNMARKED, English(), can_reread=True)
    assert plain(screen.text).endswith("\n\nUnderstood as: có mấy tổ")
    assert [button.label for button in screen.rows[0]] == ["Search exactly as typed"]


def test_a_question_understood_as_typed_leaves_the_screen_alone() -> None:
    assert with_reading(ANSWER, made_up.query(), VI, can_reread=True) == ANSWER


def test_no_button_offers_what_could_not_be_read_again() -> None:
    screen = with_reading(ANSWER, UNMARKED, VI, can_reread=False)
    assert "Đã hiểu là" in plain(screen.text)
    assert screen.rows == ()


def test_a_screen_of_several_messages_has_no_button() -> None:
    long = Screen(text=rich("x" * MESSAGE_UNITS))
    assert with_reading(long, UNMARKED, VI, can_reread=True).rows == ()


def test_a_long_question_is_cut_between_words() -> None:
    text = "tổ tự quản " * 40
    shown = plain(with_reading(ANSWER, understood("x", text), VI, can_reread=True).text)
    reading_shown = shown.partition("Đã hiểu là: ")[2]
    assert len(reading_shown) <= MOST_READING_CHARACTERS
    assert reading_shown.endswith("…")
    assert text.startswith(reading_shown.removesuffix("…") + " ")
