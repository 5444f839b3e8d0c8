"""Much work of one kind, shared among processes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

R = TypeVar("R")

ONE_BATCH = 256
"""Texts that a process takes at a time; less than that is not worth a second process."""


def shared_out(
    work: Callable[..., R],
    *pieces: Sequence[Any],
    processes: int = 1,
    at_a_time: int = ONE_BATCH,
) -> Iterator[R]:
    """Yield what `work` makes of each piece, in order; more than a batch is shared among processes.

    Like `map`, of sequences of one length.

    >>> list(shared_out(len, ["dân", "vận khéo"]))
    [3, 8]
    """
    if processes <= 1 or len(pieces[0]) <= at_a_time:
        yield from map(work, *pieces)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, *pieces, chunksize=at_a_time)
