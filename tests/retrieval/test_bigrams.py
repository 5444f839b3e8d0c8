"""The bigram model: counts, and that its probabilities are some."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.bigrams import UNSEEN, BigramModel

SYLLABLES = st.sampled_from(["dân", "vận", "khéo", "xã"])
PASSAGES = st.lists(st.lists(SYLLABLES, max_size=8), max_size=6)


def test_pairs_are_counted_inside_passages_only() -> None:
    model = BigramModel.fit([["dân", "vận"], ["dân", "vận"], ["khéo"]])
    lefts, rights = model.ids_of(["dân", "vận"]), model.ids_of(["vận", "khéo"])
    assert model.pair_count(lefts, rights).tolist() == [2, 0]


def test_the_unseen_has_no_count_and_some_probability() -> None:
    model = BigramModel.fit([["dân", "vận"]])
    stranger, known = model.ids_of(["bitcoin"]), model.ids_of(["dân"])
    assert stranger.tolist() == [UNSEEN]
    assert model.pair_count(stranger, known).tolist() == [0]
    assert 0 < model.after(stranger, known)[0] < 1
    assert 0 < model.after(known, stranger)[0] < model.after(known, model.ids_of(["vận"]))[0]


@settings(deadline=None)
@given(PASSAGES)
def test_what_may_follow_has_a_probability_of_one_in_all(passages: list[list[str]]) -> None:
    model = BigramModel.fit(passages)
    everything = np.array([*model.ids.values(), UNSEEN])
    for left in everything:
        following = model.after(np.repeat(left, len(everything)), everything)
        assert following.sum() == pytest.approx(1)
        assert (following > 0).all()


@settings(deadline=None)
@given(PASSAGES, st.lists(SYLLABLES, max_size=8))
def test_what_is_unlearned_was_never_learned(
    passages: list[list[str]], unlearned: list[str]
) -> None:
    model = BigramModel.fit([*passages, unlearned]).without(unlearned)
    never = BigramModel.fit(passages)

    everything = ["dân", "vận", "khéo", "xã", "bitcoin"]
    assert model.ids.keys() == never.ids.keys()
    for left in everything:
        likely, expected = (
            one.after(one.ids_of([left] * len(everything)), one.ids_of(everything))
            for one in (model, never)
        )
        assert likely == pytest.approx(expected)
