"""What a snapshot of the mapped engine finds: the top k by inner product, under a filter."""

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.engines import Engine
from retrieval.engines.mapped import temporary
from retrieval.engines.records import Entry, batches

Vectors = list[dict[str, float]]

WEIGHT = st.floats(0.125, 8.0, width=16)
VECTOR = st.dictionaries(st.sampled_from("abcdef"), WEIGHT, max_size=5)
VECTORS = st.lists(VECTOR, max_size=15)


def mapped(vectors: Iterable[Mapping[str, float]]) -> Engine:
    each = enumerate(vectors)
    return temporary(batches(Entry(id=str(number), vector=vector) for number, vector in each))


def products(vectors: Vectors, query: Mapping[str, float]) -> dict[int, float]:
    """Return the inner product of every passage that shares a term with the query."""
    return {
        number: sum(weight * vector[term] for term, weight in query.items() if term in vector)
        for number, vector in enumerate(vectors)
        if query.keys() & vector.keys()
    }


def best(scores: Mapping[int, float], k: int) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k]


@given(vectors=VECTORS, query=VECTOR, k=st.integers(1, 20))
def test_the_top_k_are_those_of_all_inner_products(
    vectors: Vectors, query: dict[str, float], k: int
) -> None:
    assert mapped(vectors).top(query, k) == best(products(vectors, query), k)


@given(vectors=VECTORS, query=VECTOR, data=st.data())
def test_a_filter_leaves_the_best_of_what_it_admits(
    vectors: Vectors, query: dict[str, float], data: st.DataObject
) -> None:
    within = data.draw(st.sets(st.sampled_from(range(len(vectors))))) if vectors else set()
    admitted = {n: score for n, score in products(vectors, query).items() if n in within}

    assert mapped(vectors).top(query, 5, within=within) == best(admitted, 5)


def test_equal_scores_keep_the_order_of_the_passages() -> None:
    engine = mapped([{"a": 1.0}, {"a": 2.0}, {"a": 1.0}, {"a": 1.0}])

    assert [number for number, _ in engine.top({"a": 1.0}, 3)] == [1, 0, 2]


@pytest.mark.parametrize("query", [{}, {"unknown": 1.0}])
def test_a_question_of_no_known_term_finds_nothing(query: dict[str, float]) -> None:
    assert mapped([{"a": 1.0}]).top(query, 5) == []


def test_an_empty_corpus_answers_with_nothing() -> None:
    engine = mapped([])

    assert len(engine) == 0
    assert engine.top({"a": 1.0}, 5) == []
