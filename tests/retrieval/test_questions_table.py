"""The tables of questions, asked over the shipped digests and over the five real articles.

The second was written by someone who had not seen how questions are understood. Each answerable
question must cite the right source first and hold every expected text in what it quotes; each
unanswerable one must be declined. What fails today stands in known_failures.tsv and must go on
failing: whoever mends one takes its line out.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.ingest import read_article
from retrieval.answering import answer
from retrieval.knowledge import Knowledge
from retrieval.records import Abstention

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
TABLES = ("questions.jsonl", "questions_2.jsonl")
CORPORA = {
    "digests": (ROOT / "corpus" / "articles", "*.md"),
    "originals": (ROOT.parent / "shared" / "articles", "*.txt"),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A question of the table; no sources: it must be declined."""

    id: str
    question: str
    sources: frozenset[str]
    expected: tuple[str, ...]


def cases() -> list[Case]:
    return [case for table in TABLES for case in cases_of(table)]


def cases_of(table: str) -> list[Case]:
    lines = (CASES / table).read_text(encoding="utf-8").splitlines()
    return [case_of(json.loads(line)) for line in lines]


def case_of(line: dict[str, Any]) -> Case:
    sources = line["source"] or []
    return Case(
        id=line["id"],
        question=line["question"],
        sources=frozenset([sources] if isinstance(sources, str) else sources),
        expected=tuple(line["expect"]),
    )


def known_failures() -> set[tuple[str, str]]:
    lines = (CASES / "known_failures.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    return {(corpus, question_id) for question_id, corpus, _ in rows}


def parameters() -> list[Any]:
    return list(_parameters())


def _parameters() -> Iterator[Any]:
    failing = known_failures()
    for corpus in CORPORA:
        for case in cases():
            fails = (corpus, case.id) in failing
            marks = [pytest.mark.xfail(reason="a known failure")] if fails else []
            yield pytest.param(corpus, case, id=f"{corpus}-{case.id}", marks=marks)


@cache
def knowledge(corpus: str) -> Knowledge:
    folder, pattern = CORPORA[corpus]
    return Knowledge.build([read_article(path) for path in sorted(folder.glob(pattern))])


def canonical(text: str) -> str:
    """Return `text` as expected texts are compared: case, quote marks and spaces don't matter."""
    folded = re.sub(r"[“”„]", '"', unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split())


@pytest.mark.parametrize(("corpus", "case"), parameters())
def test_a_question_gets_its_answer_or_is_declined(corpus: str, case: Case) -> None:
    if not CORPORA[corpus][0].exists():
        pytest.skip(f"{CORPORA[corpus][0]} is absent")

    reply = answer(case.question, knowledge(corpus))

    if not case.sources:
        assert isinstance(reply, Abstention), reply.sentences
        return
    assert not isinstance(reply, Abstention), reply.reason
    assert reply.citations[0].article.source.name.rsplit(".", 1)[0] in case.sources
    quoted = canonical(" ".join(reply.sentences))
    assert [text for text in case.expected if canonical(text) not in quoted] == []


def test_the_tables_are_as_large_as_they_should_be() -> None:
    assert sum(bool(case.sources) for case in cases_of("questions.jsonl")) >= 150
    assert sum(not case.sources for case in cases_of("questions.jsonl")) >= 60
    assert len({case.id for case in cases()}) == len(cases())


@pytest.mark.parametrize("table", TABLES)
def test_no_question_is_asked_twice(table: str) -> None:
    questions = [case.question for case in cases_of(table)]

    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("table", TABLES)
def test_known_failures_are_few(table: str) -> None:
    ids = {case.id for case in cases_of(table)}
    failing = [question_id for _, question_id in known_failures() if question_id in ids]

    assert len(failing) <= 0.1 * len(CORPORA) * len(ids)


def test_known_failures_are_of_the_tables() -> None:
    assert {question_id for _, question_id in known_failures()} <= {case.id for case in cases()}
