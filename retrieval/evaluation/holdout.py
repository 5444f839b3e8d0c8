"""A library without some of its passages, to see whether a question then goes unanswered."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import overload

from retrieval.analysis import Analysis, Field, analyse
from retrieval.bm25 import FieldModel, Idf
from retrieval.diacritics import Restorer
from retrieval.engines import Engine
from retrieval.index import Index
from retrieval.knowledge import Knowledge
from retrieval.typos import Speller


def without(knowledge: Knowledge, passage_ids: Collection[str]) -> Knowledge:
    """Return `knowledge` with these passages taken out, and articles that have no other.

    No hit, fact or sentence of theirs is left, and what was learned of the language is unlearned:
    the idf of their terms, the syllables that only they had. The other passages' vectors stay as
    they were, for the average length hardly moves; so this comes close to a new index, which for
    every question would take too long (the tests compare).
    """
    kept = [n for n, passage in enumerate(knowledge.passages) if passage.id not in passage_ids]
    passages = tuple(knowledge.passages[number] for number in kept)
    articles = {passage.article_id for passage in passages}
    removed = [
        analyse(knowledge.text_of(passage), knowledge.article_of(passage).title)
        for passage in knowledge.passages
        if passage.id in passage_ids
    ]
    language = knowledge.restorer.model
    for analysis in removed:
        language = language.without(analysis.of(Field.SYLLABLES))
    return replace(
        knowledge,
        articles=tuple(article for article in knowledge.articles if article.id in articles),
        passages=passages,
        facts=tuple(knowledge.facts[number] for number in kept),
        index=_reduced(knowledge.index, kept, removed),
        sentences=knowledge.sentences.kept(kept),
        restorer=Restorer.of(language),
        speller=Speller.of(language),
    )


def _reduced(index: Index, kept: Sequence[int], removed: Sequence[Analysis]) -> Index:
    models = {
        field: _without_terms(model, [one.of(field) for one in removed], len(index.engine))
        for field, model in index.models.items()
    }
    return replace(index, models=models, engine=_Kept(index.engine, kept))


def _without_terms(
    model: FieldModel, removed: Sequence[Collection[str]], passages: int
) -> FieldModel:
    """Return the model of one field with these passages' terms, of so many, counted no more."""
    gone = Counter(term for terms in removed for term in set(terms))
    return replace(model, idf=_LowerIdf(model.idf, gone, passages, passages - len(removed)))


class _LowerIdf:
    """idf(t) = ln((N + 1) / df(t)) of fewer passages, worked out when it is asked for."""

    def __init__(self, before: Idf, gone: Mapping[str, int], size: int, left: int) -> None:
        """Take the idf of `size` passages, in how many removed ones terms were, and how many stay.

        Terms that are only in removed passages are no longer known.
        """
        self._before, self._gone, self._size, self._left = before, gone, size, left

    @overload
    def get(self, term: str, /) -> float | None: ...

    @overload
    def get(self, term: str, default: float, /) -> float: ...

    def get(self, term: str, default: float | None = None, /) -> float | None:
        """See `Idf`."""
        before = self._before.get(term)
        if before is None:
            return default
        left = round((self._size + 1) / math.exp(before)) - self._gone.get(term, 0)
        return math.log((self._left + 1) / left) if left else default


class _Kept:
    """Some of an engine's passages, numbered anew in the same order."""

    def __init__(self, engine: Engine, kept: Sequence[int]) -> None:
        """Keep the passages whose numbers, rising, are `kept`."""
        self._engine = engine
        self._kept = kept

    def __len__(self) -> int:
        return len(self._kept)

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`."""
        if within is not None:
            found = self._engine.top(query, k, within=[self._kept[number] for number in within])
        else:
            found = self._engine.top(query, k + len(self._engine) - len(self._kept))
        renumbered = ((self._new_number(number), score) for number, score in found)
        return [(number, score) for number, score in renumbered if number is not None][:k]

    def _new_number(self, number: int) -> int | None:
        place = bisect_left(self._kept, number)
        is_kept = place < len(self._kept) and self._kept[place] == number
        return place if is_kept else None
