"""Looks for digests that are due, in one process at a time, and hands them over to the sender."""

import asyncio
import contextlib
import logging
import traceback
from collections.abc import Callable
from datetime import datetime

from bot import clock
from bot.delivery.tenure import Tenure
from bot.digests.planning import due_digests, write
from bot.errors import LeaseLostError, StoreUnavailableError
from bot.keeper import KnowledgeKeeper
from bot.store.records import Lease
from bot.store.store import Store

LEASE = "digests"
LOOKING_SECONDS = 3.0
"""How long articles may be there before anyone looks whether they are to be told of."""

logger = logging.getLogger(__name__)


class Digester:
    """Plans digests until it is told to stop."""

    def __init__(
        self,
        keeper: KnowledgeKeeper,
        store: Store,
        *,
        now: Callable[[], datetime] = clock.now,
        seconds: float = LOOKING_SECONDS,
    ) -> None:
        self._keeper = keeper
        self._store = store
        self._now = now
        self._seconds = seconds
        self._tenure = Tenure(store.leases, LEASE, now=now)
        self._stopping = asyncio.Event()
        self._seen: object = None
        """The knowledge and the minute that were looked at last: nothing is due between minutes."""

    def stop(self) -> None:
        """Finish what is in hand, and end `run`."""
        self._stopping.set()

    async def run(self) -> None:
        """Plan whenever this process holds the lease; while the database is away, wait for it."""
        while not self._stopping.is_set():
            if lease := await self._tenure.take():
                await self._hold(lease)
            await self._rest(self._tenure.asking_seconds)

    async def _hold(self, lease: Lease) -> None:
        lost = asyncio.Event()
        async with self._tenure.held(lease, lost):
            while not self._stopping.is_set() and not lost.is_set():
                try:
                    await asyncio.to_thread(self.look, lease)
                except LeaseLostError as error:
                    logger.warning("%s", error)
                    return
                except StoreUnavailableError as error:
                    logger.warning("waiting for the database: %s", error)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at again
                    _log(error)
                await self._rest(self._seconds)

    def look(self, lease: Lease) -> tuple[int, ...]:
        """Plan what is due; return the numbers of the digests. Blocks; raises LeaseLostError."""
        now, knowledge = self._now(), self._keeper.knowledge
        seen = knowledge, now.replace(second=0, microsecond=0)
        if seen == self._seen:
            return ()
        plan = due_digests(knowledge, self._store, now)
        numbers = write(plan, knowledge, self._store, lease, now)
        self._seen = seen
        if numbers:
            logger.info("%d digests of new articles are planned", len(numbers))
        return numbers

    async def _rest(self, seconds: float) -> None:
        """Wait, at most until it is told to stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _log(error: Exception) -> None:
    """Log an error by its type and place: its own words may hold some of an article's."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("digests were not planned this time: %s\n%s", type(error).__name__, frames)
