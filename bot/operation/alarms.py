"""Tells the owners of an error once, not a thousand times.

Of whatever is logged as an error, but for what is raised over an update: whether that is one is
decided after the last try, and logged when the update is parked. What makes the kind of an error
is its logger, its words without figures, and its class: "4 deliveries broke at a.py:5" and
"7 deliveries broke at a.py:5" are of one kind. Of a kind the owners hear once an hour, of all
kinds together a few times; how often it came meanwhile is told with the next.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from telegram import Bot
from telegram.error import TelegramError

from bot.clock import now as current_time
from bot.errors import StoreUnavailableError
from bot.handlers.conversation import send
from bot.intake.handling import current_handling
from bot.reaching import wait_for
from bot.redaction import redacted
from bot.screens import Screen
from bot.store.records import Rank
from bot.store.store import Store
from bot.telegram_text import code, rich
from bot.texts import DEFAULT_TEXTS

SILENCE = timedelta(hours=1)
"""How long an error of the same kind is no news."""
MOST_AN_HOUR = 10
"""Messages to an owner, whatever goes wrong."""
MOST_KINDS = 1000
"""That are remembered."""
MOST_CHARACTERS = 300
MOST_WAITING = 100
"""Alarms that wait until Telegram and the database are there."""

logger = logging.getLogger(__name__)
Done = TypeVar("Done")


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """An error that the owners hear of."""

    summary: str
    """Where it was, and what; in English, as the log has it, on one line."""
    again: int
    """How often one of its kind came since the owners heard of the last."""


class Ledger:
    """What the owners were told when; it decides what they hear."""

    def __init__(self) -> None:
        self._told_at: dict[str, datetime] = {}
        self._again: dict[str, int] = {}

    def hear(self, kind: str, summary: str, now: datetime) -> Alarm | None:
        """Return what to tell of an error that just came; None where nothing is to be told.

        >>> from datetime import UTC
        >>> ledger, noon = Ledger(), datetime(2025, 3, 3, 12, tzinfo=UTC)
        >>> ledger.hear("a", "it broke", noon)
        Alarm(summary='it broke', again=0)
        >>> ledger.hear("a", "it broke", noon + timedelta(minutes=59))
        >>> ledger.hear("a", "it broke", noon + timedelta(minutes=60))
        Alarm(summary='it broke', again=1)
        """
        told_at = self._told_at.get(kind)
        is_news = told_at is None or abs(now - told_at) >= SILENCE  # the clock may jump
        if not is_news or self._told_lately(now) >= MOST_AN_HOUR:
            self._again[kind] = self._again.get(kind, 0) + 1
            self._forget_some()
            return None
        self._told_at[kind] = now
        return Alarm(summary=summary, again=self._again.pop(kind, 0))

    def _told_lately(self, now: datetime) -> int:
        return sum(abs(now - at) < SILENCE for at in self._told_at.values())

    def _forget_some(self) -> None:
        """Keep what is remembered small; what was told is small by itself, over some hours."""
        for memory in (self._told_at, self._again):
            if len(memory) > MOST_KINDS:
                del memory[next(iter(memory))]


def kind_of(record: logging.LogRecord) -> str:
    """Return what makes a record one of its kind: all but its figures."""
    words = [one for one in record.args or () if isinstance(one, str)]
    raised = record.exc_info[0] if record.exc_info else None
    parts = [record.name, str(record.msg), *words, raised.__name__ if raised else ""]
    return "\n".join(parts)


def summary_of(record: logging.LogRecord) -> str:
    """Return a record on one line, without secrets; a traceback is for the log."""
    raised = record.exc_info[0] if record.exc_info else None
    line = record.getMessage().partition("\n")[0]
    what = f"{line} ({raised.__name__})" if raised else line
    return redacted(f"{record.name}: {what}")[:MOST_CHARACTERS]


class AlarmHandler(logging.Handler):
    """Hears of every error that is logged, in whichever thread, and passes on what is news."""

    def __init__(
        self, tell: Callable[[Alarm], None], now: Callable[[], datetime] = current_time
    ) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell
        self._now = now
        self._ledger = Ledger()
        self._loop = asyncio.get_running_loop()

    def emit(self, record: logging.LogRecord) -> None:
        """Hear of an error; one thread at a time, as logging has it."""
        if current_handling() is not None:
            return  # the update may yet be dealt with
        if alarm := self._ledger.hear(kind_of(record), summary_of(record), self._now()):
            with contextlib.suppress(RuntimeError):  # the loop is over
                self._loop.call_soon_threadsafe(self._tell, alarm)


@asynccontextmanager
async def telling_owners(bot: Bot, store: Store) -> AsyncIterator[None]:
    """Tell the owners of errors while the context is open."""
    alarms: asyncio.Queue[Alarm] = asyncio.Queue(MOST_WAITING)
    handler = AlarmHandler(partial(_line_up, alarms))
    telling = asyncio.create_task(_tell_all(alarms, bot, store))
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


def _line_up(alarms: "asyncio.Queue[Alarm]", alarm: Alarm) -> None:
    try:
        alarms.put_nowait(alarm)
    except asyncio.QueueFull:
        logger.warning("too many errors wait to be told of: this one is in the log only")


async def _tell_all(alarms: "asyncio.Queue[Alarm]", bot: Bot, store: Store) -> None:
    while True:
        alarm = await alarms.get()
        everyone = await _done(partial(asyncio.to_thread, store.roles.everyone)) or ()
        screen = Screen(text=rich(DEFAULT_TEXTS.alarm(alarm.again), "\n\n", code(alarm.summary)))
        owners = (role.user_id for role in everyone if role.rank is Rank.OWNER)
        await asyncio.gather(*(_done(partial(send, bot, owner, screen)) for owner in owners))


async def _done(work: Callable[[], Awaitable[Done]]) -> Done | None:
    """Do something, however long Telegram or the database are away; None where it is refused."""
    tries = 0
    while True:
        try:
            return await work()
        except (TelegramError, StoreUnavailableError) as error:
            tries += 1
            wait = wait_for(error, tries)
            # No error, which would be told of in its turn.
            logger.warning("owners could not be told of an error: %s", type(error).__name__)
        if wait is None:
            return None
        await asyncio.sleep(wait.total_seconds())
