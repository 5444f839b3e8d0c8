"""Weights are chosen by what they gain, on what was looked at once."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from retrieval.analysis import Field
from retrieval.bm25 import Parameters
from retrieval.datasets import knowledge_of
from retrieval.evaluation.tuning import (
    FIELDS,
    PARAMETERS,
    Observed,
    Quality,
    first_look_only,
    observe,
    tune,
    without_signal,
)
from retrieval.knowledge import Knowledge
from retrieval.search import search
from retrieval.second_look import SIGNALS
from retrieval.tuned import WEIGHTS, Weights
from retrieval.understand import understand
from tests.support.made_up_set import made_up_set


@cache
def made_up() -> tuple[Knowledge, Observed]:
    asked = made_up_set()
    knowledge = knowledge_of(asked.passages)
    pairs = [(line.question, line.passages) for line in asked.questions]
    return knowledge, observe("truong", pairs, knowledge)


def planted(*, by: Field) -> Observed:
    """Return one question whose second passage is right, which only the field `by` sees."""
    strong = np.zeros((1, 2, len(PARAMETERS), len(FIELDS)))
    strong[0, 0] = 1.0
    strong[0, 1, :, FIELDS.index(by)] = 4.0
    return Observed(
        name="planted",
        strong=strong,
        weak=np.zeros_like(strong),
        signals=np.zeros((1, 2, len(SIGNALS))),
        relevant=np.array([[False, True]]),
    )


def test_what_was_observed_is_ranked_as_the_search_ranks() -> None:
    knowledge, observed = made_up()

    scores = observed.scores(WEIGHTS)

    for row, line in enumerate(made_up_set().questions[:4]):  # the last finds nothing
        hits = search(understand(line.question, knowledge), knowledge)
        shares = sorted((hit.score for hit in hits), reverse=True)
        found = np.sort(scores[row])[::-1][: len(shares)]
        assert found / found[0] == pytest.approx(np.array(shares) / shares[0])


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_sees_what_the_others_miss_gains_weight(field: Field) -> None:
    start = replace(WEIGHTS, fields={**dict.fromkeys(Field, 1.0), field: 0.25})
    observed = planted(by=field)

    tuned = tune([observed], start)

    assert observed.ranks(start).tolist() == [2.0]
    assert observed.ranks(tuned).tolist() == [1.0]


def test_weights_that_nothing_betters_stay() -> None:
    observed = planted(by=Field.WORDS)
    good = replace(WEIGHTS, fields={**dict.fromkeys(Field, 0.0), Field.WORDS: 1.0})

    assert tune([observed], good) == good


def test_a_tie_with_a_wrong_passage_is_lost() -> None:
    observed = replace(planted(by=Field.WORDS), strong=np.ones((1, 2, len(PARAMETERS), 5)))

    assert observed.ranks(WEIGHTS).tolist() == [2.0]


def test_a_question_without_a_right_passage_has_no_rank() -> None:
    observed = replace(planted(by=Field.WORDS), relevant=np.array([[False, False]]))

    assert Quality.of(observed, WEIGHTS) == Quality(first=0.0, reciprocal=0.0)


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_can_be_left_out_alone(name: str) -> None:
    left = without_signal(WEIGHTS, name)

    assert left.signals == {**WEIGHTS.signals, name: 0.0}


def test_the_first_look_has_no_signals() -> None:
    assert set(first_look_only(WEIGHTS).signals.values()) == {0.0}


def test_the_weights_of_now_can_be_tuned_from() -> None:
    assert WEIGHTS.parameters in PARAMETERS
    assert isinstance(WEIGHTS, Weights)
    assert Parameters(k1=1.2, b=0.75) in PARAMETERS
