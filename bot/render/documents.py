"""The card of a legal document and the passages that name it."""

from collections.abc import Iterable, Iterator, Sequence

from bot import callbacks
from bot.callbacks import ShowDocument, ShowMentions, TurnMentions
from bot.render.citing import Sources, passages, quoted_passage
from bot.render.paging import Page
from bot.screens import Button, Copy, Screen
from bot.telegram_text import RichText, bold, code, joined, rich
from bot.texts import Texts
from corpus import numbers
from retrieval.records import Citation, DocumentCard, StatedWords

MENTIONS_A_PAGE = 3
MOST_BESIDE = 5


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
    """Show a document: its name, its force, the day that each source states, where it is named."""
    sources = Sources.of(_all_citations(card))
    facts: tuple[str | RichText, ...] = (
        joined(" · ", (_title(card), _issuers(card, sources, texts), _about(card, sources, texts))),
        _force(card, texts),
        *relations(card, texts),
        _issued(card, sources, texts),
        _mentioned(card, texts),
    )
    mentions = ShowMentions(label=_number(card))
    copying = Button(label=texts.copy_number_button(), action=Copy(words=_number(card)))
    opening = Button(label=texts.mentions_button(), action=mentions)
    has_mentions = card.mentions and callbacks.fits(mentions)
    return Screen(
        text=joined("\n", (*facts, *_evidence(card, sources, texts))),
        rows=((opening, copying) if has_mentions else (copying,),),
    )


def relations(card: DocumentCard, texts: Texts) -> Iterator[str]:
    """Yield what the register says of the documents that it replaces or that detail it."""
    if card.replaces:
        yield texts.replaces([entry.name for entry in card.replaces])
    if card.detailed_by:
        yield texts.detailed_by([entry.name for entry in card.detailed_by])


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
    yield from _marked(card)
    for citation, _ in card.mentions:
        yield citation


def _force(card: DocumentCard, texts: Texts) -> str:
    """Say since when, or until when, the register has it in force; nothing where it does not."""
    entry = card.entry
    return texts.force_of(entry) if entry and (entry.tells_force or entry.details) else ""


def _issuers(card: DocumentCard, sources: Sources, texts: Texts) -> str:
    """Say who issued it, as most sources do; the register too where that is not the same."""
    held = card.entry.issuer if card.entry else None
    return _best(card.issuers, held, sources, texts)


def _about(card: DocumentCard, sources: Sources, texts: Texts) -> str:
    """Give its title, as most sources do; the register's where none does."""
    held = card.entry.title if card.entry else None
    return _best(card.titles, None if card.titles else held, sources, texts)


def _best(stated: Sequence[StatedWords], held: str | None, sources: Sources, texts: Texts) -> str:
    marked = [f"{one.words} {_marks(one.citations, sources)}" for one in stated[:1]]
    is_new = held and not any(held.lower() == one.words.lower() for one in stated[:1])
    return "; ".join([*marked, texts.in_register(held)] if held and is_new else marked)


def _issued(card: DocumentCard, sources: Sources, texts: Texts) -> RichText:
    """Say when it was issued, by whose word, and plainly where sources disagree."""
    stated = [texts.stated_day(one.day, _marks(one.citations, sources, ", ")) for one in card.dates]
    if card.entry and card.entry.issued_on:
        stated.append(texts.in_register(texts.day(card.entry.issued_on)))
    if not stated:
        return rich(texts.undated_document() if card.mentions else "")
    disagreement = bold(texts.sources_disagree(len(card.dates))) if card.disputed else ""
    return joined(" ", (texts.issued("; ".join(stated)), disagreement))


def _mentioned(card: DocumentCard, texts: Texts) -> str:
    """Count where it is named, and name the documents that most often stand beside it."""
    if not card.mentions:
        return texts.only_in_register()
    articles = {citation.article.id for citation, _ in card.mentions}
    counted = texts.mentioned(len(card.mentions), len(articles))
    beside = [one.label for one in card.beside[:MOST_BESIDE]]
    return f"{counted} {texts.named_beside(beside)}" if beside else counted


def _evidence(card: DocumentCard, sources: Sources, texts: Texts) -> Iterator[RichText]:
    """Yield a quote of each day, or of the first mention; then the sources marked beside those."""
    named = {cited.passage.id: cited for cited in _mentions(card)}
    quoted = [stated.citations[0] for stated in card.dates] or [
        citation for citation, _ in card.mentions[:1]
    ]
    for each in quoted:
        yield quoted_passage([named[each.passage.id]])
        yield rich(sources.line(each, texts))
    told = {each.article.id for each in quoted}
    marked = {each.article.id: each for each in _marked(card) if each.article.id not in told}
    for each in marked.values():
        yield rich(sources.line(each, texts))


def _marked(card: DocumentCard) -> Iterator[Citation]:
    """Yield the citations whose marks stand on the card."""
    for stated in card.dates:
        yield from stated.citations
    for words in (*card.issuers[:1], *card.titles[:1]):
        yield from words.citations


def _marks(citations: Iterable[Citation], sources: Sources, separator: str = " ") -> str:
    ordered = sorted(citations, key=sources.number)
    return separator.join(dict.fromkeys(map(sources.mark, ordered)))
