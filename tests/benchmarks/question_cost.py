"""What a question costs: the processor time of an answer, and the share of each of its stages.

    make question-cost

Asks over the shipped digests, over the five originals, and over the digests among 20,000 passages
of news; there also long questions, as citizens tell them. After every few questions rank-bm25
scores the same passages by the syllables of the same ones, for scale: a busy machine slows both.
Not after each, because it leaves nothing of ours in the processor's cache.

"Warm" is a running bot: others have asked before, but nobody this question. "Cold": all that is
kept of texts, the passages' among them, was forgotten before the question.

It prints what it measured beside what is aimed at, and writes the same to
var/bench/question-cost.json. Nothing is asserted. Building over the news takes minutes.
"""

import gc
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import _lru_cache_wrapper
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import ParamSpec

from rank_bm25 import BM25Plus
from rich.console import Console
from rich.table import Table

from corpus.ingest import read_article
from corpus.passages import passages_of
from corpus.records import Article, Passage, Source, Span
from corpus.sentences import split_sentences
from corpus.shipped import SHIPPED_FOLDER
from corpus.text import tidy
from retrieval.analysis import tokens
from retrieval.answering import answer
from retrieval.datasets import PassageLine, QuestionLine, read_lines
from retrieval.knowledge import Knowledge
from tests.benchmarks.footprint import memory_mb
from tests.benchmarks.stages import STAGES, watched
from tests.support.cases import CASES
from tests.support.command_line import ROOT
from tests.support.shared_articles import ARTICLES

P = ParamSpec("P")

RESULT = ROOT / "var" / "bench" / "question-cost.json"
DATASETS = ROOT.parent / "shared" / "datasets"
NEWS = DATASETS / "news-20k.jsonl.gz"
CITIZENS = DATASETS / "citizen-questions" / "questions.jsonl"
TABLE = CASES / "questions.jsonl"

ASKED_BEFORE = 10
"""One question in so many is asked by others before; the rest are measured."""
PEER_AFTER = 20
"""Questions in a row, before rank-bm25 scores for them."""
LONG = 60
"""Syllables from which a question is long."""
FEWEST_TEXTS = 64
"""Entries of a cache of texts; a smaller one keeps what was made of a whole corpus."""
OBJECTS_WORTH_A_LOOK = 50_000
"""Made between two looks for garbage, as in the running bot."""
AIM_SMALL, AIM_LARGE = 8.0, 15.0
"""Milliseconds to the median answer, warm, with five articles and with 20,000 passages."""


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """What is asked over, and what making it cost."""

    name: str
    knowledge: Knowledge
    peer: BM25Plus
    build_seconds: float
    """Of processor time, helping processes included."""
    resident_mb: float | None
    """By which building let the process grow; None where the system does not tell."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What some questions cost over some corpus."""

    corpus: str
    passages: int
    build_seconds: float
    resident_mb: float | None
    questions: str
    syllables: float
    """Of the median question."""
    aim_ms: float
    warm_ms: tuple[float, ...]
    """Of processor time, in the order of the questions; so are the next two."""
    cold_ms: tuple[float, ...]
    peer_ms: tuple[float, ...]
    stages: Mapping[str, float]
    """Share of each stage in all that the warm answers took, 0 to 1."""


def measure() -> Iterator[Cost]:
    """Yield the costs over one corpus after the other, the largest last."""
    table = questions_of(TABLE)
    yield cost_of(table, "table", corpus_of("digests", shipped()), AIM_SMALL)
    if not ARTICLES.is_dir():
        return
    originals = [read_article(path) for path in sorted(ARTICLES.glob("*.txt"))]
    yield cost_of(table, "table", corpus_of("originals", originals), AIM_SMALL)
    news = corpus_of("digests and news", [*shipped(), *news_articles()])
    yield cost_of(table, "table", news, AIM_LARGE)
    long = [question for question in questions_of(CITIZENS) if len(question.split()) >= LONG]
    yield cost_of(long, "long", news, AIM_LARGE)


def corpus_of(name: str, articles: Sequence[Article]) -> Corpus:
    """Build the knowledge of `articles`, and the peer's."""
    begun, before = _all_processor_seconds(), memory_mb(os.getpid(), "VmRSS")
    knowledge = Knowledge.build(articles, split=split, processes=os.cpu_count() or 1)
    gc.collect()
    gc.freeze()  # as the running bot does
    seconds, after = _all_processor_seconds() - begun, memory_mb(os.getpid(), "VmRSS")
    texts = (knowledge.text_of(passage) for passage in knowledge.passages)
    return Corpus(
        name=name,
        knowledge=knowledge,
        peer=BM25Plus([_syllables(text) for text in texts]),
        build_seconds=seconds,
        resident_mb=None if before is None or after is None else after - before,
    )


def cost_of(questions: Sequence[str], name: str, corpus: Corpus, aim_ms: float) -> Cost:
    """Ask all questions once warm, the peer beside, and once cold."""
    asked = [one for number, one in enumerate(questions) if number % ASKED_BEFORE]
    for question in questions[::ASKED_BEFORE]:
        answer(question, corpus.knowledge)
    warm_ms: list[float] = []
    peer_ms: list[float] = []
    seconds = 0.0
    with watched() as clock:
        for start in range(0, len(asked), PEER_AFTER):
            some = asked[start : start + PEER_AFTER]
            begun = perf_counter()
            warm_ms += [_milliseconds(answer, question, corpus.knowledge) for question in some]
            seconds += perf_counter() - begun
            each = [_syllables(question) for question in some]
            peer_ms += [_milliseconds(corpus.peer.get_scores, syllables) for syllables in each]
    return Cost(
        corpus=corpus.name,
        passages=len(corpus.knowledge.passages),
        build_seconds=corpus.build_seconds,
        resident_mb=corpus.resident_mb,
        questions=name,
        syllables=median(len(_syllables(question)) for question in asked),
        aim_ms=aim_ms,
        warm_ms=tuple(warm_ms),
        cold_ms=tuple(_cold_ms(asked, corpus.knowledge)),
        peer_ms=tuple(peer_ms),
        stages={stage: clock.seconds[stage] / seconds for stage in STAGES},
    )


def _cold_ms(questions: Iterable[str], knowledge: Knowledge) -> Iterator[float]:
    for question in questions:
        forget_texts()
        yield _milliseconds(answer, question, knowledge)


def forget_texts() -> None:
    """Empty every cache of ours that grows with the texts it has seen; tables stay read."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("corpus.", "retrieval.")):
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper):
                    most = value.cache_parameters()["maxsize"] or 0  # none: a table, read once
                    if most >= FEWEST_TEXTS:
                        value.cache_clear()


def shipped() -> list[Article]:
    """Return the shipped digests."""
    return [read_article(path) for path in sorted(SHIPPED_FOLDER.glob("*.md"))]


def news_articles() -> Iterator[Article]:
    """Yield the openings of news articles, of which nothing but the text is known."""
    for line in read_lines(NEWS, PassageLine):
        yield Article(
            id=line.id, source=Source(name=line.id, sha256=""), title="", text=tidy(line.text)
        )


def questions_of(path: Path) -> list[str]:
    """Return the questions of a file of JSON lines."""
    return [line.question for line in read_lines(path, QuestionLine)]


def split(article: Article) -> tuple[Passage, ...]:
    """Cut an article into passages; one without a title is a passage of the news."""
    if article.title:
        return passages_of(article)
    span = Span(start=0, end=len(article.text))
    sentences = split_sentences(article.text)
    return (Passage(id=article.id, article_id=article.id, span=span, sentences=sentences),)


def _syllables(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


def _milliseconds(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    begun = process_time()
    work(*args, **kwargs)
    return 1000 * (process_time() - begun)


def _all_processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def costs_table(costs: Iterable[Cost]) -> Table:
    """Return a row for each corpus and its questions."""
    made = ("corpus", "passages", "built, s", "MB")
    asked = ("questions", "syllables", "warm, ms", "p95", "aim", "cold, ms", "p95")
    peer = ("rank-bm25, ms", "times that")
    table = Table(*made, *asked, *peer, box=None, pad_edge=False)
    for cost in costs:
        warm, beside = median(cost.warm_ms), median(cost.peer_ms)
        table.add_row(
            cost.corpus,
            f"{cost.passages:,}",
            f"{cost.build_seconds:.1f}",
            "unknown" if cost.resident_mb is None else f"{cost.resident_mb:.0f}",
            f"{len(cost.warm_ms)} {cost.questions}",
            f"{cost.syllables:g}",
            f"{warm:.1f}",
            f"{_p95(cost.warm_ms):.1f}",
            f"under {cost.aim_ms:g}",
            f"{median(cost.cold_ms):.1f}",
            f"{_p95(cost.cold_ms):.1f}",
            f"{beside:.2f}",
            f"{warm / beside:.1f}",
        )
    return table


def stages_table(costs: Sequence[Cost]) -> Table:
    """Return a row for each stage: its share in all warm answers, and its mean milliseconds."""
    headings = (f"{cost.corpus}, {cost.questions}" for cost in costs)
    table = Table("stage, warm: share and mean ms", *headings, box=None, pad_edge=False)
    for stage in STAGES:
        table.add_row(stage, *(_share(cost.stages[stage], cost) for cost in costs))
    table.add_row("the rest", *(_share(1 - sum(cost.stages.values()), cost) for cost in costs))
    return table


def _share(share: float, cost: Cost) -> str:
    return f"{share:4.0%} {share * sum(cost.warm_ms) / len(cost.warm_ms):6.2f}"


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


def main() -> None:
    """Measure and report."""
    gc.set_threshold(OBJECTS_WORTH_A_LOOK)
    load_before = os.getloadavg()[0]
    costs = list(measure())
    console = Console(highlight=False, width=200)
    console.print(costs_table(costs))
    console.print()
    console.print(stages_table(costs))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = {"before": load_before, "after": os.getloadavg()[0]}
    console.print(f"{machine}; load average {load['before']:.1f}, then {load['after']:.1f}")
    if len(costs) < 2:
        console.print(f"without {ROOT.parent / 'shared'} the rest is not measured")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    written = {"machine": machine, "load": load, "costs": [asdict(cost) for cost in costs]}
    RESULT.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    console.print(f"written to {RESULT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
