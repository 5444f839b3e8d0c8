"""Numbered things and parts of years in which a sentence may differ from a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.particulars import contradicts, particulars_of
from tests.support.cases import read_cases

CASES = read_cases("particulars.tsv")
TEXTS = st.sampled_from([text for case in CASES for text in case[:3]]) | st.text(max_size=40)


@pytest.mark.parametrize(("question", "sentence", "title", "contrary"), CASES)
def test_a_sentence_about_another_one_of_a_sort_contradicts(
    question: str, sentence: str, title: str, contrary: str
) -> None:
    assert contradicts(sentence, title, question) is (contrary == "yes")


@given(TEXTS, TEXTS)
def test_what_repeats_the_question_never_contradicts_it(text: str, title: str) -> None:
    assert not contradicts(text, title, text)


@given(TEXTS, TEXTS)
def test_nothing_contradicts_what_names_no_particular(sentence: str, title: str) -> None:
    assert not contradicts(sentence, title, "có mấy mô hình dân vận khéo")
    assert not particulars_of("có mấy mô hình dân vận khéo")
