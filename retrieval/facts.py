"""What articles and passages state that a question can be held to: places, years, documents."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum

from corpus.dates import find_years
from corpus.numbers import Agreement, compare, find_mentions
from corpus.places import covers, gazetteer
from corpus.records import Article, DocumentMention, DocumentNumber, Passage, Place
from retrieval.records import AskedPlace, Period

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
    periods: frozenset[Period]
    """Without the days of issue of the documents it names."""
    article_places: frozenset[Place]
    article_periods: frozenset[Period]
    written_in: int | None
    """Year of publication: what a text says of later years is no more than a plan."""

    def fit_periods(self, asked: Collection[Period]) -> Fit:
        """Tell whether this passage speaks of any period in `asked`; UNKNOWN if none is asked."""
        if not asked:
            return Fit.UNKNOWN
        stated = self.periods | self.article_periods
        if any(tells(one, period, self.written_in) for one in stated for period in asked):
            return Fit.AGREES
        return Fit.DISAGREES if self.article_periods else Fit.UNKNOWN


def tells(stated: Period, asked: Period, written_in: int | None) -> bool:
    """Tell whether a text of the year `written_in` that speaks of `stated` speaks of `asked`.

    Of a longer period it may tell every year up to its own: a term of office of 2021-2026 in a
    text of 2021 says nothing of 2025.
    """
    if stated == asked:
        return True
    return stated.covers(asked) and (written_in is None or asked.end <= written_in)


def fit_places(
    asked: Collection[AskedPlace], written: Collection[Place], about: Collection[Place]
) -> Fit:
    """Tell whether a passage speaks of any place in `asked`; UNKNOWN where none is asked.

    It names the places `written`, its article's among them; its article is `about` some.
    """
    named = [one for place in asked for one in place.candidates]
    if any(covers(one, other) for one in named for other in written):
        return Fit.AGREES
    return Fit.DISAGREES if named and about else Fit.UNKNOWN


def closest(asked: DocumentNumber, found: Iterable[DocumentNumber]) -> Agreement:
    """Return how the closest number of `found` stands to `asked`; DIFFERENT where there is none."""
    seen = {compare(asked, number) for number in found}
    return next((agreement for agreement in Agreement if agreement in seen), Agreement.DIFFERENT)


def facts_of(article: Article, passages: Iterable[Passage]) -> list[Facts]:
    """Return the facts of each of an article's passages, in order."""
    mentions = _resolved(find_mentions(article.text))
    about = _places(article.place or "", ())
    periods = _main_periods(article)
    return [
        Facts(
            mentions=tuple(mention for mention in mentions if passage.span.covers(mention.span)),
            places=_places(passage.span.of(article.text), about),
            periods=periods_of(passage.span.of(article.text)),
            article_places=about,
            article_periods=periods,
            written_in=article.published_on.year if article.published_on else None,
        )
        for passage in passages
    ]


def _places(text: str, known: Collection[Place]) -> frozenset[Place]:
    found = gazetteer().find(text, known=known)
    return frozenset(place for mention in found for place in mention.places)


def _resolved(mentions: Collection[DocumentMention]) -> tuple[DocumentMention, ...]:
    """Give a short number the fullest one of the same article that it stands for.

    An article that says "Nghị quyết số 25-NQ/TW (gọi tắt là Nghị quyết số 25)" means no other
    resolution 25 further on.
    """
    named = dict.fromkeys(mention.number for mention in mentions)
    numbers = sorted(named, key=fullness, reverse=True)
    return tuple(
        replace(
            mention, number=next(one for one in numbers if compare(mention.number, one) in NAMED)
        )
        for mention in mentions
    )


def fullness(number: DocumentNumber) -> int:
    """Return how many parts of a number are given beside its ordinal, 0 to 3."""
    return sum(part is not None for part in (number.kind, number.issuer, number.year))


def periods_of(text: str) -> frozenset[Period]:
    """Return the years and periods that `text` names, without those of documents."""
    documents = [mention.issued_span or mention.span for mention in find_mentions(text)]
    return frozenset(
        Period(start=mention.start, end=mention.end) for mention in find_years(text, documents)
    )


def _main_periods(article: Article) -> frozenset[Period]:
    """Return the periods that an article is about: its title's and the year of its publication.

    Where it gives neither, those of its text; where it has no description at all, none: then
    nothing is known, and a year in a question is a word like any other.
    """
    periods = set(periods_of(article.title))
    if article.published_on is not None:
        year = article.published_on.year
        periods.add(Period(start=year, end=year))
    if not periods and article.place is not None:
        return periods_of(article.text)
    return frozenset(periods)
