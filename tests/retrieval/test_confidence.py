"""How sure an answer is: of its sentence, and of how far its passage stands out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.confidence import FAR, NEXT, confidence, standing_out

SCORES = st.lists(st.floats(0.1, 100), min_size=1, max_size=12).map(
    lambda found: sorted(found, reverse=True)
)


@given(st.floats(0, 1), SCORES)
def test_it_is_a_probability(match: float, scores: list[float]) -> None:
    assert 0 <= confidence(match, scores) < 1


@given(st.floats(0, 1), st.floats(0, 1), SCORES)
def test_who_matches_better_is_no_less_sure(one: float, other: float, scores: list[float]) -> None:
    less, more = sorted((one, other))

    assert confidence(less, scores) <= confidence(more, scores)


@given(SCORES, st.floats(1, 5))
def test_a_passage_that_stands_out_more_is_no_less_sure(scores: list[float], by: float) -> None:
    ahead = [scores[0] * by, *scores[1:]]

    assert standing_out(scores) <= standing_out(ahead) <= 1


@pytest.mark.parametrize("scores", [[7.0], [FAR, 1.0], [99.0, *[1.0] * NEXT]])
def test_nothing_stands_out_more_than_wholly(scores: list[float]) -> None:
    assert standing_out(scores) == 1


def test_only_the_next_few_are_looked_at() -> None:
    near = [8.0, *[4.0] * NEXT]

    assert standing_out([*near, 0.1, 0.1]) == standing_out(near)


def test_what_does_not_match_is_no_answer() -> None:
    assert confidence(0.0, [8.0, 1.0]) == 0
