"""Digests of new articles, and what their buttons open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from bot.callbacks import ShowArticle, ShowNews, TurnNews
from bot.render.citing import publication_day, source_line
from bot.render.paging import Page
from bot.screens import Button, Screen
from bot.telegram_text import RichText, bold, fits, italic, joined, quote, rich
from bot.texts import Texts
from corpus.records import Article
from retrieval.records import Citation

MOST_ARTICLES = 5
"""Shown with their sentences in one digest; the rest is counted."""
ARTICLES_A_PAGE = 5
LONGEST_LINE = 300
"""Characters; only a broken import has such a title, or publisher."""

Row = tuple[Button, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Introduced:
    """A new article with the sentences that introduce it."""

    article: Article
    added_at: datetime
    citations: tuple[Citation, ...]


def digest(first: Sequence[Introduced], count: int, until: datetime, texts: Texts) -> Screen:
    """Tell of `count` new articles, the last of them added at `until`, in one message.

    Of `first`, at least one, it shows as many as it holds, and at most MOST_ARTICLES.
    """
    sizes = range(min(len(first), MOST_ARTICLES), 0, -1)
    screens = (_digest(first[:size], count, until, texts) for size in sizes)
    return next(screen for screen in screens if fits(screen.text) or len(screen.rows[0]) == 1)


def news(articles: Sequence[Article], shown: TurnNews, texts: Texts) -> Screen:
    """Show a page of new articles, in the order in which they were added."""
    page = Page.of(articles, shown.page, ARTICLES_A_PAGE)
    heading = texts.news_heading(len(articles), page.number, page.count)
    lines = (
        f"{position}. {source_line(article, texts)}"
        for position, article in enumerate(page.items, start=page.first)
    )
    turning = page.turning(
        lambda number: TurnNews(after=shown.after, until=shown.until, page=number), texts
    )
    return Screen(
        text=joined("\n\n", (bold(heading), *lines)),
        rows=tuple(filter(None, (_article_row(page.items, texts, first=page.first), turning))),
    )


def _digest(shown: Sequence[Introduced], count: int, until: datetime, texts: Texts) -> Screen:
    articles = [one.article for one in shown]
    told = (_introduced(one, _number(at, len(shown)), texts) for at, one in enumerate(shown, 1))
    text = joined("\n\n", (bold(texts.digest_heading(count)), *told))
    rows: tuple[Row, ...] = (_article_row(articles, texts),)
    if rest := count - len(shown):
        more = ShowNews(after=shown[-1].added_at, until=until)
        text = joined("\n\n", (text, texts.more_news(rest)))
        rows = (*rows, (Button(label=texts.more_news_button(rest), action=more),))
    return Screen(text=text, rows=rows)


def _introduced(new: Introduced, number: int | None, texts: Texts) -> RichText:
    title = rich("" if number is None else f"{number}. ", bold(_line(new.article.title)))
    sentences = quote(joined("\n", (citation.quote for citation in new.citations)))
    return joined("\n", (title, sentences, italic(_source(new.article, texts))))


def _source(article: Article, texts: Texts) -> str:
    """Return publisher and day; of a digest in our words, the original's, marked so."""
    day, original = publication_day(article), article.digest_of
    retold = original and texts.digest_of(original.title or original.file)
    publisher = (original or article).publisher or (original or article).author
    dated = texts.day(day) if day else texts.undated()
    return " · ".join(_line(part) for part in (retold, publisher, dated) if part)


def _article_row(articles: Sequence[Article], texts: Texts, *, first: int = 1) -> Row:
    is_one = len(articles) == first == 1
    return tuple(
        Button(
            label=texts.article_button(None if is_one else position),
            action=ShowArticle(article_id=article.id),
        )
        for position, article in enumerate(articles, start=first)
    )


def _number(position: int, count: int) -> int | None:
    return position if count > 1 else None


def _line(words: str) -> str:
    return shorten(words, LONGEST_LINE, placeholder="…")
