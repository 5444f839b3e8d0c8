"""Every measure, on runs small enough to work it out by hand."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.datasets import AnswerLine
from retrieval.evaluation.measures import Measure, Trial, auroc, is_right, mean, measures_of
from retrieval.evaluation.risk import Values
from tests.support.made_up_set import answer_line, trial

CONFIDENCES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=8)


def measured(*trials: Trial, threshold: float = 0.5) -> dict[str, float]:
    return {name: one.value for name, one in measures_of(trials, threshold=threshold).items()}


@pytest.mark.parametrize(
    ("hits", "first", "five", "ten", "reciprocal", "gain"),
    [
        (["p0", "p1"], 1, 1, 1, 1, 1),
        (["p1", "p0"], 0, 1, 1, 1 / 2, 1 / math.log2(3)),
        ([*"abcde", "p0"], 0, 0, 1, 1 / 6, 1 / math.log2(7)),
        ([*"abcdefghij", "p0"], 0, 0, 0, 0, 0),
        ([], 0, 0, 0, 0, 0),
    ],
)
def test_ranks_count_as_they_are_defined(
    hits: list[str], first: float, five: float, ten: float, reciprocal: float, gain: float
) -> None:
    found = measured(trial(hits=hits))

    names = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")
    assert [found[name] for name in names] == pytest.approx([first, five, ten, reciprocal, gain])


def test_of_two_passages_that_answer_the_first_is_half() -> None:
    assert measured(trial(passages=["p0", "p1"], hits=["p0", "p2", "p1"]))["R@1"] == 0.5


def test_hits_of_one_score_stay_in_their_order() -> None:
    assert measured(trial(passages=["a"], hits=["z", "a"]))["MRR@10"] == 0.5


def test_questions_that_nothing_answers_have_no_rank() -> None:
    trials = (trial(0, hits=["p0"]), trial(1, passages=[], hits=["p1"]))

    assert measured(*trials)["R@1"] == 1.0


def test_without_any_question_that_is_answered_ranks_are_unknown() -> None:
    assert math.isnan(measured(trial(passages=[], hits=["p1"]))["R@1"])


@pytest.mark.parametrize(
    ("answers", "sentence", "hit"),
    [
        (["15 tháng 9"], "Trước ngày 15 tháng 9.", 1.0),
        (["hoà bình"], "Phường HÒA BÌNH.", 1.0),
        (["15  tháng\n9"], "Trước ngày 15 tháng 9.", 1.0),
        (["một", "mười"], "Có mười người.", 1.0),
        (["15 tháng 9"], "Trước ngày 15.", 0.0),
        (["dân"], "Dần dần.", 0.0),
    ],
)
def test_the_sentence_hits_where_it_holds_an_answer(
    answers: list[str], sentence: str, hit: float
) -> None:
    found = measured(trial(answers=answers, answer=answer_line("p9", sentence)))

    assert found["sentence hit"] == hit


def test_no_answer_is_a_miss_and_an_unknown_one_does_not_count() -> None:
    hit = trial(0, answers=["a"], answer=answer_line(sentence="a"))

    assert measured(hit, trial(1, answers=["a"]))["sentence hit"] == 0.5
    assert measured(hit, trial(1, answer=answer_line()))["sentence hit"] == 1.0
    assert "sentence hit" not in measured(trial())


@pytest.mark.parametrize(
    ("answers", "answer", "right"),
    [
        ([], answer_line("p0"), True),
        ([], answer_line("p1"), False),
        (["a"], answer_line("p1", "a"), True),
        (["a"], answer_line("p0", "b"), False),
        ([], None, False),
    ],
)
def test_an_answer_is_right_by_its_words_or_where_none_are_given_by_its_passage(
    answers: list[str], answer: AnswerLine | None, right: object
) -> None:
    assert is_right(trial(answers=answers).question, answer) is right


def test_coverage_and_risk_are_those_of_the_threshold() -> None:
    found = measured(
        trial(0, answer=answer_line("p0", confidence=0.9), without=0.6),
        trial(1, answer=answer_line("p1", confidence=0.5), without=0.4),
        trial(2, answer=answer_line("p0", confidence=0.3), without=0.2),
        trial(3, without=0.1),
    )

    assert found["coverage"] == 2 / 4
    assert found["risk"] == 1 / 2
    assert found["declined"] == 3 / 4
    assert found["overall risk"] == pytest.approx(2 / 3)
    assert found["AUROC"] == (4 + 3 + 2 + 0) / 16
    assert found["coverage at risk 5%"] == 1 / 4
    assert found["coverage overall 5%"] == 1 / 4


def test_where_nothing_is_said_the_risk_is_unknown() -> None:
    found = measured(trial(answer=answer_line(confidence=0.4), without=0.1))

    assert (found["coverage"], found["declined"]) == (0.0, 1.0)
    assert math.isnan(found["risk"])
    assert math.isnan(found["overall risk"])


def test_a_question_that_nothing_answers_counts_as_one_without_its_passages() -> None:
    found = measured(
        trial(0, answer=answer_line("p0", confidence=0.9), without=0.2),
        trial(1, passages=[], answer=answer_line(confidence=0.7), without=0.7),
    )

    assert (found["coverage"], found["risk"], found["declined"]) == (1.0, 0.0, 0.5)
    assert found["overall risk"] == 0.5


def test_where_passages_were_never_taken_out_nothing_is_said_of_it() -> None:
    assert {"AUROC", "declined", "overall risk"}.isdisjoint(measured(trial()))


@given(CONFIDENCES, CONFIDENCES)
def test_auroc_is_the_share_of_pairs_in_the_right_order(
    answerable: list[float], unanswerable: list[float]
) -> None:
    pairs = [(high > low) + (high == low) / 2 for high in answerable for low in unanswerable]

    columns = (
        np.array([*answerable, *(np.nan for _ in unanswerable)]),
        np.array([*(np.nan for _ in answerable), *unanswerable]),
    )
    found = Measure(columns=columns, statistic=auroc).value

    assert found == pytest.approx(sum(pairs) / len(pairs))


@pytest.mark.parametrize("statistic", [auroc, mean])
def test_a_question_that_counts_twice_is_as_good_as_two(statistic: Callable[..., Values]) -> None:
    columns = (np.array([0.9, 0.4, 0.5]), np.array([0.5, 0.1, np.nan]))
    doubled = tuple(column[[0, 0, 2]] for column in columns)

    [weighed] = statistic(np.array([[2.0, 0.0, 1.0]]), *columns)

    assert weighed == pytest.approx(Measure(columns=doubled, statistic=statistic).value)


def test_auroc_and_mean_of_nothing_are_unknown() -> None:
    nothing, something = np.array([np.nan]), np.array([0.5])

    for columns in ((nothing, something), (something, nothing), (nothing, nothing)):
        assert math.isnan(Measure(columns=columns, statistic=auroc).value)
    assert math.isnan(Measure(columns=(nothing,), statistic=mean).value)
