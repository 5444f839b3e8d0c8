"""How far confidence can be trusted: fits its logistic, and prints what risk a threshold means.

    python -m tests.benchmarks.confidence

Our own tables of questions, asked over the digests and over the real articles, hold questions that
nothing answers; those of the tuning sets are asked once with their passages and once without. All
count alike, and in each the questions without an answer weigh as much as those with one. It takes
minutes, and prints only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from retrieval.answering import attempt
from retrieval.confidence import OFFSET, SLOPE, THRESHOLD, standing_out
from retrieval.datasets import JudgedLine, knowledge_of, run
from retrieval.evaluation.holdout import without
from retrieval.evaluation.measures import is_right
from retrieval.evaluation.trials import read_set
from retrieval.knowledge import Knowledge
from retrieval.understand import understand
from tests.benchmarks.question_cost import DATASETS
from tests.support.question_tables import CORPORA, cases, knowledge_over

SETS = ("uit-regulations", "medical")
THRESHOLDS = (0.1, 0.2, THRESHOLD, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LEAST = 0.01
"""Less evidence is as good as that; none has no logarithm."""
ROUNDS = 30

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question: what its confidence is computed of, and whether the answer would be right."""

    evidence: float
    answerable: bool
    right: bool


def of_table(corpus: str) -> Iterator[Asked]:
    """Yield the questions of our own tables, asked over a corpus."""
    knowledge = knowledge_over(corpus)
    for case in cases():
        found = attempt(understand(case.question, knowledge), knowledge)
        cited = [knowledge.cite(one.passage, one.span) for one in found.chosen] if found else []
        yield Asked(
            evidence=_evidence(case.question, knowledge),
            answerable=bool(case.sources),
            right=bool(cited) and case.is_answered_by(cited),
        )


def of_set(name: str) -> Iterator[Asked]:
    """Yield the questions of a set, each with and without the passages that answer it."""
    found = read_set(DATASETS / name)
    knowledge = knowledge_of(found.passages)
    for line in found.questions:
        yield _asked(line, knowledge, answerable=True)
        yield _asked(line, without(knowledge, line.passages), answerable=False)


def _asked(line: JudgedLine, knowledge: Knowledge, *, answerable: bool) -> Asked:
    [told] = run([line], knowledge, top=1)
    return Asked(
        evidence=_evidence(line.question, knowledge),
        answerable=answerable,
        right=answerable and is_right(line, told.answer),
    )


def _evidence(question: str, knowledge: Knowledge) -> float:
    found = attempt(understand(question, knowledge), knowledge)
    return found.match * standing_out([hit.score for hit in found.hits]) if found else 0.0


def weights_of(asked: Sequence[Asked]) -> Floats:
    """Return what each question of a set counts: half of all for those with an answer."""
    answerable = np.array([one.answerable for one in asked])
    shares: Floats = np.where(answerable, 0.5 / answerable.sum(), 0.5 / (~answerable).sum())
    return shares


def fit(sets: Mapping[str, Sequence[Asked]]) -> tuple[float, float]:
    """Return OFFSET and SLOPE of the likeliest logistic, by Newton's method."""
    asked = [one for those in sets.values() for one in those]
    weights = np.concatenate([weights_of(those) for those in sets.values()])
    right = np.array([one.right for one in asked], float)
    x = np.column_stack([np.ones(len(asked)), [np.log(max(one.evidence, LEAST)) for one in asked]])
    beta = np.zeros(2)
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ beta))
        curvature = (x * (weights * p * (1 - p))[:, np.newaxis]).T @ x
        beta += np.linalg.solve(curvature, x.T @ (weights * (right - p)))
    return float(beta[0]), float(beta[1])


def thresholds_table(name: str, asked: Sequence[Asked]) -> Table:
    """Return for each threshold what is answered, what of it is wrong, and what is declined."""
    table = Table(name, "answered", "wrong of those", "declined", box=None, pad_edge=False)
    for threshold in THRESHOLDS:
        table.add_row(f"from {threshold:.2f}", *(f"{cell:.3f}" for cell in _at(threshold, asked)))
    return table


def _at(threshold: float, asked: Sequence[Asked]) -> tuple[float, float, float]:
    said = [one for one in asked if _confidence(one) >= threshold]
    answerable = [one for one in asked if one.answerable]
    answered = [one for one in said if one.answerable]
    declined = 1 - (len(said) - len(answered)) / max(len(asked) - len(answerable), 1)
    wrong = sum(not one.right for one in answered) / max(len(answered), 1)
    return len(answered) / len(answerable), wrong, declined


def _confidence(one: Asked) -> float:
    odds = np.exp(OFFSET) * one.evidence**SLOPE
    return float(odds / (1 + odds))


def main() -> None:
    """Ask, fit and report."""
    sets = {corpus: list(of_table(corpus)) for corpus in CORPORA}
    sets |= {name: list(of_set(name)) for name in SETS}
    console = Console(highlight=False, width=200)
    offset, slope = fit(sets)
    console.print(f"fitted OFFSET {offset:.2f}, SLOPE {slope:.2f}; in use {OFFSET}, {SLOPE}\n")
    for name, asked in sets.items():
        console.print(thresholds_table(name, asked))
        console.print()


if __name__ == "__main__":
    main()
