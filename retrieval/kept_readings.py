"""Readings of articles in a folder, so that no article is read twice.

Each file is written once and named only when it is whole. All of it is derived: a file that is
damaged is deleted, and its articles are read again.
"""

import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from corpus.records import Article
from retrieval.engines.arrays import Array, ArrayFile, file_of
from retrieval.engines.disk import Disk, locked
from retrieval.errors import REBUILD, IndexDamagedError
from retrieval.processes import shared_out
from retrieval.reading import Contents, Packed, Readings, Split, key_of, read

SUFFIX = ".readings"
KEY_BYTES = 16
AT_A_TIME = 32
"""Articles that a process reads at a time."""
MOST_FILES = 8
"""More are put together into one."""
MOST_UNUSED = 1 / 3
"""Of the readings that are kept: more are dropped, with the articles that they were of."""

logger = logging.getLogger(__name__)


class KeptReadings:
    """The readings in a folder, which is there and may be written to.

    What was unpacked stays so for as long as it is asked for: who follows a library that changes
    holds what has not changed only once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unpacked: Mapping[bytes, Contents] = {}
        self._disk = Disk(durable=False)  # what a crash of the machine damages is read again

    def of(
        self, articles: Sequence[Article], split: Split, *, processes: int = 1
    ) -> tuple[Readings, Sequence[bytes]]:
        """Return the readings of `articles`, and their keys; new articles are read now, and kept.

        Many new ones are shared among processes.
        """
        keys = [key_of(article, split) for article in articles]
        files = list(self.files())
        kept = {key: packed for file in files for key, packed in _records(file)}
        new = {key: one for key, one in zip(keys, articles, strict=True) if key not in kept}
        kept |= zip(new, read_all([*new.values()], split, processes=processes), strict=True)
        here = {key: kept[key] for key in keys}
        try:
            if len(files) > MOST_FILES or len(kept) - len(here) > MOST_UNUSED * len(kept):
                self._keep(here, instead_of=files)
            elif new:
                self._keep({key: kept[key] for key in new})
        except OSError as error:
            logger.warning("what was read can't be kept in %s (%s)", self._folder, error.strerror)
        readings = Readings(list(map(here.__getitem__, keys)), list(map(self._unpacked.get, keys)))
        self._unpacked = dict(zip(keys, readings.contents, strict=True))
        return readings, keys

    def files(self) -> Iterator[ArrayFile]:
        """Yield the files that are whole, and delete those that are not, saying so."""
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                file = ArrayFile(path)
                file.verify()
            except FileNotFoundError:
                continue  # another process has just put it into one with others
            except IndexDamagedError as error:
                what = str(error).removesuffix(f"; {REBUILD}")
                logger.warning("%s; it is deleted, and its articles are read again", what)
                with suppress(OSError):
                    path.unlink()
            else:
                yield file

    def _keep(
        self, records: Mapping[bytes, Packed], *, instead_of: Sequence[ArrayFile] = ()
    ) -> None:
        """Write `records` into a new file, and remove those that it takes the place of."""
        with locked(self._folder / "keeping"):
            for left_over in self._folder.glob(f"*{SUFFIX}.new"):
                self._disk.remove(left_over)
            if records:
                path = self._folder / f"{secrets.token_hex(8)}{SUFFIX}"
                under_way = path.with_name(f"{path.name}.new")
                self._disk.write(under_way, file_of(_arrays(records)))
                self._disk.replace(under_way, path)
            for file in instead_of:
                self._disk.remove(file.path)


def read_all(articles: Sequence[Article], split: Split, *, processes: int = 1) -> Iterator[Packed]:
    """Yield what is read in each article; many are shared among processes."""
    splits = [split] * len(articles)
    return shared_out(read, articles, splits, processes=processes, at_a_time=AT_A_TIME)


def _arrays(records: Mapping[bytes, Packed]) -> Iterator[tuple[str, list[Array]]]:
    yield "keys", [np.frombuffer(b"".join(records), np.uint8).reshape(-1, KEY_BYTES)]
    for part, those in zip(Packed._fields, zip(*records.values(), strict=True), strict=True):
        yield f"{part}_starts", [np.fromiter(accumulate(map(len, those), initial=0), np.int64)]
        yield part, [np.frombuffer(data, np.uint8) for data in those]


def _records(file: ArrayFile) -> Iterator[tuple[bytes, Packed]]:
    keys = [key.tobytes() for key in file["keys"]]
    return zip(keys, map(Packed, *(_parts(file, part) for part in Packed._fields)), strict=True)


def _parts(file: ArrayFile, part: str) -> Iterator[memoryview]:
    data = file[part].data
    return (data[start:end] for start, end in pairwise(file[f"{part}_starts"].tolist()))
