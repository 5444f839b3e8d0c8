"""What an index was fitted by, in a file: average lengths, and each term's idf found by its key.

In memory the terms of 20,000 passages would be a million strings. Of an index that passages are
added to and removed from the engine counts the terms, and no idf is written.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from retrieval.analysis import Field
from retrieval.bm25 import Idf
from retrieval.engines.arrays import Array, ArrayFile, file_of
from retrieval.engines.disk import Disk
from retrieval.engines.keys import ascending, keys_of
from retrieval.errors import REBUILD, IndexDamagedError
from retrieval.fitting import Fit
from retrieval.idf import MappedIdf


def write_fit(fit: Fit, path: Path, disk: Disk) -> None:
    """Write a fit whose idf can be listed, as it was just learnt, or are counted.

    Whoever has mapped the one before keeps it.
    """
    under_way = path.with_name(f"{path.name}.new")
    disk.write(under_way, file_of(_arrays(fit)))
    disk.replace(under_way, path)


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
