"""What the command line writes for people: quotes, and below them where they come from."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.text import Text

from bot.commands.console import output
from bot.texts import English
from corpus.records import Article, ArticleKind
from corpus.register import RegisterEntry
from retrieval.records import (
    Abstention,
    AbstentionReason,
    Answer,
    Citation,
    DocumentCard,
    RegisterAnswer,
    Reply,
)

_WHY_NOT: Mapping[AbstentionReason, str] = MappingProxyType(
    {
        AbstentionReason.EMPTY_QUESTION: "The question holds no words.",
        AbstentionReason.EMPTY_CORPUS: "The library is empty. Try: danvan corpus add FOLDER",
        AbstentionReason.NO_MATCH: "Nothing in the library answers this.",
        AbstentionReason.OFF_TOPIC: "Nothing in the library is about this.",
        AbstentionReason.PLACE_NOT_COVERED: "No article is about {subject}.",
        AbstentionReason.YEAR_NOT_COVERED: "No article on this speaks of {subject}.",
        AbstentionReason.DOCUMENT_NOT_COVERED: "No article names {subject}.",
        AbstentionReason.FORCE_NOT_KNOWN: "The register does not tell the force of {subject}.",
    }
)


def show_heading(words: str) -> None:
    """Print a line that sets off what follows."""
    output.print(f"\n{words}", style="bold underline")


def show_reply(reply: Reply) -> None:
    """Print an answer with its sources, or why there is none and what is near."""
    if reply.query.text != reply.query.raw.strip():
        output.print(f"Understood as: {reply.query.text}", style="dim")
    if isinstance(reply, Abstention):
        output.print(_why_not(reply))
        if reply.nearest:
            output.print("Nearest passages, which don't answer it:", style="dim")
            _show_quotes(reply.nearest)
    elif isinstance(reply, RegisterAnswer):
        _show_force(reply)
    else:
        _show_answer(reply)


def show_cards(cards: Sequence[DocumentCard]) -> None:
    """Print documents: their numbers, their dates, and every passage that names them."""
    for position, card in enumerate(cards):
        if position:
            output.print()
        _show_card(card)


def show_no_card(number: str, suggestions: Iterable[DocumentCard]) -> None:
    """Print that no article names a document, and which it names that look like it."""
    labels = ", ".join(card.label for card in suggestions)
    output.print(f"No article names “{number}”." + (f" Did you mean {labels}?" if labels else ""))


def source_line(article: Article) -> str:
    """Return one line that names an article: place, day, title, publisher, file."""
    day = f"{article.published_on:%d/%m/%Y}" if article.published_on else "undated"
    digest = " (a digest)" if article.kind is ArticleKind.DIGEST else ""
    file = f"{article.source.name}{digest}"
    parts = (article.place, day, article.title, article.publisher, file)
    return " · ".join(filter(None, parts))


def register_line(entry: RegisterEntry) -> str:
    """Return one line of what the register holds of a document, and where that stands."""
    parts = (
        f"issued {entry.issued_on:%d/%m/%Y}" if entry.issued_on else "",
        f"in force from {entry.effective_on:%d/%m/%Y}" if entry.effective_on else "",
        f"ended on {entry.ended_on:%d/%m/%Y}" if entry.ended_on else "",
        *(f"replaced by {document.name}" for document in entry.replaced_by),
        *(f"details {document.name}" for document in entry.details),
    )
    told = ", ".join(filter(None, parts)) or "nothing more is known"
    checked = f"the register, from {entry.source}, checked on {entry.checked_on:%d/%m/%Y}"
    return f"{entry.name}: {told} ({checked})"


def _why_not(reply: Abstention) -> str:
    return _WHY_NOT[reply.reason].format(subject=reply.subject)


def _show_answer(answer: Answer) -> None:
    _show_quotes(answer.citations)
    for place in answer.renamed:
        output.print(f"Note: {English().renamed_note(place)}", style="yellow")
    for entry in answer.lapsed:
        output.print(f"Note: {register_line(entry)}", style="yellow")
    output.print(f"Confidence {answer.confidence:.2f}", style="dim")


def _show_force(found: RegisterAnswer) -> None:
    for card in found.documents:
        known = register_line(card.entry) if card.entry and card.entry.tells_force else None
        output.print(known or f"The register does not tell the force of {card.label}.")
    _show_quotes(found.citations)


def _show_card(card: DocumentCard) -> None:
    output.print(card.label, style="bold")
    marks = _marks(citation for citation, _ in card.mentions)
    for heading, found in (("Issuer", card.issuers), ("Title", card.titles)):
        for words in found:
            saying = " ".join(marks[citation.article.id] for citation in words.citations)
            output.print(f"{heading} “{words.words}” according to {saying}")
    if card.entry:
        output.print(register_line(card.entry), style="yellow" if card.entry.ended_on else None)
    for heading, entries in (("Replaces", card.replaces), ("Detailed by", card.detailed_by)):
        for entry in entries:
            output.print(f"{heading} {entry.name}")
    for stated in card.dates:
        stating = " ".join(marks[citation.article.id] for citation in stated.citations)
        output.print(f"Issued {stated.day:%d/%m/%Y} according to {stating}")
    if card.disputed:
        output.print("The sources disagree on the date.", style="yellow")
    if card.beside:
        output.print(f"Beside it: {', '.join(one.label for one in card.beside)}")
    _show_quotes([citation for citation, _ in card.mentions])


def _show_quotes(citations: Sequence[Citation]) -> None:
    """Print quotes, each with its source's mark, and then every source once."""
    marks = _marks(citations)
    for citation in citations:
        quote = Text(f"“{citation.quote}”", style="bold")
        output.print(quote.append(f" {marks[citation.article.id]}", style="not bold"))
    for article in {citation.article.id: citation.article for citation in citations}.values():
        output.print(f"{marks[article.id]} {source_line(article)}")


def _marks(citations: Iterable[Citation]) -> dict[str, str]:
    """Return the mark of every cited article by its id, in the order of the citations."""
    ids = dict.fromkeys(citation.article.id for citation in citations)
    return {article_id: f"[{number}]" for number, article_id in enumerate(ids, start=1)}
