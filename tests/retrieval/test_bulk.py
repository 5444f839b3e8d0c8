"""Many passages at once come to the same model and the same vectors as each by itself."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import bulk
from retrieval.bm25 import Parameters, fit
from retrieval.bulk import Bulk
from retrieval.engines.records import Batch

PARAMETERS = Parameters(k1=1.2, b=0.9)
PASSAGES = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=20), min_size=1, max_size=20)


def vectors_of(batch: Batch) -> list[dict[str, float]]:
    pairs = zip(batch.rows.tolist(), batch.weights.tolist(), strict=True)
    return [
        {batch.terms[row]: weight for row, weight in (next(pairs) for _ in range(length))}
        for length in batch.lengths.tolist()
    ]


@given(passages=PASSAGES.filter(any), at_a_time=st.integers(1, 25))
def test_models_and_vectors_are_those_of_rank_bm25(
    passages: Sequence[Sequence[str]], at_a_time: int
) -> None:
    expected = fit(passages, PARAMETERS)
    named = [(str(number), terms) for number, terms in enumerate(passages)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "AT_A_TIME", at_a_time)
        counted = Bulk(expected.average_length, PARAMETERS)
        batches = list(counted.batches(named))

    assert counted.model() == expected
    assert [one for batch in batches for one in batch.ids] == [one for one, _ in named]
    assert [vector for batch in batches for vector in vectors_of(batch)] == [
        expected.passage_vector(terms) for terms in passages
    ]
