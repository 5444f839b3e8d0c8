"""Where commands write for people: answers on standard output, progress on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
)
from rich.text import Text

# Nothing of a text is taken for markup, an emoji's name or something to colour: quotes are
# verbatim. A terminal gets lines of its width, cut between words; a pipe gets them whole.
output = Console(markup=False, emoji=False, highlight=False, soft_wrap=not sys.stdout.isatty())


def print_row(row: str | Text) -> None:
    """Print what is one line: a terminal gets as much of it as it has room for."""
    output.print(row, no_wrap=True, overflow="ignore" if output.soft_wrap else "ellipsis")


def printable(text: str) -> str:
    r"""Return `text` with what a terminal could obey written out: names come from anywhere.

    >>> printable("b\u00e0i\x1b[2J.txt")
    'bài\\x1b[2J.txt'
    """
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress while standard error is a terminal; nothing of it stays there."""
    errors = Console(stderr=True, emoji=False)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as shown:
        yield shown
