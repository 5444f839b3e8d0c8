"""The index of a library in a folder: opened where it fits the library, else built anew.

It is exact, always: a term's part in a passage's score depends on the average length of all
passages (see `bm25`), so any change of the library changes them all. From what was read before,
building takes seconds for tens of thousands of passages, beside the questions; adding to an index
and letting its averages drift would give scores that depend on the order of imports.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from retrieval.engines.disk import Disk, locked
from retrieval.engines.mapped import MappedEngine
from retrieval.engines.records import Batch
from retrieval.engines.snapshot import Snapshot
from retrieval.errors import REBUILD, IndexDamagedError
from retrieval.index import Index, Passages
from retrieval.kept_models import read_models, write_models
from retrieval.tuned import WEIGHTS
from retrieval.versions import version_of

SUFFIX = ".models"
MADE_BY = frozenset({"retrieval.bm25", "retrieval.bulk", "retrieval.index", "retrieval.vocabulary"})
"""What turns terms into vectors; the engine knows its own format."""

logger = logging.getLogger(__name__)


def stamp_of(readings: Iterable[bytes]) -> str:
    """Return what an index over the articles of these readings is stamped by; see `key_of`."""
    digest = blake2b(digest_size=16)
    digest.update(f"{version_of(MADE_BY)} {WEIGHTS.parameters}\0".encode())
    for key in readings:
        digest.update(key)
    return digest.hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexState:
    """What stands in a folder."""

    passages: int = 0
    segments: int = 0
    fits: bool = False
    """Whether it is of the stamp that it should be."""
    damage: str = ""
    """What is damaged; empty where nothing is known to be."""

    @property
    def reason(self) -> str:
        """Why it has to be built; empty where it fits."""
        if self.damage or self.fits:
            return self.damage
        if not self.segments:
            return "there is none yet"
        return "it is of another state of the library, or of another release"


def open_or_build(folder: Path, stamp: str, passages: Passages) -> Index:
    """Open the index of that stamp in `folder`, or build it there of `passages`, saying so.

    `passages` are looked at only for building. Raises OSError where the folder can't be used.
    """
    index, _ = _look(folder, stamp)
    if index is None:
        with locked(folder / "building"):  # whoever waits for it then opens what was built
            index, state = _look(folder, stamp)
            if index is None:
                level = logging.WARNING if state.damage else logging.INFO
                logger.log(level, "the index is built anew: %s", state.reason)
                index = _build(folder, stamp, passages)
    return index


def rebuild(folder: Path, stamp: str, passages: Passages) -> Index:
    """Build the index of `passages` in `folder`, whatever is there; see `open_or_build`."""
    with locked(folder / "building"):
        return _build(folder, stamp, passages)


def look_at(folder: Path, stamp: str, *, verify: bool) -> IndexState:
    """Tell what stands in `folder`, nothing where it can't be used; checksums only to `verify`."""
    try:
        return _look(folder, stamp, verify=verify)[1]
    except OSError:
        return IndexState()


def _look(folder: Path, stamp: str, *, verify: bool = True) -> tuple[Index | None, IndexState]:
    """Return the index if it fits and is whole; to `verify` a gigabyte takes a second."""
    try:
        snapshot = MappedEngine(folder).snapshot()
        if verify:
            snapshot.verify()
        state = IndexState(
            passages=len(snapshot),
            segments=len(snapshot.parts),
            fits=snapshot.manifest.stamp == stamp,
        )
        if not state.fits:
            return None, state
        models = read_models(folder / f"{stamp}{SUFFIX}", WEIGHTS.parameters)
    except IndexDamagedError as error:
        return None, IndexState(damage=str(error).removesuffix(f"; {REBUILD}"))
    return Index(models=models, engine=snapshot), state


def _build(folder: Path, stamp: str, passages: Passages) -> Index:
    """Build the index; what a crash leaves of it is no index of that stamp."""
    index = Index.build(passages, partial(_rebuilt, folder, stamp))
    path = folder / f"{stamp}{SUFFIX}"
    write_models(index.models, path, Disk())
    for models in folder.glob(f"*{SUFFIX}"):
        if models != path:
            models.unlink(missing_ok=True)
    return replace(index, models=read_models(path, WEIGHTS.parameters))


def _rebuilt(folder: Path, stamp: str, batches: Iterable[Batch]) -> Snapshot:
    return MappedEngine.rebuild_in(folder, batches, stamp=stamp).snapshot()
