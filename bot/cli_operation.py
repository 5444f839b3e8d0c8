"""The command line of who runs the bot for years: `danvan doctor`, `index`, `backup`, `restore`."""

from pathlib import Path
from typing import Annotated

import typer

operation = typer.Typer(rich_markup_mode=None)


@operation.command()
def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="Write JSON for programs.")] = False
) -> None:
    """Check all that the bot needs, and say what to do.

    Token, updates, database, articles, index, inbox, clock and disk. Exit code 1 says that
    something is bad.
    """
    from bot.commands import doctoring

    doctoring.examine(as_json=as_json)


@operation.command()
def index(
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Compare all checksums.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it anew first.")] = False,
) -> None:
    """Show what is derived from the library.

    It is kept in DANVAN_HOME/index, so that a start takes no longer than it must. Whatever is
    missing, damaged or out of date is made anew by whoever needs it next; deleting the folder
    does no harm. Exit code 1 says that the index is damaged.
    """
    from bot.commands import indexing

    indexing.show(verify=verify, rebuild=rebuild)


@operation.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, such as danvan.zip.")],
) -> None:
    """Copy all that the bot knows into one file, while it runs."""
    from bot.commands import archiving

    archiving.back_up(file)


@operation.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="That danvan backup made.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Give up the databases that are there.")
    ] = False,
) -> None:
    """Put a backup in place, in a fresh folder.

    The folder is DANVAN_HOME. Stop the bot first; no database is replaced under a running one.
    """
    from bot.commands import archiving

    archiving.restore(file, overwrite=force)
