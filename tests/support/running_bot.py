"""The whole bot against a sandbox over HTTP, on the shipped articles or on others.

async with running_bot() as chatter:
    [answer] = await chatter.say("Cần Đước có mấy mô hình dân vận khéo?")
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import cache

from bot.app import serve
from bot.keeper import KnowledgeKeeper
from bot.sandbox.records import Chat
from bot.settings import Settings
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


@asynccontextmanager
async def running_bot(
    keeper: KnowledgeKeeper | None = None, chats: Iterable[Chat] = ()
) -> AsyncIterator[Chatter]:
    """Run the bot in a sandbox, and yield someone to chat with it."""
    async with running_sandbox(chats=chats) as sandbox:
        settings = Settings().for_sandbox(base_url=sandbox.url, token=TOKEN)
        async with serving(settings, keeper or shipped_keeper()), sandbox.chatter() as chatter:
            yield chatter


@asynccontextmanager
async def serving(settings: Settings, keeper: KnowledgeKeeper) -> AsyncIterator[None]:
    """Serve until left; raises what keeps the bot from beginning."""
    stop, ready = asyncio.Event(), asyncio.Event()
    bot = asyncio.create_task(serve(settings, keeper, stop=stop, ready=lambda _: ready.set()))
    bot.add_done_callback(lambda _: ready.set())
    await ready.wait()
    if bot.done():
        await bot
    try:
        yield
    finally:
        stop.set()
        await bot
