"""Query -> Hits: the fields' BM25+, kept to passages that don't speak of something else."""

from collections.abc import Iterable, Mapping

from corpus.numbers import Agreement
from retrieval.analysis import analyse
from retrieval.facts import Facts, Fit
from retrieval.knowledge import Knowledge
from retrieval.records import Hit, Query

FIRST_LOOK = 30
"""Passages that the second look sees."""
NAMES_DOCUMENT = {Agreement.SAME: 2.0, Agreement.COMPATIBLE: 1.0}
"""What naming the document that was asked for adds, as a share of the best score."""


def search(query: Query, knowledge: Knowledge, k: int = FIRST_LOOK) -> tuple[Hit, ...]:
    """Return at most `k` passages that share a term with the query, best first."""
    within = None
    if query.places or query.periods:
        within = [n for n, facts in enumerate(knowledge.facts) if admits(query, facts)]
    scores = dict(knowledge.index.search(analyse(query.text), k, within=within))
    if query.numbers:
        scores = _documents_first(query, knowledge, scores, within)
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    return tuple(Hit(passage=knowledge.passages[number], score=score) for number, score in ranked)


def admits(query: Query, facts: Facts) -> bool:
    """Tell whether nothing that the passage states contradicts what the query is held to."""
    return all(fit is not Fit.DISAGREES for fit in fits(query, facts))


def fits(query: Query, facts: Facts) -> Iterable[Fit]:
    """Yield how a passage fits the places and the periods that the query names."""
    if query.places:
        yield facts.fit_places(query.places)
    if query.periods:
        yield facts.fit_periods(query.periods)


def _documents_first(
    query: Query,
    knowledge: Knowledge,
    scores: Mapping[int, float],
    within: Iterable[int] | None,
) -> dict[int, float]:
    """Raise every passage that names a document of the query, found by its words or not."""
    best = max(scores.values(), default=1.0)
    raised = dict(scores)
    for number in range(len(knowledge.facts)) if within is None else within:
        if bonus := _document_bonus(query, knowledge.facts[number]):
            raised[number] = raised.get(number, 0.0) + best * bonus
    return raised


def _document_bonus(query: Query, facts: Facts) -> float:
    return max(NAMES_DOCUMENT.get(facts.names(number), 0.0) for number in query.numbers)
