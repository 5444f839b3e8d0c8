"""The index of a library in a folder: opened where it fits the library, else brought up to date.

A term's part in a passage's score depends on the average length of all passages (see `bm25`), so
strictly any change of the library changes them all. A library that rank-bm25 fits is therefore
built anew whenever it changes, in seconds. In a larger one a new article is a small segment beside
the others: idf is counted by the engine and right at once, average lengths stay those of the last
whole building until so many passages have changed (`Fit.is_stale`) that it is built anew too.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np

from retrieval.engines import Engine
from retrieval.engines.disk import Disk, locked
from retrieval.engines.manifest import written_in
from retrieval.engines.mapped import MappedEngine
from retrieval.engines.renumbered import Renumbered
from retrieval.engines.snapshot import Snapshot
from retrieval.errors import REBUILD, IndexDamagedError
from retrieval.fitting import Fit, learn
from retrieval.index import Index, vectors
from retrieval.kept_models import read_fit, write_fit
from retrieval.keyed import Difference, KeyedPassages, change_of, ids_of, in_order
from retrieval.tuned import WEIGHTS
from retrieval.versions import version_of

SUFFIX = ".models"
MADE_BY = frozenset(
    {
        "retrieval.bm25",
        "retrieval.bulk",
        "retrieval.fitting",
        "retrieval.index",
        "retrieval.keyed",
        "retrieval.kept_models",
        "retrieval.vocabulary",
    }
)
"""What turns terms into vectors and names them; the engine knows its own format."""

logger = logging.getLogger(__name__)


def stamp_of(keys: Iterable[bytes]) -> str:
    """Return what an index over the articles of these keys is stamped by; see `key_of`."""
    digest = blake2b(digest_size=16)
    for key in keys:
        digest.update(key)
    return f"{_release()}-{digest.hexdigest()}"


def _release() -> str:
    """Return what stamps begin with: another one builds other vectors of the same articles."""
    by = f"{version_of(MADE_BY)} {WEIGHTS.parameters}"
    return blake2b(by.encode(), digest_size=8).hexdigest()


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


def open_or_build(folder: Path, passages: KeyedPassages) -> Index:
    """Open the index of these `passages` in `folder`, or bring it up to date, saying so.

    Their terms are looked at only for what is new. Raises OSError where the folder can't be used.
    """
    stamp = stamp_of(passages.keys)
    kept, _ = _look(folder, stamp)
    if kept is None or not kept.fits:
        with locked(folder / "building"):  # whoever waits for it then opens what was built
            kept, state = _look(folder, stamp)
            if kept is None or not kept.fits:
                kept = _up_to_date(kept, passages) if kept else None
            if kept is None:
                level = logging.WARNING if state.damage else logging.INFO
                logger.log(level, "the index is built anew: %s", state.reason)
                kept = _build(folder, passages)
    return kept.index(passages.keys)


def rebuild(folder: Path, passages: KeyedPassages) -> Index:
    """Build the index of `passages` in `folder`, whatever is there; see `open_or_build`."""
    with locked(folder / "building"):
        return _build(folder, passages).index(passages.keys)


def look_at(folder: Path, stamp: str, *, verify: bool) -> IndexState:
    """Tell what stands in `folder`, nothing where it can't be used; checksums only to `verify`."""
    try:
        return _look(folder, stamp, verify=verify)[1]
    except OSError:
        return IndexState()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Kept:
    """A whole index of this release."""

    folder: Path
    snapshot: Snapshot
    fit: Fit
    fits: bool

    def index(self, keys: Iterable[bytes]) -> Index:
        """Return it with its passages numbered as those of the articles of `keys` come."""
        models = self.fit.models(self.snapshot)
        return Index(models=models, engine=_in_order(self.snapshot, keys))


def _look(folder: Path, stamp: str, *, verify: bool = True) -> tuple[_Kept | None, IndexState]:
    """Return the index, if it is whole and of this release; to `verify` a GB takes a second."""
    while True:
        written = written_in(folder)
        try:
            return _look_once(folder, stamp, verify=verify)
        except IndexDamagedError as error:
            if written_in(folder) == written:  # else another process has changed it meanwhile
                return None, IndexState(damage=str(error).removesuffix(f"; {REBUILD}"))


def _look_once(folder: Path, stamp: str, *, verify: bool) -> tuple[_Kept | None, IndexState]:
    snapshot = MappedEngine(folder).snapshot()
    if verify:
        snapshot.verify()
    found = snapshot.manifest.stamp
    state = IndexState(passages=len(snapshot), segments=len(snapshot.parts), fits=found == stamp)
    if found.partition("-")[0] != stamp.partition("-")[0]:
        return None, state
    fit = read_fit(folder / f"{found}{SUFFIX}")
    return _Kept(folder=folder, snapshot=snapshot, fit=fit, fits=state.fits), state


def _in_order(snapshot: Snapshot, keys: Iterable[bytes]) -> Engine:
    """Return `snapshot` with its passages numbered as they come under `keys`."""
    order = in_order(snapshot.ids(), keys)
    if np.array_equal(order, np.arange(snapshot.end)):
        return snapshot
    return Renumbered(snapshot, order, snapshot.end)


def _up_to_date(kept: _Kept, passages: KeyedPassages) -> _Kept | None:
    """Take out of the index what is gone and add what is new; None where it must be built anew."""
    held = (passage_id for _, passage_id in kept.snapshot.ids())
    found = change_of(held, kept.fit, passages)
    if found is None:
        return None
    change, fit = found
    return _changed(replace(kept, fit=fit), change, stamp_of(passages.keys))


def _changed(kept: _Kept, change: Difference, stamp: str) -> _Kept:
    """Change the index at a stroke: before it, its fit is there too; after it, the one before goes.

    Merging never takes long, for only small segments are not yet merged.
    """
    write_fit(kept.fit, kept.folder / f"{stamp}{SUFFIX}", Disk())
    engine = MappedEngine(kept.folder)
    named = zip(ids_of(change.new), change.new, strict=True)
    engine.change(vectors(kept.fit.average_lengths, named), removing=change.gone, stamp=stamp)
    while engine.merge():
        pass
    _drop_fits_but(stamp, kept.folder)
    return replace(kept, snapshot=engine.snapshot(), fits=True)


def _build(folder: Path, passages: KeyedPassages) -> _Kept:
    """Build the index, its fit first: what a crash leaves is the index before."""
    stamp = stamp_of(passages.keys)
    path = folder / f"{stamp}{SUFFIX}"
    learnt, held = learn(passages)
    write_fit(learnt, path, Disk())
    batches = vectors(learnt.average_lengths, zip(ids_of(passages), held, strict=True))
    engine = MappedEngine.rebuild_in(folder, batches, stamp=stamp)
    _drop_fits_but(stamp, folder)
    return _Kept(folder=folder, snapshot=engine.snapshot(), fit=read_fit(path), fits=True)


def _drop_fits_but(stamp: str, folder: Path) -> None:
    for path in [*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{SUFFIX}.new")]:
        if path.name != f"{stamp}{SUFFIX}":
            path.unlink(missing_ok=True)
