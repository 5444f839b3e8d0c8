"""Screens that do not answer a question: the articles, the greeting, the help."""

from collections.abc import Sequence
from datetime import date

from bot.callbacks import TurnSources
from bot.render.answers import example_rows
from bot.render.citing import corpus_summary, publication_day, source_line
from bot.render.paging import Page
from bot.screens import Screen
from bot.telegram_text import bold, joined, rich
from bot.texts import CorpusSummary, Texts
from corpus.records import Article

ARTICLES_A_PAGE = 5


def sources(articles: Sequence[Article], number: int, texts: Texts) -> Screen:
    """Show page `number` of the articles, the newest first, the undated last."""
    if not articles:
        return Screen(text=rich(texts.no_sources()))
    newest_first = sorted(articles, key=_age)
    page = Page.of(newest_first, number, ARTICLES_A_PAGE)
    heading = texts.sources_heading(corpus_summary(articles), page.number, page.count)
    lines = (
        f"{position}. {source_line(article, texts)}"
        for position, article in enumerate(page.items, start=page.first)
    )
    row = page.turning(lambda other: TurnSources(page=other), texts)
    return Screen(text=joined("\n\n", (bold(heading), *lines)), rows=(row,) if row else ())


def greeting(corpus: CorpusSummary, texts: Texts) -> Screen:
    """Greet someone who starts to chat, with questions to try."""
    return Screen(text=rich(texts.greeting(corpus)), rows=example_rows())


def guide(texts: Texts) -> Screen:
    """Show how to ask."""
    return Screen(text=joined("\n\n", (bold(texts.help_title()), texts.help())))


def _age(article: Article) -> tuple[int, str]:
    day = publication_day(article) or date.min
    return -day.toordinal(), article.title
