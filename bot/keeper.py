"""Keeps the knowledge up to date with the library, without anyone waiting for it."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from corpus.errors import LibraryUnavailableError
from corpus.records import Article
from corpus.register import Register
from retrieval.derived import Derive, in_memory
from retrieval.knowledge import Knowledge

CHECK_SECONDS = 3.0
"""How long the library may have changed before the answers do."""
MOST_CHECKS_BETWEEN = 200
"""From one try to build what can't be built to the next: ten minutes."""

logger = logging.getLogger(__name__)


class ArticleStore(Protocol):
    """What the keeper needs of a library; may be called from any thread."""

    def revision(self) -> str:
        """Return a token that is another one after any change."""

    def articles(self) -> tuple[Article, ...]:
        """Return the articles that answers come from."""


class KnowledgeKeeper:
    """Holds the current knowledge, and puts a new one in its place when the library has changed.

    The first is built when the keeper is made; that blocks. The register is the shipped one unless
    another is given; what is derived is kept nowhere unless `derive` does. A swap is one
    assignment: whoever took the knowledge before goes on with what it took.
    """

    def __init__(
        self,
        library: ArticleStore,
        register: Register | None = None,
        derive: Derive = in_memory,
    ) -> None:
        self._library = library
        self._build = partial(
            Knowledge.build, register=register, derive=derive, processes=os.cpu_count() or 1
        )
        # Asked first: a change that comes between the two is seen as one, if a needless one.
        self._revision = library.revision()
        self._failed = _Failed(self._revision)
        self._knowledge = self._build(library.articles())

    @property
    def knowledge(self) -> Knowledge:
        """Return the knowledge as of now; keep it for as long as one answer takes."""
        return self._knowledge

    async def refresh(self) -> bool:
        """Build anew if the library has changed; return whether it had.

        What could not be built is tried again, after longer and longer: a full disk may be what it
        was. Raises LibraryUnavailableError, and whatever building does; the knowledge stays as it
        was.
        """
        revision = await asyncio.to_thread(self._library.revision)
        if revision == self._revision or self._failed.rests(revision):
            return False
        articles = await asyncio.to_thread(self._library.articles)
        self._failed.count(revision)
        self._knowledge = await asyncio.to_thread(self._build, articles)
        self._revision = revision
        logger.info("the library has changed: %d articles", len(self._knowledge.articles))
        return True

    async def watch(self, pause: Callable[[], Awaitable[None]] | None = None) -> None:
        """Refresh again and again, with a `pause` before each time, until cancelled.

        While the database is away, or an article breaks the building, it stays as it was.
        """
        while True:
            await (pause() if pause else asyncio.sleep(CHECK_SECONDS))
            try:
                await self.refresh()
            except LibraryUnavailableError as error:
                logger.warning("answering from what was read before: %s", error)
            except Exception:
                logger.exception("the articles can't be indexed; answering from those before")


class _Failed:
    """A revision that may turn out not to be buildable, and how long to leave it alone then."""

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._tries = 0
        self._checks = 0

    def count(self, revision: str) -> None:
        """Take note that it is tried; if it is asked for again, that was in vain."""
        self._tries = self._tries + 1 if revision == self._revision else 1
        self._revision = revision
        self._checks = min(1 << self._tries, MOST_CHECKS_BETWEEN)

    def rests(self, revision: str) -> bool:
        """Tell, at a check, whether it is to be left alone this time."""
        if revision != self._revision or not self._checks:
            return False
        self._checks -= 1
        return True
