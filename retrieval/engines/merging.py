"""Several segments to one, without what was removed, a few million postings in memory at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.engines.arrays import Array
from retrieval.engines.keys import Keys, ascending, united
from retrieval.engines.lists import Ids, arrays_of
from retrieval.engines.segment import Flags, Floats, Numbers, Segment, Starts

REMOVED = -1


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Source:
    """The lists of one segment, on their way into the merged ones."""

    keys: Keys
    starts: Starts
    numbers: Numbers
    weights: Floats
    peaks: Floats
    renumbered: Numbers
    """(N,), of each passage of the segment: its number in the merged one, or REMOVED."""

    def counts(self) -> NDArray[np.int64]:
        """Return how many passages of each list stay."""
        if not len(self.numbers):
            return np.zeros(0, np.int64)
        return np.add.reduceat(
            self.renumbered[self.numbers] != REMOVED, self.starts[:-1], dtype=int
        )


class _Lists:
    """The merged lists; see `WeightedLists`."""

    def __init__(self, sources: Sequence[_Source]) -> None:
        self._sources = sources
        self.keys, self._rows = united(source.keys for source in sources)
        self._counts = [source.counts() for source in sources]
        total = np.zeros(self.keys.shape[1], np.int64)
        for rows, counts in zip(self._rows, self._counts, strict=True):
            total[rows] += counts
        stays = total > 0
        row_of = np.cumsum(stays) - 1  # a list that goes shares the row before, and adds nothing
        self._rows = [row_of[rows] for rows in self._rows]
        self.keys = np.ascontiguousarray(self.keys[:, stays])
        self.starts: Starts = np.concatenate([[0], np.cumsum(total[stays])])
        self._places = self._first_places()
        self.peaks = self._highest_peaks()

    def _first_places(self) -> list[Starts]:
        """Return for each source where the first passage of each of its lists goes."""
        free = self.starts[:-1].copy()
        places = []
        for rows, counts in zip(self._rows, self._counts, strict=True):
            places.append(free[rows] if len(free) else rows)
            np.add.at(free, rows[counts > 0], counts[counts > 0])
        return places

    def _highest_peaks(self) -> Floats:
        peaks = np.zeros(self.keys.shape[1])
        for source, rows, counts in zip(self._sources, self._rows, self._counts, strict=True):
            np.maximum.at(peaks, rows[counts > 0], source.peaks[counts > 0])
        return peaks

    def numbers(self, first: int, end: int) -> Numbers:
        """See `Lists.numbers`."""
        merged = np.empty(self.starts[end] - self.starts[first], np.int32)
        for source, stretch, stay, goes_to in self._moves(first, end):
            merged[goes_to] = source.renumbered[source.numbers[stretch]][stay]
        return merged

    def weights(self, first: int, end: int) -> Floats:
        """See `WeightedLists.weights`."""
        merged = np.empty(self.starts[end] - self.starts[first])
        for source, stretch, stay, goes_to in self._moves(first, end):
            merged[goes_to] = source.weights[stretch][stay]
        return merged

    def _moves(self, first: int, end: int) -> Iterator[tuple[_Source, slice, Flags, Starts]]:
        """Yield a stretch of each source's postings, which of them stay, and where those go."""
        for source, rows, counts, places in zip(
            self._sources, self._rows, self._counts, self._places, strict=True
        ):
            those = slice(*rows.searchsorted([first, end]).tolist())
            stretch = slice(source.starts[those.start], source.starts[those.stop])
            stay = source.renumbered[source.numbers[stretch]] != REMOVED
            before = np.cumsum(counts[those]) - counts[those]
            shift = places[those] - before - self.starts[first]
            goes_to = np.arange(np.count_nonzero(stay)) + np.repeat(shift, counts[those])
            yield source, stretch, stay, goes_to


def renumbering(kept: Sequence[Flags]) -> list[Numbers]:
    """Return for each segment the merged numbers of its passages; `kept` flags those that stay."""
    together = np.concatenate(kept)
    numbers = np.where(together, np.cumsum(together) - 1, REMOVED).astype(np.int32)
    return np.split(numbers, np.cumsum([len(flags) for flags in kept])[:-1])


def merged_arrays(
    segments: Sequence[Segment], kept: Sequence[Flags]
) -> Iterator[tuple[str, Iterable[Array]]]:
    """Yield the arrays of one segment with the passages of `segments` that `kept` flags."""
    renumbered = renumbering(kept)
    terms = _Lists(
        [
            _Source(
                keys=segment.keys,
                starts=segment.starts,
                numbers=segment.numbers,
                weights=segment.weights,
                peaks=segment.peaks,
                renumbered=numbers,
            )
            for segment, numbers in zip(segments, renumbered, strict=True)
        ]
    )
    labels = _Lists(
        [_labels(segment, numbers) for segment, numbers in zip(segments, renumbered, strict=True)]
    )
    return arrays_of(_ids(segments, renumbered), terms, labels)


def _labels(segment: Segment, renumbered: Numbers) -> _Source:
    keys, numbers = segment.file["label_keys"], segment.file["label_numbers"]
    return _Source(
        keys=keys,
        starts=segment.file["label_starts"],
        numbers=numbers,
        weights=np.zeros(0),
        peaks=np.zeros(keys.shape[1]),
        renumbered=renumbered,
    )


def _ids(segments: Sequence[Segment], renumbered: Sequence[Numbers]) -> Ids:
    texts, lengths, keys, numbers = [], [], [], []
    for segment, new in zip(segments, renumbered, strict=True):
        stay = new != REMOVED
        length = np.diff(segment.id_starts)
        texts.append(segment.file["id_text"][np.repeat(stay, length)])
        lengths.append(length[stay])
        passage = new[segment.file["id_numbers"]]
        keys.append(segment.file["id_keys"][:, passage != REMOVED])
        numbers.append(passage[passage != REMOVED])
    together = np.concatenate(keys, axis=1)
    order = ascending(together)
    return Ids(
        text=np.concatenate(texts),
        starts=np.concatenate([[0], np.cumsum(np.concatenate(lengths))]),
        keys=together[:, order],
        numbers=np.concatenate(numbers)[order],
    )
