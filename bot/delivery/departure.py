"""The last moment before a request goes out, made known, and the right to stop it there.

A delivery is noted as started before its request can reach Telegram. The later that is, the fewer
a crash leaves uncertain that were never sent. The last moment is when the connection stands and
the first byte is about to be written; httpcore, below httpx, tells of it by its "trace" extension.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpx

from bot.requesting import TelegramRequest

_FIRST_BYTE = "http11.send_request_headers.started"
_TO_A_PROXY = b"CONNECT"
"""The method of a request that only opens a way for the one that it is about."""


class NotToDepartError(Exception):
    """A request that was stopped at the last moment."""


class Departure:
    """The moment in which one request goes out; `is_allowed` is asked then, once."""

    def __init__(self, is_allowed: Callable[[], Awaitable[bool]]) -> None:
        self._is_allowed = is_allowed
        self.is_over = False
        """Whether the request went out, or nothing stops it any more."""

    async def on_event(self, name: str, info: dict[str, Any]) -> None:
        """Hear what happens to the request; raises NotToDepartError to stop it."""
        if self.is_over or name != _FIRST_BYTE or info["request"].method == _TO_A_PROXY:
            return
        if not await self._is_allowed():
            raise NotToDepartError
        self.is_over = True


_departure: ContextVar[Departure | None] = ContextVar("departure", default=None)


@contextmanager
def departing(departure: Departure) -> Iterator[None]:
    """Let `departure` be that of the request that is made inside."""
    token = _departure.set(departure)
    try:
        yield
    finally:
        _departure.reset(token)


class DepartingRequest(TelegramRequest):
    """Requests with departures; takes the same arguments.

    HTTP/1.1 only, as is its default: the moment is told by another name in HTTP/2.
    """

    def __init__(self, *, httpx_kwargs: dict[str, Any] | None = None, **more: Any) -> None:  # noqa: ANN401 - the library's own
        hooks = {"request": [_watch]}
        super().__init__(httpx_kwargs={**(httpx_kwargs or {}), "event_hooks": hooks}, **more)


async def _watch(request: httpx.Request) -> None:
    if (departure := _departure.get()) is not None:
        request.extensions["trace"] = departure.on_event
