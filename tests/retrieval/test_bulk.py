"""Many passages at once come to the same vectors as each by itself."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import bulk
from retrieval.bm25 import Parameters, fit
from retrieval.bulk import Bulk, average_lengths
from retrieval.engines.records import Batch

PARAMETERS = Parameters(k1=1.2, b=0.9)
TERMS = st.lists(st.sampled_from("abcdefg"), max_size=20)
PASSAGES = st.lists(st.fixed_dictionaries({"s": TERMS, "t": TERMS}), min_size=1, max_size=20)


def vectors_of(batch: Batch) -> list[dict[str, float]]:
    pairs = zip(batch.rows.tolist(), batch.weights.tolist(), strict=True)
    return [
        {batch.terms[row]: weight for row, weight in (next(pairs) for _ in range(length))}
        for length in batch.lengths.tolist()
    ]


@given(passages=PASSAGES, at_a_time=st.integers(1, 25))
def test_vectors_are_those_of_rank_bm25(
    passages: Sequence[Mapping[str, list[str]]], at_a_time: int
) -> None:
    expected = {field: fit([one[field] for one in passages], PARAMETERS) for field in "st"}
    named = [(str(number), fields) for number, fields in enumerate(passages)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "AT_A_TIME", at_a_time)
        batches = list(Bulk(average_lengths(passages), PARAMETERS).batches(named))

    assert [one for batch in batches for one in batch.ids] == [one for one, _ in named]
    assert [vector for batch in batches for vector in vectors_of(batch)] == [
        {
            field + term: weight
            for field, model in expected.items()
            for term, weight in model.passage_vector(one[field]).items()
        }
        for one in passages
    ]


def test_of_no_passages_there_are_no_vectors() -> None:
    assert list(Bulk[str](average_lengths([]), PARAMETERS).batches([])) == []
