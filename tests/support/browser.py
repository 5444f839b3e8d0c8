"""A headless Chromium for the tests of what people see.

`install_chromium.sh` beside this file installs one where that is possible; where none is found the
tests that need it skip with the reason. They begin with

    pytestmark = BROWSER_TESTS
"""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WHY_NOT = "no Chromium here: run tests/support/install_chromium.sh, or set DANVAN_CHROMIUM to one"


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, that of DANVAN_CHROMIUM first."""
    candidates = (os.environ.get("DANVAN_CHROMIUM", ""), *NAMES)
    return next(filter(None, map(shutil.which, candidates)), None)


BROWSER_TESTS = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason=WHY_NOT),
    pytest.mark.asyncio(loop_scope="session"),  # one Chromium serves them all
]


@asynccontextmanager
async def running_browser() -> AsyncIterator[Browser]:
    """Run the Chromium that `find_chromium` finds; there has to be one."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()
