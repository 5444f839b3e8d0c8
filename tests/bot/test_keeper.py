import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.keeper import KnowledgeKeeper
from corpus.errors import LibraryUnavailableError
from corpus.passages import passages_of
from corpus.register import Register
from retrieval.derived import Folder, kept_in
from tests.support import made_up
from tests.support.running_bot import Shelf

AWAY = LibraryUnavailableError("the database is away")


class FailingShelf(Shelf):
    """A store that can fail."""

    failure: Exception | None = None

    def revision(self) -> str:
        if self.failure:
            raise self.failure
        return super().revision()


def pauses(count: int, *, then: Callable[[int], None]) -> Callable[[], Awaitable[None]]:
    """Return a pause that takes no time; it does something each time, and ends after `count`."""
    left = list(range(count))

    async def pause() -> None:
        if not left:
            raise asyncio.CancelledError
        then(left.pop(0))

    return pause


async def test_an_unchanged_library_leaves_the_knowledge_as_it_is() -> None:
    keeper = KnowledgeKeeper(Shelf([made_up.article()]))
    before = keeper.knowledge
    assert not await keeper.refresh()
    assert keeper.knowledge is before


async def test_a_changed_library_gives_another_knowledge_and_leaves_the_old_whole() -> None:
    shelf = Shelf([made_up.article()])
    keeper = KnowledgeKeeper(shelf)
    before = keeper.knowledge
    shelf.put([])
    assert await keeper.refresh()
    assert keeper.knowledge.articles == ()
    assert before.articles == (made_up.article(),)
    assert not await keeper.refresh()


async def test_a_register_that_is_given_stays_through_changes() -> None:
    shelf, register = Shelf([made_up.article()]), Register()
    keeper = KnowledgeKeeper(shelf, register)
    assert keeper.knowledge.register is register
    shelf.put([])
    assert await keeper.refresh()
    assert keeper.knowledge.register is register


async def test_what_is_kept_follows_the_library(tmp_path: Path) -> None:
    shelf, derive = Shelf([made_up.article()]), kept_in(tmp_path)
    keeper = KnowledgeKeeper(shelf, derive=derive)
    shelf.put([])
    assert await keeper.refresh()
    assert Folder(tmp_path).state([], passages_of).fits
    shelf.put([made_up.article()])
    assert await keeper.refresh()
    assert len(keeper.knowledge.index.engine) == len(keeper.knowledge.passages) == 1


async def test_a_library_that_is_away_leaves_the_knowledge_as_it_is() -> None:
    shelf = FailingShelf([made_up.article()])
    keeper = KnowledgeKeeper(shelf)
    shelf.failure = AWAY
    with pytest.raises(LibraryUnavailableError):
        await keeper.refresh()
    assert keeper.knowledge.articles == (made_up.article(),)


@pytest.mark.parametrize("failure", [AWAY, ValueError("no such span")])
async def test_watching_goes_on_after_a_failure(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = FailingShelf([made_up.article()])
    keeper = KnowledgeKeeper(shelf)

    def change(pause: int) -> None:
        shelf.failure = failure if pause == 0 else None
        shelf.put([])

    with pytest.raises(asyncio.CancelledError):
        await keeper.watch(pauses(2, then=change))
    assert str(failure) in caplog.text
    assert keeper.knowledge.articles == ()
