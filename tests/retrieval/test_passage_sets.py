"""Sets of passages behave as any set of their numbers does."""

from collections.abc import Set as AbstractSet

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.passage_sets import PassageSet

SIZE = 12
NUMBERS = st.frozensets(st.integers(0, SIZE - 1))


@given(numbers=NUMBERS, others=NUMBERS)
def test_it_is_the_set_of_its_numbers(numbers: frozenset[int], others: frozenset[int]) -> None:
    found: AbstractSet[int] = PassageSet.of(numbers, SIZE)

    assert found == numbers
    assert list(found) == sorted(numbers)
    assert len(found) == len(numbers)
    assert {number for number in range(SIZE) if number in found} == numbers
    assert (others <= found) == (others <= numbers)
    assert found & others == numbers & others
    assert found - others == numbers - others


@pytest.mark.parametrize("stranger", [-1, SIZE, 0.0, "0", None])
def test_nothing_but_a_passages_number_is_in_it(stranger: object) -> None:
    assert stranger not in PassageSet(np.ones(SIZE, np.bool_))


def test_a_set_of_passages_is_taken_as_it_is() -> None:
    found = PassageSet.of({1, 2}, SIZE)

    assert PassageSet.of(found, SIZE) is found
