"""A million passages: the same top ten, to the bit, as by scoring each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.bm25 import FieldModel, Parameters
from retrieval.bulk import Bulk
from retrieval.engines import kernels
from retrieval.engines.disk import Disk
from retrieval.engines.mapped import MappedEngine
from retrieval.engines.snapshot import Snapshot
from retrieval.idf import counted_models
from tests.benchmarks.generated import NAMES, passages
from tests.benchmarks.passages import Passages, questions
from tests.support.kernels import KERNELS

SIZE = 1_000_000
PARAMETERS = Parameters(k1=1.2, b=0.9)


class Oracle:
    """Scores by BM25+ as its formula is written."""

    def __init__(self, those: Passages) -> None:
        self._terms = those.terms
        lengths = np.diff(those.starts)
        self._passage = np.repeat(np.arange(len(those), dtype=np.int32), lengths)
        k1, b = PARAMETERS.k1, PARAMETERS.b
        self._damping = k1 * (1 - b + b * lengths / lengths.mean())

    def scores(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """Return the score of each passage."""
        scores = np.zeros(len(self._damping))
        for term in terms:
            where = self._passage[self._terms == NAMES.index(term)]
            tf = np.bincount(where, minlength=len(scores))
            idf = np.log((len(scores) + 1) / np.count_nonzero(tf))
            scores += idf * (tf * (PARAMETERS.k1 + 1) / (tf + self._damping))
        return scores


@dataclass(frozen=True, kw_only=True, eq=False)
class Corpus:
    """Generated passages, indexed."""

    passages: Passages
    index: Snapshot
    model: FieldModel
    oracle: Oracle


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    those = passages(SIZE)
    lengths = {"": len(those.terms) / SIZE}
    named = ((str(number), {"": terms}) for number, terms in enumerate(those))
    folder, disk = tmp_path_factory.mktemp("scale"), Disk(durable=False)
    batches = Bulk(lengths, PARAMETERS).batches(named)
    index = MappedEngine.rebuild_in(folder, batches, disk=disk).snapshot()
    return Corpus(
        passages=those,
        index=index,
        model=counted_models(index, lengths, PARAMETERS)[""],
        oracle=Oracle(those),
    )


@pytest.mark.slow
@pytest.mark.parametrize("loops", KERNELS)
def test_the_top_ten_of_a_million_are_those_of_all_scores(corpus: Corpus, loops: str) -> None:
    kernel = KERNELS[loops]()
    for terms in questions(corpus.passages, 20):
        with kernels.only(kernel):
            found = corpus.index.top(corpus.model.query_vector(dict.fromkeys(terms, 1.0)), 10)

        scores = corpus.oracle.scores(terms)
        best = np.argsort(-scores, kind="stable")[:10]
        assert [number for number, _ in found] == best.tolist()
        assert [score for _, score in found] == pytest.approx(scores[best].tolist(), rel=1e-12)
