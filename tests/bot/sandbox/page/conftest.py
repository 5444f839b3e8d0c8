"""The chat page in a browser, on a sandbox of its own, with a bot that each test scripts."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.support.browser import running_browser
from tests.support.chat_page import Pages
from tests.support.sandbox import running_sandbox
from tests.support.scripted_bot import ScriptedBot, scripted_bot


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with running_browser() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox_url() -> AsyncIterator[str]:
    async with running_sandbox() as sandbox:
        yield sandbox.url


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox_url: str) -> AsyncIterator[ScriptedBot]:
    async with scripted_bot(sandbox_url) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def pages(browser: Browser, sandbox_url: str) -> AsyncIterator[Pages]:
    async with AsyncExitStack() as exits:
        opened = Pages(browser, sandbox_url, exits)
        yield opened
    assert not opened.complaints


@pytest_asyncio.fixture(loop_scope="session")
async def page(pages: Pages) -> Page:
    """The citizen's chat on a desktop."""
    return await pages.open()
