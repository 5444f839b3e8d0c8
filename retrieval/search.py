"""Query -> Hits: the fields' BM25+, kept to passages that don't speak of something else."""

from collections.abc import Collection, Mapping
from functools import cache

from corpus.numbers import Agreement
from retrieval.analysis import analyse
from retrieval.facts import Fit, fit_places
from retrieval.knowledge import Knowledge
from retrieval.records import Hit, Query

FIRST_LOOK = 30
"""Passages that the second look sees."""
NAMES_DOCUMENT = {Agreement.SAME: 2.0, Agreement.COMPATIBLE: 1.0, Agreement.NEAR: 0.5}
"""What naming the document that was asked for adds, as a share of the best score."""


def search(query: Query, knowledge: Knowledge, k: int = FIRST_LOOK) -> tuple[Hit, ...]:
    """Return at most `k` passages that share a term with the query, best first.

    None of them speaks of other places or years than the query names.
    """
    within = admitted(query, knowledge)
    scores = dict(knowledge.index.search(analyse(query.text), k, within=within))
    if query.numbers:
        scores = _documents_first(query, knowledge, scores, within)
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    return tuple(Hit(passage=knowledge.passages[number], score=score) for number, score in ranked)


def admitted(query: Query, knowledge: Knowledge) -> frozenset[int] | None:
    """Return the numbers of the passages that contradict no place or year of the query.

    None where the query names neither: all of them.
    """
    if not query.places and not query.periods:
        return None
    fits = cache(lambda places, about: fit_places(query.places, places | about, about))
    return frozenset(
        number
        for number, facts in enumerate(knowledge.facts)
        if fits(facts.places, facts.article_places) is not Fit.DISAGREES
        and facts.fit_periods(query.periods) is not Fit.DISAGREES
    )


def _documents_first(
    query: Query,
    knowledge: Knowledge,
    scores: Mapping[int, float],
    within: Collection[int] | None,
) -> dict[int, float]:
    """Raise every passage that names a document of the query, found by its words or not."""
    best = max(scores.values(), default=1.0)
    raised = dict(scores)
    for agreement, bonus in NAMES_DOCUMENT.items():
        for asked in query.numbers:
            for number in knowledge.passages_naming(asked, agreement):
                if within is None or number in within:
                    raised[number] = max(
                        raised.get(number, 0.0), scores.get(number, 0.0) + best * bonus
                    )
    return raised
