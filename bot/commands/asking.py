"""`danvan ask`, `lookup` and `search`: questions without Telegram."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.padding import Padding

from bot.commands.lines import AskedLine, card_line, dump, reply_line
from bot.commands.workplace import clear_errors, complaints, output, read_knowledge
from corpus.records import Article, ArticleKind
from corpus.text import strip_diacritics
from retrieval import datasets
from retrieval.answering import answer
from retrieval.documents import lookup, near
from retrieval.records import Abstention, Citation, DocumentCard, Reply

AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object for programs.")]


def ask(
    question: Annotated[str, typer.Argument(help="A question in everyday Vietnamese.")] = "",
    *,
    batch: Annotated[
        Path | None, typer.Option(help='A file with lines {"id": …, "question": "…"}.')
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question, or a batch of them, from the library."""
    if bool(question.strip()) == (batch is not None):
        complaints.print(
            'danvan: expected one question, or --batch FILE. Try: danvan ask "Cần Đước có mấy '
            'mô hình dân vận khéo?"'
        )
        raise typer.Exit(2)
    with clear_errors():
        knowledge = read_knowledge()
        if batch is None:
            _show(answer(question, knowledge), as_json=as_json)
            return
        for line in datasets.read_lines(batch, AskedLine):
            reply = answer(line.question, knowledge)
            if as_json:
                typer.echo(dump(reply_line(reply, line_id=line.id)))
            else:
                output.rule(escape(f"{line.id}: {line.question}"), align="left")
                _show(reply, as_json=False)


def look_up(
    number: Annotated[str, typer.Argument(help='A document number: "25-NQ/TW", "nq 25".')],
    *,
    as_json: AsJson = False,
) -> None:
    """Show every passage that names a document, and the dates that the sources give it."""
    with clear_errors():
        knowledge = read_knowledge()
    cards = lookup(number, knowledge)
    if as_json:
        typer.echo(dump([card_line(card) for card in cards]))
        return
    for card in cards:
        _show_card(card)
    if not cards:
        suggestions = ", ".join(card.label for card in near(number, knowledge))
        hint = f" Did you mean {suggestions}?" if suggestions else ""
        output.print(escape(f"No article names “{number}”.{hint}"))


def search(
    *,
    passages: Annotated[Path, typer.Option(help='Lines {"id", "text"}; may be gzipped.')],
    questions: Annotated[Path, typer.Option(help='Lines {"id", "question"}.')],
    destination: Annotated[Path, typer.Option("--output", help="Where the run is written.")],
    top: Annotated[int, typer.Option(min=1, help="Passages for each question.")] = 20,
    without_diacritics: Annotated[
        bool, typer.Option("--strip-diacritics", help="Ask the questions without diacritics.")
    ] = False,
) -> None:
    """Index any set of passages, ask its questions, and write the run."""
    with clear_errors():
        knowledge = datasets.knowledge_of(
            datasets.read_lines(passages, datasets.PassageLine), processes=os.cpu_count() or 1
        )
        asked = list(datasets.read_lines(questions, datasets.QuestionLine))
        if without_diacritics:
            asked = [_without_diacritics(line) for line in asked]
        datasets.write_run(destination, datasets.run(asked, knowledge, top=top))
    output.print(f"{len(asked)} questions over {len(knowledge.passages)} passages: {destination}")


def _without_diacritics(line: datasets.QuestionLine) -> datasets.QuestionLine:
    return line.model_copy(update={"question": strip_diacritics(line.question)})


def _show(reply: Reply, *, as_json: bool) -> None:
    if as_json:
        typer.echo(dump(reply_line(reply)))
    elif isinstance(reply, Abstention):
        subject = f" ({reply.subject})" if reply.subject else ""
        output.print(escape(f"Not answered: {reply.reason.value}{subject}."))
        _show_quotes("Nearest:", reply.nearest)
    else:
        _show_quotes(f"Confidence {reply.confidence:.2f}", reply.citations)


def _show_quotes(heading: str, citations: tuple[Citation, ...]) -> None:
    if citations:
        output.print(f"[dim]{escape(heading)}[/dim]")
    for number, citation in enumerate(citations, start=1):
        output.print(f"[bold]“{escape(citation.quote)}”[/bold]")
        output.print(Padding(escape(f"[{number}] {source_line(citation.article)}"), (0, 0, 0, 2)))


def _show_card(card: DocumentCard) -> None:
    output.print(f"[bold]{escape(card.label)}[/bold]")
    for stated in card.dates:
        sources = ", ".join(citation.article.source.name for citation in stated.citations)
        output.print(escape(f"  issued {stated.day:%d/%m/%Y} according to {sources}"))
    if card.disputed:
        output.print("  [yellow]The sources disagree on the date.[/yellow]")
    for number, (citation, mention) in enumerate(card.mentions, start=1):
        named = mention.span.of(citation.article.text)
        output.print(escape(f"  [{number}] “{named}” in {source_line(citation.article)}"))


def source_line(article: Article) -> str:
    """Return one line that names an article: place, day, title, publisher, file."""
    day = f"{article.published_on:%d/%m/%Y}" if article.published_on else "undated"
    kind = "digest of " if article.kind is ArticleKind.DIGEST else ""
    parts = (article.place, day, article.title, article.publisher, f"{kind}{article.source.name}")
    return " · ".join(part for part in parts if part)


