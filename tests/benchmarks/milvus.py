"""What a search costs over Milvus, beside the embedded engine, on the same passages.

    make milvus-bench                          the shared news, or 20,000 generated passages
    BENCH_PASSAGES=100000 make milvus-bench    generated passages

Milvus is the server that milvus-lite ships, in a process of its own, asked over gRPC on loopback;
its terms and their frequencies are in an SQLite file, read for every question. Both engines answer
one question after the other, several times, and the fastest answer counts. milvus-lite is written
in Python and looks at all lists whole: its times show what the way to a server costs, and nothing
of a cluster's.

It prints what it measured and writes the same to var/bench/milvus.json. Nothing is asserted.
"""

import gc
import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
from rank_bm25 import BM25Plus
from rich.console import Console
from rich.table import Table

from bot.store.database import open_database
from bot.store.term_statistics import TermStatistics
from retrieval.bm25 import Parameters
from retrieval.bulk import Bulk, average_lengths
from retrieval.engines.mapped import MappedEngine
from retrieval.engines.milvus.engine import MilvusEngine
from retrieval.engines.milvus.server import Server
from retrieval.engines.records import Batch
from tests.benchmarks import generated, news
from tests.benchmarks.passages import Passages, questions
from tests.benchmarks.search import apart
from tests.support.milvus_server import MilvusServer, running_milvus

RESULT = Path(__file__).parents[2] / "var" / "bench" / "milvus.json"
PARAMETERS = Parameters(k1=1.2, b=0.75)
K = 10
ROUNDS = 3
QUESTIONS = 300
OF_RANK_BM25 = 50
"""Questions that rank-bm25 is asked too."""
ROUNDING = 1e-6
"""By how much scores may differ, as a share, and count as a tie: weights in Milvus are float32."""
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")

Engine = MappedEngine | MilvusEngine


@dataclass(frozen=True, kw_only=True)
class Row:
    """One engine."""

    corpus: str
    engine: str
    passages: int
    questions: int
    p50_ms: float
    p99_ms: float
    client_cpu_ms: float
    """Of the process that asks, a question."""
    server_cpu_ms: float
    """Of the server, a question."""
    build_s: float
    memory_mb: float
    """The server's, or what the embedded engine takes that no other process shares."""
    overlap_at_10: float
    """The share of the first ten that are among rank-bm25's, ties aside."""
    overlap_with_embedded: float
    """The same with the embedded engine's, of all questions."""


@dataclass(kw_only=True)
class Asked:
    """How one engine answered."""

    seconds: list[float]
    """Of each question, its fastest answer."""
    answers: list[list[tuple[int, float]]] = field(default_factory=list)
    client: float = 0.0
    """Seconds of this process in all rounds."""
    server: float = 0.0


def main() -> None:
    """Measure both engines, print a table and write the rows."""
    size = os.environ.get("BENCH_PASSAGES")
    is_news = size is None and news.NEWS.exists()
    passages = news.passages() if is_news else generated.passages(int(size or 20_000))
    rows = measured("news" if is_news else "generated", passages)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    Console(width=180).print(table_of(rows))


def measured(corpus: str, passages: Passages) -> list[Row]:
    """Build both indexes over `passages`, ask them the same, and put together what it took."""
    asked = questions(passages, QUESTIONS)
    with TemporaryDirectory() as name, running_milvus() as milvus:
        folder = Path(name)
        embedded = MappedEngine(folder / "index")
        with milvus_engine(milvus, folder) as remote:
            engines: dict[str, Engine] = {"embedded": embedded, "milvus": remote}
            built = {name: building_s(engine, passages) for name, engine in engines.items()}
            results = ask_all(engines, asked, milvus)
        memory = {
            "embedded": apart(memory_of_embedded, folder / "index", asked),
            "milvus": memory_mb(str(milvus.pid), "Rss"),
        }
    oracle = best_of_rank_bm25(passages, asked[:OF_RANK_BM25])
    ours = [dict(answer) for answer in results["embedded"].answers]
    return [
        Row(
            corpus=corpus,
            engine=name,
            passages=len(passages),
            questions=len(asked),
            p50_ms=milliseconds(float(np.percentile(result.seconds, 50))),
            p99_ms=milliseconds(float(np.percentile(result.seconds, 99))),
            client_cpu_ms=milliseconds(result.client / len(asked) / ROUNDS),
            server_cpu_ms=milliseconds(result.server / len(asked) / ROUNDS),
            build_s=round(built[name], 1),
            memory_mb=round(memory[name], 1),
            overlap_at_10=overlap(result.answers, oracle),
            overlap_with_embedded=overlap(result.answers, ours),
        )
        for name, result in results.items()
    ]


@contextmanager
def milvus_engine(milvus: MilvusServer, folder: Path) -> Iterator[MilvusEngine]:
    """Open an index of Milvus that keeps its statistics in a file."""
    server = Server(milvus.uri)
    with open_database(f"sqlite:///{folder}/terms.db") as database:
        yield MilvusEngine("bench", server, TermStatistics.open(database))
    server.close()


def batches_of(passages: Passages) -> Iterator[Batch]:
    """Return the vectors of `passages`, whose ids are their numbers."""
    averages = average_lengths({"": terms} for terms in passages)
    named = ((str(number), {"": terms}) for number, terms in enumerate(passages))
    return Bulk(averages, PARAMETERS).batches(named)


def ask_all(
    engines: Mapping[str, Engine], asked: Sequence[list[str]], milvus: MilvusServer
) -> dict[str, Asked]:
    """Ask each engine each question, one after the other, in several rounds."""
    results = {name: Asked(seconds=[math.inf] * len(asked)) for name in engines}
    for engine in engines.values():
        ask(engine, asked[0])
    gc.freeze()
    for number, terms in [pair for _ in range(ROUNDS) for pair in enumerate(asked)]:
        for name, engine in engines.items():
            result = results[name]
            pid = milvus.pid if isinstance(engine, MilvusEngine) else None
            server, client, begin = cpu_seconds(pid), process_time(), perf_counter()
            answer = ask(engine, terms)
            took = perf_counter() - begin
            result.client += process_time() - client
            result.server += cpu_seconds(pid) - server
            result.seconds[number] = min(result.seconds[number], took)
            if number == len(result.answers):
                result.answers.append(answer)
    return results


def ask(engine: Engine, terms: list[str]) -> list[tuple[int, float]]:
    """Return the best passages, by the frequencies that the engine tells."""
    size = len(engine)
    standing = zip(terms, engine.frequencies(terms), strict=True)
    query = {term: math.log((size + 1) / n) for term, n in standing if n}
    return engine.top(query, K)


def best_of_rank_bm25(passages: Passages, asked: Sequence[list[str]]) -> list[dict[int, float]]:
    """Return for each question the best passages and all that tie with the last of them."""
    oracle = BM25Plus(list(passages), k1=PARAMETERS.k1, b=PARAMETERS.b, delta=PARAMETERS.delta)
    best = []
    for terms in asked:
        scores = oracle.get_scores(terms)
        least = np.partition(scores, -K)[-K] * (1 - ROUNDING)
        best.append({int(n): float(scores[n]) for n in np.flatnonzero(scores >= least)})
    return best


def overlap(
    answers: Sequence[Sequence[tuple[int, float]]], best: Sequence[Mapping[int, float]]
) -> float:
    """Return the share of the answers that are among the best."""
    shares = [
        np.mean([number in those for number, _ in answer])
        for answer, those in zip(answers, best, strict=False)
    ]
    return round(float(np.mean(shares)), 4)


def building_s(engine: Engine, passages: Passages) -> float:
    """Return how long it takes to index `passages`."""
    begin = perf_counter()
    engine.rebuild(batches_of(passages))
    return perf_counter() - begin


def milliseconds(seconds: float) -> float:
    """Return seconds as milliseconds."""
    return round(seconds * 1000, 2)


def cpu_seconds(pid: int | None) -> float:
    """Return the processor time of a process, user's and system's; 0 for none."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS / 1000


def memory_of_embedded(folder: Path, asked: Sequence[list[str]]) -> float:
    """Return what an index takes, once it has answered; in a process that has done nothing yet."""
    before = memory_mb("self", "Anonymous")
    engine = MappedEngine(folder)
    for terms in asked:
        ask(engine, terms)
    return memory_mb("self", "Anonymous") - before


def memory_mb(process: str, kind: str) -> float:
    """Return how much memory of a kind a process has."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{kind}:"))


def table_of(rows: Sequence[Row]) -> Table:
    """Return the rows as a table for people."""
    table = Table(*(name.replace("_", " ") for name in Row.__dataclass_fields__))
    for row in rows:
        table.add_row(*(str(value) for value in asdict(row).values()))
    return table


if __name__ == "__main__":
    main()
