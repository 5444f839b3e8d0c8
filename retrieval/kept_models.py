"""The fitted models of all fields in a file that is mapped: each term's idf, found by its key.

In memory the terms of 20,000 passages would be a million strings.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import overload

import numpy as np

from retrieval.analysis import Field
from retrieval.bm25 import FieldModel, Idf, Parameters
from retrieval.engines.arrays import Array, ArrayFile, file_of
from retrieval.engines.disk import Disk
from retrieval.engines.keys import ascending, keys_of
from retrieval.errors import REBUILD, IndexDamagedError

KNOWN = 1 << 14
"""Terms of past questions that are found at once."""


def write_models(models: Mapping[Field, FieldModel], path: Path, disk: Disk) -> None:
    """Write models whose idf can be listed, as those that were just fitted."""
    disk.write(path, file_of(_arrays(models)))


def read_models(path: Path, parameters: Parameters) -> Mapping[Field, FieldModel]:
    """Read models that were fitted with `parameters`; IndexDamagedError where that can't be."""
    try:
        file = ArrayFile(path)
    except FileNotFoundError as error:
        raise IndexDamagedError(f"{path} is missing; {REBUILD}") from error
    file.verify()
    averages = dict(zip(Field, file["average_lengths"].tolist(), strict=True))
    return MappingProxyType(
        {
            field: FieldModel(
                idf=MappedIdf(field, file), average_length=average, parameters=parameters
            )
            for field, average in averages.items()
        }
    )


class MappedIdf:
    """idf by term of one field; see `Idf`."""

    def __init__(self, field: Field, file: ArrayFile) -> None:
        self._field = field
        self._file = file
        self._firsts, self._seconds = file["keys"]
        self._idf = file["idf"]
        self._known: dict[str, float | None] = {}

    def __reduce__(self) -> tuple[type["MappedIdf"], tuple[Field, ArrayFile]]:
        """Give another process the file."""
        return MappedIdf, (self._field, self._file)

    @overload
    def get(self, term: str, /) -> float | None: ...

    @overload
    def get(self, term: str, default: float, /) -> float: ...

    def get(self, term: str, default: float | None = None, /) -> float | None:
        """Return the idf of `term`, `default` where no passage has it."""
        known = self._known
        if term not in known:
            if len(known) >= KNOWN:
                known = self._known = {}  # others may still read what was known
            known[term] = self._find(term)
        idf = known[term]
        return default if idf is None else idf

    def _find(self, term: str) -> float | None:
        """Look up one term, for which `keys.find` would take three times as long."""
        (first,), (second,) = keys_of([self._field + term])
        row = int(self._firsts.searchsorted(first))
        while row < len(self._firsts) and self._firsts[row] == first:
            if self._seconds[row] == second:
                return float(self._idf[row])
            row += 1
        return None


def _arrays(models: Mapping[Field, FieldModel]) -> Iterator[tuple[str, list[Array]]]:
    idf = {
        field + term: weight
        for field, model in models.items()
        for term, weight in _listed(model.idf).items()
    }
    keys = keys_of(idf)
    order = ascending(keys)
    yield "keys", [keys[:, order]]
    yield "idf", [np.fromiter(idf.values(), np.float64, len(idf))[order]]
    yield "average_lengths", [np.array([models[field].average_length for field in Field])]


def _listed(idf: Idf) -> Mapping[str, float]:
    if not isinstance(idf, Mapping):
        raise TypeError("a model that was read can't be written: its terms are not kept, only keys")
    return idf
