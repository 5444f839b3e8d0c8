"""`danvan corpus …`: what the library holds."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer
from rich.text import Text

from bot.commands.console import output, print_row, printable, progress
from bot.commands.workplace import open_library
from corpus.ingest import import_paths
from corpus.library import Holding
from corpus.records import Article, FileOutcome, ImportReport

Status = FileOutcome.Status


def add(paths: Iterable[Path]) -> None:
    """Import files and report on each; ends with exit code 1 where some failed."""
    with open_library() as library, progress() as shown:
        task = shown.add_task("Importing", total=None)
        report = import_paths(
            paths,
            library,
            progress=lambda done, total, path: shown.update(
                task, completed=done, total=total, description=printable(path.name)
            ),
        )
    _show_report(report)
    if report.count(Status.FAILED):
        raise typer.Exit(1)


def list_articles() -> None:
    """Print one line for each article, its title last: shortened on a terminal, else whole."""
    with open_library() as library:
        holdings = library.everything()
    if not holdings:
        output.print("The library is empty. Try: danvan corpus add FOLDER")
        return
    rows = [("ID", "PUBLISHED", "KIND", "FILE", "TITLE"), *map(_row, holdings)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print_row("  ".join(cells).rstrip())


def show(name: str, *, text_only: bool) -> None:
    """Print an article: what is known of it, then its text."""
    with open_library() as library:
        article = library.get(name)
    if text_only:
        typer.echo(article.text)
        return
    for label, value in _description(article):
        output.print(Text(f"{label:<10} ", style="bold").append(value, style="not bold"))
    output.print()
    output.print(article.text)


def remove(name: str) -> None:
    """Remove an article."""
    with open_library() as library:
        article = library.remove(name)
    output.print(f"Removed {article.source.name}.")


def _row(holding: Holding) -> Sequence[str]:
    article = holding.article
    return (
        article.id,
        article.published_on.isoformat() if article.published_on else "-",
        "hidden" if holding.hidden else article.kind.value,
        article.source.name,
        article.title,
    )


def _show_report(report: ImportReport) -> None:
    for outcome in report.outcomes:
        row = Text(f"{outcome.status.value:<10} {printable(str(outcome.path))}")
        if outcome.status is Status.FAILED:
            row.stylize("red", end=len(outcome.status.value))
            output.print(row.append(f": {printable(outcome.problem or '')}"))
        elif outcome.article:
            print_row(row.append(f"  {outcome.article.title}", style="dim"))
        else:
            print_row(row)
    output.print(", ".join(f"{report.count(status)} {status.value}" for status in Status))


def _description(article: Article) -> Iterable[tuple[str, str]]:
    """Yield what is known of an article, each with its label."""
    told = article.digest_of
    known = {
        "id": article.id,
        "file": article.source.name,
        "kind": article.kind.value,
        "title": article.title,
        "place": article.place,
        "publisher": article.publisher,
        "published": article.published_on and article.published_on.isoformat(),
        "author": article.author,
        "digest of": told and " · ".join(filter(None, (told.file, told.title))),
        "contact": article.contact and article.contact.of(article.text).replace("\n", " · "),
    }
    return ((label, value) for label, value in known.items() if value)
