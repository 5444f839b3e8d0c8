"""Waits for what a start needs and others run: it says so, and goes on when that is there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import StoreUnavailableError
from bot.intake.decision import wait_after
from corpus.databases import may_pass
from corpus.errors import LibraryUnavailableError
from retrieval.errors import EngineUnavailableError

Result = TypeVar("Result")

logger = logging.getLogger(__name__)


async def patiently(
    do: Callable[[], Result], pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Result:
    """Do what blocks in a thread; while a database or an engine is away, again and again.

    Raises what would be no better later: a driver that is missing, tables of another version.
    """
    tries = 0
    while True:
        try:
            return await asyncio.to_thread(do)
        except (LibraryUnavailableError, StoreUnavailableError) as error:
            if not may_pass(error):
                raise
            logger.warning("waiting for the database: %s", error)
        except EngineUnavailableError as error:
            logger.warning("waiting for the index: %s", error)
        tries += 1
        await pause(wait_after(tries).total_seconds())
