"""What the engine over Milvus does beyond the contract of all engines, on a real server."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from pymilvus import MilvusClient

from bot.store.database import open_database
from bot.store.term_statistics import TermStatistics
from corpus.databases import Database
from retrieval.engines import Engine
from retrieval.engines.disk import Disk
from retrieval.engines.fallback import FallbackEngine
from retrieval.engines.mapped import MappedEngine
from retrieval.engines.milvus import schema
from retrieval.engines.milvus.engine import MilvusEngine
from retrieval.engines.milvus.patience import QUESTION, Patience
from retrieval.engines.milvus.server import Server
from retrieval.engines.milvus.statistics import Begun, Change, Known, Statistics, Term, Version
from retrieval.engines.records import Column, Condition, Entry, batches
from retrieval.errors import EngineUnavailableError, IndexDamagedError
from retrieval.passage_sets import PassageSet
from tests.support.changing_engines import entry, ids
from tests.support.milvus_server import free_port, running_milvus, shared_milvus

SOON = Patience(total=0.2, attempt=0.2)
_numbers = count()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server(shared_milvus().uri)
    yield server
    server.close()


@pytest.fixture(scope="module")
def client() -> Iterator[MilvusClient]:
    """Another client, which sees what an operator would see."""
    client = MilvusClient(shared_milvus().uri, dedicated=True)
    yield client
    client.close()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(f"sqlite:///{tmp_path_factory.mktemp('terms')}/terms.db") as database:
        yield database


@pytest.fixture
def statistics(database: Database) -> TermStatistics:
    return TermStatistics.open(database)


@pytest.fixture
def index() -> str:
    return f"test_{next(_numbers)}"


@pytest.fixture
def engine(index: str, server: Server, statistics: TermStatistics) -> MilvusEngine:
    return MilvusEngine(index, server, statistics)


class Passing:
    """Statistics that pass everything on; those below lose or delay something."""

    def __init__(self, statistics: Statistics) -> None:
        self.behind = statistics

    def turn(self, index: str) -> AbstractContextManager[bool]:
        return self.behind.turn(index)

    def known(self, index: str, terms: Collection[str]) -> Known | None:
        return self.behind.known(index, terms)

    def begin(self, collection: str, terms: Collection[str], passages: int) -> Begun:
        return self.behind.begin(collection, terms, passages)

    def finish(self, collection: str, token: str, change: Change) -> bool:
        return self.behind.finish(collection, token, change)

    def prepare(self, index: str, version: Version, terms: Iterable[tuple[str, Term]]) -> None:
        self.behind.prepare(index, version, terms)

    def switch(self, index: str, collection: str) -> None:
        self.behind.switch(index, collection)


class DyingError(Exception):
    """The process is no more."""


class Dying(Passing):
    """Those of a process that dies when all is in Milvus and nothing is counted."""

    def finish(self, collection: str, token: str, change: Change) -> bool:
        raise DyingError(collection, token, change)


class Overtaken(Passing):
    """Those of a process whose first change another process overtakes."""

    def __init__(self, statistics: Statistics, overtake: Callable[[], None]) -> None:
        super().__init__(statistics)
        self._overtake: Callable[[], None] | None = overtake

    def finish(self, collection: str, token: str, change: Change) -> bool:
        if overtake := self._overtake:
            self._overtake = None
            overtake()
        return super().finish(collection, token, change)


class Behind(Passing):
    """Those of a process that read its version just before another one rebuilt the index."""

    def __init__(self, statistics: Statistics, before: Known) -> None:
        super().__init__(statistics)
        self._before: Known | None = before

    def known(self, index: str, terms: Collection[str]) -> Known | None:
        before, self._before = self._before, None
        return before or super().known(index, terms)


def collections_of(index: str, client: MilvusClient) -> list[str]:
    return [name for name in client.list_collections() if name.startswith(f"{index}_")]


def test_a_rebuilt_index_takes_over_the_alias_and_the_one_before_is_dropped(
    engine: MilvusEngine, index: str, client: MilvusClient
) -> None:
    engine.add([entry("x", a=1.0)])
    [before] = collections_of(index, client)

    engine.rebuild(batches([entry("y", b=1.0), entry("z", b=2.0)]), stamp="r2")

    [after] = collections_of(index, client)
    assert after != before
    assert client.describe_alias(index)["collection_name"] == after
    assert (len(engine), engine.stamp, engine.frequencies(["a", "b"])) == (2, "r2", [0, 2])
    assert ids(engine.search({"a": 1.0, "b": 1.0}, 5)) == ["z", "y"]


def test_what_a_rebuild_left_unfinished_is_dropped_by_the_next(
    engine: MilvusEngine, index: str, client: MilvusClient
) -> None:
    def breaking() -> Iterator[Entry]:
        yield entry("x", a=1.0)
        raise DyingError

    with pytest.raises(DyingError):
        engine.rebuild(batches(breaking(), size=1))
    assert (len(engine), engine.search({"a": 1.0}, 5)) == (0, [])

    engine.rebuild(batches([entry("y", a=1.0)]))

    assert len(collections_of(index, client)) == 1
    assert ids(engine.search({"a": 1.0}, 5)) == ["y"]


def test_a_rebuild_that_another_one_overtakes_says_so(
    engine: MilvusEngine, index: str, server: Server, statistics: TermStatistics
) -> None:
    def overtaken() -> Iterator[Entry]:
        yield entry("x", a=1.0)
        MilvusEngine(index, server, statistics).rebuild(batches([entry("y", a=1.0)]))
        yield entry("z", a=1.0)

    with pytest.raises(EngineUnavailableError, match="another process rebuilt"):
        engine.rebuild(batches(overtaken(), size=1))

    assert ids(engine.search({"a": 1.0}, 5)) == ["y"]


def test_of_one_id_in_two_batches_of_a_rebuild_the_later_stays(engine: MilvusEngine) -> None:
    engine.rebuild(batches([entry("x", a=1.0), entry("y", a=1.0), entry("x", b=1.0)], size=2))

    assert (len(engine), engine.frequencies(["a", "b"])) == (2, [1, 1])
    assert ids(engine.search({"a": 1.0}, 5)) == ["y"]


def test_a_question_that_a_rebuild_overtakes_is_asked_again(
    engine: MilvusEngine, index: str, server: Server, statistics: TermStatistics
) -> None:
    engine.rebuild(batches([entry("x", a=1.0)]))
    before = statistics.known(index, ["a"])
    assert before is not None
    engine.rebuild(batches([entry("y", b=1.0), entry("z", a=1.0)]))

    late = MilvusEngine(index, server, Behind(statistics, before))

    assert ids(late.search({"a": 1.0}, 5)) == ["z"]


def test_a_collection_that_is_gone_is_damage_that_a_rebuild_mends(
    engine: MilvusEngine, index: str, client: MilvusClient
) -> None:
    engine.add([entry("x", a=1.0)])
    client.drop_alias(index)
    client.drop_collection(*collections_of(index, client))

    with pytest.raises(IndexDamagedError, match="rebuild"):
        engine.search({"a": 1.0}, 5)
    with pytest.raises(IndexDamagedError, match="rebuild"):
        engine.add([entry("y", a=1.0)])

    engine.rebuild(batches([entry("x", a=1.0)]))
    assert ids(engine.search({"a": 1.0}, 5)) == ["x"]


def test_what_a_dying_process_did_not_count_is_counted_with_the_next_change(
    engine: MilvusEngine, index: str, server: Server, statistics: TermStatistics
) -> None:
    engine.add([entry("x", a=1.0), entry("y", a=1.0, b=1.0)])
    dying = MilvusEngine(index, server, Dying(statistics))
    with pytest.raises(DyingError):
        dying.add([entry("x", b=1.0), entry("z", c=1.0)])

    engine.remove(["y"])

    assert (len(engine), engine.frequencies(["a", "b", "c"])) == (2, [0, 1, 1])
    assert ids(engine.search({"a": 1.0, "b": 1.0, "c": 1.0}, 5)) == ["x", "z"]


def test_changes_that_overtake_each_other_are_both_counted(
    engine: MilvusEngine, index: str, server: Server, statistics: TermStatistics
) -> None:
    engine.add([entry("x", a=1.0)])
    overtake = lambda: engine.add([entry("y", a=1.0)], stamp="by the other")  # noqa: E731
    late = MilvusEngine(index, server, Overtaken(statistics, overtake))

    late.add([entry("z", a=1.0)])

    assert (len(engine), engine.frequencies(["a"])) == (3, [3])
    assert engine.stamp == "by the other"


def test_an_engine_for_one_stamp_answers_for_no_other(
    engine: MilvusEngine, index: str, server: Server, statistics: TermStatistics
) -> None:
    engine.rebuild(batches([entry("x", a=1.0)]), stamp="r1")
    pinned = MilvusEngine(index, server, statistics, only="r1")
    assert pinned.top({"a": 1.0}, 5) == [(0, 1.0)]

    engine.add([entry("y", a=1.0)], stamp="r2")

    with pytest.raises(EngineUnavailableError, match="library"):
        pinned.top({"a": 1.0}, 5)
    assert pinned.stamp == "r2"


PLACES = ['"ngoặc"', "gạch\\chéo", "dòng\nmới", "Đồng Tháp", "it's"]


@pytest.mark.parametrize("place", PLACES)
def test_a_label_may_hold_any_character(engine: MilvusEngine, place: str) -> None:
    engine.add(
        Entry(id=str(n), vector={"a": 1.0}, labels={Column.PLACE: [one]})
        for n, one in enumerate(PLACES)
    )

    found = engine.search({"a": 1.0}, 9, [Condition(column=Column.PLACE, values=[place])])

    assert ids(found) == [str(PLACES.index(place))]


TIES = [entry(str(n), a=1.0, b=n % 3 + 1.0) for n in range(60)]
NUMBERS: list[Collection[int]] = [
    [],
    [59],
    [3, 4, 5, 6],
    range(0, 60, 2),
    set(range(60)) - {2, 5},
    PassageSet(np.arange(60) > 40),
]


@pytest.fixture(scope="module")
def tied(server: Server, database: Database) -> Callable[[int], MilvusEngine]:
    """An engine over many passages that tie, by how many numbers it lists."""
    statistics = TermStatistics.open(database)
    MilvusEngine("tied", server, statistics).rebuild(batches(TIES))
    return lambda most: MilvusEngine("tied", server, statistics, most_listed=most)


@pytest.mark.parametrize("most_listed", [100, 10, 1])
@pytest.mark.parametrize("within", [None, *NUMBERS])
def test_numbers_keep_the_search_to_their_passages_however_they_are_said(
    tied: Callable[[int], MilvusEngine],
    tmp_path: Path,
    within: Collection[int] | None,
    most_listed: int,
) -> None:
    mapped = MappedEngine.rebuild_in(tmp_path, batches(TIES), disk=Disk(durable=False))

    for k in (1, 7, 60):
        asked = {"a": 2.0, "b": 1.0}
        expected = mapped.top(asked, k, within=within)
        assert tied(most_listed).top(asked, k, within=within) == expected


@pytest.mark.parametrize(
    ("version", "algorithm", "indexed"),
    [
        ("milvus_lite-3.2.2", None, {"vector", "number"}),
        ("v2.6.4", "DAAT_MAXSCORE", {"vector", "number", "place", "year", "publisher", "document"}),
    ],
)
def test_a_cluster_gets_indexes_that_milvus_lite_does_not_know(
    version: str, algorithm: str | None, indexed: set[str]
) -> None:
    indexes = {one.field_name: one.get_index_configs() for one in schema.indexes(version)}

    assert indexes.keys() == indexed
    assert indexes["vector"]["metric_type"] == "IP"
    assert indexes["vector"].get("inverted_index_algo") == algorithm


def test_a_collection_that_was_released_is_loaded_again(
    engine: MilvusEngine, index: str, client: MilvusClient
) -> None:
    engine.add([entry("x", a=1.0)])
    client.release_collection(*collections_of(index, client))

    assert ids(engine.search({"a": 1.0}, 5)) == ["x"]


def test_while_the_server_is_away_the_embedded_engine_answers(
    engine: MilvusEngine, index: str, statistics: TermStatistics, tmp_path: Path
) -> None:
    engine.rebuild(batches(TIES))
    embedded = MappedEngine.rebuild_in(tmp_path, batches(TIES), disk=Disk(durable=False))
    waits: list[float] = []
    away = Server(f"http://127.0.0.1:{free_port()}", clock=lambda: sum(waits), sleep=waits.append)
    told: list[Exception | None] = []

    both = FallbackEngine[Engine](
        MilvusEngine(index, away, statistics), embedded, observe=told.append
    )

    assert both.top({"a": 1.0}, 3) == engine.top({"a": 1.0}, 3)
    assert [type(one) for one in told] == [EngineUnavailableError]
    assert 0 < sum(waits) < QUESTION.total


@pytest.mark.slow
def test_a_server_that_comes_back_has_what_it_had_and_is_asked_again(
    statistics: TermStatistics,
) -> None:
    with running_milvus() as milvus:
        server = Server(milvus.uri)
        engine = MilvusEngine("again", server, statistics)
        engine.add([entry("x", a=1.0)])
        milvus.stop()
        with pytest.raises(EngineUnavailableError):
            server.call(lambda client, timeout: client.list_collections(timeout=timeout), SOON)
        milvus.start()

        engine.add([entry("y", a=1.0)])

        assert ids(engine.search({"a": 1.0}, 5)) == ["x", "y"]
        server.close()
