"""Typing errors: what is put right, what is left alone, and what no text may lose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Span
from corpus.text import strip_diacritics
from retrieval.analysis import tokens
from retrieval.bigrams import BigramModel
from retrieval.typos import Speller
from tests.support.cases import read_cases
from tests.support.shipped_language import restorer, speller

ERRORS = read_cases("typos.tsv")
VIETNAMESE = st.lists(
    st.sampled_from(
        [
            *("dân", "dann", "vaajn", "khéo", "mô", "hihn", "hinh", "kiểm", "trra", "giám", "xát"),
            *("25-NQ/TW", "3/6/2013", "1,5%", "nq25", ",", "Hồngg", "LĨNHH"),
        ]
    )
).map(" ".join)
ANY_TEXT = VIETNAMESE | st.text(max_size=60)


@pytest.mark.parametrize(("kind", "typed", "corrected"), ERRORS)
def test_errors_are_put_right(kind: str, typed: str, corrected: str) -> None:
    assert speller().correct(typed).text == corrected


@pytest.mark.parametrize("text", [row[0] for row in read_cases("no_typos.tsv")])
def test_what_the_corpus_does_not_know_is_not_bent_into_what_it_knows(text: str) -> None:
    assert speller().correct(text).text == text


@pytest.mark.parametrize("corrected", [error[2] for error in ERRORS])
def test_what_was_put_right_stays(corrected: str) -> None:
    assert speller().correct(corrected).text == corrected


def test_steps_tell_what_was_put_right() -> None:
    steps = speller().correct("mô hìhn dân vậnn khéo").steps
    assert [(step.name, step.before, step.after) for step in steps] == [
        ("typos", "hìhn", "hình"),
        ("typos", "vậnn", "vận"),
    ]


def test_marks_are_left_to_the_restorer() -> None:
    corrected = speller().correct("mo hihn dan vann kheo").text
    assert corrected == strip_diacritics(corrected)
    assert restorer().restore(corrected) == "mô hình dân vận khéo"


def test_what_is_protected_stays() -> None:
    text = "mô hihn dân vậnn khéo"
    protected = [Span(start=3, end=7)]
    assert speller().correct(text, protected).text == "mô hihn dân vận khéo"


@pytest.mark.parametrize("typed", ["giám xát", "giám xat"])
def test_a_syllable_is_corrected_only_where_its_neighbours_insist(typed: str) -> None:
    stranger = typed.split()[1]
    assert speller().correct(typed).text != typed
    assert speller().correct(f"chợ {stranger}").text == f"chợ {stranger}"


@settings(deadline=None)
@given(ANY_TEXT)
def test_numbers_dates_and_figures_are_never_changed(text: str) -> None:
    def whole(some: str) -> list[str]:
        return [token.form for token in tokens(some) if token.whole]

    assert whole(speller().correct(text).text) == whole(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(restorer().model.ids))).map(" ".join))
def test_what_the_corpus_knows_is_never_changed(text: str) -> None:
    assert speller().correct(text).text == text


def test_nothing_is_corrected_from_an_empty_corpus() -> None:
    assert Speller.of(BigramModel.fit([])).correct("dân vậnn").text == "dân vậnn"
