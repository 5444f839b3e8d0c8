"""An engine under other numbers finds what it finds under its own."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.engines.mapped import temporary
from retrieval.engines.records import Entry, batches
from retrieval.engines.renumbered import Renumbered
from retrieval.engines.snapshot import Snapshot

WEIGHTS = st.dictionaries(st.sampled_from("abc"), st.sampled_from([0.5, 1.0, 2.0]))
PASSAGES = st.lists(WEIGHTS, min_size=1, max_size=12)


def engine_of(vectors: Sequence[dict[str, float]]) -> Snapshot:
    return temporary(batches(Entry(id=str(n), vector=one) for n, one in enumerate(vectors)))


@given(vectors=PASSAGES, question=WEIGHTS, k=st.integers(1, 14), data=st.data())
def test_it_finds_what_an_engine_finds_that_took_them_in_this_order(
    vectors: list[dict[str, float]], question: dict[str, float], k: int, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(vectors))))
    within = data.draw(st.none() | st.sets(st.sampled_from(range(len(vectors)))))
    renumbered = Renumbered(engine_of(vectors), np.array(order), len(vectors))

    found = renumbered.top(question, k, within=within)

    in_order = engine_of([vectors[number] for number in order])
    assert found == in_order.top(question, k, within=within)
    assert len(renumbered) == len(vectors)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_who_ties_with_the_last_may_come_before_it(k: int) -> None:
    backwards = Renumbered(engine_of([{"a": 1.0}] * 6), np.arange(6)[::-1], 6)

    assert [number for number, _ in backwards.top({"a": 1.0}, k)] == list(range(k))
