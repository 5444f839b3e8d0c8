"""The card of a legal document and the passages that name it."""

from collections.abc import Iterator, Sequence

from bot import callbacks
from bot.callbacks import ShowDocument, ShowMentions, TurnMentions
from bot.render.citing import Sources, passages, quoted_passage
from bot.render.paging import Page
from bot.screens import Button, Screen
from bot.telegram_text import RichText, bold, code, joined, rich
from bot.texts import Texts
from corpus import numbers
from retrieval.records import Citation, DocumentCard, StatedDate

MENTIONS_A_PAGE = 3


def documents(cards: Sequence[DocumentCard], texts: Texts) -> Screen:
    """Show the one document that was found; where a number means several, let people choose."""
    if len(cards) == 1:
        return document(cards[0], texts)
    return _choice(texts.documents_heading(len(cards)), cards)


def unknown_document(asked: str, near: Sequence[DocumentCard], texts: Texts) -> Screen:
    """Say that no article names the document, and offer those that may have been meant."""
    sentence = texts.document_unknown(asked)
    if not near:
        return Screen(text=rich(sentence))
    return _choice(f"{sentence}\n{texts.did_you_mean()}", near)


def document(card: DocumentCard, texts: Texts) -> Screen:
    """Show a document's number, the day that each source states, and where it is named."""
    sources = Sources.of(_all_citations(card))
    articles = {citation.article.id for citation, _ in card.mentions}
    evidence = [stated.citations[0] for stated in card.dates] or [card.mentions[0][0]]
    named = {cited.passage.id: cited for cited in _mentions(card)}
    quotes = (
        joined("\n", (quoted_passage([named[each.passage.id]]), sources.line(each, texts)))
        for each in evidence
    )
    facts = (
        _title(card),
        _issued(card, sources, texts),
        texts.mentioned(len(card.mentions), len(articles)),
    )
    mentions = ShowMentions(label=_number(card))
    button = Button(label=texts.mentions_button(), action=mentions)
    return Screen(
        text=joined("\n", (*facts, *quotes)),
        rows=((button,),) if callbacks.fits(mentions) else (),
    )


def document_mentions(card: DocumentCard, number: int, texts: Texts) -> Screen:
    """Show page `number` of the passages that name a document."""
    page = Page.of(_mentions(card), number, MENTIONS_A_PAGE)
    heading = bold(texts.mentions_heading(card.label, page.number, page.count))
    row = page.turning(lambda other: TurnMentions(page=other, label=_number(card)), texts)
    return Screen(
        text=joined("\n", (heading, passages(page.items, texts))), rows=(row,) if row else ()
    )


def document_rows(cards: Sequence[DocumentCard]) -> tuple[tuple[Button, ...], ...]:
    """Return a button to each document's card, save where no button carries its number."""
    actions = ((card.label, ShowDocument(label=_number(card))) for card in cards)
    return tuple(
        (Button(label=label, action=action),) for label, action in actions if callbacks.fits(action)
    )


def _choice(heading: str, cards: Sequence[DocumentCard]) -> Screen:
    """Offer documents to choose from."""
    lines = (rich("• ", _title(card)) for card in cards)
    return Screen(text=joined("\n", (heading, *lines)), rows=document_rows(cards))


def _number(card: DocumentCard) -> str:
    """Return the number alone, which looks the card up again."""
    return numbers.format(card.number)


def _title(card: DocumentCard) -> RichText:
    """Return the label; its number can be copied by a touch."""
    number = _number(card)
    if not card.label.endswith(number):
        return bold(card.label)
    return rich(bold(card.label.removesuffix(number)), code(number))


def _mentions(card: DocumentCard) -> list[Citation]:
    """Return a citation of the document's name in each passage."""
    return [
        Citation(
            article=cited.article,
            span=mention.span,
            quote=mention.span.of(cited.article.text),
            passage=cited.passage,
        )
        for cited, mention in card.mentions
    ]


def _all_citations(card: DocumentCard) -> Iterator[Citation]:
    """Yield what the card rests on, the citations of its dates first."""
    for stated in card.dates:
        yield from stated.citations
    for citation, _ in card.mentions:
        yield citation


def _issued(card: DocumentCard, sources: Sources, texts: Texts) -> RichText:
    """Say when it was issued, by whose word, and plainly where sources disagree."""
    if not card.dates:
        return rich(texts.undated_document())
    days = "; ".join(_stated(stated, sources, texts) for stated in card.dates)
    disagreement = bold(texts.sources_disagree(len(card.dates))) if card.disputed else ""
    return joined(" ", (texts.issued(days), disagreement))


def _stated(stated: StatedDate, sources: Sources, texts: Texts) -> str:
    marks = dict.fromkeys(sources.mark(citation) for citation in stated.citations)
    return texts.stated_day(stated.day, ", ".join(marks))
