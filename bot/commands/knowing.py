"""The library as commands ask it, by what is kept of it. It brings the word segmenter along."""

import os

from bot.settings import Settings
from corpus.library import Library
from corpus.passages import passages_of
from corpus.register import Register
from retrieval.derived import Folder, kept_in
from retrieval.kept_index import IndexState
from retrieval.knowledge import Knowledge


def knowledge_of(
    library: Library, settings: Settings, register: Register | None = None
) -> Knowledge:
    """Return the library ready to be asked; the shipped register unless another is given.

    What is new of it is read now, and kept for the next command and for the bot.
    """
    return Knowledge.build(
        library.articles(),
        register=register,
        derive=kept_in(settings.index_folder),
        processes=os.cpu_count() or 1,
    )


def index_state(library: Library, settings: Settings, *, verify: bool = True) -> IndexState:
    """Return what is kept of the library's index; its checksums are compared to `verify` it."""
    folder = Folder(settings.index_folder)
    return folder.state(library.articles(), passages_of, verify=verify)


def rebuild_index(library: Library, settings: Settings) -> None:
    """Build the library's index anew, whatever is kept of it; raises OSError."""
    Folder(settings.index_folder).rebuild(library.articles(), passages_of, os.cpu_count() or 1)
