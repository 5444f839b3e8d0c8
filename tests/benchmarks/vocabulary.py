"""What leaving out pairs that stand in few passages saves, and what it costs.

    .venv/bin/python -m tests.benchmarks.vocabulary       some minutes

The passages of shared question sets stand among those of the shared news, in any order; their
questions are asked with and without diacritics, of the first look alone. underthesea's words are
left out: cutting them would take an hour, and they only make up for pairs that are gone.

It prints what it measured and writes the same to var/bench/vocabulary.json. Nothing is asserted.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from corpus.text import strip_diacritics
from retrieval.analysis import Analysis, CutText, analyse_question, terms_of, tokens
from retrieval.bulk import average_lengths
from retrieval.datasets import JudgedLine, PassageLine, read_lines
from retrieval.engines.mapped import temporary
from retrieval.idf import counted_models
from retrieval.index import Index, vectors
from retrieval.tuned import WEIGHTS
from retrieval.vocabulary import in_bounds
from tests.benchmarks.news import NEWS

RESULT = Path(__file__).parents[2] / "var" / "bench" / "vocabulary.json"
SETS = ("uit-regulations", "citizen-questions")
DISTRACTORS = (5_000, 20_000)
LEAST = (1, 2, 3, 5, 9)
"""Passages in which a pair must stand."""
K = 10


@dataclass(frozen=True, kw_only=True)
class Row:
    """One set among some distractors, with the pairs of at least so many passages."""

    questions: str
    passages: int
    least: int
    terms: int
    postings: int
    recall_at_1: float
    mrr_at_10: float
    recall_at_1_plain: float
    """Of the questions without their diacritics."""
    mrr_at_10_plain: float


def main() -> None:
    """Measure every set, print a table and write the rows."""
    news = [cut(one.text) for one in read_lines(NEWS, PassageLine)]
    rows = [row for name in SETS for count in DISTRACTORS for row in measured(name, news[:count])]
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    table = Table(*(name.replace("_", " ") for name in Row.__dataclass_fields__))
    for row in rows:
        table.add_row(*map(str, asdict(row).values()))
    Console(width=140).print(table)


def cut(text: str) -> Analysis:
    """Return the terms of a text, but for underthesea's words."""
    return terms_of(CutText(words=(), runs=(tuple([token.form for token in tokens(text)]),)))


def measured(name: str, news: Sequence[Analysis]) -> Iterator[Row]:
    """Yield a row for each of LEAST."""
    folder = NEWS.parent / name
    own = [(one.id, cut(one.text)) for one in read_lines(folder / "passages.jsonl", PassageLine)]
    mixed = [*own, *(("", one) for one in news)]
    random.Random(6).shuffle(mixed)
    ids, passages = zip(*mixed, strict=True)
    questions = list(read_lines(folder / "questions.jsonl", JudgedLine))
    for least in LEAST:
        kept = in_bounds(passages, least)
        lengths = average_lengths(one.terms for one in kept)
        engine = temporary(vectors(lengths, ((str(n), one) for n, one in enumerate(kept))))
        models = counted_models(engine, lengths, WEIGHTS.parameters)
        index = Index(models=models, engine=engine)
        segments = [part.segment for part in engine.parts]
        typed = ranks(index, questions, ids)
        plain = ranks(index, [without_diacritics(one) for one in questions], ids)
        yield Row(
            questions=name,
            passages=len(passages),
            least=least,
            terms=sum(segment.keys.shape[1] for segment in segments),
            postings=sum(len(segment.numbers) for segment in segments),
            recall_at_1=round(float(np.mean(typed == 1)), 3),
            mrr_at_10=round(float(np.mean(1 / typed)), 3),
            recall_at_1_plain=round(float(np.mean(plain == 1)), 3),
            mrr_at_10_plain=round(float(np.mean(1 / plain)), 3),
        )


def without_diacritics(question: JudgedLine) -> JudgedLine:
    """Return the question as many type it."""
    return question.model_copy(update={"question": strip_diacritics(question.question)})


def ranks(index: Index, questions: Iterable[JudgedLine], ids: Sequence[str]) -> NDArray[np.float64]:
    """Return the rank of the first passage that answers each question, infinite from K on."""
    found = []
    for one in questions:
        best = index.search(analyse_question(one.question), K)
        right = (rank for rank, (n, _) in enumerate(best, 1) if ids[n] in one.passages)
        found.append(next(right, np.inf))
    return np.array(found)


if __name__ == "__main__":
    main()
