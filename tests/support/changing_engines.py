"""The engines that passages are added to and removed from: all keep one contract."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from retrieval.engines.disk import Disk
from retrieval.engines.mapped import MappedEngine
from retrieval.engines.records import Condition, Entry, Found


class ChangingEngine(Protocol):
    """What all of them offer."""

    def __len__(self) -> int: ...

    def search(
        self, query: Mapping[str, float], k: int, conditions: Sequence[Condition] = ()
    ) -> list[Found]: ...

    def frequencies(self, terms: Sequence[str]) -> list[int]: ...

    def add(self, entries: Iterable[Entry]) -> None: ...

    def remove(self, ids: Collection[str]) -> None: ...


Open = Callable[[Path], ChangingEngine]


def mapped(folder: Path) -> MappedEngine:
    return MappedEngine(folder, disk=Disk(durable=False))


ENGINES: Mapping[str, Open] = {"mapped": mapped}


def entry(passage_id: str, **weights: float) -> Entry:
    return Entry(id=passage_id, vector=weights)


def ids(found: Iterable[Found]) -> list[str]:
    return [one.id for one in found]
