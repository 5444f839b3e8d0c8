"""The people that a text names."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import alternatives
from retrieval.persons import person_names
from tests.support.cases import read_cases

CASES = read_cases("person_names.tsv")
WORDS = sorted({word for text, _ in CASES for word in text.split()})


@pytest.mark.parametrize(("text", "names"), CASES)
def test_people_are_found_by_their_names(text: str, names: str) -> None:
    assert tuple(span.of(text) for span in person_names(text)) == alternatives(names)


@given(st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(max_size=60))
def test_names_are_stretches_of_the_text_in_order(text: str) -> None:
    found = person_names(text)

    assert all(span.of(text).strip() for span in found)
    assert all(left.start < right.start for left, right in pairwise(found))
