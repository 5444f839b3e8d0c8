"""What the tests of retrieval share."""

import pytest
from hypothesis import settings

from retrieval.knowledge import Knowledge
from tests.support.shipped_knowledge import shipped_knowledge

settings.register_profile("untimed", deadline=None)  # two busy cores make any deadline flaky
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """All that the shipped digests say."""
    return shipped_knowledge()
