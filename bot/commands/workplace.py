"""What every command needs first: the settings, the library with the shipped corpus, knowledge."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from bot.errors import SettingsError
from bot.settings import Settings, read_settings
from corpus.errors import CorpusError
from corpus.library import Library
from corpus.shipped import load_shipped
from retrieval.errors import RetrievalError
from retrieval.knowledge import Knowledge

output = Console(highlight=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn our own errors into one line on standard error and exit code 2."""
    try:
        yield
    except (SettingsError, CorpusError, RetrievalError) as error:
        complaints.print(f"danvan: {error}", markup=False)
        raise typer.Exit(2) from error


@contextmanager
def open_library(settings: Settings | None = None) -> Iterator[Library]:
    """Open the library of the settings; at the first time the shipped corpus goes in."""
    with Library.open((settings or read_settings()).library_url) as library:
        load_shipped(library)
        yield library


def read_knowledge() -> Knowledge:
    """Return the knowledge of the library as it is now."""
    with open_library() as library:
        return Knowledge.build(library.articles())
