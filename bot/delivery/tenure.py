"""Holding a lease: waiting for it, and giving a sign of life for as long as it is held."""

import asyncio
import contextlib
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

from bot.errors import LeaseLostError, StoreUnavailableError
from bot.store.lease import LASTS, Leases
from bot.store.records import Lease

Result = TypeVar("Result")
Pause = Callable[[float], Awaitable[None]]
"""Waits for so many seconds, or less where there is reason to."""

RENEWING_SECONDS = LASTS.total_seconds() / 4
ASKING_SECONDS = 2.0
"""How long after a lease has run out another process takes it, at most."""

logger = logging.getLogger(__name__)


class Tenure:
    """One process's claim to a lease."""

    def __init__(
        self, leases: Leases, name: str, *, now: Callable[[], datetime], holder: str | None = None
    ) -> None:
        self._leases = leases
        self._name = name
        self._now = now
        self._holder = holder or _holder()

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
        renewing = asyncio.create_task(self._renew(lease, lost))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)
            with contextlib.suppress(StoreUnavailableError):  # then it runs out by itself
                await asyncio.to_thread(self._leases.release, lease, now=self._now())

    async def _renew(self, lease: Lease, lost: asyncio.Event) -> None:
        while True:
            await asyncio.sleep(RENEWING_SECONDS)
            try:
                await asyncio.to_thread(self._leases.renew, lease, now=self._now())
            except StoreUnavailableError as error:
                logger.warning("waiting for the database: %s", error)
            except LeaseLostError as error:
                logger.warning("%s", error)
                lost.set()
                return


def _holder() -> str:
    """Return a name that no other process has."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
