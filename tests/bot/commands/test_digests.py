"""`danvan digests --dry-run`: who would be told of what."""

from pathlib import Path

from bot.commands.workplace import open_library, open_store
from bot.settings import read_settings
from corpus.library import Library
from corpus.shipped import load_shipped
from tests.support.command_line import Danvan
from tests.support.new_articles import ADDED, wanting

HA_TINH = frozenset({"new/ha-tinh"})


def load(home: Path) -> None:
    """Have the shipped articles in the library, since long ago."""
    home.mkdir()
    with Library.open(read_settings().library_url, clock=lambda: ADDED) as library:
        load_shipped(library)


def test_a_dry_run_says_who_would_be_told_of_what_and_tells_nobody(
    danvan: Danvan, home: Path
) -> None:
    load(home)
    with open_store() as store:
        wanting(store, -1, -2, quiet=None, places=HA_TINH)
        wanting(store, -3, quiet=None)
    first = danvan("digests", "--dry-run").out.splitlines()
    assert len(first) == 8
    assert (first[0], first[6]) == ("to -3", "to -2 -1")
    assert first[7].startswith("  2025-03-03 11:00  hong-linh-2018.md  Hồng Lĩnh năm 2018: ")
    assert danvan("digests", "--dry-run").out.splitlines() == first


def test_nothing_due_is_said(danvan: Danvan, home: Path) -> None:
    with open_library(), open_store() as store:
        wanting(store, -1, quiet=None)
    assert danvan("digests", "--dry-run").out == "no digest is due\n"


def test_sending_is_left_to_a_running_bot(danvan: Danvan) -> None:
    ran = danvan("digests")
    assert ran.code == 2
    assert "expected --dry-run" in ran.err
