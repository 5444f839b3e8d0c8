"""Keys: found by binary search, merged without their strings, told apart by both halves."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.engines.keys import ascending, find, keys_of, united

STRINGS = st.lists(st.text(max_size=4), unique=True, max_size=30)


def table(
    strings: list[str],
) -> tuple[list[str], "np.ndarray[tuple[int, int], np.dtype[np.uint64]]"]:
    keys = keys_of(strings)
    order = ascending(keys)
    return [strings[n] for n in order], keys[:, order]


@given(there=STRINGS, asked=STRINGS)
def test_each_string_is_found_where_it_stands(there: list[str], asked: list[str]) -> None:
    strings, keys = table(there)

    rows = find(keys_of(asked), keys).tolist()

    assert rows == [strings.index(one) if one in there else -1 for one in asked]


def test_keys_that_share_their_first_half_are_told_apart() -> None:
    keys = np.array([[1, 5, 5, 5, 9], [3, 2, 4, 6, 1]], np.uint64)
    asked = np.array([[5, 5, 5, 5, 9, 1], [6, 2, 4, 5, 1, 1]], np.uint64)

    assert find(asked, keys).tolist() == [3, 1, 2, -1, 4, -1]


@given(first=STRINGS, second=STRINGS)
def test_tables_are_united_without_their_strings(first: list[str], second: list[str]) -> None:
    (one, one_keys), (other, other_keys) = table(first), table(second)
    expected, keys = table(list({*first, *second}))

    merged, rows = united([one_keys, other_keys])

    assert np.array_equal(merged, keys)
    assert [expected[row] for row in rows[0]] == one
    assert [expected[row] for row in rows[1]] == other
