"""What the tests of the corpus share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library in a SQLite file of its own."""
    with Library.open(f"sqlite:///{tmp_path}/library.db") as opened:
        yield opened
