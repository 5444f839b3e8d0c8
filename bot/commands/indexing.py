"""`danvan index`: what is derived from the library, and is kept so that no start takes long."""

from pathlib import Path

import typer
from rich.filesize import decimal

from bot.commands.console import output
from bot.commands.knowing import index_state, rebuild_index
from bot.commands.workplace import open_library
from bot.errors import SettingsError
from bot.settings import read_settings
from retrieval.kept_index import SUFFIX as MODELS
from retrieval.kept_index import IndexState
from retrieval.kept_readings import SUFFIX as READINGS

FILES = (("readings", (READINGS,)), ("index", (".segment", ".removed", MODELS)))
"""What is kept, by the suffixes of its files."""


def show(*, verify: bool, rebuild: bool) -> None:
    """Print what is kept, built anew first if so wished; ends with exit code 1 where it is damaged.

    Raises SettingsError or LibraryUnavailableError.
    """
    settings = read_settings()
    folder = settings.index_folder
    with open_library(settings) as library:
        if rebuild:
            try:
                rebuild_index(library, settings)
            except OSError as error:
                raise SettingsError(
                    f"{folder} can't be used ({error.strerror or error}); let the bot write to "
                    "it, or set DANVAN_HOME to another folder"
                ) from error
        state = index_state(library, settings, verify=verify)
    output.print(f"folder    {folder}")
    for name, suffixes in FILES:
        output.print(f"{name:<10}{_files(folder, suffixes)}")
    output.print(f"state     {_told(state, verified=verify)}")
    if state.damage:
        raise typer.Exit(1)


def _files(folder: Path, suffixes: tuple[str, ...]) -> str:
    sizes = [one.stat().st_size for one in folder.glob("*") if one.suffix in suffixes]
    return f"{len(sizes)} file{'' if len(sizes) == 1 else 's'}, {decimal(sum(sizes))}"


def _told(state: IndexState, *, verified: bool) -> str:
    if state.fits:
        whole = ", and every checksum is right" if verified else ""
        return f"fits the library: {state.passages:,} passages{whole}"
    return f"{state.reason}; the next start builds it, or: danvan index --rebuild"
