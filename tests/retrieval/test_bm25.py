"""The two halves of BM25+ put together are what rank-bm25 computes."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from retrieval.bm25 import Parameters, fit
from retrieval.engines.mapped import temporary
from retrieval.engines.records import Entry, batches

TERMS = st.sampled_from(["dân", "vận", "khéo", "mô", "hình", "huyện", "25-nq/tw"])
PASSAGES = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=12).filter(any)
QUESTION = st.lists(TERMS | st.just("vàng"), max_size=6)
PARAMETERS = st.builds(
    Parameters,
    k1=st.floats(0.1, 3.0),
    b=st.floats(0.0, 0.99),  # at 1, rank-bm25 divides nought by nought for an empty passage
    delta=st.floats(0.0, 2.0),
)


@given(passages=PASSAGES, question=QUESTION, parameters=PARAMETERS)
def test_the_halves_multiply_to_the_scores_of_rank_bm25(
    passages: list[list[str]], question: list[str], parameters: Parameters
) -> None:
    oracle = BM25Plus(passages, k1=parameters.k1, b=parameters.b, delta=parameters.delta)
    model = fit(passages, parameters)
    query = model.query_vector(Counter(question))
    vectors = [model.passage_vector(passage) for passage in passages]

    floor = model.floor(Counter(question))
    scores = [
        floor + sum(weight * vector.get(t, 0.0) for t, weight in query.items())
        for vector in vectors
    ]

    assert scores == pytest.approx(oracle.get_scores(question))


@given(passages=PASSAGES, question=QUESTION)
def test_the_engine_ranks_as_rank_bm25_does(passages: list[list[str]], question: list[str]) -> None:
    oracle = BM25Plus(passages, k1=1.2, b=0.75).get_scores(question)
    model = fit(passages, Parameters())
    engine = temporary(
        batches(
            Entry(id=str(number), vector=model.passage_vector(passage))
            for number, passage in enumerate(passages)
        )
    )

    top = engine.top(model.query_vector(Counter(question)), len(passages))

    floor = model.floor(Counter(question))
    found = np.full(len(passages), floor)
    for number, score in top:
        found[number] += score
    assert found == pytest.approx(oracle, rel=1e-12)
    assert [score for _, score in top] == sorted((score for _, score in top), reverse=True)


def test_a_field_without_a_single_term_knows_nothing() -> None:
    model = fit([[], []], Parameters())

    assert model.query_vector({"dân": 1.0}) == {}
    assert model.passage_vector([]) == {}
