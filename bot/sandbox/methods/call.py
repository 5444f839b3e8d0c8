"""What a method is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.changes import Event
from bot.sandbox.fields import Fields
from bot.sandbox.records import JsonValue
from bot.sandbox.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A request of the bot."""

    world: World
    fields: Fields
    now: int
    """Seconds since 1970."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of it."""

    result: JsonValue
    events: tuple[Event, ...] = ()


Method = Callable[[Call], Outcome]
"""Raises BotApiError for a request that Telegram would refuse."""

DONE = Outcome(result=True)
