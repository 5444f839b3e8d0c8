"""Our own tables of questions, with what answers them over each corpus.

    python -m tests.support.question_tables

writes tests/cases/known_failures.tsv anew, from what fails today.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.ingest import read_article
from corpus.shipped import SHIPPED_FOLDER
from retrieval.answering import answer
from retrieval.knowledge import Knowledge
from retrieval.records import Answer, Citation
from tests.support.cases import CASES
from tests.support.shared_articles import ARTICLES

TABLES = ("questions.jsonl", "questions_2.jsonl")
"""The second was written by someone who had not seen how questions are understood."""
CORPORA = {"digests": (SHIPPED_FOLDER, "*.md"), "originals": (ARTICLES, "*.txt")}
KNOWN_FAILURES = CASES / "known_failures.tsv"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A question of a table; no sources: it must be declined."""

    id: str
    question: str
    sources: frozenset[str]
    """Any of which may answer, and be cited first."""
    expected: tuple[str, ...]
    """What the quoted sentences must hold together."""

    def is_answered_by(self, citations: Sequence[Citation]) -> bool:
        """Tell whether citations are of a right source, and hold what is expected."""
        return self.is_of(citations[0]) and self.is_held_by(citations)

    def is_of(self, citation: Citation) -> bool:
        """Tell whether a citation is of a source that answers."""
        return citation.article.source.name.rsplit(".", 1)[0] in self.sources

    def is_held_by(self, citations: Sequence[Citation]) -> bool:
        """Tell whether the quotes hold what is expected."""
        quoted = _canonical(" ".join(citation.quote for citation in citations))
        return all(_canonical(text) in quoted for text in self.expected)


def cases() -> list[Case]:
    """Return the questions of all tables."""
    return [case for table in TABLES for case in cases_of(table)]


def cases_of(table: str) -> list[Case]:
    """Return the questions of one table."""
    lines = (CASES / table).read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines]


@cache
def knowledge_over(corpus: str) -> Knowledge:
    """Return a corpus, ready to be asked."""
    folder, pattern = CORPORA[corpus]
    return Knowledge.build([read_article(path) for path in sorted(folder.glob(pattern))])


def mistake(case: Case, corpus: str) -> str | None:
    """Ask a question over a corpus; return what goes wrong, or None."""
    reply = answer(case.question, knowledge_over(corpus))
    if not case.sources:
        return "answered, though no article tells it" if isinstance(reply, Answer) else None
    if not isinstance(reply, Answer):
        return "declined"
    if not case.is_of(reply.citations[0]):
        return "another source is quoted"
    return None if case.is_held_by(reply.citations) else "another sentence is quoted"


def known_failures() -> set[tuple[str, str]]:
    """Return the questions that fail today: their ids and corpora."""
    lines = KNOWN_FAILURES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    return {(question_id, corpus) for question_id, corpus, _ in rows}


def _case(line: dict[str, Any]) -> Case:
    sources = line["source"] or []
    return Case(
        id=line["id"],
        question=line["question"],
        sources=frozenset([sources] if isinstance(sources, str) else sources),
        expected=tuple(line["expect"]),
    )


def _canonical(text: str) -> str:
    """Return `text` as expected texts are compared: case, quote marks and spaces don't matter."""
    folded = re.sub(r"[“”„]", '"', unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split())


def _failures() -> Iterator[tuple[str, str, str]]:
    for corpus in CORPORA:
        for case in cases():
            if wrong := mistake(case, corpus):
                yield case.id, corpus, wrong


if __name__ == "__main__":
    rows = [("id", "corpus", "what goes wrong"), *_failures()]
    KNOWN_FAILURES.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
