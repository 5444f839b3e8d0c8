"""Sentences against one another: BM25+ by rank-bm25 over the sentences of the best passages.

Fitted anew for each question on the few dozen sentences that may answer it, so that a word which
all of them share tells none of them apart.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rank_bm25 import BM25Plus

from retrieval.analysis import Field, QuestionTerms, tokens

FAINT = 0.3
"""What the words that only carry the question weigh."""
FIELDS = (Field.PLAIN_SYLLABLES, Field.PLAIN_BIGRAMS)
"""What sentences are held against: with lost diacritics, too, and without cutting words anew."""


def sentence_shares(question: QuestionTerms, sentences: Sequence[str]) -> list[float]:
    """Return each sentence's score as a share of the best one's, 0 to 1.

    >>> from retrieval.analysis import analyse_question
    >>> sentence_shares(analyse_question("dân vận"), ["dân vận khéo", "hành chính", "dân cư"])
    [1.0, 0.0, 0.2313]
    """
    bags = [_terms(sentence) for sentence in sentences]
    if not any(bags):
        return [0.0] * len(sentences)
    model = BM25Plus([bag or [""] for bag in bags], k1=1.2, b=0.5, delta=0)
    weights = {term: weight for field in FIELDS for term, weight in question[field].items()}
    strong = [term for term, weight in weights.items() if weight == 1.0]
    faint = [term for term, weight in weights.items() if weight < 1.0]
    scores = model.get_scores(strong) + FAINT * model.get_scores(faint)
    best = scores.max()
    return [float(score) for score in np.round(scores / best, 4)] if best > 0 else [0.0] * len(bags)


@lru_cache(maxsize=1 << 13)
def _terms(sentence: str) -> list[str]:
    found = tokens(sentence)
    pairs = (f"{left.plain}_{right.plain}" for left, right in pairwise(found))
    return [*(token.plain for token in found), *pairs]
