"""Compiled loops are used where they pay, and nobody waits for them."""

from collections.abc import Sequence
from threading import Event

import pytest

from retrieval.engines import pruning
from retrieval.engines.kernels import PAYS_AFTER, PAYS_FROM, Chooser, Kernel
from retrieval.engines.pruning import Ranking, Weighted
from retrieval.engines.segment import Flags


def made(
    terms: Sequence[Weighted],
    k: int,
    size: int,
    *,
    admitted: Flags | None = None,
    floor: float = 0.0,
) -> Ranking:
    return pruning.top(terms, k, size, admitted=admitted, floor=floor)


class Loading:
    """Loads when it may, and tells when it has."""

    def __init__(self) -> None:
        self.times = 0
        self.may_end = Event()

    def __call__(self) -> Kernel:
        self.times += 1
        assert self.may_end.wait(10)
        return made


def chosen(chooser: Chooser, size: int, times: int) -> list[Kernel]:
    return [chooser.kernel_for(size) for _ in range(times)]


def until_loaded(chooser: Chooser) -> Kernel:
    assert chooser.loading is not None
    chooser.loading.join(10)
    return chooser.kernel_for(PAYS_FROM)


def test_segments_of_few_passages_never_load_anything() -> None:
    loading = Loading()

    assert set(chosen(Chooser(loading), PAYS_FROM - 1, 2 * PAYS_AFTER)) == {pruning.top}
    assert loading.times == 0


def test_who_asks_little_loads_nothing() -> None:
    loading = Loading()

    chosen(Chooser(loading), PAYS_FROM, PAYS_AFTER - 1)

    assert loading.times == 0


def test_numpy_answers_while_compiled_loops_are_made_ready() -> None:
    loading = Loading()
    chooser = Chooser(loading)

    while_loading = chosen(chooser, PAYS_FROM, 3 * PAYS_AFTER)
    loading.may_end.set()

    assert set(while_loading) == {pruning.top}
    assert until_loaded(chooser) is made
    assert loading.times == 1


@pytest.mark.parametrize("size", [PAYS_FROM, 10 * PAYS_FROM])
def test_numpy_goes_on_where_nothing_can_be_compiled(size: int) -> None:
    chooser = Chooser(lambda: None)

    chosen(chooser, size, PAYS_AFTER)

    assert until_loaded(chooser) is pruning.top
