"""Risk against coverage, on answers that can be counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation import risk as risks
from retrieval.evaluation.risk import Column, curve

CONFIDENCE = np.array([0.9, 0.8, 0.8, 0.5])
WRONG = np.array([0.0, 1.0, 0.0, 0.0])
UNANSWERABLE = np.array([0.85, 0.3, 0.0, np.nan])
SHARES = st.sampled_from([0.0, 0.2, 0.5, 0.5001, 1.0])
ANSWERS = st.lists(st.tuples(SHARES, st.sampled_from([0.0, 1.0])), min_size=1, max_size=12)


def coverage_at(risk: float, *columns: Column) -> float:
    return float(risks.coverage_at(risk, np.ones((1, len(columns[0]))), *columns)[0])


def test_each_threshold_says_what_is_at_least_as_sure() -> None:
    points = curve(CONFIDENCE, WRONG)

    assert points.thresholds.tolist() == [0.9, 0.8, 0.5]
    assert points.coverage[0].tolist() == [1 / 4, 3 / 4, 4 / 4]
    assert points.risk[0].tolist() == pytest.approx([0, 1 / 3, 1 / 4])


def test_what_nothing_answers_adds_to_the_risk_and_not_to_the_coverage() -> None:
    points = curve(CONFIDENCE, WRONG, UNANSWERABLE)

    assert points.thresholds.tolist() == [0.9, 0.85, 0.8, 0.5, 0.3]
    assert points.coverage[0].tolist() == [1 / 4, 1 / 4, 3 / 4, 1, 1]
    assert points.risk[0].tolist() == pytest.approx([0, 1 / 2, 2 / 4, 2 / 5, 3 / 6])


@pytest.mark.parametrize(
    ("threshold", "point"), [(0.95, None), (0.9, (0.25, 0)), (0.6, (0.75, 1 / 3)), (0.0, (1, 0.25))]
)
def test_a_threshold_stands_where_what_it_lets_pass_ends(
    threshold: float, point: tuple[float, float] | None
) -> None:
    assert curve(CONFIDENCE, WRONG).at(threshold) == (point and pytest.approx(point))


@pytest.mark.parametrize(("risk", "coverage"), [(0.0, 0.25), (0.25, 1.0), (0.3, 1.0), (1.0, 1.0)])
def test_the_greatest_coverage_within_a_risk_is_found(risk: float, coverage: float) -> None:
    assert coverage_at(risk, CONFIDENCE, WRONG) == coverage


def test_where_the_surest_answer_is_wrong_no_coverage_may_be_had() -> None:
    assert coverage_at(0.1, np.array([0.9, 0.2]), np.array([1.0, 1.0])) == 0.0


def test_no_answer_at_all_is_never_said() -> None:
    points = curve(np.array([0.0, 0.7, np.nan]), np.array([1.0, 0.0, np.nan]))

    assert (points.coverage[0].tolist(), points.risk[0].tolist()) == ([0.5], [0.0])


def test_of_nothing_there_is_no_point() -> None:
    assert curve(np.array([]), np.array([])).at(0.0) is None
    assert coverage_at(1.0, np.array([np.nan]), np.array([np.nan])) == 0.0


def with_nan(*columns: Column | list[float]) -> list[Column]:
    """Return columns of one length, NaN where they had no value."""
    length = max(map(len, columns))
    return [np.append(column, [np.nan] * (length - len(column))) for column in columns]


def test_a_question_that_counts_twice_weighs_twice() -> None:
    twice = curve(CONFIDENCE, WRONG, weights=np.array([[2.0, 1.0, 0.0, 1.0]]))

    assert twice.coverage[0].tolist() == [2 / 4, 3 / 4, 1]
    assert twice.risk[0].tolist() == pytest.approx([0, 1 / 3, 1 / 4])


@given(ANSWERS, ANSWERS, st.floats(0.01, 1))
def test_a_point_is_what_counting_gives(
    answers: list[tuple[float, float]], copies: list[tuple[float, float]], threshold: float
) -> None:
    confidence, wrong = (np.array(column) for column in zip(*answers, strict=True))
    confidence, wrong, unanswerable = with_nan(confidence, wrong, [sure for sure, _ in copies])

    said = confidence[: len(answers)] >= threshold
    mistakes = (said & (wrong[: len(answers)] == 1)).sum() + (unanswerable >= threshold).sum()
    answered = said.sum() + (unanswerable >= threshold).sum()
    expected = (said.mean(), mistakes / answered) if answered else None

    point = curve(confidence, wrong, unanswerable).at(threshold)
    assert point == (expected and pytest.approx(expected))
