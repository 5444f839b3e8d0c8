"""Answers, honest "not found"s, and the passages behind their buttons."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from bot.callbacks import AskExample, ShowMore, ShowNextSource, fitting_ids
from bot.render.citing import (
    Sources,
    cited_sentence,
    copy_buttons,
    passage_buttons,
    passages,
    quoted_passage,
    source_line,
)
from bot.render.documents import document_rows
from bot.render.understood import with_reading
from bot.render.years import nearest_years
from bot.screens import Button, Screen
from bot.telegram_text import RichText, fits, italic, joined, quote, rich
from bot.texts import EXAMPLE_QUESTIONS, CorpusSummary, Texts
from corpus.records import Span
from retrieval.records import Abstention, AbstentionReason, Answer, Citation, DocumentCard

MOST_NEAREST = 2
MOST_MORE = 3
SURROUNDING_CHARACTERS = 800
"""How much of an article is shown before and after a passage, at most."""
ITEM = "• "
"""Before each sentence that a list leads to."""


def answer(
    found: Answer, documents: Sequence[DocumentCard], texts: Texts, *, can_reread: bool = False
) -> Screen:
    """Show the sentences that answer, then their passages and sources, with the same numbers.

    `documents` are the cards of those that the question names: where the sources of one give
    different days, it is said, whichever day the answer has; and where a passage rests on a
    document that has an end. For `can_reread` see `with_reading`.
    """
    sources = Sources.of(found.citations)
    sentences = tuple(_sentences(found.citations, sources))
    cited = _grouped(found.citations, _article_id)
    evidence = (joined("\n", (_evidence(one), sources.line(one[0], texts))) for one in cited)
    notes = (
        italic("\n", texts.days_differ(card.label, [stated.day for stated in card.dates]))
        for card in documents
        if card.disputed
    )
    lapsed = (italic("\n", texts.lapsed_note(entry)) for entry in found.lapsed)
    renamed = (italic("\n", texts.renamed_note(place)) for place in found.renamed)
    remarks = (*renamed, *lapsed, *notes)
    text = joined("\n", (*sentences, *evidence, *remarks))
    if not fits(text):  # the passages are a button away
        text = joined("\n", (*sentences, *(sources.line(one[0], texts) for one in cited), *remarks))
    screen = Screen(text=text, rows=(*_rows_of_passages(found, texts), *document_rows(documents)))
    return with_reading(screen, found.query, texts, can_reread=can_reread)


def abstention(
    found: Abstention,
    corpus: CorpusSummary,
    texts: Texts,
    *,
    documents: Sequence[DocumentCard] = (),
    can_reread: bool = False,
) -> Screen:
    """Say why nothing answers; show what is near, marked as such, else questions to try.

    `documents` are the cards of those that the question names, offered below what is near.
    """
    sentence = " ".join(filter(None, (texts.abstention(found, corpus), _years(found, texts))))
    if found.reason is AbstentionReason.EMPTY_CORPUS:
        return Screen(text=rich(sentence))
    if not found.nearest or found.reason is AbstentionReason.OFF_TOPIC:
        said = Screen(text=rich(sentence))
        return with_examples(with_reading(said, found.query, texts, can_reread=can_reread), texts)
    nearest = _one_of_each(found.nearest, _passage_id)[:MOST_NEAREST]
    heading = rich("\n", italic(texts.nearest_heading()))
    screen = Screen(
        text=joined("\n", (sentence, heading, passages(nearest, texts))),
        rows=(passage_buttons(nearest, texts), *document_rows(documents)),
    )
    return with_reading(screen, found.query, texts, can_reread=can_reread)


def surroundings(found: Citation, texts: Texts) -> Screen:
    """Show a passage among the paragraphs around it, word for word."""
    shown = quote(around(found.article.text, found.passage.span).of(found.article.text))
    return Screen(text=joined("\n", (shown, source_line(found.article, texts))))


def next_source(found: Citation, following: Sequence[str], texts: Texts) -> Screen:
    """Show a passage of another article, and offer the passages (ids) that follow it."""
    row = passage_buttons([found], texts)
    if following:
        onward = ShowNextSource(passage_ids=fitting_ids(following))
        row = (*row, Button(label=texts.next_source_button(), action=onward))
    return Screen(text=passages([found], texts), rows=(row,))


def more(found: Sequence[Citation], texts: Texts) -> Screen:
    """Show further passages near a question."""
    text = joined("\n", (italic(texts.more_heading()), passages(found, texts)))
    return Screen(text=text, rows=(passage_buttons(found, texts),))


def with_examples(screen: Screen, texts: Texts) -> Screen:
    """Follow a screen by questions to try."""
    return Screen(
        text=joined("\n\n", (screen.text, texts.examples_heading())),
        rows=(*example_rows(), *screen.rows),
    )


def example_rows() -> tuple[tuple[Button, ...], ...]:
    """Return a button for each example question."""
    return tuple(
        (Button(label=question, action=AskExample(index=index)),)
        for index, question in enumerate(EXAMPLE_QUESTIONS)
    )


def around(text: str, passage: Span) -> Span:
    """Widen a passage to the paragraphs around it, as far as `SURROUNDING_CHARACTERS` allow.

    It ends between paragraphs; inside of one longer than that, between words.
    """
    floor = max(0, passage.start - SURROUNDING_CHARACTERS)
    ceiling = min(len(text), passage.end + SURROUNDING_CHARACTERS)
    start, end = floor, ceiling
    if floor > 0:
        cuts = (text.find(separator, floor, passage.start) for separator in "\n ")
        start = next((cut + 1 for cut in cuts if cut >= 0), passage.start)
    if ceiling < len(text):
        cuts = (text.rfind(separator, passage.end, ceiling) for separator in "\n ")
        end = next((cut for cut in cuts if cut >= 0), passage.end)
    return Span(start=start, end=end)


def _years(found: Abstention, texts: Texts) -> str:
    years = nearest_years(found)
    return texts.nearest_years(years) if years else ""


def _sentences(citations: Sequence[Citation], sources: Sources) -> Iterator[RichText]:
    """Yield the cited sentences: each run of one source with its mark, items of a list dotted."""
    for _, run in groupby(citations, key=_article_id):
        cited = tuple(run)
        dotted = False
        for number, citation in enumerate(cited, start=1):
            mark = f" {sources.mark(citation)}" if number == len(cited) else ""
            yield rich(ITEM if dotted else "", cited_sentence(citation), mark)
            dotted = dotted or citation.quote.endswith(":")


def _evidence(citations: Sequence[Citation]) -> RichText:
    """Quote the passages, save those that are the cited sentence and nothing more."""
    return joined(
        "\n",
        (
            quoted_passage(cited)
            for cited in _grouped(citations, _passage_id)
            if all(citation.span != citation.passage.span for citation in cited)
        ),
    )


def _rows_of_passages(found: Answer, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    """Return what opens and what copies the sources, apart where there are several."""
    cited = _one_of_each(found.citations, _article_id)
    opening, copying = passage_buttons(cited, texts), copy_buttons(cited, texts)
    following = tuple(_following_buttons(found, texts))
    if len(cited) == 1:
        rows: tuple[tuple[Button, ...], ...] = ((*opening, *copying), following)
    else:
        rows = (opening, copying, following)
    return tuple(row for row in rows if row)


def _following_buttons(found: Answer, texts: Texts) -> Iterator[Button]:
    """Yield the buttons to what comes next in the ranking, as far as anything does."""
    passages_shown = set(map(_passage_id, found.citations))
    articles_shown = set(map(_article_id, found.citations))
    further = [
        citation
        for citation in _one_of_each(found.nearest, _passage_id)
        if citation.passage.id not in passages_shown
    ]
    elsewhere = [citation for citation in further if citation.article.id not in articles_shown]
    if elsewhere:
        ids = fitting_ids(map(_passage_id, _one_of_each(elsewhere, _article_id)))
        yield Button(label=texts.next_source_button(), action=ShowNextSource(passage_ids=ids))
    if further:
        ids = fitting_ids(map(_passage_id, further[:MOST_MORE]))
        yield Button(label=texts.more_button(), action=ShowMore(passage_ids=ids))


def _passage_id(citation: Citation) -> str:
    return citation.passage.id


def _article_id(citation: Citation) -> str:
    return citation.article.id


def _grouped(citations: Iterable[Citation], key: Callable[[Citation], str]) -> list[list[Citation]]:
    """Put citations of one key together, in the order in which the keys come first."""
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(key(citation), []).append(citation)
    return list(groups.values())


def _one_of_each(citations: Iterable[Citation], key: Callable[[Citation], str]) -> list[Citation]:
    """Return the first citation of each key."""
    return [group[0] for group in _grouped(citations, key)]
