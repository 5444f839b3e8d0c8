"""Diacritics: the table of questions, and that nothing that was typed is lost."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text import fold, strip_diacritics
from retrieval.analysis import tokens
from retrieval.diacritics import Restorer
from retrieval.syllables import keeps_marks
from tests.support.cases import read_cases
from tests.support.shipped_language import restorer

QUESTIONS = read_cases("diacritics.tsv")
VIETNAMESE = st.lists(
    st.sampled_from(
        [
            *("dân", "dan", "van", "vân", "kheo", "Đước", "duoc", "DƯƠC", "hòa", "hoà", "uỷ", "uy"),
            *("25-NQ/TW", "3/6/2013", "1,5%", "nq25", ",", "đ", "İ", "ﬁ"),
        ]
    )
).map(" ".join)
ANY_TEXT = VIETNAMESE | st.text(max_size=60)


@pytest.mark.parametrize(("typed", "restored"), QUESTIONS)
def test_marks_are_restored(typed: str, restored: str) -> None:
    assert restorer().restore(typed) == restored


@pytest.mark.parametrize("text", [row[0] for row in read_cases("no_diacritics.tsv")])
def test_what_lacks_nothing_stays(text: str) -> None:
    assert restorer().restore(text) == text


@pytest.mark.parametrize("restored", [question[1] for question in QUESTIONS])
def test_what_was_restored_stays(restored: str) -> None:
    assert restorer().restore(restored) == restored


@settings(deadline=None)
@given(ANY_TEXT)
def test_no_letter_changes_or_moves(text: str) -> None:
    restored = restorer().restore(text)
    assert strip_diacritics(restored) == strip_diacritics(text)
    assert len(restored) == len(unicodedata.normalize("NFC", text))


@settings(deadline=None)
@given(ANY_TEXT)
def test_no_typed_mark_is_lost(text: str) -> None:
    typed = fold(text)
    restored = fold(restorer().restore(text))
    for token in tokens(typed):
        assert keeps_marks(token.form, restored[token.start : token.end].lower()) or token.whole


@settings(deadline=None)
@given(ANY_TEXT)
def test_numbers_dates_and_figures_are_never_changed(text: str) -> None:
    def whole(some: str) -> list[str]:
        return [token.form for token in tokens(some) if token.whole]

    assert whole(restorer().restore(text)) == whole(text)


def test_a_corpus_without_marks_competes_with_what_was_typed() -> None:
    plain = Restorer.fit([["thu", "gom", "rác"], ["thu", "gom", "rác"], ["thư", "viện"]])
    assert plain.restore("thu gom") == "thu gom"
    assert plain.restore("thu vien") == "thư viện"


def test_phrases_teach_what_passages_never_say() -> None:
    passages = [["bảo", "vệ", "môi", "trường"]] * 50
    assert Restorer.fit(passages, [["bao", "nhiêu"]]).restore("bao nhieu") == "bao nhiêu"


def test_nothing_is_restored_from_an_empty_corpus() -> None:
    assert Restorer.fit([]).restore("dan van kheo") == "dan van kheo"


def test_marks_that_an_expansion_brought_say_nothing_of_the_writer() -> None:
    expanded = "Mặt trận Tổ quốc xa bau ai"
    assert restorer().restore(expanded, typed="mttq xa bau ai") == "Mặt trận Tổ quốc xã bầu ai"
