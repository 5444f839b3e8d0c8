"""Several processes that open a new library at the same time."""

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

from corpus.library import Library

PROCESSES = 4


def open_together(url: str, barrier: Barrier) -> None:
    barrier.wait(timeout=60)
    Library.open(url).close()


def test_one_process_migrates_and_the_others_wait(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(PROCESSES)
    url = f"sqlite:///{tmp_path}/library.db"
    processes = [spawn.Process(target=open_together, args=(url, barrier)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
