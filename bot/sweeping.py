"""Once a day, what has been kept for as long as it may be is deleted."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.clock import now as current_time
from bot.errors import StoreUnavailableError
from bot.store.store import Store

DAY_SECONDS = 24 * 60 * 60.0
HOUR_SECONDS = 60 * 60.0
"""How long after the database was away it is tried again."""

logger = logging.getLogger(__name__)


async def keep_swept(store: Store, now: Callable[[], datetime] = current_time) -> None:
    """Sweep at once, and then every day, until it is cancelled."""
    while True:
        pause = await sweep_once(store, now())
        await asyncio.sleep(pause)


async def sweep_once(store: Store, now: datetime) -> float:
    """Sweep; return in how many seconds to do so again."""
    try:
        swept = await asyncio.to_thread(store.sweep, now=now)
    except StoreUnavailableError as error:
        logger.warning("what is old stays for another hour: %s", error)
        return HOUR_SECONDS
    if swept:
        logger.info("deleted for its age: %s", swept)
    return DAY_SECONDS
