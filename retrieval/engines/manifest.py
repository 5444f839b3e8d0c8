"""Which files make up an index: one small file, written last and put in place at a stroke.

What it does not name is not part of the index, so a crash at any moment leaves the last good one.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.engines.disk import Disk
from retrieval.errors import REBUILD, IndexDamagedError

FORMAT = 1
"""Goes up when what an older release wrote can't be read any more."""
NAME = "manifest"
GROWTH = 2
"""A part is merged with what came after it when that is half as large."""
WASTE = 0.25
"""Of a part's passages: when so many are removed, it is written again without them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A segment, less what was removed from it."""

    segment: str
    """The file's name."""
    size: int
    """Passages, the removed ones among them."""
    removed: str | None = None
    """The file with the numbers of the removed ones."""
    removed_size: int = 0

    @property
    def left(self) -> int:
        """Passages that are still there."""
        return self.size - self.removed_size

    @property
    def files(self) -> frozenset[str]:
        """The names of its files."""
        return frozenset({self.segment, *([self.removed] if self.removed else [])})


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """One state of an index."""

    stamp: str = ""
    """What the index was built from, in the words of whoever built it."""
    parts: tuple[Part, ...] = ()
    """In the order in which their passages were added."""

    @property
    def files(self) -> frozenset[str]:
        """The names of all files that it needs."""
        return frozenset(name for part in self.parts for name in part.files)


def written_in(folder: Path) -> bytes | None:
    """Return the manifest in `folder` as it is written, None where there is none yet."""
    try:
        return (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None


def read(folder: Path) -> Manifest:
    """Return the manifest in `folder`, an empty one where there is none yet."""
    path, whole = folder / NAME, written_in(folder)
    if whole is None:
        return Manifest()
    checksum, _, written = whole.partition(b"\n")
    if checksum != _checksum(written):
        raise IndexDamagedError(f"{path} is damaged; {REBUILD}")
    fields = json.loads(written)
    if (found := fields.pop("format")) != FORMAT:
        raise IndexDamagedError(f"{path} has format {found}, {FORMAT} is read; {REBUILD}")
    return Manifest(**fields | {"parts": tuple(Part(**part) for part in fields["parts"])})


def write(manifest: Manifest, folder: Path, disk: Disk) -> None:
    """Put `manifest` in the place of the one before."""
    written = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1).encode()
    under_way = folder / f"{NAME}.new"
    disk.write(under_way, [_checksum(written), b"\n", written])
    disk.replace(under_way, folder / NAME)


def _checksum(data: bytes) -> bytes:
    return b"%08x" % zlib.crc32(data)


def worth_merging(parts: Sequence[Part]) -> range:
    """Return which neighbours should become one, an empty range where none should.

    Parts stay so few that their number grows with the logarithm of the passages, and a passage
    is written again only each time that what came after it has grown to half of its part.
    """
    first, newer = len(parts), 0
    while (first > 0 and parts[first - 1].left <= GROWTH * newer) or first == len(parts) > 0:
        first -= 1
        newer += parts[first].left
    if len(parts) - first > 1:
        return range(first, len(parts))
    wasted = (n for n, part in enumerate(parts) if part.removed_size > WASTE * part.size)
    return next((range(n, n + 1) for n in wasted), range(0))
