"""Sets of passages as a flag each: nearly all of a large corpus costs no more than a few of it."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

Flags = NDArray[np.bool_]


class PassageSet(AbstractSet[int]):
    """The numbers of the passages whose flag is set; compares with any set of numbers."""

    def __init__(self, flags: Flags) -> None:
        """Take `flags`, of shape (N,), one for each passage; nobody changes them any more."""
        self.flags = flags

    @classmethod
    def of(cls, numbers: Collection[int], size: int) -> "PassageSet":
        """Return `numbers` as a set of passages among `size`."""
        if isinstance(numbers, cls):
            return numbers
        flags = np.zeros(size, np.bool_)
        flags[list(numbers)] = True
        return cls(flags)

    @classmethod
    def _from_iterable(cls, numbers: Iterable[T]) -> AbstractSet[T]:
        """Return what the operators of sets come to."""
        return frozenset(numbers)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int) or not 0 <= number < len(self.flags):
            return False
        return bool(self.flags[number])

    def __iter__(self) -> Iterator[int]:
        return iter(np.flatnonzero(self.flags).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self.flags))
