"""What articles and passages state that a question can be held to: places, years, documents."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from corpus.places import covers, gazetteer

from corpus.dates import find_years
from corpus.numbers import Agreement, compare, find_mentions
from corpus.records import Article, DocumentMention, DocumentNumber, Passage, Place
from retrieval.records import AskedPlace

NAMED = (Agreement.SAME, Agreement.COMPATIBLE)
"""How a number must stand to the one that was asked for to be the same document's."""


class Fit(Enum):
    """Whether a passage speaks of what was asked for; better ones first."""

    AGREES = 0
    UNKNOWN = 1
    """It does not say, nor does its article."""
    DISAGREES = 2
    """It, or its article, speaks of another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What one passage states, with what its whole article is about behind it."""

    mentions: tuple[DocumentMention, ...]
    """Spans count from the start of the article's text."""
    places: frozenset[Place]
    years: frozenset[int]
    """Without those of the documents it names."""
    article_places: frozenset[Place]
    article_years: frozenset[int]

    def fit_places(self, asked: Collection[AskedPlace]) -> Fit:
        """Tell whether this passage speaks of any place in `asked`."""
        written = self.places | self.article_places
        named = [one for place in asked for one in place.candidates]
        if any(covers(one, other) for one in named for other in written):
            return Fit.AGREES
        return Fit.DISAGREES if self.article_places else Fit.UNKNOWN

    def fit_years(self, asked: Collection[int]) -> Fit:
        """Tell whether this passage speaks of any year in `asked`."""
        if not self.years.isdisjoint(asked) or not self.article_years.isdisjoint(asked):
            return Fit.AGREES
        return Fit.DISAGREES if self.article_years else Fit.UNKNOWN

    def names(self, asked: DocumentNumber) -> Agreement:
        """Return how the closest of the documents that this passage names stands to `asked`."""
        return closest(asked, (mention.number for mention in self.mentions))


def closest(asked: DocumentNumber, found: Iterable[DocumentNumber]) -> Agreement:
    """Return how the closest number of `found` stands to `asked`; DIFFERENT where there is none."""
    seen = {compare(asked, number) for number in found}
    return next((agreement for agreement in Agreement if agreement in seen), Agreement.DIFFERENT)


def facts_of(article: Article, passages: Iterable[Passage]) -> list[Facts]:
    """Return the facts of each of an article's passages, in order."""
    mentions = find_mentions(article.text)
    about = _places(article.place or "", ())
    years = _main_years(article)
    return [
        Facts(
            mentions=tuple(mention for mention in mentions if passage.span.covers(mention.span)),
            places=_places(passage.span.of(article.text), about),
            years=_years(passage.span.of(article.text)),
            article_places=about,
            article_years=years,
        )
        for passage in passages
    ]


def _places(text: str, known: Collection[Place]) -> frozenset[Place]:
    found = gazetteer().find(text, known=known)
    return frozenset(place for mention in found for place in mention.places)


def _years(text: str) -> frozenset[int]:
    documents = [mention.issued_span or mention.span for mention in find_mentions(text)]
    return frozenset(year for mention in find_years(text, documents) for year in mention.years)


def _main_years(article: Article) -> frozenset[int]:
    """Return the years that an article is about: its title's and its publication's.

    Where it gives neither, those of its text; where it has no description at all, none: then
    nothing is known, and a year in a question is a word like any other.
    """
    years = set(_years(article.title))
    if article.published_on is not None:
        years.add(article.published_on.year)
    if not years and article.place is not None:
        return _years(article.text)
    return frozenset(years)
