"""What a question wants counted, and whether a sentence counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.counting import Count, asks_for_count, counted_by, nouns_asked
from tests.support.cases import read_cases

CASES = read_cases("counts.tsv")


@pytest.mark.parametrize(("question", "sentence", "count"), CASES)
def test_what_a_sentence_counts_is_told(question: str, sentence: str, count: str) -> None:
    assert counted_by(sentence, question).name == count


@pytest.mark.parametrize("question", ["đô thị loại mấy", "làm mười mấy năm", "khóa mấy"])
def test_what_is_numbered_is_not_counted(question: str) -> None:
    assert not asks_for_count(question)
    assert not nouns_asked(question)


@given(st.text(max_size=60), st.sampled_from([question for question, *_ in CASES]))
def test_any_sentence_counts_something_or_nothing(sentence: str, question: str) -> None:
    assert counted_by(sentence, question) in Count
