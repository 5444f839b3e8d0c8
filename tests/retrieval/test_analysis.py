"""Text to terms: what stays whole, what is alike, and where each token stands."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import fold, strip_diacritics, tidy
from retrieval.analysis import (
    Field,
    analyse,
    analyse_all,
    pairs_inside_words,
    tokens,
)
from retrieval.processes import ONE_BATCH
from tests.support.cases import read_cases

FIELDS_OF_TERMS = (Field.WORDS, Field.SYLLABLES, Field.PLAIN_SYLLABLES)
PIECES = st.sampled_from(
    [
        *("dân", "vận", "khéo", "Hoà", "Bình", "uỷ", "ban", "ĐƯỚC", "Covid", "QCDC", "XV", "ß"),
        *("25-NQ/TW", "34/2007/PL-UBTVQH11", "30a/2008/NQ-CP", "03/6/2013", "1,05%", "4.518.012"),
        *("-", "–", "/", ".", ",", "“", "”", "_", " ", "\n", "🙂", "0", "00", "İ", "ǅ"),
    ]
)
TEXT = st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(("text", "forms"), read_cases("tokens.tsv"))
def test_a_text_is_cut_into_syllables(text: str, forms: str) -> None:
    assert [token.form for token in tokens(text)] == forms.split()


@pytest.mark.parametrize(("text", "term"), read_cases("whole_terms.tsv"))
@pytest.mark.parametrize("field", FIELDS_OF_TERMS)
def test_numbers_of_documents_dates_and_figures_stay_whole(
    field: Field, text: str, term: str
) -> None:
    expected = strip_diacritics(term) if field is Field.PLAIN_SYLLABLES else term

    assert expected in analyse(text).of(field)


@pytest.mark.parametrize(("text", "term"), read_cases("whole_terms.tsv"))
def test_what_stays_whole_is_marked_so(text: str, term: str) -> None:
    assert {token.form: token.whole for token in tokens(text)}[term]


@pytest.mark.parametrize(
    ("one", "other"), [("1,05%", "1,5%"), ("100.000", "100.0"), ("3.008", "3.8"), ("10", "1")]
)
def test_different_figures_are_different_terms(one: str, other: str) -> None:
    assert analyse(one).of(Field.SYLLABLES) != analyse(other).of(Field.SYLLABLES)


@given(TEXT.map(tidy))
def test_offsets_of_tokens_slice_the_text(text: str) -> None:
    folded = fold(text)

    for token in tokens(text):
        assert token.typed == folded[token.start : token.end] != ""


@given(TEXT.map(tidy))
def test_tokens_stand_in_order_and_apart(text: str) -> None:
    found = tokens(text)

    assert all(left.end <= right.start for left, right in pairwise(found))


@given(TEXT.map(tidy))
def test_no_letter_or_digit_is_left_out(text: str) -> None:
    covered = {place for token in tokens(text) for place in range(token.start, token.end)}

    left_out = {character for place, character in enumerate(text) if place not in covered}
    assert not {character for character in left_out if character.isalnum()}


@given(TEXT)
def test_a_decomposed_text_has_the_same_terms(text: str) -> None:
    assert analyse(unicodedata.normalize("NFD", text)) == analyse(
        unicodedata.normalize("NFC", text)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà giải", "hòa giải"), ("Uỷ ban", "Ủy ban"), ("khoẻ", "khỏe"), ("thuý", "thúy")],
)
def test_where_a_tone_is_placed_makes_no_difference(one: str, other: str) -> None:
    assert analyse(one) == analyse(other)


@given(TEXT)
def test_terms_without_diacritics_are_those_with_them_stripped(text: str) -> None:
    analysis = analyse(text)
    stripped = [strip_diacritics(term) for term in analysis.of(Field.SYLLABLES)]

    assert list(analysis.of(Field.PLAIN_SYLLABLES)) == stripped


def test_words_of_several_syllables_are_one_term() -> None:
    words = analyse("Thủ tục hành chính ở thị xã Hồng Lĩnh").of(Field.WORDS)

    assert {"thủ_tục", "hành_chính", "hồng_lĩnh"} <= set(words)


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        (Field.BIGRAMS, ("nghị_quyết", "quyết_25-nq/tw")),
        (Field.PLAIN_BIGRAMS, ("nghi_quyet", "quyet_25-nq/tw")),
    ],
)
def test_pairs_join_neighbours(field: Field, terms: tuple[str, ...]) -> None:
    assert analyse("Nghị quyết 25-NQ/TW").of(field) == terms


def test_an_abbreviation_is_found_under_what_it_stands_for_too() -> None:
    syllables = analyse("QCDC ở cơ sở").of(Field.SYLLABLES)

    assert syllables == ("qcdc", "ở", "cơ", "sở", "quy", "chế", "dân", "chủ")


def test_what_is_spelt_out_makes_no_pair_with_the_text() -> None:
    assert set(analyse("xã HĐND").of(Field.BIGRAMS)) == {
        "xã_hđnd",
        "hội_đồng",
        "đồng_nhân",
        "nhân_dân",
    }


def test_only_the_title_speaks_in_the_field_of_titles() -> None:
    assert analyse("dân vận", "Cần Đước").of(Field.TITLE) == ("can", "duoc")
    assert analyse("dân vận").of(Field.TITLE) == ()


@pytest.mark.parametrize("text", ["", " \n", "…!? —", "🙂🙂"])
@pytest.mark.parametrize("field", Field)
def test_a_text_without_words_has_no_terms(text: str, field: Field) -> None:
    assert analyse(text).of(field) == ()


def test_several_processes_analyse_as_one_does() -> None:
    texts = [f"mô hình số {number}" for number in range(ONE_BATCH + 1)]
    titles = ["Dân vận khéo"] * len(texts)

    assert analyse_all(texts, titles, processes=2) == analyse_all(texts, titles)


def test_a_term_of_many_texts_is_held_once() -> None:
    first, second = analyse_all(["dân vận khéo", "Dân vận"], ["", ""])

    for field in (Field.WORDS, Field.SYLLABLES, Field.BIGRAMS):
        assert {id(term) for term in second.of(field)} <= {id(term) for term in first.of(field)}


def test_pairs_inside_words_leave_out_those_across_them() -> None:
    pairs = pairs_inside_words(("thủ", "tục", "hành", "chính"))

    assert {"thủ_tục", "hành_chính"} <= pairs
    assert "tục_hành" not in pairs
