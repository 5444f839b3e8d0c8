"""The loops that find the best passages of a segment: all find the same."""

from collections.abc import Callable, Mapping

import pytest

from retrieval.engines import kernels, pruning
from retrieval.engines.kernels import Kernel


def compiled() -> Kernel:
    """Return the compiled loops; skips where there are none."""
    if (kernel := kernels.compiled()) is None:
        pytest.skip("numba is not installed, or this system runs no code that was just made")
    return kernel


KERNELS: Mapping[str, Callable[[], Kernel]] = {"numpy": lambda: pruning.top, "compiled": compiled}
