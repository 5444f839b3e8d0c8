"""What becomes of an update after a try: one pure function of what came of it and of the time.

An answer that perhaps arrived is sent again, other than an announcement: to be answered twice is
better than never. What broke is tried again too, a few times: it may have been a moment's trouble.
Then the update is parked, for a person to look at.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from bot.delivery.decision import reason_of, retry_after
from bot.errors import CaseLostError, StoreUnavailableError
from bot.intake.errors import UnreadableUpdateError
from bot.store.inbox import MOST_FAILURES


@dataclass(frozen=True, kw_only=True, slots=True)
class Try:
    """A try to deal with an update."""

    kind: str
    due_since: datetime
    """When the update was first due; aware."""
    number: int
    """Which try it is, from 1."""
    failures: int = 0
    """How many of those before broke, or ended with the process."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """Answered, or nobody is there to be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryAt:
    """To be tried again, not before `due`."""

    due: datetime
    failures: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveUp:
    """An answer would be of no use any more, or can't reach anyone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Park:
    """To be looked at by a person, and not to be tried again before."""

    apologise: bool
    """Whether somebody who waits for the answer can be told so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Leave:
    """Another worker's by now: nothing is to be noted."""


Decision = Done | RetryAt | GiveUp | Park | Leave

INLINE_QUERY, CALLBACK_QUERY = "inline_query", "callback_query"
OF_USE_FOR = {
    INLINE_QUERY: timedelta(seconds=30),
    CALLBACK_QUERY: timedelta(seconds=150),
    "my_chat_member": timedelta(days=1),
}
"""How long Telegram takes the answer; where the bot may write it has to know in any case."""
ANSWER_OF_USE_FOR = timedelta(hours=6)
"""Whoever asked in the morning may still want to know in the afternoon."""
MOST_DEATHS = 10
"""Processes that may die over an update. They may be killed for other reasons."""
FIRST_WAIT = timedelta(milliseconds=500)
LONGEST_WAIT = timedelta(minutes=1)
LONGEST_FLOOD = timedelta(minutes=25)
"""Telegram is asked again rather than waited for longer: see `bot.store.inbox.LONGEST_WAIT`."""

_PASSING = (NetworkError, ChatMigrated, Conflict, InvalidToken, StoreUnavailableError)
"""What goes by: Telegram or the database are away, or somebody is about to change a setting."""
_TOO_LATE = ("query is too old", "query id is invalid", "query_id_invalid")
"""Parts of Telegram's descriptions of errors, in lower case."""


def is_suspect(failures: int) -> bool:
    """Tell whether an update may be what processes die over, rather than what was in hand too."""
    return failures >= MOST_FAILURES


def before(this: Try, *, now: datetime) -> GiveUp | Park | None:
    """Return what becomes of an update without a try; None where it is worth one."""
    if this.failures >= MOST_DEATHS:
        return Park(apologise=False)
    if now >= _end_of_use(this):
        return GiveUp()
    return None


def after(outcome: Exception | None, this: Try, *, now: datetime) -> Decision:
    """Return what becomes of an update whose try raised `outcome`; None: all went well."""
    match outcome:
        case None | Forbidden():  # blocked, or put out of the chat: nobody is there
            return Done()
        case CaseLostError():
            return Leave()
        case UnreadableUpdateError():
            return Park(apologise=False)
        case RetryAfter():
            return _told_to_wait(now + retry_after(outcome), this, now)
        case BadRequest() if _is_in_vain(outcome):
            return GiveUp()
        case _ if isinstance(outcome, _PASSING) and not isinstance(outcome, BadRequest):
            return _retry(now + wait_after(this.number), this)
    return _broken(this, now)


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries, which did not work; from 1 on.

    >>> [wait_after(tries).total_seconds() for tries in (1, 2, 3, 99)]
    [0.5, 1.0, 2.0, 60.0]
    """
    doublings = min(tries - 1, 32)  # beyond, any wait is the longest
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _broken(this: Try, now: datetime) -> RetryAt | Park:
    failures = this.failures + 1
    due = now + wait_after(failures)
    if failures >= MOST_FAILURES or due >= _end_of_use(this):
        return Park(apologise=True)
    return RetryAt(due=due, failures=failures)


def _retry(due: datetime, this: Try) -> RetryAt | GiveUp:
    if due >= _end_of_use(this):
        return GiveUp()
    return RetryAt(due=due, failures=this.failures)


def _told_to_wait(due: datetime, this: Try, now: datetime) -> RetryAt | GiveUp:
    decided = _retry(due, this)
    if isinstance(decided, RetryAt):
        return replace(decided, due=min(due, now + LONGEST_FLOOD))
    return decided


def _end_of_use(this: Try) -> datetime:
    return this.due_since + OF_USE_FOR.get(this.kind, ANSWER_OF_USE_FOR)


def _is_in_vain(error: BadRequest) -> bool:
    """Tell whether nobody can be told, however often it is tried."""
    words = error.message.lower()
    return reason_of(error) is not None or any(part in words for part in _TOO_LATE)
