"""Engines: the top k passages by inner product, under a filter. They know nothing of BM25."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol


class Engine(Protocol):
    """What every engine offers; all of them rank alike."""

    def __len__(self) -> int:
        """Return the number of passages."""
        ...

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` pairs (passage number, inner product), best first.

        Only passages that share a term with `query` are returned, equal scores in the order of
        their numbers. `within` keeps the search to the passages of those numbers.
        """
        ...


class CountingEngine(Engine, Protocol):
    """An engine that can tell in how many of its passages a term stands."""

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return in how many passages each of `terms` stands."""
        ...
