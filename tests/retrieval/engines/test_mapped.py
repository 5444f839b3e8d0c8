"""What is particular to the mapped engine: its parts, its snapshots, readers that never wait."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.engines.manifest import Part, worth_merging
from retrieval.engines.mapped import MappedEngine, temporary
from retrieval.engines.records import batches
from tests.support.changing_engines import entry, ids, mapped

QUERY = {"a": 1.0}


def test_a_snapshot_stays_as_it_was(tmp_path: Path) -> None:
    engine = mapped(tmp_path)
    engine.add([entry("x", a=1.0), entry("y", a=2.0)])
    before = engine.snapshot()

    engine.remove(["x"])
    engine.add([entry("z", a=3.0)])
    engine.rebuild(batches([entry("alone", a=1.0)]))

    assert ids(before.search(QUERY, 5)) == ["y", "x"]
    assert ids(engine.search(QUERY, 5)) == ["alone"]


def test_passages_are_numbered_as_they_were_added(tmp_path: Path) -> None:
    engine = mapped(tmp_path)
    engine.add([entry("x", a=1.0), entry("y", a=2.0)])
    engine.add([entry("z", a=3.0)])

    assert engine.top(QUERY, 5) == [(2, 3.0), (1, 2.0), (0, 1.0)]
    assert engine.top(QUERY, 5, within={0, 2}) == [(2, 3.0), (0, 1.0)]
    assert [engine.snapshot().id_of(number) for number in range(3)] == ["x", "y", "z"]


@pytest.mark.parametrize("named", [True, False])
def test_a_snapshot_can_be_given_to_another_process(tmp_path: Path, *, named: bool) -> None:
    entries = [entry("x", a=1.0), entry("y", a=2.0)]
    snapshot = temporary(batches(entries))
    if named:
        snapshot = MappedEngine.rebuild_in(tmp_path, batches(entries)).snapshot()

    given = pickle.loads(pickle.dumps(snapshot))

    assert ids(given.search(QUERY, 5)) == ids(snapshot.search(QUERY, 5)) != []


def test_merging_changes_no_answer_and_leaves_one_file(tmp_path: Path) -> None:
    engine = mapped(tmp_path)
    for number in range(20):
        engine.add([entry(str(number), a=1.0 + number % 5), entry("again", a=number + 0.5)])
    before = engine.search(QUERY, 30)

    while engine.merge():
        pass

    assert engine.search(QUERY, 30) == before
    assert len(engine.snapshot().parts) == len(list(tmp_path.glob("*.segment"))) == 1
    assert not list(tmp_path.glob("*.removed"))


def test_when_all_is_removed_merging_leaves_nothing(tmp_path: Path) -> None:
    engine = mapped(tmp_path)
    engine.add([entry("x", a=1.0)])
    engine.remove(["x"])

    engine.merge_in_background().join()

    assert engine.snapshot().parts == ()
    assert not list(tmp_path.glob("*.segment"))


def test_the_stamp_says_what_the_index_was_built_from(tmp_path: Path) -> None:
    engine = mapped(tmp_path)
    assert engine.stamp == ""

    engine.rebuild(batches([entry("x", a=1.0)]), stamp="library 7")
    engine.add([entry("y", a=1.0)])
    assert mapped(tmp_path).stamp == "library 7"

    engine.remove(["y"], stamp="library 8")
    assert mapped(tmp_path).stamp == "library 8"


def test_readers_see_whole_changes_while_others_write_and_merge(tmp_path: Path) -> None:
    versions = 40
    engine = mapped(tmp_path)
    engine.add([entry(name, a=1.0) for name in "xyz"])
    reader = mapped(tmp_path)  # while one thread opens what is new, the others read what was

    def write() -> None:
        for version in range(2, versions + 1):
            engine.add([entry(name, a=float(version)) for name in "xyz"])
            engine.merge()

    def read() -> list[set[float]]:
        seen: list[set[float]] = []
        while not seen or seen[-1] != {float(versions)}:
            seen.append({one.score for one in reader.search(QUERY, 9)})
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        pool.submit(write).result()
        seen = [scores for each in readers for scores in each.result()]

    assert [scores for scores in seen if len(scores) != 1] == []


@pytest.mark.parametrize(
    ("sizes", "merged"),
    [
        ([], []),
        ([7], []),
        ([1, 1], [0, 1]),
        ([2, 1], [0, 1]),
        ([3, 1], []),
        ([11, 3, 1, 1], [1, 2, 3]),
        ([11, 3, 1, 1, 1], [0, 1, 2, 3, 4]),
        ([1, 100], [0, 1]),
    ],
)
def test_parts_are_merged_when_what_follows_has_grown_to_half_of_them(
    sizes: list[int], merged: list[int]
) -> None:
    parts = [Part(segment=f"{n}.segment", size=size) for n, size in enumerate(sizes)]

    assert list(worth_merging(parts)) == merged


@pytest.mark.parametrize(("removed", "merged"), [(25, []), (26, [0])])
def test_a_part_is_written_again_when_a_quarter_of_it_is_removed(
    removed: int, merged: list[int]
) -> None:
    parts = [
        Part(segment="a.segment", size=100, removed="a.removed", removed_size=removed),
        Part(segment="b.segment", size=1),
    ]

    assert list(worth_merging(parts)) == merged
