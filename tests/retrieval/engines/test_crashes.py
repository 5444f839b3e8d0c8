"""Whenever a writer comes to its end, the index is as it was before or as it should be after."""

import multiprocessing
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.engines.disk import Disk
from retrieval.engines.mapped import MappedEngine
from retrieval.engines.records import batches
from tests.support.changing_engines import entry, ids, mapped
from tests.support.disks import Crash, EndingDisk, InterruptedDisk, kill

MOST_OPERATIONS = 8
"""No change needs more; the last of them run to their end."""
QUERY = {"a": 1.0}


def add(engine: MappedEngine) -> None:
    engine.add([entry("new", a=5.0), entry("x", a=2.0)])


def add_again_and_again(engine: MappedEngine) -> None:
    while True:
        add(engine)


def remove(engine: MappedEngine) -> None:
    engine.remove(["x", "y"])


def merge(engine: MappedEngine) -> None:
    engine.merge()


def rebuild(engine: MappedEngine) -> None:
    engine.rebuild(batches([entry("other", a=1.0), entry("another", a=2.0)]))


AFTER: dict[Callable[[MappedEngine], None], list[str]] = {
    add: ["new", "z", "x", "y"],
    remove: ["z"],
    merge: ["z", "y", "x"],
    rebuild: ["another", "other"],
}


def filled(folder: Path) -> MappedEngine:
    """Return an engine with three passages in three parts, one of them with a removed one."""
    engine = mapped(folder)
    for one in (entry("x", a=1.0), entry("y", a=1.5), entry("z", a=4.0)):
        engine.add([one, entry("short-lived", a=9.0)])
    engine.remove(["short-lived"])
    return engine


@pytest.mark.parametrize("change", AFTER)
@pytest.mark.parametrize("operations", range(MOST_OPERATIONS))
def test_a_crash_leaves_the_state_before_or_after(
    tmp_path: Path, change: Callable[[MappedEngine], None], operations: int
) -> None:
    before = ids(filled(tmp_path).search(QUERY, 9))
    disk = EndingDisk(operations)

    try:
        change(MappedEngine(tmp_path, disk=disk))
        ended = False
    except Crash:
        ended = True

    found = mapped(tmp_path)
    found.verify()
    assert ids(found.search(QUERY, 9)) in ([before, AFTER[change]] if ended else [AFTER[change]])


@pytest.mark.parametrize("operations", range(MOST_OPERATIONS))
def test_after_a_crash_the_index_goes_on_and_nothing_is_left_over(
    tmp_path: Path, operations: int
) -> None:
    filled(tmp_path)
    ending = MappedEngine(tmp_path, disk=EndingDisk(operations))
    with pytest.raises(Crash):
        add_again_and_again(ending)

    engine = mapped(tmp_path)
    add(engine)
    while engine.merge():
        pass

    assert ids(engine.search(QUERY, 9)) == AFTER[add]
    kinds = sorted(path.suffix for path in tmp_path.iterdir())
    assert kinds == ["", "", "", ".segment"]


@pytest.mark.parametrize("operations", [0, 1, 2, 3])
def test_a_killed_process_leaves_the_state_before_or_after(tmp_path: Path, operations: int) -> None:
    before = ids(filled(tmp_path).search(QUERY, 9))
    process = multiprocessing.get_context("spawn").Process(
        target=_add_and_die, args=(tmp_path, operations)
    )

    process.start()
    process.join()

    assert process.exitcode == -signal.SIGKILL
    engine = mapped(tmp_path)
    assert ids(engine.search(QUERY, 9)) in [before, AFTER[add]]
    add(engine)
    assert ids(engine.search(QUERY, 9)) == AFTER[add]


def _add_and_die(folder: Path, operations: int) -> None:
    add(MappedEngine(folder, disk=EndingDisk(operations, kill)))


def test_what_changes_while_parts_are_merged_stays_changed(tmp_path: Path) -> None:
    def meanwhile() -> None:
        other = mapped(tmp_path)
        other.remove(["y"])
        add(other)

    filled(tmp_path)
    merging = MappedEngine(tmp_path, disk=InterruptedDisk(meanwhile))

    assert merging.merge()

    assert ids(merging.search(QUERY, 9)) == ["new", "z", "x"]
    merging.verify()


def test_only_one_merges_at_a_time(tmp_path: Path) -> None:
    merged = []
    filled(tmp_path)
    disk = InterruptedDisk(lambda: merged.append(mapped(tmp_path).merge()))

    assert MappedEngine(tmp_path, disk=disk).merge()

    assert merged == [False]


def test_a_real_disk_keeps_what_is_written(tmp_path: Path) -> None:
    engine = MappedEngine(tmp_path, disk=Disk())

    engine.add([entry("x", a=1.0)])

    assert ids(mapped(tmp_path).search(QUERY, 1)) == ["x"]
