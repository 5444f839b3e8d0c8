"""The pacer in use: whoever wants to send waits here for a turn, answers to people first."""

import asyncio
import math
import time
from bisect import insort
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.decision import retry_after
from bot.delivery.pacing import ChatId, Pacer, Priority

_UNPACED = ("sendChatAction", "get", "answer", "set")
"""What the methods begin with whose requests have a chat but post or edit nothing in it."""


@dataclass(kw_only=True, order=True, slots=True)
class _Waiting:
    priority: Priority
    number: int
    chat_id: ChatId = field(compare=False)
    turn: "asyncio.Future[None]" = field(compare=False)


class Turns:
    """Hands out turns as the pacer allows, one pacer for all that a process sends.

    In the order of priority, then of coming; one whose chat has to wait is passed by the others.
    `clock` gives seconds, as the event loop's own does.
    """

    def __init__(self, pacer: Pacer, clock: Callable[[], float] = time.monotonic) -> None:
        self._pacer = pacer
        self._clock = clock
        self._numbers = count()
        self._waiting: list[_Waiting] = []
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, chat_id: ChatId, priority: Priority) -> AsyncIterator[None]:
        """Wait for a turn, and hold it for as long as the request takes."""
        await self._wait(chat_id, priority)
        try:
            yield
        finally:
            self._pacer.end(chat_id, now=self._clock())
            self._hand_out()

    def wait_for_chat(self, chat_id: ChatId) -> timedelta:
        """Return how long the chat itself has to be left alone; at most a second if unknown."""
        now = self._clock()
        free = self._pacer.chat_free_at(chat_id, now=now)
        return timedelta(seconds=1 if free == math.inf else free - now)

    def pause(self, chat_id: ChatId, wait: timedelta) -> None:
        """Write nothing to one chat for a while, as Telegram asked for."""
        self._pacer.pause(chat_id, until=self._clock() + wait.total_seconds())

    async def _wait(self, chat_id: ChatId, priority: Priority) -> None:
        turn = asyncio.get_running_loop().create_future()
        waiting = _Waiting(
            priority=priority, number=next(self._numbers), chat_id=chat_id, turn=turn
        )
        insort(self._waiting, waiting)
        self._hand_out()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was handed out at the same moment
                self._pacer.end(chat_id, now=self._clock())
            self._hand_out()
            raise

    def _hand_out(self) -> None:
        """Give everyone a turn who may have one now, and come back when the next one may."""
        now = self._clock()
        left, next_at = [], math.inf
        for waiting in self._waiting:
            if waiting.turn.cancelled():
                continue
            free = self._pacer.free_at(waiting.chat_id, waiting.priority, now=now)
            if free > now:
                left.append(waiting)
                next_at = min(next_at, free)
            else:
                self._pacer.begin(waiting.chat_id, waiting.priority, now=now)
                waiting.turn.set_result(None)
        self._waiting = left
        self._come_back(next_at - now)

    def _come_back(self, wait: float) -> None:
        if self._timer:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = None if wait == math.inf else loop.call_later(wait, self._hand_out)


PATIENCE = timedelta(seconds=5)
"""How long an answer waits for its chat; for longer it would be in the way of other chats'."""


class PacedAnswers(BaseRateLimiter[None]):
    """Lets what an application answers wait for its turn, before all announcements.

    For `ApplicationBuilder.rate_limiter`. Where Telegram asks to wait, the chat is paused, and
    the error goes on to whoever sent; to whoever comes before the pause is over, too.
    """

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,  # noqa: ANN401 - as the library has it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - there is nothing to choose
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Make a request, in its turn if it writes to a chat."""
        chat_id = data.get("chat_id")
        if chat_id is None or endpoint.startswith(_UNPACED):
            return await callback(*args, **kwargs)
        if (wait := self._turns.wait_for_chat(chat_id)) > PATIENCE:
            raise RetryAfter(math.ceil(wait.total_seconds()))
        async with self._turns.turn(chat_id, Priority.ANSWER):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._turns.pause(chat_id, retry_after(error))
                raise
