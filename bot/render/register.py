"""Answers from the register: whether a document is in force, and which articles still cite it."""

from collections.abc import Iterator
from datetime import date

from bot.render.citing import Sources, passage_buttons, quoted_passage
from bot.render.documents import document_rows, relations
from bot.render.understood import with_reading
from bot.screens import Screen
from bot.telegram_text import RichText, bold, joined
from bot.texts import Texts
from retrieval.records import DocumentCard, QuestionKind, RegisterAnswer

MOST_QUOTES = 3
NAMING_KINDS = frozenset(
    {QuestionKind.WHEN, QuestionKind.WHICH, QuestionKind.WHAT, QuestionKind.LIST}
)
"""Questions that a day or a document answers; any other asks whether, and gets a verdict."""


def register_answer(
    found: RegisterAnswer, today: date, texts: Texts, *, can_reread: bool = False
) -> Screen:
    """Say what the register has, then quote the sentences that name the documents.

    For `can_reread` see `with_reading`.
    """
    sources = Sources.of(found.citations)
    asks_whether = found.query.kind not in NAMING_KINDS
    told = (
        line
        for card in found.documents
        for line in _told(card, sources, today if asks_whether else None, texts)
    )
    quoted = found.citations[:MOST_QUOTES]
    evidence = (
        joined("\n", (quoted_passage([cited]), sources.line(cited, texts))) for cited in quoted
    )
    opening = passage_buttons(quoted, texts)
    screen = Screen(
        text=joined("\n", (*told, *evidence)),
        rows=(*((opening,) if opening else ()), *document_rows(found.documents)),
    )
    return with_reading(screen, found.query, texts, can_reread=can_reread)


def _told(
    card: DocumentCard, sources: Sources, judged_on: date | None, texts: Texts
) -> Iterator[str | RichText]:
    """Yield what is known of one document; with a verdict where a day to judge on is given."""
    entry = card.entry
    if entry is None or not entry.tells_force:
        yield texts.force_unknown(card.label)
        return
    verdict = texts.force_verdict(entry.force_on(judged_on)) if judged_on else ""
    yield joined(" ", (bold(verdict), texts.force_of(entry)))
    yield from relations(card, texts)
    yield _named(card, sources, texts)


def _named(card: DocumentCard, sources: Sources, texts: Texts) -> str:
    """Say where it is named; of what has an end, that it still is."""
    articles = {citation.article.id: citation for citation, _ in card.mentions}
    if not articles:
        return texts.only_in_register()
    if card.entry and card.entry.ended_on:
        marks = " ".join(map(sources.mark, articles.values()))
        return texts.still_cited(len(articles), marks)
    return texts.mentioned(len(card.mentions), len(articles))
