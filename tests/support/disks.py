"""Disks on which a writer comes to its end, or is interrupted."""

import os
import signal
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from retrieval.engines.disk import Disk


class Crash(BaseException):
    """The end of a writer; nobody catches it."""


def crash() -> None:
    raise Crash


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class EndingDisk(Disk):
    """Does `operations` operations and half of the next; then comes the `end`."""

    def __init__(self, operations: int, end: Callable[[], None] = crash) -> None:
        super().__init__(durable=False)
        self.left = operations
        self._end = end

    def write(self, path: Path, chunks: Iterable[bytes | memoryview]) -> None:
        if self._is_last():
            super().write(path, islice(chunks, 3))
            self._end()
        super().write(path, chunks)

    def replace(self, source: Path, target: Path) -> None:
        if self._is_last():
            self._end()
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        if self._is_last():
            self._end()
        super().remove(path)

    def _is_last(self) -> bool:
        self.left -= 1
        return self.left < 0


class InterruptedDisk(Disk):
    """Does something else before the first file is written."""

    def __init__(self, interruption: Callable[[], None]) -> None:
        super().__init__(durable=False)
        self._interruptions = [interruption]

    def write(self, path: Path, chunks: Iterable[bytes | memoryview]) -> None:
        while self._interruptions:
            self._interruptions.pop()()
        super().write(path, chunks)
