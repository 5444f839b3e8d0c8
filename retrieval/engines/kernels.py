"""Which loops find the best passages of a segment: numpy's, or compiled ones where those pay.

Compiled loops are there where numba is (the extra `compiled`), and are used for segments of many
passages. Nobody waits for them: numpy answers the first questions, and meanwhile a thread imports
numba and loads the machine code, or compiles it where no earlier process left it. Both find the
same passages with the same scores, to the bit.
"""

import mmap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock, Thread
from typing import Protocol

from retrieval.engines import pruning
from retrieval.engines.pruning import Ranking, Weighted
from retrieval.engines.segment import Flags

PAYS_FROM = 1 << 16
"""Passages of a segment; of fewer, numpy finds the best in a fraction of what a question takes."""
PAYS_AFTER = 16
"""Questions to such segments; a process that asks fewer ends before it has gained anything."""

LOADING = "loading compiled loops"
"""The name of the thread that does."""


class Kernel(Protocol):
    """See `pruning.top`."""

    def __call__(
        self,
        terms: Sequence[Weighted],
        k: int,
        size: int,
        *,
        admitted: Flags | None = None,
        floor: float = 0.0,
    ) -> Ranking:
        """Return the best `k` of `size` passages."""
        ...


@cache
def compiled() -> Kernel | None:
    """Return the compiled loops, when they are ready; None where there can't be any."""
    if find_spec("numba") is None or not _may_run_what_it_makes():
        return None
    try:
        kernel: Kernel = import_module("retrieval.engines.compiled").top
    except ImportError:  # numba says so of a numpy that it doesn't know yet
        return None
    return kernel


def _may_run_what_it_makes() -> bool:
    """Tell whether memory may be executed; numba would end the process where it may not.

    A service with `MemoryDenyWriteExecute=yes` may not, for one.
    """
    try:
        mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()
    except OSError:
        return False
    return True


class Chooser:
    """Chooses for each question, and has the compiled loops made ready when they begin to pay."""

    def __init__(self, load: Callable[[], Kernel | None] = compiled) -> None:
        self._load = load
        self._loaded: Kernel | None = None
        self._asked = 0
        self._counting = Lock()
        self.loading: Thread | None = None
        """Begun when it pays."""

    def kernel_for(self, size: int) -> Kernel:
        """Return the loops for a segment of `size` passages."""
        if size < PAYS_FROM:
            return pruning.top
        if self._asked < PAYS_AFTER:
            self._count()
        return self._loaded or pruning.top

    def _count(self) -> None:
        with self._counting:
            self._asked += 1
            if self._asked == PAYS_AFTER:
                # Not a daemon: the end of a process must not come amid the making of its code.
                self.loading = Thread(target=self._make_ready, name=LOADING)
                self.loading.start()

    def _make_ready(self) -> None:
        self._loaded = self._load()


_CHOSEN = Chooser()
_ONLY: ContextVar[Kernel | None] = ContextVar("only", default=None)


@contextmanager
def only(kernel: Kernel) -> Iterator[None]:
    """Have every segment asked by `kernel`, to compare it with others."""
    token = _ONLY.set(kernel)
    try:
        yield
    finally:
        _ONLY.reset(token)


def kernel_for(size: int) -> Kernel:
    """Return the loops for a segment of `size` passages."""
    return _ONLY.get() or _CHOSEN.kernel_for(size)
