"""All that an index does to a disk, in one place: where a crash can come between."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Disk:
    """Writes are on the disk, not only under way to it, when these methods return.

    One that is not `durable` doesn't wait for that: enough for what a restart need not find.
    """

    def __init__(self, *, durable: bool = True) -> None:
        self._durable = durable

    def write(self, path: Path, chunks: Iterable[bytes | memoryview]) -> None:
        """Write a new file from front to back."""
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            self._sync(file.fileno())
        self._sync_folder(path.parent)

    def replace(self, source: Path, target: Path) -> None:
        """Put one file in the place of another; readers see either, never half of one."""
        source.replace(target)
        self._sync_folder(target.parent)

    def remove(self, path: Path) -> None:
        """Remove a file; whoever has it open or mapped keeps what they have."""
        path.unlink(missing_ok=True)

    def _sync(self, descriptor: int) -> None:
        if self._durable:
            os.fsync(descriptor)

    def _sync_folder(self, folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            self._sync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of that file among all threads and processes; yields whether it was had.

    It ends with the process that holds it, however that ends.
    """
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
