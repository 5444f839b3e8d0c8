"""Query -> Hits: the fields' BM25+, kept to passages that don't speak of something else."""

import math
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

from corpus.numbers import Agreement
from retrieval.analysis import Field, analyse_question
from retrieval.knowledge import Knowledge
from retrieval.records import Hit, Query
from retrieval.repeats import fuller_first
from retrieval.second_look import Looked, Sought, second_look
from retrieval.tuned import WEIGHTS

FIRST_LOOK = 30
"""Passages that are found at least."""
SECOND_LOOK = 30
"""Of them, those that are looked at again."""
NAMES_DOCUMENT = {Agreement.SAME: 2.0, Agreement.COMPATIBLE: 1.0, Agreement.NEAR: 0.5}
"""What naming the document that was asked for adds, as a share of the best score."""


def search(query: Query, knowledge: Knowledge, k: int = FIRST_LOOK) -> tuple[Hit, ...]:
    """Return at most `k` passages that share a term with the query, best first.

    None of them speaks of other places or years than the query names.
    """
    within = admitted(query, knowledge)
    terms = analyse_question(query.text, query.scaffolding, faint=WEIGHTS.faint)
    scores = dict(knowledge.index.search(terms, max(k, FIRST_LOOK), within=within))
    scores = _looked_at_again(query, knowledge, scores)
    scores = fuller_first(scores, knowledge.sentences.plain_of)
    if query.numbers:
        scores = _documents_first(query, knowledge, scores, within)
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    return tuple(Hit(passage=knowledge.passages[number], score=score) for number, score in ranked)


def _looked_at_again(
    query: Query, knowledge: Knowledge, scores: Mapping[int, float]
) -> dict[int, float]:
    """Raise the first passages by what a second look at them finds; see `second_look`."""
    best = max(scores.values(), default=1.0)
    sought = seek(query, knowledge)
    first = sorted(scores, key=lambda number: -scores[number])[:SECOND_LOOK]
    raised = {
        number: scores[number]
        + best * second_look(sought, look_at(number, knowledge), WEIGHTS.signals)
        for number in first
    }
    return {**scores, **raised}


def look_at(number: int, knowledge: Knowledge) -> Looked:
    """Return the passage of that number as a second look needs it."""
    return Looked(texts=knowledge.sentences_of(number), plain=knowledge.sentences.plain_of(number))


def seek(query: Query, knowledge: Knowledge) -> Sought:
    """Return what a second look seeks, weighed by the idf of `knowledge`."""
    index = knowledge.index
    unseen = math.log(len(index.engine) + 1)
    return Sought.of(query, index.models[Field.PLAIN_SYLLABLES], unseen)


def admitted(query: Query, knowledge: Knowledge) -> AbstractSet[int] | None:
    """Return the numbers of the passages that contradict no place or year of the query.

    None where the query names neither: all of them.
    """
    if not query.places and not query.periods:
        return None
    return knowledge.stated.admitted(query.places, query.periods)


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
