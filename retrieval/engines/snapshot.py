"""One unchanging state of an index, ready to be asked by any number of threads."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from retrieval.engines.arrays import ArrayFile
from retrieval.engines.kernels import kernel_for
from retrieval.engines.manifest import Manifest, Part, read
from retrieval.engines.pruning import Weighted
from retrieval.engines.records import Condition, Found
from retrieval.engines.segment import Flags, Numbers, Posting, Segment
from retrieval.errors import REBUILD, IndexDamagedError
from retrieval.passage_sets import PassageSet

NOTHING: Numbers = np.array([], np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class LivePart:
    """An open segment, less what was removed from it."""

    segment: Segment
    removed_file: ArrayFile | None = None

    @cached_property
    def removed(self) -> Numbers:
        """The numbers of those that were removed, ascending."""
        return self.removed_file["removed"] if self.removed_file else NOTHING

    def __len__(self) -> int:
        return len(self.segment) - len(self.removed)

    def frequencies(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """Return in how many passages that are still there each of `terms` stands."""
        return np.array([self._count(one) for one in self.segment.postings(terms)], np.int64)

    def _count(self, posting: Posting | None) -> int:
        if posting is None:
            return 0
        if not len(self.removed):
            return len(posting.numbers)
        return int(np.count_nonzero(self.kept[posting.numbers]))

    @cached_property
    def kept(self) -> Flags:
        """(N,) flags of the passages that are still there."""
        kept = np.ones(len(self.segment), np.bool_)
        kept[self.removed] = False
        return kept

    def admitted(self, *admitted: Flags) -> Flags | None:
        """Return what all of `admitted` flag and is still there, None where that is everything."""
        flags = [*admitted, *([self.kept] if len(self.removed) else [])]
        return np.logical_and.reduce(flags) if flags else None


def live(
    part: Part, folder: Path, opened: Mapping[str, Segment] = MappingProxyType({})
) -> LivePart:
    """Open `part`, or take its segment from those `opened` by name.

    IndexDamagedError where one of its files is missing or not what it was.
    """
    try:
        segment = opened.get(part.segment) or Segment(ArrayFile(folder / part.segment))
        removed = ArrayFile(folder / part.removed) if part.removed else None
    except FileNotFoundError as error:
        raise IndexDamagedError(f"{error.filename} is missing; {REBUILD}") from error
    one = LivePart(segment=segment, removed_file=removed)
    if (len(segment), len(one.removed)) != (part.size, part.removed_size):
        raise IndexDamagedError(f"{folder / part.segment} is another than was written; {REBUILD}")
    return one


def open_snapshot(folder: Path, before: "Snapshot | None" = None) -> "Snapshot":
    """Open the index in `folder` as it is now; an empty one where there is none yet.

    What it shares with the one `before` is not opened again.
    """
    opened = before.segments if before else {}
    while True:
        now = read(folder)
        try:
            parts = tuple(live(part, folder, opened) for part in now.parts)
        except IndexDamagedError:
            if read(folder) == now:  # else its files were merged away while we opened them
                raise
        else:
            return Snapshot(parts=parts, manifest=now)


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """An `Engine`; passages are numbered as they were added, and removed ones leave gaps."""

    parts: tuple[LivePart, ...] = ()
    manifest: Manifest = field(default_factory=Manifest)

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    @property
    def segments(self) -> dict[str, Segment]:
        """The open segments by the names of their files."""
        names = (part.segment for part in self.manifest.parts)
        return {name: part.segment for name, part in zip(names, self.parts, strict=True)}

    def verify(self) -> None:
        """Read all files and compare their checksums; IndexDamagedError where one differs."""
        for part in self.parts:
            part.segment.file.verify()
            if part.removed_file:
                part.removed_file.verify()

    @cached_property
    def _bases(self) -> Sequence[int]:
        """The number of each part's first passage, and one more than the last."""
        return [0, *accumulate(len(part.segment) for part in self.parts)]

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`."""
        if within is None:
            return self._best(query, k, [part.admitted() for part in self.parts])
        flags = PassageSet.of(within, self.end).flags
        slices = (flags[first:end] for first, end in pairwise(self._bases))
        each = zip(self.parts, slices, strict=True)
        return self._best(query, k, [part.admitted(those) for part, those in each])

    def search(
        self, query: Mapping[str, float], k: int, conditions: Sequence[Condition] = ()
    ) -> list[Found]:
        """Return at most `k` passages that meet all `conditions`, best first; see `Engine.top`."""
        admitted = [
            part.admitted(*([part.segment.admitted(conditions)] if conditions else []))
            for part in self.parts
        ]
        best = self._best(query, k, admitted)
        return [Found(id=self.id_of(number), score=score) for number, score in best]

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return in how many passages each of `terms` stands."""
        none = np.zeros(len(terms), np.int64)
        counts: list[int] = sum((part.frequencies(terms) for part in self.parts), none).tolist()
        return counts

    @property
    def end(self) -> int:
        """One more than the highest number, removed passages counted."""
        return self._bases[-1]

    def ids(self) -> Iterator[tuple[int, str]]:
        """Yield the numbers of all passages that are there, ascending, with their ids."""
        for base, part in zip(self._bases, self.parts, strict=False):
            for number in np.flatnonzero(part.kept).tolist():
                yield base + number, part.segment.id_of(number)

    def id_of(self, number: int) -> str:
        """Return the id of the passage of that number."""
        at = next(n for n, end in enumerate(self._bases[1:]) if number < end)
        return self.parts[at].segment.id_of(number - self._bases[at])

    def _best(
        self, query: Mapping[str, float], k: int, admitted: Sequence[Flags | None]
    ) -> list[tuple[int, float]]:
        """Ask one part after the other, each for what beats the k-th best so far."""
        best: list[tuple[int, float]] = []
        for part, base, flags in zip(self.parts, self._bases, admitted, strict=False):
            floor = best[-1][1] if len(best) == k else 0.0
            terms = _weighted(query, part.segment)
            top = kernel_for(len(part.segment))
            ranking = top(terms, k, len(part.segment), admitted=flags, floor=floor)
            numbers = (ranking.numbers + base).tolist()
            best += zip(numbers, ranking.scores.tolist(), strict=True)
            best = sorted(best, key=lambda pair: (-pair[1], pair[0]))[:k]
        return best


def _weighted(query: Mapping[str, float], segment: Segment) -> list[Weighted]:
    if min(query.values(), default=0.0) < 0:
        raise ValueError("a question has a weight below 0; no bound holds for those")
    terms = [term for term, weight in query.items() if weight > 0]
    each = zip(terms, segment.postings(terms), strict=True)
    return [Weighted(weight=query[term], posting=found) for term, found in each if found]
