"""Quotes and the lines that say where they come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.callbacks import ShowPassage
from bot.screens import Button, Copy
from bot.telegram_text import RichText, bold, joined, quote, rich
from bot.texts import CorpusSummary, Texts
from corpus.records import Article, Span
from retrieval.records import Citation

MOST_PASSAGE_BUTTONS = 3
MOST_LINE_CHARACTERS = 700
MOST_COPIED_CHARACTERS = 256
"""Of what a button copies; Telegram's limit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Articles in the order in which they are cited; the first is [1]."""

    articles: tuple[Article, ...]

    @classmethod
    def of(cls, citations: Iterable[Citation]) -> Self:
        """Return the articles of `citations`, each once."""
        articles = {citation.article.id: citation.article for citation in citations}
        return cls(articles=tuple(articles.values()))

    def number(self, citation: Citation) -> int:
        """Return the number of the citation's article, from 1."""
        return [article.id for article in self.articles].index(citation.article.id) + 1

    def mark(self, citation: Citation) -> str:
        """Return the mark of the citation's article, e.g. "[1]"."""
        return f"[{self.number(citation)}]"

    def line(self, citation: Citation, texts: Texts) -> str:
        """Return the citation's mark and the line of its source."""
        return f"{self.mark(citation)} {source_line(citation.article, texts)}"


def corpus_summary(articles: Sequence[Article]) -> CorpusSummary:
    """Return how many articles there are, and of which years."""
    years = [day.year for article in articles if (day := publication_day(article))]
    return CorpusSummary(
        articles=len(articles),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
    )


def publication_day(article: Article) -> date | None:
    """Return the day of publication; for a digest, the original's."""
    return article.digest_of.published_on if article.digest_of else article.published_on


def source_line(article: Article, texts: Texts) -> str:
    """Return place, day, title and publisher; of a digest, those of its original, marked so."""
    day = publication_day(article)
    dated = texts.day(day) if day else texts.undated()
    place = article.place and article.place[:1].upper() + article.place[1:]
    where_and_when = ", ".join(filter(None, (place, dated)))
    original = article.digest_of
    if original is None:
        title, publisher = article.title, article.publisher or article.author
    else:
        title = texts.digest_of(original.title) if original.title else texts.digest(article.title)
        publisher = original.publisher or original.author
    return _shortened(" · ".join(filter(None, (where_and_when, title, publisher))))


def _shortened(text: str, most: int = MOST_LINE_CHARACTERS) -> str:
    """Cut a line that is too long for a list; only a broken import has such a title."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def quoted_passage(citations: Sequence[Citation]) -> RichText:
    """Quote the passage of `citations`, all of one, with what they cite of it in bold.

    Where they highlight what was asked for, that alone is: it stands out better so.
    """
    article, passage = citations[0].article, citations[0].passage
    cited = {citation.span for citation in citations} - {passage.span}
    asked_for = {citation.highlight for citation in citations if citation.highlight}
    return quote(highlighted(article.text, passage.span, asked_for or cited))


def cited_sentence(citation: Citation) -> RichText:
    """Return the cited words, with what was asked for among them in bold."""
    marked = [citation.highlight] if citation.highlight else []
    return highlighted(citation.article.text, citation.span, marked)


def highlighted(text: str, shown: Span, marked: Iterable[Span]) -> RichText:
    """Return `shown` of a text, word for word, with the spans `marked` (inside it) in bold."""
    pieces: list[RichText] = []
    at = shown.start
    for span in sorted(marked):
        pieces += [rich(text[at : span.start]), bold(text[max(at, span.start) : span.end])]
        at = max(at, span.end)
    return rich(*pieces, text[at : shown.end])


def passages(citations: Sequence[Citation], texts: Texts) -> RichText:
    """Quote passage after passage, each above its source; several are numbered."""
    return joined(
        "\n",
        (
            joined(
                "\n",
                (
                    quoted_passage([citation]),
                    _numbered(number, len(citations)) + source_line(citation.article, texts),
                ),
            )
            for number, citation in enumerate(citations, start=1)
        ),
    )


def _numbered(number: int, count: int) -> str:
    return f"[{number}] " if count > 1 else ""


def passage_buttons(citations: Sequence[Citation], texts: Texts) -> tuple[Button, ...]:
    """Return a button for each of the first passages, numbered where there are several."""
    shown = citations[:MOST_PASSAGE_BUTTONS]
    return tuple(
        Button(
            label=texts.passage_button(number if len(shown) > 1 else None),
            action=ShowPassage(passage_id=citation.passage.id),
        )
        for number, citation in enumerate(shown, start=1)
    )


def copy_buttons(citations: Sequence[Citation], texts: Texts) -> tuple[Button, ...]:
    """Return a button for each of the first citations that copies it for a report."""
    shown = citations[:MOST_PASSAGE_BUTTONS]
    return tuple(
        Button(
            label=texts.copy_citation_button(number if len(shown) > 1 else None),
            action=Copy(words=copied(citation, texts)),
        )
        for number, citation in enumerate(shown, start=1)
    )


def copied(citation: Citation, texts: Texts) -> str:
    """Return the quote and its source as they go into a report; a long quote is left out whole."""
    source = source_line(citation.article, texts)
    whole = f"“{citation.quote}” ({source})"
    return (
        whole
        if len(whole) <= MOST_COPIED_CHARACTERS
        else _shortened(source, MOST_COPIED_CHARACTERS)
    )
