"""What the tests of retrieval share."""

import pytest

from retrieval.knowledge import Knowledge
from tests.support.shipped_knowledge import shipped_knowledge


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """All that the shipped digests say."""
    return shipped_knowledge()
