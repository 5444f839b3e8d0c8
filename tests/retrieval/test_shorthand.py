"""Abbreviations and shorthand: the tables of readings, and what no text may lose."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables import alternatives, read_rows
from retrieval.analysis import tokens
from retrieval.shorthand import expand, phrases
from tests.support.cases import read_cases

TABLES = ("abbreviations", "shorthand")
QUESTIONS = read_cases("shorthand.tsv")
SHORT_FORMS = [
    spelling
    for table in TABLES
    for row in read_rows(f"{table}.tsv", "retrieval")
    for spelling in alternatives(row[0])
]
WHOLE_TOKENS = ["25-NQ/TW", "31-KH/UBND", "34/2007/PL-UBTVQH11", "3/6/2013", "4.518.012", "1,5%"]
MIXED = st.lists(st.sampled_from([*SHORT_FORMS, *WHOLE_TOKENS, "mô", "hình", ",", "?", "2023"]))


@pytest.mark.parametrize(("typed", "spelt_out", "alternative"), QUESTIONS)
def test_shorthand_is_spelt_out(typed: str, spelt_out: str, alternative: str) -> None:
    assert expand(typed).text == spelt_out


@pytest.mark.parametrize(("typed", "spelt_out", "alternative"), [q for q in QUESTIONS if q[2]])
def test_other_spellings_are_offered(typed: str, spelt_out: str, alternative: str) -> None:
    assert alternative in expand(typed).alternatives


@pytest.mark.parametrize("text", [row[0] for row in read_cases("no_shorthand.tsv")])
def test_what_is_no_shorthand_stays(text: str) -> None:
    assert expand(text).text == text
    assert expand(text).steps == ()


@pytest.mark.parametrize("typed", [question[0] for question in QUESTIONS])
def test_a_question_spelt_out_has_nothing_left_to_spell_out(typed: str) -> None:
    once = expand(typed).text
    assert expand(once).text == once


def test_steps_tell_what_was_spelt_out() -> None:
    steps = expand("có bn TTHC").steps
    assert [(step.name, step.before, step.after) for step in steps] == [
        ("shorthand", "bn", "bao nhiêu"),
        ("abbreviations", "TTHC", "thủ tục hành chính"),
    ]


def test_an_abbreviation_with_too_many_readings_stays_and_all_are_offered() -> None:
    expanded = expand("UBND TX KT")
    assert expanded.text == "Ủy ban nhân dân thị xã KT"
    assert {"kinh tế", "kiểm tra"} <= set(expanded.alternatives)


@settings(deadline=None)
@given(MIXED.map(" ".join) | st.text(max_size=60))
def test_numbers_dates_and_figures_are_never_changed(text: str) -> None:
    def whole(some: str) -> list[str]:
        return [token.form for token in tokens(some) if token.whole]

    assert whole(expand(text).text) == whole(text)


@settings(deadline=None)
@given(MIXED.map(" ".join))
def test_what_no_step_names_stays(text: str) -> None:
    expanded = expand(text)
    gone = Counter(token.form for step in expanded.steps for token in tokens(step.before))
    come = Counter(token.form for step in expanded.steps for token in tokens(step.after))
    before = Counter(token.form for token in tokens(text))
    assert before - gone + come == Counter(token.form for token in tokens(expanded.text))


@pytest.mark.parametrize("table", TABLES)
def test_no_reading_is_hidden_behind_another(table: str) -> None:
    """The first row that holds wins, so a row without conditions ends a spelling's rows."""
    closed: set[str] = set()
    hidden = []
    for spellings, _, _, before, after, *_ in read_rows(f"{table}.tsv", "retrieval"):
        hidden += [spelling for spelling in alternatives(spellings) if spelling in closed]
        if not before and not after:
            closed |= set(alternatives(spellings))
    assert hidden == []


def test_the_field_has_its_abbreviations() -> None:
    unmistakable = {
        row[0].split("|")[0] for row in read_rows("abbreviations.tsv", "retrieval") if row[1]
    }
    assert len(unmistakable) >= 140


def test_phrases_are_cut_into_syllables() -> None:
    assert ("quy", "chế", "dân", "chủ") in phrases()
    assert ("bao", "nhiêu") in phrases()
