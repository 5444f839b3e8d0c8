"""The years nearest to one that no article covers."""

from collections.abc import Collection

from bot.render.citing import publication_day
from corpus.places import covers, gazetteer
from corpus.records import Article
from retrieval.facts import periods_of
from retrieval.records import Abstention, AbstentionReason, AskedPlace


def nearest_years(found: Abstention) -> tuple[int, ...]:
    """Return the last covered year before, and the first after, those that no article covers.

    Of the articles near the question only those about its place count, if it names one.
    """
    periods = found.query.periods
    if found.reason is not AbstentionReason.YEAR_NOT_COVERED or not periods:
        return ()
    articles = {citation.article.id: citation.article for citation in found.nearest}.values()
    covered = {
        year
        for article in articles
        if _is_about(article, found.query.places)
        for year in _years_of(article)
    }
    first, last = min(period.start for period in periods), max(period.end for period in periods)
    before = max((year for year in covered if year < first), default=None)
    after = min((year for year in covered if year > last), default=None)
    return tuple(year for year in (before, after) if year is not None)


def _is_about(article: Article, asked: Collection[AskedPlace]) -> bool:
    """Tell whether an article's own place lies in one that was asked for; yes if none was."""
    if not asked:
        return True
    about = [
        place
        for mention in gazetteer().find(article.place or "")
        if not mention.qualifies
        for place in mention.places
    ]
    candidates = [candidate for one in asked for candidate in one.candidates]
    return any(covers(candidate, place) for candidate in candidates for place in about)


def _years_of(article: Article) -> Collection[int]:
    """Return the year of publication; of an undated article, those that its title names."""
    if day := publication_day(article):
        return {day.year}
    periods = periods_of(article.title)
    return {year for period in periods for year in range(period.start, period.end + 1)}
