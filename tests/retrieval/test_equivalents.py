"""Expressions by which a question may mean what a text calls otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import alternatives, read_rows
from retrieval.analysis import Field, tokens
from retrieval.equivalents import paraphrases
from retrieval.evidence import units_of
from tests.support.cases import read_cases


@pytest.mark.parametrize(("asked", "said", "holds"), read_cases("equivalents.tsv"))
def test_a_text_holds_what_a_question_calls_otherwise(asked: str, said: str, holds: str) -> None:
    wanted = {unit for unit in units_of(asked) if unit[0] == Field.SYLLABLES}
    own = {(Field.SYLLABLES, token.form) for token in tokens(asked)}

    assert (own & wanted <= units_of(said)) is (holds == "yes")


@given(st.text(max_size=40))
def test_paraphrases_are_made_of_words(text: str) -> None:
    assert all(paraphrases(text))


def test_the_table_says_everything_in_small_letters_and_once_a_row() -> None:
    for said, asked, _ in read_rows("equivalents.tsv", "retrieval"):
        row = (*alternatives(said), *alternatives(asked))
        assert len(set(row)) == len(row) > 1
        assert all(expression == expression.lower() for expression in row)
