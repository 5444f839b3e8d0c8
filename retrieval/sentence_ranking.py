"""Sentences against one another: BM25+ by rank-bm25 over the sentences of the best passages.

Fitted anew for each question on the few dozen sentences that may answer it, so that a word which
all of them share tells none of them apart.
"""

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
from rank_bm25 import BM25Plus

from retrieval.analysis import Field, QuestionTerms
from retrieval.cut_sentences import Run

FAINT = 0.3
"""What the words that only carry the question weigh."""

Term = str | tuple[str, str]
"""A plain syllable, or a pair of neighbours: lost diacritics cost nothing."""
OTHER = ""
"""Stands for every term that is not of the question, of which only the number counts."""


def sentence_shares(question: QuestionTerms, sentences: Sequence[Run]) -> list[float]:
    """Return the score of each sentence, in plain syllables, as a share of the best one's, 0 to 1.

    >>> from retrieval.analysis import analyse_question
    >>> sentence_shares(analyse_question("dân vận"), [("dan", "van", "kheo"), ("dan", "cu")])
    [1.0, 0.1786]
    """
    weights = _weights(question)
    bags = [
        [term if term in weights else OTHER for term in chain(sentence, pairwise(sentence))]
        for sentence in sentences
    ]
    if not any(bags):
        return [0.0] * len(sentences)
    model = BM25Plus([bag or [OTHER] for bag in bags], k1=1.2, b=0.5, delta=0)
    strong = [term for term, weight in weights.items() if term in model.idf and weight == 1.0]
    faint = [term for term, weight in weights.items() if term in model.idf and weight < 1.0]
    scores = model.get_scores(strong) + FAINT * model.get_scores(faint)
    best = scores.max()
    return [float(score) for score in np.round(scores / best, 4)] if best > 0 else [0.0] * len(bags)


def _weights(question: QuestionTerms) -> dict[Term, float]:
    weights: dict[Term, float] = {}
    weights.update(question[Field.PLAIN_SYLLABLES])
    for pair, weight in question[Field.PLAIN_BIGRAMS].items():
        left, _, right = pair.partition("_")
        weights[left, right] = weight
    return weights
