"""The whole bot against a sandbox over HTTP, on the shipped articles or on others.

async with running_bot() as chatter:
    [answer] = await chatter.say("Cần Đước có mấy mô hình dân vận khéo?")
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import serve
from bot.keeper import KnowledgeKeeper
from bot.sandbox.records import Chat
from bot.settings import Settings
from bot.store.store import Store
from corpus.library import Library
from corpus.records import Article
from corpus.shipped import load_shipped
from tests.support.sandbox import TOKEN, Chatter, running_sandbox


class Shelf:
    """A store of articles in memory."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = tuple(articles)
        self._revision = 0

    def put(self, articles: Iterable[Article]) -> None:
        """Replace all articles."""
        self._articles = tuple(articles)
        self._revision += 1

    def revision(self) -> str:
        """Return a token that is another one after every change."""
        return str(self._revision)

    def articles(self) -> tuple[Article, ...]:
        """Return the articles."""
        return self._articles


@cache
def shipped_articles() -> tuple[Article, ...]:
    """Return the articles that come with the program."""
    with Library.open("sqlite://") as library:
        load_shipped(library)
        return library.articles()


@cache
def shipped_keeper() -> KnowledgeKeeper:
    """Return a keeper of the shipped articles; it takes a while, and nothing changes it."""
    return KnowledgeKeeper(Shelf(shipped_articles()))


@contextmanager
def empty_store(owners: Collection[int] = ()) -> Iterator[Store]:
    """Open a store in a file of its own: one in memory would be another in each thread."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        path.write_bytes(_empty_database())
        with Store.open(f"sqlite:///{path}", owners) as store:
            yield store


@asynccontextmanager
async def running_bot(
    keeper: KnowledgeKeeper | None = None,
    chats: Iterable[Chat] = (),
    store: Store | None = None,
) -> AsyncIterator[Chatter]:
    """Run the bot in a sandbox, and yield someone to chat with it."""
    async with running_sandbox(chats=chats) as sandbox:
        settings = Settings().for_sandbox(base_url=sandbox.url, token=TOKEN)
        serves = serving(settings, keeper or shipped_keeper(), store)
        async with serves, sandbox.chatter() as chatter:
            yield chatter


@asynccontextmanager
async def serving(
    settings: Settings, keeper: KnowledgeKeeper, store: Store | None = None
) -> AsyncIterator[None]:
    """Serve until left, by default with an empty store; raises what keeps it from beginning."""
    if store is None:
        with empty_store() as empty:
            async with serving(settings, keeper, empty):
                yield
        return
    stop, ready = asyncio.Event(), asyncio.Event()
    serves = serve(settings, keeper, store, stop=stop, ready=lambda _: ready.set())
    bot = asyncio.create_task(serves)
    bot.add_done_callback(lambda _: ready.set())
    await ready.wait()
    if bot.done():
        await bot
    try:
        yield
    finally:
        stop.set()
        await bot


@cache
def _empty_database() -> bytes:
    """Return a database whose tables are there, and empty; to migrate one takes a while."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        Store.open(f"sqlite:///{path}").close()
        return path.read_bytes()
