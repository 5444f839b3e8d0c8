"""The command line of the inbox: `danvan inbox`, with or without something to do there."""

from typing import Annotated

import typer

inbox = typer.Typer(rich_markup_mode=None)

UpdateId = Annotated[int, typer.Argument(metavar="ID", min=0, help="As danvan inbox shows it.")]


@inbox.callback(invoke_without_command=True)
def list_parked(context: typer.Context) -> None:
    """List updates that could not be dealt with, and try them again.

    Listed are their numbers, kinds, ages, tries and errors, never their words. They are deleted a
    day after they came.
    """
    if context.invoked_subcommand is None:
        from bot.commands import inbox as commands

        commands.list_parked()


@inbox.command()
def replay(
    update_id: Annotated[
        int | None, typer.Argument(metavar="ID", min=0, help="As danvan inbox shows it.")
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Whatever is parked.")] = False,
) -> None:
    """Have a parked update dealt with again, as if it had just come."""
    if everything == (update_id is not None):
        raise typer.BadParameter("expected an ID, or --all; see them: danvan inbox")
    from bot.commands import inbox as commands

    commands.replay(update_id)


@inbox.command()
def drop(update_id: UpdateId) -> None:
    """Give a parked update up, and delete its words."""
    from bot.commands import inbox as commands

    commands.drop(update_id)
