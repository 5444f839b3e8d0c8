"""Intervals and tests: the same with the same seed, and right about planted differences."""

import math

import numpy as np
import pytest

from retrieval.evaluation.measures import Measure, auroc, mean
from retrieval.evaluation.resampling import Estimate, difference, estimate

RNG = np.random.default_rng(1)
COINS = RNG.integers(0, 2, 400).astype(float)


def of_mean(*values: float) -> Measure:
    return Measure(columns=(np.array(values),), statistic=mean)


def test_the_same_seed_gives_the_same_interval() -> None:
    measure = of_mean(*COINS)

    assert estimate(measure, seed=3) == estimate(measure, seed=3)
    assert estimate(measure, seed=3) != estimate(measure, seed=4)


def test_an_interval_is_as_wide_as_theory_says() -> None:
    found = estimate(of_mean(*COINS), seed=0)

    error = COINS.std() / math.sqrt(len(COINS))
    assert found.value == COINS.mean()
    assert found.low == pytest.approx(found.value - 1.96 * error, abs=0.01)
    assert found.high == pytest.approx(found.value + 1.96 * error, abs=0.01)


def test_what_is_always_the_same_is_sure() -> None:
    assert estimate(of_mean(1, 1, 1), seed=0) == Estimate(value=1, low=1, high=1)


@pytest.mark.parametrize("values", [(), (math.nan,)])
def test_of_nothing_there_is_no_interval(values: tuple[float, ...]) -> None:
    found = estimate(of_mean(*values), seed=0)

    assert all(math.isnan(number) for number in (found.value, found.low, found.high))


def test_a_planted_difference_is_found() -> None:
    better = np.where(np.arange(400) < 40, 1.0, COINS)
    worse = np.where(np.arange(400) < 40, 0.0, COINS)

    found = difference(of_mean(*better), of_mean(*worse), seed=0)

    assert found.value == pytest.approx(0.1)
    assert 0.05 < found.low < 0.1 < found.high < 0.15
    assert found.p < 0.01


def test_the_other_way_round_it_is_as_large_and_negative() -> None:
    better, worse = of_mean(*np.ones(30)), of_mean(*np.zeros(10), *np.ones(20))

    assert difference(worse, better, seed=0).value == -difference(better, worse, seed=0).value
    assert difference(worse, better, seed=0).p == difference(better, worse, seed=0).p < 0.01


def test_shuffled_values_differ_by_chance_only() -> None:
    found = difference(of_mean(*COINS), of_mean(*RNG.permutation(COINS)), seed=0)

    assert found.low < 0 < found.high
    assert found.p > 0.05


def test_a_run_does_not_differ_from_itself() -> None:
    found = difference(of_mean(*COINS), of_mean(*COINS), seed=0)

    assert (found.value, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_pairs_make_a_small_but_steady_difference_plain() -> None:
    hard = RNG.normal(size=100)

    found = difference(of_mean(*(hard + 0.05)), of_mean(*hard), seed=0)

    assert found.low == pytest.approx(0.05)
    assert found.p < 0.01


def test_measures_of_two_columns_are_compared_question_by_question() -> None:
    sure, unsure = RNG.uniform(0.5, 1, 100), RNG.uniform(0, 0.6, 100)
    ranked = Measure(columns=(sure, unsure), statistic=auroc)
    muddled = Measure(columns=(unsure, unsure), statistic=auroc)

    found = difference(ranked, muddled, seed=0)

    assert found.value == pytest.approx(ranked.value - 0.5)
    assert found.p < 0.01
