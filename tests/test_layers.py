"""The house's order: corpus <- retrieval <- bot, no cycles, and every library in its own room."""

from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

LAYERS = ("corpus", "retrieval", "bot")
ROOMS = {
    "telegram": ("bot",),
    "starlette": ("bot",),
    "uvicorn": ("bot",),
    "typer": ("bot",),
    "underthesea": ("retrieval.analysis", "corpus.sentences"),
    "rank_bm25": ("retrieval.bm25", "retrieval.sentence_ranking"),
    "ir_measures": ("retrieval.evaluation.measures",),
    "matplotlib": ("bot.commands.plotting",),
    "prometheus_client": ("bot.operation.metrics",),
    "pymilvus": ("retrieval.engines.milvus",),
    "grpc": ("retrieval.engines.milvus",),
    "numba": ("retrieval.engines.compiled",),
    "structlog": ("bot.logs", "bot.operation.watching"),
    "sqlalchemy": ("corpus.databases", "corpus.library", "corpus.migrations", "bot.store"),
    "alembic": ("corpus.databases", "corpus.migrations", "bot.store.migrations"),
}
"""Third-party libraries, and the only modules (with what is below them) that may import them."""


@cache
def imports() -> grimp.ImportGraph:
    """Return who imports whom, libraries and imports inside functions counted."""
    return grimp.build_graph(*LAYERS, include_external_packages=True, cache_dir=None)


def modules_of(package: str) -> Iterator[str]:
    for module in imports().modules:
        if module == package or module.startswith(f"{package}."):
            yield module


@pytest.mark.parametrize(
    ("below", "above"),
    [(below, above) for n, below in enumerate(LAYERS) for above in LAYERS[n + 1 :]],
)
def test_nothing_imports_upwards(below: str, above: str) -> None:
    upwards = {
        (module, imported)
        for module in modules_of(below)
        for imported in imports().find_modules_directly_imported_by(module)
        if imported == above or imported.startswith(f"{above}.")
    }

    assert upwards == set()


def test_no_module_imports_itself_by_a_detour() -> None:
    ours = {module for layer in LAYERS for module in modules_of(layer)}
    order = TopologicalSorter(
        {module: imports().find_modules_directly_imported_by(module) & ours for module in ours}
    )

    try:
        order.prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_stays_in_its_room(library: str) -> None:
    importers = imports().find_modules_that_directly_import(library)

    assert importers, f"{library} has no part in the house"
    outside = {
        module
        for module in importers
        if not any(module == room or module.startswith(f"{room}.") for room in ROOMS[library])
    }
    assert outside == set()
