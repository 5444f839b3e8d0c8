"""Abbreviations of written texts: passages are found under what they stand for, too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import alternatives, read_rows
from retrieval.abbreviations import spelt_out
from retrieval.analysis import tokens
from retrieval.evidence import units_of
from tests.support.cases import read_cases

SPELLINGS = [
    spelling
    for spellings, *_ in read_rows("abbreviations.tsv", "retrieval")
    for spelling in alternatives(spellings)
]


@pytest.mark.parametrize(("token", "expansion"), read_cases("spelt_out.tsv"))
def test_an_abbreviation_is_spelt_out(token: str, expansion: str) -> None:
    assert (spelt_out(token) or "").lower() == expansion.lower()


@given(st.text(max_size=10).map(str.lower))
def test_nothing_in_small_letters_is(token: str) -> None:
    assert spelt_out(token) is None


@pytest.mark.parametrize("token", ["ĐV", "BTV", "CT", "TC"])
def test_what_may_be_several_things_stays(token: str) -> None:
    assert spelt_out(token) is None


def test_no_expansion_has_an_abbreviation_to_expand_again() -> None:
    expansions = {expansion for one in SPELLINGS if (expansion := spelt_out(one))}

    assert expansions
    assert [
        expansion
        for expansion in expansions
        for token in tokens(expansion)
        if spelt_out(token.typed)
    ] == []


def test_whoever_reads_the_abbreviation_reads_what_it_stands_for() -> None:
    for spelling in filter(spelt_out, SPELLINGS):
        assert units_of(spelt_out(spelling) or "") <= units_of(spelling)
