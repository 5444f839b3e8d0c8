"""What goes wrong in a chat of the sandbox: faults as data, met by the bot's requests in turn."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.sandbox.errors import (
    BotApiError,
    GatewayError,
    ServerFaultError,
    TooManyRequestsError,
)


class FaultKind(StrEnum):
    """What a request comes to."""

    FLOOD = "flood"
    """429: wait `seconds`."""
    FAIL = "fail"
    """500: an error of Telegram's own."""
    GATEWAY = "gateway"
    """502: an error on the way to Telegram."""
    DROP_BEFORE = "drop_before"
    """The connection breaks, and nothing was done."""
    DROP_AFTER = "drop_after"
    """The connection breaks after it was done: the message is there, its answer is not."""
    LATE = "late"
    """It is done at once and answered `seconds` later."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A fault of one chat."""

    kind: FaultKind
    times: int | None = 1
    """How many requests more meet it; None is all, and those of a flood until its time is over."""
    seconds: int = 0

    def refusal(self) -> BotApiError | None:
        """Return the error that a request is answered with, None where it is none."""
        match self.kind:
            case FaultKind.FLOOD:
                return TooManyRequestsError(self.seconds)
            case FaultKind.FAIL:
                return ServerFaultError()
            case FaultKind.GATEWAY:
                return GatewayError()
        return None


class Faults:
    """The faults of all chats; pure, times are seconds since 1970."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._floods: dict[int, float] = {}
        """Until when a chat that told the bot to wait wants to be left alone."""
        self.impatient = 0
        """Requests that came before the wait they were told was over."""

    def of(self, chat_id: int) -> Fault | None:
        """Return what the next request to a chat meets, as it was set."""
        return self._faults.get(chat_id)

    def set(self, chat_id: int, fault: Fault | None) -> None:
        """Give a chat a fault instead of the one it had; None for none."""
        self._faults.pop(chat_id, None)
        self._floods.pop(chat_id, None)
        if fault:
            self._faults[chat_id] = fault

    def clear(self) -> None:
        """Take all faults away."""
        self._faults.clear()
        self._floods.clear()

    def move(self, old: int, new: int) -> None:
        """Let a chat keep its fault under another id."""
        self.set(new, self._faults.pop(old, None))

    def meet(self, chat_id: int, *, now: float) -> Fault | None:
        """Return the fault that a request meets now, one time less of which is left."""
        fault = self._faults.get(chat_id)
        left = self._floods.get(chat_id, now) - now
        self.impatient += left > 0
        if fault is None:
            return None
        if fault.kind is FaultKind.FLOOD:
            return self._flood(chat_id, fault, left, now)
        self._use(chat_id, fault)
        return fault

    def _flood(self, chat_id: int, fault: Fault, left: float, now: float) -> Fault | None:
        """Tell to wait: so many times, or for one stretch of time that begins now."""
        if fault.times is not None:
            self._use(chat_id, fault)
            self._floods[chat_id] = now + fault.seconds
            return fault
        if left > 0:
            return replace(fault, seconds=math.ceil(left))
        if chat_id in self._floods:
            self.set(chat_id, None)
            return None
        self._floods[chat_id] = now + fault.seconds
        return fault

    def _use(self, chat_id: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            self._faults[chat_id] = replace(fault, times=fault.times - 1)
        else:
            del self._faults[chat_id]
