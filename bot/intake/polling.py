"""Polling: fetches updates as raw JSON, and asks for the next ones when these are on disk.

The offset of a getUpdates confirms all updates before it, which Telegram then forgets. So it moves
on only after the inbox has them; where the database is away, it stays.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.delivery.decision import retry_after
from bot.delivery.tenure import Tenure
from bot.errors import StoreUnavailableError
from bot.handlers.troubles import polling_failed
from bot.intake.decision import wait_after
from bot.intake.errors import UnkeyedUpdateError, place_of
from bot.intake.reading import all_received, number_of_first, unreadable
from bot.intake.reception import Reception
from bot.requesting import ForeignAnswerError, ForeignRefusalError
from bot.store.lease import Leases

LEASE = "poller"
POLL_SECONDS = 30
ANSWERING_SECONDS = 10
"""How much longer an answer may take."""
MOST_UPDATES = 100
MOST_READINGS = 3
LEAVING_SECONDS = 5.0
"""How long the last confirmation may take."""

logger = logging.getLogger(__name__)


class Poller:
    """Fetches the updates of one bot whenever this process is the one to do so.

    It sets `coming` once it could fetch, or another process is the one.
    """

    def __init__(
        self,
        bot: Bot,
        reception: Reception,
        leases: Leases,
        *,
        kinds: Sequence[str],
        coming: asyncio.Event,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bot = bot
        self._reception = reception
        self._kinds = kinds
        self._coming = coming
        self._tenure = Tenure(leases, LEASE, now=now)
        self._is_stopping = asyncio.Event()
        self._offset = 0
        self._unread: Counter[int] = Counter()
        """How often an update could not be read, by its number."""

    def stop(self) -> None:
        """Fetch nothing more, and end `run`."""
        self._is_stopping.set()

    async def run(self) -> None:
        """Fetch until it is stopped; while Telegram or the database are away, wait for them."""
        while not self._is_stopping.is_set():
            if lease := await self._tenure.take():
                lost = asyncio.Event()
                async with self._tenure.held(lease, lost):
                    await until(self._fetch_all(), self._is_stopping, lost)
                    await self._confirm()
            else:
                self._coming.set()
                asking = asyncio.sleep(self._tenure.asking_seconds)
                await until(asking, self._is_stopping)

    async def _fetch_all(self) -> None:
        """Fetch again and again, with growing waits where that does not work."""
        failures, has_webhook = 0, True
        while True:
            try:
                if has_webhook:
                    has_webhook = not await self._bot.delete_webhook()
                await self._fetch()
                failures = 0
            except Exception as error:  # noqa: BLE001 - nothing that comes may stop the polling
                failures += 1
                has_webhook = has_webhook or _is_of_webhook(error)
                wait = _wait_after(error, failures)
                await asyncio.sleep(wait.total_seconds())

    async def _fetch(self) -> None:
        # The first time it is not waited for updates: it has to be known whether they can come.
        seconds = POLL_SECONDS if self._coming.is_set() else 0
        try:
            found = await self._get_updates(limit=MOST_UPDATES, seconds=seconds)
        except ForeignRefusalError:
            raise
        except ForeignAnswerError:  # one update is enough for it, for which the others can't wait
            found = await self._fetch_first()
        self._coming.set()
        updates, unkeyed = all_received(found)
        if updates:
            await self._reception.keep(updates)
            self._offset = max(one.update_id for one in updates) + 1
        if unkeyed:  # nothing confirms those: they come again, and shall be asked for less often
            raise UnkeyedUpdateError(f"{unkeyed} updates have no number, and can't be kept")

    async def _fetch_first(self) -> list[Any]:
        """Fetch one update alone; one that can't be read, again and again, is kept as such."""
        try:
            return await self._get_updates(limit=1, seconds=0)
        except ForeignAnswerError:
            number = number_of_first(await self._raw_first())
            if number is None:
                raise
            self._unread[number] += 1
            if self._unread[number] < MOST_READINGS:  # it may have been damaged on its way
                raise
        logger.error("update %d is not readable, and will be parked", number)
        await self._reception.keep([unreadable(number)])
        self._offset = number + 1
        self._unread.clear()
        return []

    async def _raw_first(self) -> bytes:
        """Fetch one update alone, as it comes."""
        query = urlencode({"offset": self._offset, "limit": 1, "timeout": 0})
        return await self._bot.request.retrieve(f"{self._bot.base_url}/getupdates?{query}")

    async def _get_updates(self, *, limit: int, seconds: int) -> list[Any]:
        parameters = {
            "offset": self._offset,
            "limit": limit,
            "timeout": seconds,
            "allowed_updates": self._kinds,
        }
        # In lower case, which Telegram takes as well: by its own name the library parses all of
        # them, and fails all of them for one that it can't.
        found: list[Any] = await self._bot.do_api_request(
            "getupdates", parameters, read_timeout=seconds + ANSWERING_SECONDS
        )
        return found

    async def _confirm(self) -> None:
        """Confirm what is on disk, for whoever polls next: it would only be refused there."""
        if not self._offset:
            return
        try:
            async with asyncio.timeout(LEAVING_SECONDS):
                await self._get_updates(limit=1, seconds=0)
        except (TelegramError, TimeoutError) as error:
            logger.info("the last updates were not confirmed: %s", type(error).__name__)


async def until(work: Coroutine[Any, Any, object], *events: asyncio.Event) -> None:
    """Work until it is over, or one of these happens."""
    tasks = [asyncio.ensure_future(work), *(asyncio.create_task(one.wait()) for one in events)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _is_of_webhook(error: Exception) -> bool:
    """Tell whether it is not another process that polls too, but a webhook that was set."""
    return isinstance(error, Conflict) and "webhook" in error.message.lower()


def _wait_after(error: Exception, failures: int) -> timedelta:
    """Say what went wrong, and return how long to wait."""
    match error:
        case Conflict() if _is_of_webhook(error):
            logger.error("somebody has set a webhook for this bot; it is deleted, to poll again")
        case RetryAfter():
            logger.warning("updates could not be fetched: Telegram asks to wait")
            return retry_after(error)
        case TelegramError():
            polling_failed(error)
        case StoreUnavailableError():
            logger.warning("updates are left with Telegram, waiting for the database: %s", error)
        case UnkeyedUpdateError():
            logger.error("%s", error)
        case _:
            logger.error("updates could not be fetched: %s", place_of(error))
    return wait_after(failures)
