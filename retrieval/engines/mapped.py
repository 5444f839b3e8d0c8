"""The engine of one machine: segments in a folder, mapped by every process that asks.

Readers hold a snapshot and go on with it while the next one is opened: they never wait. What
another process changed is seen by the next question.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread

from retrieval.engines.disk import Disk
from retrieval.engines.manifest import written_in
from retrieval.engines.records import Batch, Condition, Entry, Found, batches
from retrieval.engines.snapshot import Snapshot, open_snapshot
from retrieval.engines.writing import Writer


class MappedEngine:
    """An `Engine` that also adds, removes, and merges beside the questions."""

    def __init__(self, folder: Path, *, disk: Disk | None = None) -> None:
        """Open the index in `folder`; IndexDamagedError where it can't be used as it is."""
        self._folder = folder
        self._writer = Writer(folder, disk or Disk())
        self._opening = Lock()
        self._seen = written_in(self._folder)
        self._snapshot = open_snapshot(folder)

    def __len__(self) -> int:
        return len(self.snapshot())

    @property
    def stamp(self) -> str:
        """What the index was built from, as its last writer said; empty where there is none."""
        return self.snapshot().manifest.stamp

    def snapshot(self) -> Snapshot:
        """Return the index as it is now; it stays so for whoever holds it."""
        if written_in(self._folder) != self._seen and self._opening.acquire(blocking=False):
            try:
                self._open()
            finally:
                self._opening.release()
        return self._snapshot

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`; the numbers hold until something is added, removed or merged."""
        return self.snapshot().top(query, k, within=within)

    def search(
        self, query: Mapping[str, float], k: int, conditions: Sequence[Condition] = ()
    ) -> list[Found]:
        """Return at most `k` passages that meet all `conditions`, best first."""
        return self.snapshot().search(query, k, conditions)

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return in how many passages each of `terms` stands."""
        return self.snapshot().frequencies(terms)

    def add(self, entries: Iterable[Entry], *, stamp: str | None = None) -> None:
        """Add passages, in the place of those that have their ids."""
        self.add_batches(batches(entries), stamp=stamp)

    def add_batches(self, those: Iterable[Batch], *, stamp: str | None = None) -> None:
        """Add very many passages; see `add`."""
        self.change(those, stamp=stamp)

    def remove(self, ids: Collection[str], *, stamp: str | None = None) -> None:
        """Remove the passages of these ids; those that are not there are passed over."""
        self.change(removing=ids, stamp=stamp)

    def change(
        self,
        those: Iterable[Batch] = (),
        *,
        removing: Collection[str] = (),
        stamp: str | None = None,
    ) -> None:
        """Remove passages and add others, at a stroke; see `remove` and `add_batches`."""
        self._writer.change(those, removing=removing, stamp=stamp)
        self._reopen()

    def rebuild(self, those: Iterable[Batch], *, stamp: str = "") -> None:
        """Put these passages in the place of all that is there, at a stroke."""
        self._writer.rebuild(those, stamp=stamp)
        self._reopen()

    @classmethod
    def rebuild_in(
        cls,
        folder: Path,
        those: Iterable[Batch],
        *,
        stamp: str = "",
        disk: Disk | None = None,
    ) -> "MappedEngine":
        """Build an index in `folder`, in the place of one that may be damaged, and open it."""
        disk = disk or Disk()
        Writer(folder, disk).rebuild(those, stamp=stamp)
        return cls(folder, disk=disk)

    def merge(self) -> bool:
        """Merge parts where that is worth it; tell whether it was, to be called again if so."""
        merged = self._writer.merge()
        self._reopen()
        return merged

    def merge_in_background(self) -> Thread:
        """Merge in a thread until nothing is worth it; return that thread."""
        thread = Thread(target=self._merge_all, name="merging the index", daemon=True)
        thread.start()
        return thread

    def verify(self) -> None:
        """Read all files and compare their checksums; IndexDamagedError where one differs."""
        self.snapshot().verify()

    def _merge_all(self) -> None:
        while self.merge():
            pass

    def _reopen(self) -> None:
        with self._opening:
            self._open()

    def _open(self) -> None:
        seen = written_in(self._folder)
        self._snapshot = open_snapshot(self._folder, self._snapshot)
        self._seen = seen


def temporary(those: Iterable[Batch]) -> Snapshot:
    """Index passages for this process alone: the files have no name any more when it returns."""
    with TemporaryDirectory() as folder:
        disk = Disk(durable=False)
        return MappedEngine.rebuild_in(Path(folder), those, disk=disk).snapshot()
