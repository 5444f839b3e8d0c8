"""Canonical text: what is kept, and what is only matched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import fold, strip_diacritics, tidy

VIETNAMESE = "aàảãáạăằắâấầbcdđeèéêềghiìlmnoòóôơờqrstuùúưừvxyỳý AĐÊƠƯ.,“”\"'–-\n"

texts = st.one_of(st.text(), st.text(alphabet=VIETNAMESE))


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Ca\u0302\u0300n \u0110u\u031bo\u031b\u0301c", "Cần Đước"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("dân\u00a0vận\u2003khéo\u3000", "dân vận khéo"),
        ("dân\u200b vận\ufeff \u00adkhéo", "dân vận khéo"),
        ("  một \n\t hai  ", "một\nhai"),
        ("trang 1\ftrang 2\u2028trang 3", "trang 1\ntrang 2\ntrang 3"),
        ("a\x00b\x07c\x9d", "abc"),
        ("một\n\n\nhai", "một\n\n\nhai"),
    ],
)
def test_tidying_keeps_words_and_makes_spaces_plain(given_text: str, expected: str) -> None:
    assert tidy(given_text) == expected


@given(texts)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(texts)
def test_tidy_text_is_in_nfc_and_has_no_white_space_but_space_and_newline(text: str) -> None:
    result = tidy(text)
    assert unicodedata.is_normalized("NFC", result)
    assert {char for char in result if char.isspace()} <= {" ", "\n"}
    assert "  " not in result


@given(texts)
def test_tidying_never_changes_a_letter(text: str) -> None:
    def letters(given_text: str) -> str:
        return "".join(filter(str.isalnum, strip_diacritics(given_text)))

    assert letters(tidy(text)) == letters(text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "HÒA"),
        ("Uỷ ban", "Ủy ban"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("loè", "lòe"),
        ("xoá nhoà", "xóa nhòa"),
        ("tòan", "toàn"),
        ("Hùynh", "Huỳnh"),
        ("qúy", "quý"),
        ("qùa", "quà"),
        ("gìa", "già"),
        ("quý", "quý"),
        ("quả", "quả"),
        ("quỳ", "quỳ"),
        ("gìn giữ", "gìn giữ"),
        ("hoàn toàn", "hoàn toàn"),
        ("huỳnh", "huỳnh"),
        ("ngoéo", "ngoéo"),
        ("của", "của"),
        ("“Dân vận khéo”", '"Dân vận khéo"'),
        ("Long An – Tây Ninh", "Long An - Tây Ninh"),
        ("‘a’", "'a'"),
    ],
)
def test_folding_places_tones_and_unifies_marks(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(texts)
def test_folding_moves_no_code_point_of_nfc_text_and_is_stable(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert strip_diacritics(fold(text)).lower() == fold(strip_diacritics(text)).lower()


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        ("Đại biểu HĐND thị xã Kiến Tường", "Dai bieu HDND thi xa Kien Tuong"),
        ("ưỡn ẹo, ngoằn ngoèo", "uon eo, ngoan ngoeo"),
        ("u\u031bo\u031b\u0301c", "uoc"),
        ("25-NQ/TW", "25-NQ/TW"),
    ],
)
def test_diacritics_are_stripped_as_people_type(marked: str, bare: str) -> None:
    assert strip_diacritics(marked) == bare


@given(texts)
def test_stripping_moves_no_code_point_of_nfc_text(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(strip_diacritics(text)) == len(text)
    assert strip_diacritics(strip_diacritics(text)) == strip_diacritics(text)


def test_every_vietnamese_letter_is_bare_after_stripping() -> None:
    vowels = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = "".join(unicodedata.normalize("NFC", v + t) for v in vowels for t in tones) + "đ"
    assert strip_diacritics(letters + letters.upper()).isascii()
