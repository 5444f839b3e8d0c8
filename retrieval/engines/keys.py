"""Sorted tables of strings that open without being read.

A string is known by the 128 bits of its BLAKE2b digest: among a thousand million strings, two
share one with a probability of 10^-21. So a table is two arrays of sorted numbers, found by
binary search all at once, and two tables merge without any string.
"""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
"""Of shape (2, n): the digests' first and second halves, ascending by both where sorted."""


def keys_of(strings: Iterable[str]) -> Keys:
    """Return the keys of `strings`, in their order."""
    digests = b"".join(blake2b(one.encode(), digest_size=16).digest() for one in strings)
    return np.ascontiguousarray(np.frombuffer(digests, "<u8").reshape(-1, 2).T)


def ascending(keys: Keys) -> NDArray[np.int64]:
    """Return the order that sorts `keys`."""
    return np.lexsort((keys[1], keys[0]))


def find(wanted: Keys, table: Keys) -> NDArray[np.int64]:
    """Return for each of `wanted` its row in the sorted `table`, -1 where it has none."""
    if not table.size:
        return np.full(wanted.shape[1], -1)
    row = table[0].searchsorted(wanted[0])
    end = table[0].searchsorted(wanted[0], side="right")
    while np.any(
        other := (row < end) & (table[1, np.minimum(row, len(table[1]) - 1)] != wanted[1])
    ):
        row += other
    return np.where(row < end, row, -1)


def united(tables: Iterable[Keys]) -> tuple[Keys, list[NDArray[np.int64]]]:
    """Merge sorted tables: return one of all keys, and for each table its rows' rows in it."""
    parts = list(tables)
    together = np.concatenate(parts, axis=1)
    order = ascending(together)
    merged = together[:, order]
    new = np.ones(len(order), np.bool_)
    np.any(merged[:, 1:] != merged[:, :-1], axis=0, out=new[1:])
    rows = np.empty(len(order), np.int64)
    rows[order] = np.cumsum(new) - 1
    ends = np.cumsum([part.shape[1] for part in parts])
    return np.ascontiguousarray(merged[:, new]), np.split(rows, ends[:-1])
