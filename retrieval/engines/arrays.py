"""Files of named arrays: written once from front to back, then mapped into memory.

    magic | array | array | ... | contents (JSON) | length and CRC-32 of the contents | magic

Arrays begin at multiples of 64 bytes, their numbers little-endian. The contents give each one's
type, shape, place and CRC-32. Opening checks the contents and the file's length, which takes the
same time for any size; `verify` reads everything.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import REBUILD, IndexDamagedError

Array: TypeAlias = NDArray[Any]
MAGIC = b"danvan arrays 1\n"
ALIGNMENT = 64
TAIL = struct.Struct(f"<QI{len(MAGIC)}s")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where an array stands in its file, and what it must be."""

    dtype: str
    shape: list[int]
    offset: int
    """In bytes."""
    crc32: int
    """Of the array and of the padding before it."""

    @property
    def size(self) -> int:
        """In bytes."""
        return np.dtype(self.dtype).itemsize * int(np.prod(self.shape))


def file_of(arrays: Iterable[tuple[str, Iterable[Array]]]) -> Iterator[bytes | memoryview]:
    """Yield the bytes of a file that holds `arrays`.

    Each comes as at least one chunk of the same type, to be joined along the first dimension.
    """
    yield MAGIC
    end = len(MAGIC)
    contents: dict[str, _Place] = {}
    for name, chunks in arrays:
        padding = bytes(-end % ALIGNMENT)
        yield padding
        offset, crc, length, chunk = end + len(padding), zlib.crc32(padding), 0, None
        for chunk in chunks:
            data = np.ascontiguousarray(chunk).data.cast("B") if chunk.size else b""
            yield data
            crc, length = zlib.crc32(data, crc), length + len(chunk)
        if chunk is None:
            raise ValueError(f"array {name} came without a chunk; give it an empty one")
        shape = [length, *chunk.shape[1:]]
        contents[name] = _Place(dtype=chunk.dtype.str, shape=shape, offset=offset, crc32=crc)
        end = offset + contents[name].size
    listed = json.dumps({name: asdict(place) for name, place in contents.items()}).encode()
    yield listed
    yield TAIL.pack(len(listed), zlib.crc32(listed), MAGIC)


class ArrayFile:
    """A file of arrays, mapped: what nobody looks at is never read."""

    def __init__(self, path: Path, data: mmap.mmap | bytes | None = None) -> None:
        """Map the file, or take its `data`; IndexDamagedError where it is not whole."""
        self.path = path
        self._data = _mapped(path) if data is None else data
        self._places = _contents(self._data, path)

    def __reduce__(self) -> tuple[type["ArrayFile"], tuple[Path, bytes | None]]:
        """Give another process the name, or the data of a file that has none any more."""
        return ArrayFile, (self.path, None if self.path.exists() else bytes(self._data))

    def __getitem__(self, name: str) -> Array:
        place = self._places[name]
        return np.ndarray(place.shape, place.dtype, self._data, place.offset)

    def verify(self) -> None:
        """Read everything and compare the checksums; IndexDamagedError where one differs."""
        end = len(MAGIC)
        for name, place in self._places.items():
            begin, end = end, place.offset + place.size
            with memoryview(self._data)[begin:end] as data:
                if zlib.crc32(data) != place.crc32:
                    raise _damaged(self.path, f"the checksum of {name} differs")


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise _damaged(path, "it is empty") from None


def _contents(data: mmap.mmap | bytes, path: Path) -> Mapping[str, _Place]:
    """Return what stands where; IndexDamagedError where that is not what was written."""
    if data[: len(MAGIC)] != MAGIC or len(data) < len(MAGIC) + TAIL.size:
        raise _damaged(path, "it does not begin like a file of arrays")
    length, crc, magic = TAIL.unpack(data[-TAIL.size :])
    listed = data[max(0, len(data) - TAIL.size - length) : -TAIL.size]
    if magic != MAGIC or zlib.crc32(listed) != crc:
        raise _damaged(path, "its end is missing or changed")
    contents = {name: _Place(**place) for name, place in json.loads(listed).items()}
    end = max((place.offset + place.size for place in contents.values()), default=len(MAGIC))
    if end + length + TAIL.size != len(data):
        raise _damaged(path, "its length is not what was written")
    return contents


def _damaged(path: Path, what: str) -> IndexDamagedError:
    return IndexDamagedError(f"{path} is damaged: {what}; {REBUILD}")
