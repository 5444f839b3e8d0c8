"""What the tests of dialogues start from."""

from collections.abc import Iterator

import pytest

from bot.store.store import Store
from tests.support.running_bot import empty_store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    with empty_store() as opened:
        yield opened
