"""The engines that are measured side by side: ours, and the best known ones from PyPI."""

import math
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import ClassVar, Protocol

import bm25s
import numpy as np
import tantivy
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from retrieval.bm25 import Parameters
from retrieval.bulk import Bulk, average_lengths
from retrieval.engines import kernels, pruning
from retrieval.engines.mapped import MappedEngine
from tests.benchmarks.passages import Passages

PARAMETERS = Parameters(k1=1.2, b=0.75)


class Peer(Protocol):
    """An engine over passages that were indexed into a folder."""

    name: ClassVar[str]
    index: ClassVar[str]
    """The name of its index; those of one name share it."""
    slow: ClassVar[bool] = False
    """Whether it is asked only some of the questions."""

    @staticmethod
    def build(passages: Sequence[Sequence[str]], folder: Path) -> None:
        """Index `passages` into `folder`."""

    def __init__(self, folder: Path) -> None:
        """Open what was indexed."""

    def ask(self, terms: list[str], k: int) -> list[int]:
        """Return the numbers of the best `k` passages, best first."""
        ...

    def wait_until_ready(self) -> None:
        """Return when nothing is made ready in the background any more."""


class Embedded(Peer):
    """Ours as it comes: by numpy."""

    name = "embedded"
    index = "embedded"

    @staticmethod
    def build(passages: Sequence[Sequence[str]], folder: Path) -> None:
        averages = average_lengths({"": terms} for terms in passages)
        named = ((str(number), {"": terms}) for number, terms in enumerate(passages))
        MappedEngine.rebuild_in(folder, Bulk(averages, PARAMETERS).batches(named))

    def __init__(self, folder: Path) -> None:
        self._engine = MappedEngine(folder)

    def ask(self, terms: list[str], k: int) -> list[int]:
        snapshot = self._engine.snapshot()
        standing = zip(terms, snapshot.frequencies(terms), strict=True)
        query = {term: math.log((len(snapshot) + 1) / n) for term, n in standing if n}
        with self._loops():
            return [number for number, _ in snapshot.top(query, k)]

    def _loops(self) -> AbstractContextManager[None]:
        return kernels.only(pruning.top)


class EmbeddedCompiled(Embedded):
    """Ours where numba is installed: compiled loops for many passages, loaded beside questions."""

    name = "embedded-compiled"

    def wait_until_ready(self) -> None:
        for thread in threading.enumerate():
            if thread.name == kernels.LOADING:
                thread.join()

    def _loops(self) -> AbstractContextManager[None]:
        return nullcontext()


class Bm25s(Peer):
    """bm25s by numpy."""

    name = "bm25s"
    index = "bm25s"
    backend: ClassVar[str] = "numpy"

    @staticmethod
    def build(passages: Sequence[Sequence[str]], folder: Path) -> None:
        engine = bm25s.BM25(
            method="bm25+", k1=PARAMETERS.k1, b=PARAMETERS.b, delta=1.0, backend="numba"
        )
        engine.index(passages, show_progress=False)
        engine.save(folder)

    def __init__(self, folder: Path) -> None:
        self._engine = bm25s.BM25.load(
            folder, mmap=True, override_params={"backend": self.backend}, show_progress=False
        )

    def ask(self, terms: list[str], k: int) -> list[int]:
        found = self._engine.retrieve([terms], k=k, show_progress=False)
        return [int(number) for number in found.documents[0]]


class Bm25sNumba(Bm25s):
    """bm25s compiled by numba."""

    name = "bm25s-numba"
    backend: ClassVar[str] = "numba"


class Tantivy(Peer):
    """tantivy, which keeps lengths roughly: its ranking differs a little."""

    name = "tantivy"
    index = "tantivy"

    @staticmethod
    def build(passages: Sequence[Sequence[str]], folder: Path) -> None:
        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("number", stored=True)
        index = tantivy.Index(builder.build(), path=str(folder))
        writer = index.writer(heap_size=500_000_000, num_threads=1)
        for number, terms in enumerate(passages):
            writer.add_document(tantivy.Document(body=" ".join(terms), number=number))
        writer.commit()
        writer.wait_merging_threads()

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def ask(self, terms: list[str], k: int) -> list[int]:
        query = self._index.parse_query(" ".join(terms), ["body"])
        hits = self._searcher.search(query, k, count=False).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]


class RankBm25(Peer):
    """rank-bm25, which is what the others must agree with; it keeps everything in memory."""

    name = "rank-bm25"
    index = "rank-bm25"
    slow = True

    @staticmethod
    def build(passages: Sequence[Sequence[str]], folder: Path) -> None:
        _ = passages, folder  # it can't be kept on disk

    def __init__(self, folder: Path) -> None:
        passages = list(Passages.load(folder.parent))
        self._engine = BM25Plus(passages, k1=PARAMETERS.k1, b=PARAMETERS.b, delta=1.0)

    def scores(self, terms: list[str]) -> NDArray[np.float64]:
        """Return the score of every passage."""
        scores: NDArray[np.float64] = self._engine.get_scores(terms)
        return scores

    def ask(self, terms: list[str], k: int) -> list[int]:
        scores = self.scores(terms)
        best = np.argpartition(scores, -k)[-k:]
        return [int(number) for number in best[np.argsort(-scores[best], kind="stable")]]


PEERS: tuple[type[Peer], ...] = (
    Embedded,
    EmbeddedCompiled,
    Bm25s,
    Bm25sNumba,
    Tantivy,
    RankBm25,
)
