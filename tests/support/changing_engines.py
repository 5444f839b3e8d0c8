"""The engines that passages are added to and removed from: all keep one contract."""

import atexit
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from bot.store.database import open_database
from bot.store.term_statistics import TermStatistics
from retrieval.engines.disk import Disk
from retrieval.engines.mapped import MappedEngine
from retrieval.engines.milvus.engine import MilvusEngine
from retrieval.engines.milvus.server import Server
from retrieval.engines.records import Condition, Entry, Found
from tests.support.milvus_server import shared_milvus


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


def milvus(folder: Path) -> MilvusEngine:
    """Open the index of that name; all are on the server that this process's tests share."""
    server, statistics = _milvus_and_database()
    name = blake2b(str(folder).encode(), digest_size=8).hexdigest()
    return MilvusEngine(f"index_{name}", server, statistics)


@cache
def _milvus_and_database() -> tuple[Server, TermStatistics]:
    stack = ExitStack()
    server = Server(shared_milvus().uri)
    stack.callback(server.close)
    folder = stack.enter_context(TemporaryDirectory(prefix="danvan-terms-"))
    database = stack.enter_context(open_database(f"sqlite:///{folder}/terms.db"))
    atexit.register(stack.close)
    return server, TermStatistics.open(database)


ENGINES: Mapping[str, Open] = {"mapped": mapped, "milvus": milvus}


def entry(passage_id: str, **weights: float) -> Entry:
    return Entry(id=passage_id, vector=weights)


def ids(found: Iterable[Found]) -> list[str]:
    return [one.id for one in found]
