"""Our own tables of questions, asked over the shipped digests and over the five real articles.

Each answerable question must cite a right source first and hold every expected text in what it
quotes; each unanswerable one must be declined. What fails today stands in known_failures.tsv and
must go on failing: whoever mends one writes that file anew.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.question_tables import (
    CORPORA,
    TABLES,
    Case,
    cases,
    cases_of,
    known_failures,
    mistake,
)

MOST_FAILING = 0.075
"""Of the questions of a table over a corpus that have an answer, and of those that have none."""


def parameters() -> Iterator[Any]:
    failing = known_failures()
    for corpus in CORPORA:
        for case in cases():
            fails = (case.id, corpus) in failing
            marks = [pytest.mark.xfail(reason="a known failure")] if fails else []
            yield pytest.param(corpus, case, id=f"{corpus}-{case.id}", marks=marks)


@pytest.mark.parametrize(("corpus", "case"), list(parameters()))
def test_a_question_gets_its_answer_or_is_declined(corpus: str, case: Case) -> None:
    if not CORPORA[corpus][0].exists():
        pytest.skip(f"{CORPORA[corpus][0]} is absent")

    assert mistake(case, corpus) is None


def test_the_tables_are_as_large_as_they_should_be() -> None:
    assert sum(bool(case.sources) for case in cases_of("questions.jsonl")) >= 150
    assert sum(not case.sources for case in cases_of("questions.jsonl")) >= 60
    assert len({case.id for case in cases()}) == len(cases())


@pytest.mark.parametrize("table", TABLES)
def test_no_question_is_asked_twice(table: str) -> None:
    questions = [case.question for case in cases_of(table)]

    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("answerable", [True, False])
def test_known_failures_are_few(table: str, corpus: str, *, answerable: bool) -> None:
    ids = {case.id for case in cases_of(table) if bool(case.sources) is answerable}
    failing = [question_id for question_id, where in known_failures() if where == corpus]

    assert len(ids.intersection(failing)) <= MOST_FAILING * len(ids)


def test_known_failures_are_of_the_tables() -> None:
    assert {question_id for question_id, _ in known_failures()} <= {case.id for case in cases()}
