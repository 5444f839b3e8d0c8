"""`danvan digests --dry-run`: who would be told of what."""

from pathlib import Path

import pytest

from bot.commands.workplace import open_store
from bot.store.records import DigestRhythm
from tests.support.command_line import Danvan
from tests.support.new_articles import wanting


@pytest.fixture
def subscribed(home: Path) -> None:
    """Chats that were told of nothing yet; the daily ones get what came before their hour."""
    with open_store() as store:
        wanting(store, -1, quiet=None)
        wanting(store, -2, quiet=None, topics=frozenset({"bau-cu"}))
        wanting(store, -3, rhythm=DigestRhythm.OFF)


@pytest.mark.usefixtures("subscribed")
def test_a_dry_run_says_who_would_be_told_of_what_and_tells_nobody(
    small_library: Danvan, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = small_library("digests", "--dry-run")
    assert ran.out == "no digest is due\n"
