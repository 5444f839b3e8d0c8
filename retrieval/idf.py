"""idf by term without a string of any: looked up in files when a question asks for it."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TypeVar, overload

from retrieval.bm25 import FieldModel, Parameters
from retrieval.engines import CountingEngine
from retrieval.engines.arrays import ArrayFile
from retrieval.engines.keys import keys_of

KNOWN = 1 << 14
"""Terms of past questions that are found at once, of each field."""
F = TypeVar("F", bound=str)
"""A field's name, which its terms are marked with."""


class FoundIdf(ABC):
    """idf by term of one field, those of past questions at once; see `Idf`."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._known: dict[str, float | None] = {}

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
            known[term] = self._find(self._field + term)
        idf = known[term]
        return default if idf is None else idf

    @abstractmethod
    def _find(self, marked: str) -> float | None:
        """Find the idf of a term that is marked with its field."""


class MappedIdf(FoundIdf):
    """idf as it was written in a file."""

    def __init__(self, field: str, file: ArrayFile) -> None:
        super().__init__(field)
        self._file = file
        self._firsts, self._seconds = file["keys"]
        self._idf = file["idf"]

    def __reduce__(self) -> tuple[type["MappedIdf"], tuple[str, ArrayFile]]:
        """Give another process the file."""
        return MappedIdf, (self._field, self._file)

    def _find(self, marked: str) -> float | None:
        """Look up one term, for which `keys.find` would take three times as long."""
        (first,), (second,) = keys_of([marked])
        row = int(self._firsts.searchsorted(first))
        while row < len(self._firsts) and self._firsts[row] == first:
            if self._seconds[row] == second:
                return float(self._idf[row])
            row += 1
        return None


class CountedIdf(FoundIdf):
    """idf by what an engine holds: ln((N + 1) / df), as `bm25` has it, whatever was added since."""

    def __init__(self, field: str, engine: CountingEngine) -> None:
        super().__init__(field)
        self._engine = engine

    def __reduce__(self) -> tuple[type["CountedIdf"], tuple[str, CountingEngine]]:
        """Give another process the engine."""
        return CountedIdf, (self._field, self._engine)

    def _find(self, marked: str) -> float | None:
        (frequency,) = self._engine.frequencies([marked])
        return math.log((len(self._engine) + 1) / frequency) if frequency else None


def counted_models(
    engine: CountingEngine, average_lengths: Mapping[F, float], parameters: Parameters
) -> dict[F, FieldModel]:
    """Return the models of an engine's fields, whose vectors are by these average lengths."""
    return {
        field: FieldModel(
            idf=CountedIdf(field, engine), average_length=average, parameters=parameters
        )
        for field, average in average_lengths.items()
    }
