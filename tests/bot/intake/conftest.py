"""What the tests of the intake start from."""

from collections.abc import Iterator

import pytest

from bot.store.store import Store
from tests.support.running_bot import empty_store
from tests.support.staged_worker import Staged, Watcher


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    with empty_store() as opened:
        yield opened


@pytest.fixture
def staged() -> Staged:
    """What deals with updates as it is told to."""
    return Staged()


@pytest.fixture
def watcher() -> Watcher:
    """Who hears what a worker decides."""
    return Watcher()
