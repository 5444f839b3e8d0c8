"""Articles -> arrivals: when they were added, and what they are about."""

from collections.abc import Iterable
from datetime import datetime

from bot.digests.decision import Arrival
from corpus.places import gazetteer
from corpus.records import Article, Passage
from corpus.topics import topics_of_article
from retrieval.knowledge import Knowledge


def newest(knowledge: Knowledge) -> datetime | None:
    """Return when the last of the articles was added; None where there is none."""
    moments = (article.added_at for article in knowledge.articles)
    return max((moment for moment in moments if moment), default=None)


def arrivals_between(after: datetime, until: datetime, knowledge: Knowledge) -> tuple[Arrival, ...]:
    """Return the articles added later than `after`, up to `until`, in the order of addition."""
    found = (
        _arrival(article, article.added_at, knowledge.passages_by_article.get(article.id, ()))
        for article in knowledge.articles
        if article.added_at is not None and after < article.added_at <= until
    )
    return tuple(sorted(found, key=lambda arrival: arrival.added_at))


def _arrival(article: Article, added_at: datetime, passages: Iterable[Passage]) -> Arrival:
    sentences = [span.of(article.text) for passage in passages for span in passage.sentences]
    return Arrival(
        article_id=article.id,
        added_at=added_at,
        places=_places(article.place or ""),
        topics=topics_of_article(article.title, sentences),
    )


def _places(written: str) -> frozenset[str]:
    """Return the places that are named, not those that only tell where one of them lies."""
    named = (mention for mention in gazetteer().find(written) if not mention.qualifies)
    return frozenset(place.id for mention in named for place in mention.places)
