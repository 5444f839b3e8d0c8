"""What is measured of a run, question by question.

A measure keeps its values apart for each question, so that intervals and tests can draw questions
anew. Values that a question can't have (the sentence of one whose answer is not given) are NaN.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG
from numpy.typing import NDArray

from corpus.text import fold, tidy
from retrieval.datasets import AnswerLine, HitLine, JudgedLine, RunLine
from retrieval.evaluation.risk import Column, Values, Weights, coverage_at

RANKING = {"R@1": R @ 1, "R@5": R @ 5, "R@10": R @ 10, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}
STATED_RISKS = (0.05, 0.10, 0.20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A question, and what was found for it."""

    question: JudgedLine
    found: RunLine
    without: RunLine | None = None
    """What was found when its passages were taken out; None where that was not tried."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Measure:
    """A number that sums up some values of every question."""

    columns: tuple[Column, ...]
    """All of one length: the number of questions."""
    statistic: Callable[..., Values]
    """Takes weights of the questions, (R, N), and the columns; returns R numbers."""

    @property
    def value(self) -> float:
        """The measure of all questions; NaN where none of them has a value."""
        return float(self.weighed(np.ones((1, len(self.columns[0]))))[0])

    def weighed(self, weights: Weights) -> Values:
        """Return the measure of R resamples; `weights` say how often each has each question."""
        return self.statistic(weights, *self.columns)


def mean(weights: Weights, *columns: Column) -> Values:
    """Return the mean of all values that are not NaN; NaN where there is none.

    >>> mean(np.ones((1, 2)), np.array([1.0, np.nan]), np.array([0.0, 0.5]))
    array([0.5])
    """
    values = np.stack(columns)
    total = weights @ np.nan_to_num(values).sum(axis=0)
    count = weights @ np.count_nonzero(~np.isnan(values), axis=0)
    return _share(total, count)


def auroc(weights: Weights, answerable: Column, unanswerable: Column) -> Values:
    """Return how often the first is surer than the second, a tie counting half; NaN values don't.

    The area under the ROC curve, by ranks (Mann and Whitney).

    >>> auroc(np.ones((1, 2)), np.array([0.9, 0.5]), np.array([0.5, 0.1]))
    array([0.875])
    """
    values = np.concatenate([answerable, unanswerable])
    order = np.argsort(values)[: np.count_nonzero(~np.isnan(values))]  # NaN comes last
    if not len(order):
        return np.full(len(weights), np.nan)
    counts = np.tile(weights, 2)[:, order]
    groups = np.flatnonzero(np.diff(values[order], prepend=np.nan))  # where another value begins
    positive = np.add.reduceat(counts * (order < len(answerable)), groups, axis=1)
    negative = np.add.reduceat(counts * (order >= len(answerable)), groups, axis=1)
    in_order = positive * (np.cumsum(negative, axis=1) - negative / 2)
    return _share(in_order.sum(axis=1), positive.sum(axis=1) * negative.sum(axis=1))


def _share(part: Values, whole: Values) -> Values:
    """Return part / whole, NaN where there is no whole."""
    shares: Values = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return shares


def measures_of(trials: Sequence[Trial], *, threshold: float) -> dict[str, Measure]:
    """Return every measure that these trials allow, by its name, in the order of a table.

    - R, MRR, nDCG: of the ranked passages, over the questions that some passage answers.
    - sentence hit: share of the questions with known answers whose chosen sentence holds one.
    - coverage: share of the answerable questions that are answered at `threshold`.
    - risk: share of those answers that are not right (`is_right`).
    - AUROC: of the confidence in questions once with their passages, and once without.
    - declined: share of the questions without their passages that are not answered.
    - overall risk: share of all answers that are not right, those without passages counted in.
    - coverage at risk, coverage overall: the most that a threshold reaches whose risk, or overall
      risk, is no higher.
    """
    ranks = ranking([one.question for one in trials], [one.found.hits for one in trials])
    return ranks | dict(_answering(trials, threshold))


def ranking(
    questions: Sequence[JudgedLine], hits: Sequence[Sequence[HitLine]]
) -> dict[str, Measure]:
    """Return the measures of ranked passages; questions that no passage answers have none.

    The order of the hits counts, not their scores, in which rounding may have made ties.
    """
    places = {line.id: place for place, line in enumerate(questions)}
    relevant = [Qrel(line.id, passage, 1) for line in questions for passage in set(line.passages)]
    ranked = [
        ScoredDoc(line.id, hit.id, -rank)
        for line, found in zip(questions, hits, strict=True)
        for rank, hit in enumerate(found)
    ]
    columns = {measure: np.full(len(questions), np.nan) for measure in RANKING.values()}
    if relevant:
        for metric in ir_measures.iter_calc(columns, relevant, ranked):
            columns[metric.measure][places[metric.query_id]] = metric.value
    return {
        name: Measure(columns=(columns[measure],), statistic=mean)
        for name, measure in RANKING.items()
    }


def is_right(question: JudgedLine, answer: AnswerLine | None) -> bool:
    """Tell whether the sentence holds one of the answers, or where none is given, is of a passage.

    Nothing is right where there is nothing to find.
    """
    if answer is None:
        return False
    if question.answers:
        return holds_answer(question, answer)
    return answer.passage in question.passages


def holds_answer(question: JudgedLine, answer: AnswerLine | None) -> bool:
    """Tell whether the sentence holds one of the question's answers, up to case and spelling."""
    if answer is None:
        return False
    sentence = _canonical(answer.sentence)
    return any(_canonical(wanted) in sentence for wanted in question.answers)


def sureness(trials: Sequence[Trial]) -> tuple[Column, Column, Column]:
    """Return the confidence, whether the answer is wrong, and the confidence without the passages.

    No answer has the confidence 0. A question that no passage answers has only the last.
    """
    confidence = [_confidence(one.found) for one in trials]
    wrong = [not is_right(one.question, one.found.answer) for one in trials]
    without = [_confidence(one.without) if one.without else np.nan for one in trials]
    answerable = [bool(one.question.passages) for one in trials]
    return (
        np.where(answerable, confidence, np.nan),
        np.where(answerable, wrong, np.nan),
        np.array(without),
    )


def _answering(trials: Sequence[Trial], threshold: float) -> Iterator[tuple[str, Measure]]:
    """Yield the measures of the chosen sentence, and of the decision to say it."""
    confidence, wrong, without = sureness(trials)
    answered = _where_known(confidence, confidence >= threshold)
    said_wrong = np.where(answered == 1, wrong, np.nan)
    if any(one.question.answers for one in trials):
        yield "sentence hit", Measure(columns=(_sentence_hits(trials),), statistic=mean)
    yield "coverage", Measure(columns=(answered,), statistic=mean)
    yield "risk", Measure(columns=(said_wrong,), statistic=mean)
    yield from _coverage_at_risks("at risk", confidence, wrong)
    if not np.isnan(without).all():
        declined = _where_known(without, without < threshold)
        copies_said = np.where(declined == 0, 1.0, np.nan)
        yield "AUROC", Measure(columns=(confidence, without), statistic=auroc)
        yield "declined", Measure(columns=(declined,), statistic=mean)
        yield "overall risk", Measure(columns=(said_wrong, copies_said), statistic=mean)
        yield from _coverage_at_risks("overall", confidence, wrong, without)


def _coverage_at_risks(kind: str, *columns: Column) -> Iterator[tuple[str, Measure]]:
    for risk in STATED_RISKS:
        statistic = partial(coverage_at, risk)
        yield f"coverage {kind} {risk:.0%}", Measure(columns=columns, statistic=statistic)


def _sentence_hits(trials: Sequence[Trial]) -> Column:
    held = [holds_answer(one.question, one.found.answer) for one in trials]
    return np.where([bool(one.question.answers) for one in trials], held, np.nan)


def _where_known(values: Column, told: NDArray[np.bool_]) -> Column:
    """Return 1.0 and 0.0 for what is told of `values`, NaN where they are."""
    return np.where(np.isnan(values), np.nan, told.astype(np.float64))


def _confidence(line: RunLine) -> float:
    return line.answer.confidence if line.answer else 0.0


def _canonical(text: str) -> str:
    return " ".join(fold(tidy(text)).lower().split())
