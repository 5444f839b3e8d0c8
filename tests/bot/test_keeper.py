import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from bot.keeper import KnowledgeKeeper
from corpus.errors import LibraryUnavailableError
from corpus.passages import passages_of
from corpus.records import Article
from corpus.register import Register
from retrieval.derived import Derivation, Folder, in_memory, kept_in
from retrieval.reading import Split
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


class Failing:
    """Derives in memory, but for the next `failures` times; remembers at which check it was."""

    def __init__(self) -> None:
        self.failures = 0
        self.check = 0
        self.tried_at: list[int] = []

    def __call__(self, articles: Sequence[Article], split: Split, processes: int) -> Derivation:
        self.tried_at.append(self.check)
        if self.failures:
            self.failures -= 1
            raise OSError("no space left")
        return in_memory(articles, split, processes)


async def test_what_can_not_be_built_is_tried_again_after_longer_and_longer() -> None:
    shelf, derive = Shelf([made_up.article()]), Failing()
    keeper = KnowledgeKeeper(shelf, derive=derive)
    shelf.put([])
    derive.failures = 3

    def count(pause: int) -> None:
        derive.check = pause + 1

    with pytest.raises(asyncio.CancelledError):
        await keeper.watch(pauses(20, then=count))
    assert derive.tried_at == [0, 1, 4, 9, 18]
    assert keeper.knowledge.articles == ()


async def test_another_change_is_not_kept_waiting_by_one_that_failed() -> None:
    shelf, derive = Shelf([made_up.article()]), Failing()
    keeper = KnowledgeKeeper(shelf, derive=derive)
    shelf.put([])
    derive.failures = 1
    with pytest.raises(OSError, match="no space"):
        await keeper.refresh()
    assert not await keeper.refresh()
    shelf.put([made_up.article(), made_up.article("Xã khác.", name="khac.txt")])
    assert await keeper.refresh()
