"""What becomes of a delivery after a try: one pure function of what came of it and of the time.

There is no key by which Telegram would know a message that it gets twice. So a try is made again
only where its request can't have been posted: it never went out, or Telegram answered with an
error. Whatever else went wrong leaves the delivery uncertain, for a person to look at.

python-telegram-bot (telegram.request) raises a TelegramError for every answer that is an error,
with nothing of httpx's behind it, and for a request without an answer a NetworkError whose
`__cause__` is httpx's own exception. That one tells how far the request came. Answers that are not
Telegram's own are errors of `bot.requesting`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.requesting import ForeignAnswerError, ForeignRefusalError


class Reason(StrEnum):
    """Why a delivery did not simply arrive; the values are for good, they stand in databases."""

    BLOCKED = "blocked"
    """The person has blocked the bot."""
    REMOVED = "removed"
    """The bot is not, or no longer, in the group."""
    DEACTIVATED = "deactivated"
    """The person's account or the group is no more."""
    CHAT_NOT_FOUND = "chat-not-found"
    FORBIDDEN = "forbidden"
    """Any other refusal to let the bot in."""
    TOPIC_GONE = "topic-gone"
    """The forum's topic was deleted or closed."""
    NO_RIGHT = "no-right"
    """Members may not write this to the group, or the bot may not."""
    REFUSED = "refused"
    """Any other request that Telegram does not take."""
    FLOOD = "flood"
    """Telegram asked to wait, in the end for too long."""
    UNAVAILABLE = "unavailable"
    """Telegram could not be reached, or had errors of its own."""
    MIGRATED = "migrated"
    """The group has become a supergroup, again and again."""
    TIMED_OUT = "timed-out"
    """The request went out, and no answer came in time."""
    DROPPED = "dropped"
    """The request went out, and the connection broke."""
    UNREADABLE = "unreadable"
    """An answer came, and it says nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """A try to deliver."""

    delivery_id: int
    number: int
    """Which try it is, from 1; those that were told to wait are not counted."""
    due_since: datetime
    """When the delivery was first due; aware."""
    is_repeatable: bool = False
    """Whether a second time does no harm, as it is with edits and deletions."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """Telegram has posted it."""

    message_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryAt:
    """To be tried again, not before `due`."""

    due: datetime
    reason: Reason
    is_counted: bool
    """Whether the try counts against the limit of tries."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveTo:
    """The group is another chat now: to be tried there at once."""

    chat_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EndSubscription:
    """The chat can't be reached any more; what else waits for it is in vain too."""

    reason: Reason
    detail: str
    """Telegram's own words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """Not delivered, and trying again would not help."""

    reason: Reason
    detail: str
    """Telegram's own words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncertain:
    """Perhaps delivered; never to be tried again but by a person who has looked."""

    reason: Reason


Decision = Sent | RetryAt | MoveTo | EndSubscription | Failed | Uncertain


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryPolicy:
    """How often, and for how long, a delivery is tried."""

    most_attempts: int = 12
    """With the waits below, an outage of a quarter of an hour costs nobody their message."""
    first_wait: timedelta = timedelta(seconds=1)
    """Before the second try; doubled before each further one, and up to half as much added."""
    longest_wait: timedelta = timedelta(minutes=5)
    flood_patience: timedelta = timedelta(hours=6)
    """How long after it was first due a delivery may go on being told to wait."""

    def wait(self, attempt: Attempt) -> timedelta:
        """Return how long to wait after a try; it grows up to the longest and stays there.

        Deliveries that failed together come back apart, each always at the same times.
        """
        doublings = min(attempt.number - 1, 64)  # beyond, any wait is the longest
        seconds = self.first_wait.total_seconds() * 2**doublings
        spread = 1 + _share(attempt.delivery_id, attempt.number) / 2
        return timedelta(seconds=min(seconds * spread, self.longest_wait.total_seconds()))


POLICY = RetryPolicy()
MOST_WORDS = 200
"""Characters that are kept of a description."""

_Unsent = (
    httpx.ConnectError
    | httpx.ConnectTimeout
    | httpx.PoolTimeout
    | httpx.ProxyError
    | httpx.UnsupportedProtocol
)
"""With these no request went out. A WriteError does not belong here: what the system already took
of a request may still arrive."""

_REASONS = {
    "blocked by the user": Reason.BLOCKED,
    "bot was kicked": Reason.REMOVED,
    "bot is not a member": Reason.REMOVED,
    "user is deactivated": Reason.DEACTIVATED,
    "chat was deleted": Reason.DEACTIVATED,
    "chat was deactivated": Reason.DEACTIVATED,
    "chat not found": Reason.CHAT_NOT_FOUND,
    "peer_id_invalid": Reason.CHAT_NOT_FOUND,
    "message thread not found": Reason.TOPIC_GONE,
    "topic_deleted": Reason.TOPIC_GONE,
    "topic_closed": Reason.TOPIC_GONE,
    "not enough rights": Reason.NO_RIGHT,
    "have no rights": Reason.NO_RIGHT,
    "chat_write_forbidden": Reason.NO_RIGHT,
    "administrator rights": Reason.NO_RIGHT,
}
"""Parts of Telegram's descriptions of errors, in lower case."""
_ENDINGS = {Reason.CHAT_NOT_FOUND, Reason.DEACTIVATED}
"""What ends a subscription though Telegram calls it a bad request."""
_DONE_ALREADY = ("message is not modified", "message to delete not found")
_TOO_LARGE = "request entity too large"


def decide(
    outcome: int | Exception, attempt: Attempt, *, now: datetime, policy: RetryPolicy = POLICY
) -> Decision:
    """Return what becomes of a delivery whose try gave `outcome`.

    That is the id of the message that Telegram posted, or what python-telegram-bot raised.
    """
    match outcome:
        case int():
            return Sent(message_id=outcome)
        case RetryAfter():
            return _told_to_wait(outcome, attempt, now, policy)
        case ChatMigrated() if attempt.number < policy.most_attempts:
            return MoveTo(chat_id=outcome.new_chat_id)
        case ChatMigrated():
            return Failed(reason=Reason.MIGRATED, detail=_words(outcome))
        case Forbidden() | BadRequest():
            return _refused(outcome)
        case _ if attempt.is_repeatable or _was_surely_not_posted(outcome):
            return _unavailable(outcome, attempt, now, policy)
    return Uncertain(reason=_doubt(outcome))


def is_done_already(error: BadRequest) -> bool:
    """Tell whether an edit or a deletion is refused because there is nothing left to do."""
    words = error.message.lower()
    return any(part in words for part in _DONE_ALREADY)


def retry_after(error: RetryAfter) -> timedelta:
    """Return how long Telegram asks to wait."""
    return error._retry_after  # noqa: SLF001 - the public name warns that it will become this one


def _told_to_wait(
    error: RetryAfter, attempt: Attempt, now: datetime, policy: RetryPolicy
) -> Decision:
    """Wait as long as Telegram says, however often it does, within the patience."""
    due = now + retry_after(error)
    if due > attempt.due_since + policy.flood_patience:
        return Failed(reason=Reason.FLOOD, detail=_words(error))
    return RetryAt(due=due, reason=Reason.FLOOD, is_counted=False)


def reason_of(error: TelegramError) -> Reason | None:
    """Return why a request was refused, where Telegram's words tell that nothing gets there."""
    words = error.message.lower()
    return next((reason for part, reason in _REASONS.items() if part in words), None)


def _refused(error: TelegramError) -> Decision:
    named = reason_of(error)
    if isinstance(error, Forbidden):
        return EndSubscription(reason=named or Reason.FORBIDDEN, detail=_words(error))
    if named in _ENDINGS:
        return EndSubscription(reason=named, detail=_words(error))
    return Failed(reason=named or Reason.REFUSED, detail=_words(error))


def _was_surely_not_posted(error: Exception) -> bool:
    """Tell whether a request never went out, or was answered with an error."""
    if isinstance(error, InvalidToken | EndPointNotFound | Conflict | ForeignRefusalError):
        return True
    if not isinstance(error, NetworkError) or isinstance(error, ForeignAnswerError):
        return False
    cause = error.__cause__
    if cause is None:
        return not isinstance(error, TimedOut)
    return isinstance(cause, _Unsent)


def _unavailable(
    error: Exception, attempt: Attempt, now: datetime, policy: RetryPolicy
) -> Decision:
    if _TOO_LARGE in str(error).lower():
        return Failed(reason=Reason.REFUSED, detail=_words(error))
    if attempt.number >= policy.most_attempts:
        return Failed(reason=Reason.UNAVAILABLE, detail=_words(error))
    due = now + policy.wait(attempt)
    return RetryAt(due=due, reason=Reason.UNAVAILABLE, is_counted=True)


def _words(error: Exception) -> str:
    """Return what Telegram said, not all too much of it."""
    return str(error)[:MOST_WORDS]


def _doubt(error: Exception) -> Reason:
    match error.__cause__:
        case httpx.TimeoutException():
            return Reason.TIMED_OUT
        case httpx.DecodingError() | None:
            return Reason.UNREADABLE
        case httpx.HTTPError():
            return Reason.DROPPED
    return Reason.UNREADABLE


def _share(*numbers: int) -> float:
    """Return a number from 0 to below 1 that looks like chance and is always the same."""
    digest = blake2b(repr(numbers).encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
