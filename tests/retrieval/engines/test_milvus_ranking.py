"""From what Milvus finds, rounded as it is, to the order that all engines have in common."""

from collections.abc import Mapping, Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from retrieval.engines.milvus.ranking import MOST, Hit, best, product, rounding

WEIGHT = st.floats(0.125, 8.0, width=32)
VECTOR = st.dictionaries(st.integers(1, 4), WEIGHT, min_size=1)


@given(
    vectors=st.lists(VECTOR | st.just({1: 1.0}), max_size=60),
    question=VECTOR,
    k=st.integers(1, 12),
    noise=st.randoms(use_true_random=False),
)
def test_the_best_are_the_best_whatever_order_rounding_gives_them(
    vectors: Sequence[Mapping[int, float]],
    question: Mapping[int, float],
    k: int,
    noise: Random,
) -> None:
    exact = {n: product(question, vector) for n, vector in enumerate(vectors)}
    sharing = [n for n, score in exact.items() if score]
    off = rounding(len(question))
    rounded = {n: exact[n] * (1 + noise.uniform(-off, off) / 2) for n in sharing}
    order = sorted(sharing, key=lambda n: -rounded[n])

    def fetch(count: int) -> list[Hit]:
        return [
            Hit(id=str(n), number=n, score=rounded[n], vector=vectors[n]) for n in order[:count]
        ]

    found = best(question, k, fetch)

    expected = sorted(sharing, key=lambda n: (-exact[n], n))[:k]
    assert [(one.number, one.score) for one in found] == [(n, exact[n]) for n in expected]


def test_no_more_is_fetched_than_milvus_gives() -> None:
    asked: list[int] = []

    def fetch(count: int) -> list[Hit]:
        asked.append(count)
        return [Hit(id=str(n), number=n, score=1.0, vector={1: 1.0}) for n in range(count)]

    assert [one.number for one in best({1: 1.0}, 2, fetch)] == [0, 1]
    assert asked[-1] == MOST
