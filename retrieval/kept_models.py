"""What an index was fitted by, in a file: average lengths, and each term's idf found by its key.

In memory the terms of 20,000 passages would be a million strings. Of an index that passages are
added to and removed from the engine counts the terms, and no idf is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from retrieval.analysis import Field
from retrieval.bm25 import FieldModel, Idf, Parameters
from retrieval.engines import CountingEngine
from retrieval.engines.arrays import Array, ArrayFile, file_of
from retrieval.engines.disk import Disk
from retrieval.engines.keys import ascending, keys_of
from retrieval.errors import REBUILD, IndexDamagedError
from retrieval.idf import MappedIdf, counted_models

MOST_CHANGED = 0.05
"""Of the passages that a fit was learnt of. Were all that are new half as long again as the others,
average lengths would be 2.5 % off, and a term's part in a score 2 % at most."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Fit:
    """What was learnt of all passages of an index when it was built."""

    average_lengths: Mapping[Field, float]
    idf: Mapping[Field, Idf] | None
    """By field; None where the engine counts the passages of each term."""
    passages: int
    """That it was learnt of."""
    changed: int = 0
    """That were added or removed since."""

    @classmethod
    def of(cls, models: Mapping[Field, FieldModel], passages: int) -> "Fit":
        """Return what fitted models of so many passages were taught."""
        idf = {field: model.idf for field, model in models.items()}
        return cls(
            average_lengths={field: model.average_length for field, model in models.items()},
            idf=idf if all(isinstance(one, Mapping) for one in idf.values()) else None,
            passages=passages,
        )

    @property
    def is_stale(self) -> bool:
        """Whether so many have changed that all should be learnt anew."""
        return self.changed > MOST_CHANGED * self.passages

    def after(self, changes: int) -> "Fit":
        """Return it when so many more passages were added or removed."""
        return replace(self, changed=self.changed + changes)

    def models(self, engine: CountingEngine, parameters: Parameters) -> Mapping[Field, FieldModel]:
        """Return the models, fitted with `parameters`, of what `engine` holds."""
        if self.idf is None:
            return counted_models(engine, self.average_lengths, parameters)
        return {
            field: FieldModel(idf=self.idf[field], average_length=average, parameters=parameters)
            for field, average in self.average_lengths.items()
        }


def write_fit(fit: Fit, path: Path, disk: Disk) -> None:
    """Write a fit whose idf can be listed, as it was just learnt, or are counted."""
    disk.write(path, file_of(_arrays(fit)))


def read_fit(path: Path) -> Fit:
    """Read what was written; IndexDamagedError where that can't be."""
    try:
        file = ArrayFile(path)
    except FileNotFoundError as error:
        raise IndexDamagedError(f"{path} is missing; {REBUILD}") from error
    file.verify()
    passages, changed, counted = file["numbers"].tolist()
    return Fit(
        average_lengths=dict(zip(Field, file["average_lengths"].tolist(), strict=True)),
        idf=None if counted else {field: MappedIdf(field, file) for field in Field},
        passages=passages,
        changed=changed,
    )


def _arrays(fit: Fit) -> Iterator[tuple[str, list[Array]]]:
    yield "average_lengths", [np.array([fit.average_lengths[field] for field in Field])]
    yield "numbers", [np.array([fit.passages, fit.changed, fit.idf is None], np.int64)]
    if fit.idf is not None:
        idf = {
            field + term: weight
            for field, of_field in fit.idf.items()
            for term, weight in _listed(of_field).items()
        }
        keys = keys_of(idf)
        order = ascending(keys)
        yield "keys", [keys[:, order]]
        yield "idf", [np.fromiter(idf.values(), np.float64, len(idf))[order]]


def _listed(idf: Idf) -> Mapping[str, float]:
    if not isinstance(idf, Mapping):
        raise TypeError("a fit that was read can't be written: its terms are not kept, only keys")
    return idf
