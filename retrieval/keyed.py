"""Passages that are known by their articles' keys, so that an index can be told what has changed.

A passage's id is its article's key and its place there. Under a key an article never changes, so
an id that is held needs no second look.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from retrieval import fitting
from retrieval.fitting import Fit
from retrieval.vocabulary import Passages

logger = logging.getLogger(__name__)


class KeyedPassages(Passages, Protocol):
    """The passages of articles, each article's under a key that changes with it; see `key_of`."""

    @property
    def keys(self) -> Sequence[bytes]:
        """The keys of the articles, in order."""

    @property
    def sizes(self) -> Sequence[int]:
        """How many passages each of them has."""

    def only(self, keys: Collection[bytes]) -> Self:
        """Return those of these articles."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Difference:
    """What makes passages that are held into those that should be."""

    gone: Sequence[str]
    """The ids of those that should not be held."""
    new: KeyedPassages
    """Those that should be, and are not."""

    def __len__(self) -> int:
        """Return how many passages that concerns."""
        return len(self.gone) + len(self.new)


def ids_of(passages: KeyedPassages) -> Iterator[str]:
    """Yield the id of each passage."""
    for key, size in zip(passages.keys, passages.sizes, strict=True):
        for place in range(size):
            yield f"{key.hex()}.{place}"


class Numbering:
    """The ids of passages by their numbers, and the other way round, without a string of each."""

    def __init__(self, passages: KeyedPassages) -> None:
        self._keys = [key.hex() for key in passages.keys]
        self._starts = np.cumsum([0, *passages.sizes])
        self._place_of = {key: place for place, key in enumerate(self._keys)}

    def __len__(self) -> int:
        return int(self._starts[-1])

    def number_of(self, passage_id: str) -> int | None:
        """Return the number of a passage; None where it is none of these."""
        key, _, place = passage_id.partition(".")
        at = self._place_of.get(key)
        return None if at is None else int(self._starts[at]) + int(place)

    def id_of(self, number: int) -> str:
        """Return the id of the passage of that number."""
        at = int(self._starts.searchsorted(number, side="right")) - 1
        return f"{self._keys[at]}.{number - int(self._starts[at])}"


def difference(held: Collection[str], passages: KeyedPassages) -> Difference:
    """Return by what `passages` differ from those whose ids are held.

    An article of which only some are held, as who was stopped may have left it, is new.
    """
    counts, wanted = Counter(map(_key_in, held)), {key.hex() for key in passages.keys}
    each = zip(passages.keys, passages.sizes, strict=True)
    return Difference(
        gone=[one for one in held if _key_in(one) not in wanted],
        new=passages.only([key for key, size in each if counts[key.hex()] < size]),
    )


def change_of(
    held: Iterable[str], fit: Fit, passages: KeyedPassages
) -> tuple[Difference, Fit] | None:
    """Return by what to change an index of this fit to one of `passages`, and its fit then.

    None where it must be built anew. `held` are the ids in it, asked for only if it is large.
    """
    if fit.idf is not None or len(passages) <= fitting.FITTED_ONE_BY_ONE:
        return None
    change = difference(list(held), passages)
    after = fit.after(len(change))
    if after.is_stale:
        return None
    logger.info(
        "the index is changed: %d passages are new, %d gone", len(change.new), len(change.gone)
    )
    return change, after


def in_order(held: Iterable[tuple[int, str]], keys: Iterable[bytes]) -> NDArray[np.int64]:
    """Return the numbers under which an engine holds the passages of these keys, in their order.

    `held` are its numbers, ascending, with the ids.
    """
    numbers: dict[str, list[int]] = {}
    for number, passage_id in held:
        numbers.setdefault(_key_in(passage_id), []).append(number)
    return np.array([one for key in keys for one in numbers.get(key.hex(), ())], np.int64)


def _key_in(passage_id: str) -> str:
    return passage_id.partition(".")[0]
