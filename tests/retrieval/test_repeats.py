"""Passages that repeat one another: the one that tells more comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.repeats import LOOKED_AT, fuller_first, repeats

PAIRS = st.frozensets(st.sampled_from([f"{a}_{b}" for a in "abcdef" for b in "abcdef"]))
SHORT = frozenset(f"{n}_{n + 1}" for n in range(10))


def longer(by: int) -> frozenset[str]:
    """Return what SHORT holds, and more."""
    return SHORT | {f"x{n}_y" for n in range(by)}


def test_the_fuller_of_two_that_repeat_comes_first() -> None:
    pairs = [SHORT, longer(5)]

    raised = fuller_first({0: 2.0, 1: 1.0}, pairs.__getitem__)

    assert raised[1] > raised[0] == 2.0


@pytest.mark.parametrize(
    ("shorter", "fuller"),
    [
        (SHORT, SHORT),
        (SHORT, longer(11)),
        (longer(5), SHORT),
        (SHORT, frozenset(f"z{n}_z" for n in range(12))),
    ],
    ids=["the same", "more than twice as long", "shorter", "something else"],
)
def test_what_does_not_tell_the_same_in_full_is_no_repeat(
    shorter: frozenset[str], fuller: frozenset[str]
) -> None:
    assert not repeats(shorter, fuller)


def test_only_the_first_are_held_against_one_another() -> None:
    scores = {number: 10.0 - number for number in range(LOOKED_AT + 1)}

    raised = fuller_first(scores, longer)

    assert raised[LOOKED_AT] == scores[LOOKED_AT]


@given(st.lists(st.tuples(st.floats(0.1, 9.0), PAIRS), max_size=10))
def test_no_passage_loses_and_none_appears(found: list[tuple[float, frozenset[str]]]) -> None:
    scores = {number: score for number, (score, _) in enumerate(found)}

    raised = fuller_first(scores, lambda number: found[number][1])

    assert raised.keys() == scores.keys()
    assert all(raised[number] >= score for number, score in scores.items())
