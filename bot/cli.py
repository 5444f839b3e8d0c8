"""The command line: `danvan run`, `ask`, `lookup`, `search`, `corpus …`."""

import typer

from bot.commands import asking, library, running

app = typer.Typer(
    help="Answers questions about dân vận policies with verbatim, cited passages.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("run")(running.run)
app.command("ask")(asking.ask)
app.command("lookup")(asking.look_up)
app.command("search")(asking.search)
app.add_typer(library.commands, name="corpus")


def main() -> None:
    """Run the command line."""
    app()
