"""Passages that repeat one another: the one that tells more comes first."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cut_sentences import Run
from retrieval.repeats import LOOKED_AT, fuller_first, pairs_of, repeats

RUNS = st.lists(st.sampled_from("abcdef"), max_size=12).map(tuple)
SHORT = tuple(str(number) for number in range(11))


def longer(by: int) -> Run:
    """Return what SHORT says, and so many words more."""
    return (*SHORT, *(f"x{number}" for number in range(by)))


def test_the_fuller_of_two_that_repeat_comes_first() -> None:
    sentences = [[SHORT], [longer(5)]]

    raised = fuller_first({0: 2.0, 1: 1.0}, sentences.__getitem__)

    assert raised[1] > raised[0] == 2.0


def test_words_of_two_sentences_are_no_neighbours() -> None:
    assert pairs_of([("a", "b"), ("c", "d")]) == {("a", "b"), ("c", "d")}


@pytest.mark.parametrize(
    ("shorter", "fuller"),
    [
        (SHORT, SHORT),
        (SHORT, longer(11)),
        (longer(5), SHORT),
        (SHORT, tuple(f"z{number}" for number in range(13))),
    ],
    ids=["the same", "more than twice as long", "shorter", "something else"],
)
def test_what_does_not_tell_the_same_in_full_is_no_repeat(shorter: Run, fuller: Run) -> None:
    assert not repeats(frozenset(pairwise(shorter)), frozenset(pairwise(fuller)))


def test_only_the_first_are_held_against_one_another() -> None:
    scores = {number: 10.0 - number for number in range(LOOKED_AT + 1)}

    raised = fuller_first(scores, lambda number: [longer(number)])

    assert raised[LOOKED_AT] == scores[LOOKED_AT]


@given(st.lists(st.tuples(st.floats(0.1, 9.0), RUNS), max_size=10))
def test_no_passage_loses_and_none_appears(found: list[tuple[float, Run]]) -> None:
    scores = {number: score for number, (score, _) in enumerate(found)}

    raised = fuller_first(scores, lambda number: [found[number][1]])

    assert raised.keys() == scores.keys()
    assert all(raised[number] >= score for number, score in scores.items())
