"""What the tests of the corpus share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from corpus.library import Library

settings.register_profile("untimed", deadline=None)  # two busy cores make any deadline flaky
settings.load_profile("untimed")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library in a SQLite file of its own."""
    with Library.open(f"sqlite:///{tmp_path}/library.db") as opened:
        yield opened
