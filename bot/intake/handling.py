"""The update that is being dealt with, as far as what it calls has to know of it.

python-telegram-bot gives what a handler raises to error handlers, and goes on. So the error is
noted here, for the worker to decide on. And what Telegram has accepted of an answer is noted, so
that an answer of several messages which broke off goes on where it did when it is tried again.
"""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from telegram.error import ChatMigrated
from telegram.ext import BaseRateLimiter

Result = bool | dict[str, Any] | list[dict[str, Any]]
Send = Callable[..., Coroutine[Any, Any, Result]]

_ONCE = ("send", "copy", "forward", "answer")
"""What the methods begin with after which something new stands in a chat, or by which a press or
an inline query is answered: a second time they are refused as unknown."""
_SHOWING = "sendchataction"
"""The one that begins so, and whose doing is gone in seconds."""


class Answers:
    """What Telegram has accepted for one update, over all tries, in memory only.

    `on_departure` is called when the work on a try is over, and Telegram is waited for.
    """

    def __init__(self, on_departure: Callable[[], None] = lambda: None) -> None:
        self._accepted: dict[bytes, list[Result]] = {}
        self._on_departure = on_departure
        self.has_departed = False

    def of_try(self) -> "AnswersOfTry":
        """Begin a try: from now on what was accepted is not sent again."""
        self.has_departed = False
        return AnswersOfTry(self._accepted, self._depart)

    def _depart(self) -> None:
        if not self.has_departed:
            self.has_departed = True
            self._on_departure()


class AnswersOfTry:
    """What one try wants to send; the same words may be wanted twice."""

    def __init__(self, accepted: dict[bytes, list[Result]], depart: Callable[[], None]) -> None:
        self._accepted = accepted
        self.depart = depart
        self._wanted: Counter[bytes] = Counter()

    async def send(
        self, endpoint: str, data: dict[str, Any], send: Callable[[], Coroutine[Any, Any, Result]]
    ) -> Result:
        """Send something; where an earlier try has sent it, return what it came to."""
        # Numbers and words, in an order that is the same every time; kept as a digest only.
        key = blake2b(repr((endpoint, data)).encode(errors="surrogatepass"), digest_size=16)
        accepted = self._accepted.setdefault(key.digest(), [])
        position = self._wanted[key.digest()]
        self._wanted[key.digest()] += 1
        if position < len(accepted):
            return accepted[position]
        result = await send()
        accepted.append(result)
        return result


@dataclass(kw_only=True)
class Handling:
    """One try."""

    answers: AnswersOfTry
    error: Exception | None = field(default=None)
    """What was raised first."""
    is_over: bool = False

    def fail(self, error: Exception) -> None:
        """Note an error."""
        self.error = self.error or error


_handling: ContextVar[Handling | None] = ContextVar("handling", default=None)


def current_handling() -> Handling | None:
    """Return the try that this is a part of; None outside of any.

    What a handler leaves running, as a card that edits itself, is no part of it.
    """
    this = _handling.get()
    return None if this is None or this.is_over else this


@contextmanager
def handling(answers: Answers) -> Iterator[Handling]:
    """Begin a try of what has led to these answers so far."""
    this = Handling(answers=answers.of_try())
    token = _handling.set(this)
    try:
        yield this
    finally:
        this.is_over = True
        _handling.reset(token)


class PassingOn(BaseRateLimiter[None]):
    """Makes requests by another limiter, which it starts and stops; others do so their own way."""

    def __init__(self, inner: BaseRateLimiter[None]) -> None:
        self._inner = inner

    async def initialize(self) -> None:
        """Start the other one."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Stop the other one."""
        await self._inner.shutdown()


class AnswersOnce(PassingOn):
    """Sends nothing of an answer twice that was accepted; the rest goes on as it is.

    What goes to a group that has become a supergroup meanwhile, goes there.
    """

    async def process_request(
        self,
        callback: Send,
        args: Any,  # noqa: ANN401 - as the library has it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make a request, unless an earlier try has made it."""

        async def send() -> Result:
            return await self._inner.process_request(
                callback, args, kwargs, endpoint, data, rate_limit_args
            )

        async def follow() -> Result:
            try:
                return await send()
            except ChatMigrated as error:
                data["chat_id"] = error.new_chat_id  # of `args` too: they hold the same one
                return await send()

        this, name = current_handling(), endpoint.lower()
        if this is None or name == _SHOWING:
            return await send()
        this.answers.depart()
        if not name.startswith(_ONCE):
            return await send()
        return await this.answers.send(endpoint, data, follow)
