"""Pruning leaves out only what can't be among the best: over enough passages that it is at work."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.engines.arrays import ArrayFile, file_of
from retrieval.engines.building import Draft
from retrieval.engines.disk import Disk
from retrieval.engines.kernels import Kernel
from retrieval.engines.pruning import Ranking, Weighted
from retrieval.engines.records import Batch
from retrieval.engines.segment import Segment
from tests.support.kernels import KERNELS

SIZE = 20_000
SHARES = (0.9, 0.7, 0.5, 0.5, 0.3, 0.2, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.003, 0.001, 0.0005)
"""Of the passages in which each term stands; from a sixteenth on they are kept as columns."""
TERMS = [f"t{number}" for number in range(len(SHARES))]

Vectors = NDArray[np.float64]
QUERY = st.dictionaries(st.sampled_from(TERMS), st.sampled_from([0.25, 0.6, 1.0, 2.5, 7.0]))


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """(SIZE, terms) weights of few different values, so that many scores are equal."""
    chance = np.random.default_rng(3)
    weights = chance.choice([0.5, 0.75, 1.25, 2.0, 2.25], (SIZE, len(SHARES)))
    vectors: Vectors = weights * (chance.random((SIZE, len(SHARES))) < SHARES)
    return vectors


@pytest.fixture(scope="module")
def segment(vectors: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Segment:
    passage, term = np.nonzero(vectors)
    draft = Draft()
    draft.add(
        Batch(
            ids=[str(number) for number in range(SIZE)],
            lengths=np.bincount(passage, minlength=SIZE),
            rows=term.astype(np.int32),
            weights=vectors[passage, term],
            terms=TERMS,
        )
    )
    path = tmp_path_factory.mktemp("pruning") / "one.segment"
    Disk(durable=False).write(path, file_of(draft.arrays()))
    return Segment(ArrayFile(path))


@pytest.fixture(scope="module", params=KERNELS)
def top(request: pytest.FixtureRequest) -> Kernel:
    return KERNELS[request.param]()


def asked(segment: Segment, query: Mapping[str, float]) -> list[Weighted]:
    postings = segment.postings(list(query))
    each = zip(query.values(), postings, strict=True)
    return [Weighted(weight=w, posting=posting) for w, posting in each if posting is not None]


def all_scored(vectors: Vectors, query: Mapping[str, float], k: int) -> Ranking:
    scores = np.zeros(SIZE)
    for term, weight in query.items():
        scores += weight * vectors[:, TERMS.index(term)]
    return Ranking.of(np.arange(SIZE, dtype=np.int32), scores, k)


def pairs(ranking: Ranking) -> list[tuple[int, float]]:
    return list(zip(ranking.numbers.tolist(), ranking.scores.tolist(), strict=True))


@given(query=QUERY, k=st.sampled_from([1, 3, 10, 30, 300, SIZE + 1]))
def test_the_best_are_those_of_all_scores(
    top: Kernel, segment: Segment, vectors: Vectors, query: dict[str, float], k: int
) -> None:
    assert pairs(top(asked(segment, query), k, SIZE)) == pairs(all_scored(vectors, query, k))


@given(query=QUERY, share=st.sampled_from([0.0, 0.0005, 0.1, 0.9]), seed=st.integers(0, 9))
def test_only_the_admitted_are_found(
    top: Kernel,
    segment: Segment,
    vectors: Vectors,
    query: dict[str, float],
    share: float,
    seed: int,
) -> None:
    admitted = np.random.default_rng(seed).random(SIZE) < share

    found = top(asked(segment, query), 10, SIZE, admitted=admitted)

    assert pairs(found) == pairs(all_scored(vectors * admitted[:, None], query, 10))


@given(query=QUERY, floor=st.floats(0, 30))
def test_none_from_the_floor_on_is_left_out(
    top: Kernel, segment: Segment, vectors: Vectors, query: dict[str, float], floor: float
) -> None:
    expected = [pair for pair in pairs(all_scored(vectors, query, 10)) if pair[1] >= floor]

    found = pairs(top(asked(segment, query), 10, SIZE, floor=floor))

    assert [pair for pair in found if pair[1] >= floor] == expected


def test_more_terms_than_16_bits_can_count_are_added_up_too(
    top: Kernel, segment: Segment, vectors: Vectors
) -> None:
    query = dict.fromkeys(TERMS, 1.0)

    found = top(asked(segment, query) * 16, 10, SIZE)

    assert pairs(found) == pairs(all_scored(vectors, dict.fromkeys(TERMS, 16.0), 10))


def test_terms_of_many_passages_have_columns(segment: Segment) -> None:
    dense = [posting.dense for posting in segment.postings(TERMS) if posting]

    assert dense == [share >= 1 / 16 for share in SHARES]
