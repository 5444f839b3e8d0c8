"""Holding a lease: waiting for it, and giving a sign of life for as long as it is held."""

import asyncio
import contextlib
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.errors import LeaseLostError, StoreUnavailableError
from bot.store.lease import Leases
from bot.store.records import Lease

RENEWALS = 4
"""How often a lease is renewed in the time that it lasts."""
ASKINGS = 6
"""How often another process asks for it in that time."""

logger = logging.getLogger(__name__)


class Tenure:
    """One process's claim to a lease; once given back, it still `lingers` before others have it."""

    def __init__(
        self,
        leases: Leases,
        name: str,
        *,
        now: Callable[[], datetime],
        holder: str | None = None,
        lingers: timedelta = timedelta(0),
    ) -> None:
        self._leases = leases
        self._name = name
        self._now = now
        self._holder = holder or _holder()
        self._lingers = lingers
        lasts = leases.lasts.total_seconds()
        self._renewing_seconds = lasts / RENEWALS
        self.asking_seconds = lasts / ASKINGS
        """How long after the lease has run out another process takes it, at most."""

    async def take(self) -> Lease | None:
        """Take the lease; None where another process has it, or the database is away."""
        try:
            return await asyncio.to_thread(
                self._leases.take, self._name, self._holder, now=self._now()
            )
        except StoreUnavailableError as error:
            logger.warning("waiting for the database: %s", error)
            return None

    @asynccontextmanager
    async def held(self, lease: Lease, lost: asyncio.Event) -> AsyncIterator[None]:
        """Hold a lease that was taken; set `lost` when another process has it; then give it back.

        A process that hangs for too long loses the lease before it knows: what is done under it
        has to be fenced by its term.
        """
        over = asyncio.Event()
        renewing = asyncio.create_task(self._renew(lease, lost, over))
        try:
            yield
        finally:
            over.set()  # not cancelled: a thread that renews it would go on, past its release
            await asyncio.gather(renewing, return_exceptions=True)
            with contextlib.suppress(StoreUnavailableError):  # then it runs out by itself
                free_at = self._now() + self._lingers
                await asyncio.to_thread(self._leases.release, lease, now=free_at)

    async def _renew(self, lease: Lease, lost: asyncio.Event, over: asyncio.Event) -> None:
        while not await _is_set_within(over, self._renewing_seconds):
            try:
                await asyncio.to_thread(self._leases.renew, lease, now=self._now())
            except StoreUnavailableError as error:
                logger.warning("waiting for the database: %s", error)
            except LeaseLostError as error:
                logger.warning("%s", error)
                lost.set()
                return


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


def _holder() -> str:
    """Return a name that no other process has."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
