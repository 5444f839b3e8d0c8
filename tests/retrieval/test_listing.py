"""Rows of things in a sentence, and questions that ask which the things of a number are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.listing import is_list, items_of, lacks_items, leads_to_items, names_in
from tests.support.cases import read_cases


@pytest.mark.parametrize(("sentence", "items", "listed"), read_cases("lists.tsv"))
def test_the_things_in_a_row_are_counted(sentence: str, items: str, listed: str) -> None:
    assert items_of(sentence) == int(items)
    assert is_list(sentence) is (listed == "yes")


@pytest.mark.parametrize(("question", "sentence", "lacks"), read_cases("spelt_out_items.tsv"))
def test_a_sentence_that_names_no_things_of_a_number_lacks_them(
    question: str, sentence: str, lacks: str
) -> None:
    assert lacks_items(sentence, question) is (lacks == "yes")


def test_a_colon_leads_to_items() -> None:
    assert leads_to_items("Các hình thức gồm:")
    assert not leads_to_items("Các hình thức: loa, đài.")


def test_names_are_read_out_of_their_quotes() -> None:
    assert names_in('Mô hình “Tự quản” và "Nét đẹp".') == ("Tự quản", "Nét đẹp")


@given(st.text(alphabet='a,;“”" vàhoặc.', max_size=40))
def test_every_sentence_has_one_item_at_least(sentence: str) -> None:
    assert items_of(sentence) >= 1
