"""What commands work on: the library with the shipped corpus in it, the store, the register."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.errors import SettingsError
from bot.settings import Settings, read_settings
from bot.store.store import Store
from corpus.library import Library
from corpus.register import Register, read_register, shipped_register
from corpus.shipped import load_shipped


@contextmanager
def open_library(settings: Settings | None = None) -> Iterator[Library]:
    """Open the library of the settings; at the first time the shipped corpus goes in.

    Raises SettingsError or LibraryUnavailableError.
    """
    settings = settings or read_settings()
    if settings.database_url is None:
        _make_home(settings)
    with Library.open(settings.library_url) as library:
        load_shipped(library)
        yield library


@contextmanager
def open_store(settings: Settings | None = None) -> Iterator[Store]:
    """Open what the bot must not forget: the sandbox's where there is no token.

    Raises SettingsError or StoreUnavailableError.
    """
    settings = settings or settings_of_command()
    if settings.database_url is None:
        _make_home(settings)
    with Store.open(settings.store_url, owners=settings.owners) as store:
        yield store


def settings_of_command() -> Settings:
    """Return the settings; say which bot is meant where they mean the sandbox's.

    Whoever keeps the token elsewhere would wonder what became of a role given here.
    """
    settings = read_settings()
    if settings.store_url != settings.library_url:
        typer.echo("no TELEGRAM_BOT_TOKEN is set: this is about the sandbox's bot", err=True)
    return settings


def open_register(settings: Settings) -> Register:
    """Return the shipped register with the operator's own rows; raises UnreadableRegisterError."""
    path = settings.register_path
    return shipped_register() if path is None else read_register(path)


def _make_home(settings: Settings) -> None:
    """Make the folder that the database stands in, and say so clearly where that is impossible."""
    home, problem = settings.home, "it may not be written to"
    try:
        home.mkdir(parents=True, exist_ok=True)
        usable = os.access(home, os.W_OK | os.X_OK)
    except OSError as error:
        usable, problem = False, error.strerror or type(error).__name__
    if not usable:
        raise SettingsError(
            f"the folder {home} can't be used ({problem}); set DANVAN_HOME to one that the bot "
            "may write to, e.g. DANVAN_HOME=~/danvan danvan corpus list"
        )
