"""The baselines: what rank-bm25 itself would rank."""

import numpy as np
import pytest
from rank_bm25 import BM25Plus

from corpus.text import strip_diacritics
from retrieval.analysis import analyse
from retrieval.evaluation.baselines import FIELDS, Baseline, fit_all, rank_all
from tests.support.made_up_set import made_up_set

QUESTION = "Sinh viên năm nhất có học bổng không?"


@pytest.mark.parametrize("baseline", Baseline)
def test_passages_are_ranked_as_rank_bm25_ranks_them(baseline: Baseline) -> None:
    passages = made_up_set().passages

    def terms(text: str) -> list[str]:
        analysis = analyse(text)
        return [term for field in FIELDS[baseline] for term in analysis.of(field)]

    oracle = BM25Plus([terms(line.text) for line in passages], k1=1.2, b=0.75)
    scores = oracle.get_scores(terms(QUESTION))
    best = [passages[number].id for number in np.argsort(-scores, kind="stable")]

    hits = rank_all(fit_all(passages), [QUESTION], 10)[baseline][0]

    assert [hit.id for hit in hits] == best[: len(hits)]
    assert len(hits) >= 2


@pytest.mark.parametrize(
    ("baseline", "found"),
    [(Baseline.WORDS, []), (Baseline.BIGRAMS, []), (Baseline.PLAIN_BIGRAMS, ["p1"])],
)
def test_only_terms_without_diacritics_find_what_is_typed_without(
    baseline: Baseline, found: list[str]
) -> None:
    asked = strip_diacritics("Thư viện đóng cửa")

    [hits] = rank_all(fit_all(made_up_set().passages), [asked], 10)[baseline]

    assert [hit.id for hit in hits[:1]] == found
