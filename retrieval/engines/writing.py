"""Changes to an index: new files beside the old ones, then a manifest that names them.

One process at a time adds and removes. Merging goes on beside that: only its end is a change.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from retrieval.engines import manifest
from retrieval.engines.arrays import Array, file_of
from retrieval.engines.building import drafts_of
from retrieval.engines.disk import Disk, locked
from retrieval.engines.keys import Keys, keys_of
from retrieval.engines.manifest import Manifest, Part, worth_merging
from retrieval.engines.merging import REMOVED, merged_arrays, renumbering
from retrieval.engines.records import Batch
from retrieval.engines.segment import Numbers
from retrieval.engines.snapshot import LivePart, live

OURS = (".segment", ".removed", ".new")
"""Suffixes of the files that a writer makes."""


class Writer:
    """Adds to the index in a folder, removes from it, and merges its parts."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        """Write by `disk` into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._disk = disk

    def change(
        self,
        batches: Iterable[Batch] = (),
        *,
        removing: Collection[str] = (),
        stamp: str | None = None,
    ) -> None:
        """Remove the passages of some ids, and add `batches` in the place of those with theirs.

        Both at a stroke; ids that are not there are passed over.
        """
        with locked(self._folder / "writing"):
            now = manifest.read(self._folder)
            left = self._without(now.parts, keys_of(removing)) if removing else now.parts
            self._commit(now, self._with(left, batches), stamp=stamp)

    def rebuild(self, batches: Iterable[Batch], *, stamp: str = "") -> None:
        """Put `batches` in the place of all that is there; what is there may be damaged."""
        with locked(self._folder / "merging"), locked(self._folder / "writing"):
            parts = self._with((), batches)
            if len(parts) > 1:
                parts = [self._merged([live(part, self._folder) for part in parts])]
            self._commit(Manifest(), parts, stamp=stamp)
            self._sweep()

    def merge(self) -> bool:
        """Merge parts where that is worth it; tell whether it was, to be called again if so."""
        with locked(self._folder / "merging", wait=False) as had:
            if not had:
                return False
            with locked(self._folder / "writing"):
                self._sweep()
                before = manifest.read(self._folder).parts
                here = worth_merging(before)
                sources = [live(part, self._folder) for part in before[here.start : here.stop]]
            if not sources:
                return False
            merged = self._merged(sources)
            with locked(self._folder / "writing"):
                self._put_in_place(merged, here, sources)
            return True

    def _put_in_place(self, merged: Part, here: range, sources: Sequence[LivePart]) -> None:
        """Put `merged` where its sources are, less what was removed from them meanwhile.

        Others may have added parts at the end since, but only mergers take any away.
        """
        now = manifest.read(self._folder)
        parts = list(now.parts)
        renumbered = renumbering([one.kept for one in sources])
        after = [live(part, self._folder) for part in parts[here.start : here.stop]]
        late = [new[one.removed] for new, one in zip(renumbered, after, strict=True)]
        removed: Numbers = np.concatenate([part[part != REMOVED] for part in late])
        parts[here.start : here.stop] = [self._removing(merged, np.sort(removed))]
        self._commit(now, [part for part in parts if part.left])

    def _with(self, parts: Sequence[Part], batches: Iterable[Batch]) -> list[Part]:
        """Write segments of `batches`; return `parts` less what they replace, and theirs."""
        for draft in drafts_of(batches):
            parts = self._without(parts, keys_of(draft.ids))
            segment = Part(segment=self._write("segment", draft.arrays()), size=len(draft))
            parts = [*parts, self._removing(segment, draft.replaced())]
        return list(parts)

    def _without(self, parts: Sequence[Part], ids: Keys) -> list[Part]:
        opened = ((part, live(part, self._folder)) for part in parts)
        return [
            self._removing(part, np.union1d(one.removed, one.segment.numbers_of(ids)))
            for part, one in opened
        ]

    def _removing(self, part: Part, removed: Numbers) -> Part:
        """Return `part` less these passages: those that were removed before and more."""
        if len(removed) == part.removed_size:
            return part
        name = self._write("removed", [("removed", [removed.astype(np.int32)])])
        return replace(part, removed=name, removed_size=len(removed))

    def _merged(self, parts: Sequence[LivePart]) -> Part:
        segments, kept = [part.segment for part in parts], [part.kept for part in parts]
        name = self._write("segment", merged_arrays(segments, kept))
        return Part(segment=name, size=sum(map(len, parts)))

    def _write(self, kind: str, arrays: Iterable[tuple[str, Iterable[Array]]]) -> str:
        name = f"{secrets.token_hex(8)}.{kind}"
        self._disk.write(self._folder / name, file_of(arrays))
        return name

    def _commit(self, before: Manifest, parts: Sequence[Part], *, stamp: str | None = None) -> None:
        """Make `parts` the index, then remove the files that only the state before needed."""
        after = Manifest(stamp=before.stamp if stamp is None else stamp, parts=tuple(parts))
        manifest.write(after, self._folder, self._disk)
        for name in sorted(before.files - after.files):
            self._disk.remove(self._folder / name)

    def _sweep(self) -> None:
        """Remove what writers left that did not come to their end."""
        needed = manifest.read(self._folder).files
        for path in sorted(self._folder.iterdir()):
            if path.suffix in OURS and path.name not in needed:
                self._disk.remove(path)
