"""What a search costs, ours beside the best known engines, over news and generated passages.

    make bench                          the shared news, 10,000, 100,000 and 1,000,000 generated
                                        passages: a quarter of an hour on a machine that is free
    BENCH_PASSAGES=100000 make bench    generated passages of one size

All peers answer the same questions in the same process on one core, one after the other for each
question, so that a busy machine slows all of them alike. Every question is asked several times,
and its fastest answer counts, for everyone. Questions and building are measured in processor time,
which on a machine that is free is the time that they take: what others do on it is not the
engine's. Opening and the first question are measured by the clock.

It prints what it measured and writes the same to var/bench/search.json; a plot of how times grow
stands beside it. Nothing is asserted.
"""

import gc
import json
import os
import resource
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import ParamSpec, TypeVar

import numpy as np
from matplotlib.figure import Figure
from rich.console import Console
from rich.table import Table

from tests.benchmarks import generated, news
from tests.benchmarks.passages import Passages, questions
from tests.benchmarks.peers import PEERS, Peer, RankBm25

P = ParamSpec("P")
T = TypeVar("T")

RESULT = Path(__file__).parents[2] / "var" / "bench" / "search.json"
SIZES = (10_000, 100_000, 1_000_000)
K = 10
ROUNDS = 3
QUESTIONS = 1000
SLOW_QUESTIONS = (5, 50)
"""What a slow peer is asked, over a million passages and over few."""
WARMING = 20
"""Questions, from which on nothing is loaded any more."""
ROUNDING = 1e-6
"""By how much scores may differ and count as a tie."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What indexing took, from analysed terms in memory."""

    seconds: float
    peak_mb: float
    """Of the process, the terms among it."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a process of its own takes to open an index and to ask it."""

    seconds: float
    first_ms: float
    """The first question."""
    private_mb: float | None
    """What a hundred questions leave in memory that no other process shares."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How one peer answered."""

    milliseconds: Sequence[float]
    """Of each question, its fastest answer."""
    overlap: float | None
    """The share of its first ten that are among rank-bm25's, ties aside."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One peer at one size."""

    corpus: str
    engine: str
    passages: int
    questions: int
    p50_ms: float
    p99_ms: float
    open_s: float
    first_ms: float
    build_s: float
    build_peak_mb: float
    private_mb: float | None
    overlap_at_10: float | None
    median_against_rank_bm25: float


def main() -> None:
    """Measure every corpus, print a table and write the rows."""
    if "BENCH_PASSAGES" in os.environ:
        corpora = [f"generated-{os.environ['BENCH_PASSAGES']}"]
    else:
        corpora = [*(["news"] if news.NEWS.exists() else []), *(f"generated-{n}" for n in SIZES)]
    rows = [row for corpus in corpora for row in measured(corpus, RESULT.parent / corpus)]
    RESULT.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    Console(width=180).print(table_of(rows))
    plot([row for row in rows if row.corpus != "news"], RESULT.with_suffix(".png"))


def measured(corpus: str, folder: Path) -> list[Row]:
    """Build, open and ask every peer over `corpus`, with files in `folder`, then removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        size = apart(_prepare, corpus, folder)
        indexes = {peer.index: peer for peer in PEERS}
        built = {index: apart(_build, peer, folder) for index, peer in indexes.items()}
        opened = {peer.name: apart(_open, peer, folder) for peer in PEERS}
        asked = apart(_ask, size, folder)
    finally:
        shutil.rmtree(folder)
    slowest = float(np.median(asked[RankBm25.name].milliseconds))
    return [
        row(corpus, size, peer, built[peer.index], opened[peer.name], asked[peer.name], slowest)
        for peer in PEERS
    ]


def apart(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `function` does in a process of its own, on one core."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_pin) as pool:
        return pool.submit(function, *args, **kwargs).result()


def _pin() -> None:
    os.environ["NUMBA_NUM_THREADS"] = "1"
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _prepare(corpus: str, folder: Path) -> int:
    """Write the passages of `corpus` into `folder`; return how many they are."""
    kind, _, size = corpus.partition("-")
    those = news.passages() if kind == "news" else generated.passages(int(size))
    those.save(folder)
    return len(those)


def _build(peer: type[Peer], folder: Path) -> Built:
    given = list(Passages.load(folder))
    gc.freeze()
    begin = process_time()
    peer.build(given, folder / peer.index)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Built(seconds=process_time() - begin, peak_mb=peak)


def _open(peer: type[Peer], folder: Path) -> Opened:
    asked = questions(Passages.load(folder), 100)
    gc.collect()
    before, begin = _private_mb(), perf_counter()
    engine = peer(folder / peer.index)
    opened = perf_counter()
    engine.ask(asked[0], K)
    first = perf_counter()
    _warm_up(engine, asked)
    for terms in asked[: SLOW_QUESTIONS[0] if peer.slow else None]:
        engine.ask(terms, K)
    after = _private_mb()
    return Opened(
        seconds=opened - begin,
        first_ms=(first - opened) * 1000,
        private_mb=None if before is None or after is None else after - before,
    )


def _warm_up(engine: Peer, asked: Sequence[list[str]]) -> None:
    for terms in asked[: 1 if engine.slow else WARMING]:
        engine.ask(terms, K)
    engine.wait_until_ready()


def _private_mb() -> float | None:
    """Return the process's memory that is no file's; None where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Anonymous:"))


def _ask(size: int, folder: Path) -> Mapping[str, Asked]:
    asked = questions(Passages.load(folder), QUESTIONS)
    engines = {peer.name: peer(folder / peer.index) for peer in PEERS}
    gc.freeze()
    least, most_of_few = SLOW_QUESTIONS
    few = max(least, min(most_of_few, least * 1_000_000 // size))
    most = {peer.name: few if peer.slow else QUESTIONS for peer in PEERS}
    for engine in engines.values():
        _warm_up(engine, asked)
    times = {name: np.full(most[name], np.inf) for name in engines}
    answers: dict[str, list[list[int]]] = {name: [[]] * most[name] for name in engines}
    in_order = list(engines.items())
    for _ in range(ROUNDS):
        in_order.reverse()  # who comes after others that read the same files finds them in caches
        for number, terms in enumerate(asked):
            for name, engine in in_order:
                if number < most[name]:
                    begin = process_time()
                    answers[name][number] = engine.ask(terms, K)
                    times[name][number] = min(times[name][number], process_time() - begin)
    overlaps = _overlaps(engines, asked[: most[RankBm25.name]], answers)
    return {
        name: Asked(milliseconds=(times[name] * 1000).tolist(), overlap=overlaps[name])
        for name in engines
    }


def _overlaps(
    engines: Mapping[str, Peer],
    asked: Iterable[list[str]],
    answers: Mapping[str, Sequence[Sequence[int]]],
) -> dict[str, float | None]:
    """Return the share of each one's answers that rank-bm25 scores like its own first ten."""
    oracle = engines[RankBm25.name]
    if not isinstance(oracle, RankBm25):
        return dict.fromkeys(engines)
    shares: dict[str, list[float]] = {name: [] for name in engines}
    for number, terms in enumerate(asked):
        scores = oracle.scores(terms)
        least = np.partition(scores, -K)[-K] - ROUNDING
        for name in engines:
            shares[name].append(float(np.mean(scores[answers[name][number]] >= least)))
    return {name: float(np.mean(those)) for name, those in shares.items()}


def row(
    corpus: str,
    size: int,
    peer: type[Peer],
    built: Built,
    opened: Opened,
    asked: Asked,
    slowest: float,
) -> Row:
    """Put together what was measured of one peer; `slowest` is the median of rank-bm25 in ms."""
    p50, p99 = np.percentile(asked.milliseconds, [50, 99])
    return Row(
        corpus=corpus.partition("-")[0],
        engine=peer.name,
        passages=size,
        questions=len(asked.milliseconds),
        p50_ms=round(float(p50), 3),
        p99_ms=round(float(p99), 3),
        open_s=round(opened.seconds, 4),
        first_ms=round(opened.first_ms, 2),
        build_s=round(built.seconds, 1),
        build_peak_mb=round(built.peak_mb),
        private_mb=None if opened.private_mb is None else round(opened.private_mb, 1),
        overlap_at_10=None if asked.overlap is None else round(asked.overlap, 4),
        median_against_rank_bm25=round(slowest / float(p50), 1),
    )


def table_of(rows: Sequence[Row]) -> Table:
    """Return the rows as a table for people."""
    table = Table(*(name.replace("_", " ") for name in Row.__dataclass_fields__))
    for row in rows:
        table.add_row(
            *(
                f"{value:,}" if isinstance(value, int) else str(value)
                for value in asdict(row).values()
            )
        )
    return table


def plot(rows: Sequence[Row], path: Path) -> None:
    """Draw how the times grow with the passages."""
    figure = Figure(figsize=(9, 5), layout="tight")
    axes = figure.subplots()
    for peer in PEERS:
        those = [row for row in rows if row.engine == peer.name]
        sizes = [row.passages for row in those]
        (line,) = axes.loglog(sizes, [row.p50_ms for row in those], "o-", label=peer.name)
        axes.loglog(sizes, [row.p99_ms for row in those], "o:", color=line.get_color())
    axes.set(xlabel="passages", ylabel="ms a question: median, and dotted the 99th percentile")
    axes.legend()
    figure.savefig(path)


if __name__ == "__main__":
    main()
