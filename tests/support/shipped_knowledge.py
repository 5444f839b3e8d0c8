"""The shipped digests, indexed once a process."""

from functools import cache

from corpus.ingest import read_article
from corpus.shipped import SHIPPED_FOLDER
from retrieval.knowledge import Knowledge


@cache
def shipped_knowledge() -> Knowledge:
    """Return all that the shipped digests say.

    Property tests call this rather than take the fixture: what fails prints its arguments.
    """
    return Knowledge.build([read_article(path) for path in sorted(SHIPPED_FOLDER.glob("*.md"))])
