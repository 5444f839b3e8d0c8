"""`danvan corpus`: what the library holds."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from bot.commands.workplace import clear_errors, complaints, open_library, output
from corpus.ingest import import_paths
from corpus.records import Article, FileOutcome, ImportReport

commands = typer.Typer(help="Add, list, show and remove articles.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="A file's name, with or without extension, or an id.")]


@commands.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, or 'in/*.txt'.")],
) -> None:
    """Import text and Markdown files; a changed file replaces its article."""
    with (
        clear_errors(),
        open_library() as library,
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=complaints,
            transient=True,
        ) as progress,
    ):
        task = progress.add_task("Importing", total=None)
        report = import_paths(
            paths,
            library,
            progress=lambda done, total, path: progress.update(
                task, completed=done, total=total, description=escape(path.name)
            ),
        )
    _print_report(report)
    if report.count(FileOutcome.Status.FAILED):
        raise typer.Exit(1)


@commands.command("list")
def list_articles() -> None:
    """List all articles; a digest whose original is present is hidden from answers."""
    with clear_errors(), open_library() as library:
        holdings = library.everything()
    table = Table("id", "file", "place", "published", "title", "kind")
    for holding in holdings:
        article = holding.article
        table.add_row(
            article.id,
            escape(article.source.name),
            escape(article.place or ""),
            article.published_on.isoformat() if article.published_on else "",
            escape(article.title),
            f"{article.kind.value}, hidden" if holding.hidden else article.kind.value,
        )
    output.print(table)


@commands.command()
def show(
    name: Name,
    *,
    text_only: Annotated[
        bool, typer.Option("--text", help="Nothing but the text that citations are offsets of.")
    ] = False,
) -> None:
    """Show an article as the library keeps it."""
    with clear_errors(), open_library() as library:
        article = library.get(name)
    if not text_only:
        _print_description(article)
    typer.echo(article.text)


@commands.command()
def remove(name: Name) -> None:
    """Remove an article; a digest that it hid answers again."""
    with clear_errors(), open_library() as library:
        article = library.remove(name)
    output.print(escape(f"Removed {article.source.name}."))


def _print_report(report: ImportReport) -> None:
    for outcome in report.outcomes:
        name, status = escape(str(outcome.path)), outcome.status
        if status is FileOutcome.Status.FAILED:
            output.print(f"[red]failed[/red]     {name}: {escape(outcome.problem or '')}")
        else:
            title = outcome.article.title if outcome.article else ""
            output.print(f"{status.value:<10} {name}  [dim]{escape(title)}[/dim]")
    counts = [f"{report.count(status)} {status.value}" for status in FileOutcome.Status]
    output.print(", ".join(counts))


def _print_description(article: Article) -> None:
    rows = {
        "id": article.id,
        "file": article.source.name,
        "kind": article.kind.value,
        "title": article.title,
        "place": article.place,
        "publisher": article.publisher,
        "published": article.published_on,
        "author": article.author,
        "digest of": article.digest_of.file if article.digest_of else None,
        "contact": article.contact.of(article.text) if article.contact else None,
    }
    for name, value in rows.items():
        if value is not None:
            output.print(f"[bold]{name:<10}[/bold] {escape(str(value))}")
    output.print()
