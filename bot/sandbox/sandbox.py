"""The world in use: answers the bot's requests, and tells everyone what changed."""

import asyncio
import contextlib
import json
import re
import secrets
import time
from collections.abc import Callable
from typing import Protocol

from bot.sandbox import wire
from bot.sandbox.cast import BOT_ID, PERSONAS, bot_named, default_chats
from bot.sandbox.changes import (
    ButtonPressed,
    ChatsChanged,
    Event,
    Membership,
    MessagePosted,
    PollNews,
)
from bot.sandbox.errors import (
    BadRequestError,
    ConflictError,
    ConnectionDroppedError,
    NotFoundError,
    TooManyRequestsError,
    UnauthorizedError,
)
from bot.sandbox.events import page_event
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.fields import Fields, integer_of
from bot.sandbox.methods import MESSAGES, METHODS, POSTING
from bot.sandbox.methods.call import Call
from bot.sandbox.polling import Polling
from bot.sandbox.records import JsonObject, JsonValue, StoredFile
from bot.sandbox.samples import FILES
from bot.sandbox.stream import EventStream
from bot.sandbox.webhooks import Posting
from bot.sandbox.world import World

SANDBOX_TOKEN = f"{BOT_ID}:{secrets.token_urlsafe(32)}"
"""The bot's token in this run of the program: another one each time, so that no website that a
browser has open can guess it and talk as the bot."""
GET_UPDATES, SET_WEBHOOK = "getUpdates", "setWebhook"
_METHODS = {name.lower(): name for name in (GET_UPDATES, *METHODS)}
_TOKEN = re.compile(r"\d{1,19}:[A-Za-z0-9_-]{24,64}")


TELLING = (MessagePosted, ButtonPressed, Membership, PollNews)
"""Events that the bot may get an update of."""


class Observer(Protocol):
    """Someone who looks at all that passes, e.g. to check that it is as Telegram has it."""

    def on_request(self, method: str, fields: dict[str, str]) -> None:
        """See a request for a method that there is, as it came."""

    def on_result(self, method: str, result: JsonValue) -> None:
        """See what it returned; not called for an error."""

    def on_update(self, update: JsonObject) -> None:
        """See an update that was made for the bot."""


class Sandbox:
    """A world, the bot's way into it, and the stream of its events."""

    def __init__(
        self,
        world: World,
        *,
        token: str,
        clock: Callable[[], float] = time.time,
        observer: Observer | None = None,
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise ValueError("the sandbox's token needs the form digits:24-to-64-characters")
        self.world = world
        self.stream = EventStream()
        self._token = token
        self._clock = clock
        self._observer = observer
        self._polling = Polling(world.updates, self.now)
        self._posting = Posting(world.updates, self.now)
        self._closed = asyncio.Event()

    def now(self) -> int:
        """Return the time in seconds since 1970."""
        return int(self._clock())

    async def answer(self, token: str, method: str, fields: Fields) -> JsonValue:
        """Return the result of a method; raises BotApiError for what Telegram would refuse.

        Raises ConnectionDroppedError where there shall be no answer.
        """
        self._check_token(token)
        name = _METHODS.get(method.lower())
        if name is None:
            raise NotFoundError
        if self._observer:
            self._observer.on_request(name, fields.as_sent())
        if name == GET_UPDATES:
            result = await self._updates(fields)
        else:
            result = await self._answer(name, fields)
        if self._observer:
            self._observer.on_result(name, result)
        return result

    def file(self, token: str, file_id: str) -> StoredFile:
        """Return an uploaded file; raises BotApiError where there is none."""
        self._check_token(token)
        stored = self.world.files.find(file_id)
        if stored is None:
            raise NotFoundError
        return stored

    def publish(self, *events: Event) -> None:
        """Tell the page, and the bot where it gets an update, what has changed."""
        for event in events:
            if self.stream.is_wanted and (shown := page_event(event, self.world)):
                self.stream.publish(json.dumps(shown, ensure_ascii=False))
            if isinstance(event, TELLING) and event.update:
                self._polling.wake()
                self._posting.wake()
                if self._observer:
                    self._observer.on_update(wire.update(event.update))

    def close(self) -> None:
        """End what waits: long polls, listeners, late answers."""
        self._closed.set()
        self._polling.close()
        self._posting.close()
        self.stream.close()

    async def _answer(self, name: str, fields: Fields) -> JsonValue:
        """Call a method, and let happen what is wrong with its chat."""
        fault = self._meet(name, fields)
        if refusal := fault and fault.refusal():
            raise refusal
        if fault and fault.kind is FaultKind.DROP_BEFORE:
            raise ConnectionDroppedError
        result = self._call(name, fields)
        if fault and fault.kind is FaultKind.DROP_AFTER:
            raise ConnectionDroppedError
        if fault and fault.kind is FaultKind.LATE:
            await self._wait(fault.seconds)
        return result

    def _meet(self, name: str, fields: Fields) -> Fault | None:
        """Count a request that writes to a chat, and return the fault that it meets there."""
        chat_id = integer_of(fields.text("chat_id"))
        if chat_id is None or name not in MESSAGES:
            return None
        was_set = self.world.faults.of(chat_id) is not None
        fault = self.world.faults.meet(chat_id, now=self._clock())
        if was_set:  # one time less of it is left, or none: a flood ends with a request
            self.publish(ChatsChanged())
        if name in POSTING:
            wait = self.world.traffic.arrived(chat_id, now=self._clock())
            if wait is not None and not fault:
                raise TooManyRequestsError(wait)
        return fault

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closed.wait(), seconds)

    def _call(self, name: str, fields: Fields) -> JsonValue:
        call = Call(world=self.world, fields=fields, now=self.now())
        outcome = METHODS[name](call)
        if name in POSTING:
            self.world.traffic.accepted(fields.integer("chat_id"), now=self._clock())
        self.publish(*outcome.events)
        if name == SET_WEBHOOK:
            self._allow(fields)
            if self.world.updates.webhook:
                self._polling.end()
            self._posting.wake()
        return outcome.result

    async def _updates(self, fields: Fields) -> JsonValue:
        if self.world.updates.webhook:
            raise ConflictError("can't use getUpdates method while webhook is active")
        self._allow(fields)
        updates = await self._polling.get_updates(
            offset=fields.integer("offset"),
            limit=fields.integer("limit", 100),
            seconds=fields.integer("timeout"),
        )
        return [wire.update(update) for update in updates]

    def _allow(self, fields: Fields) -> None:
        """Remember the kinds of updates that the bot asks for; anything amiss is passed over."""
        try:
            kinds = fields.json("allowed_updates", "allowed_updates")
        except BadRequestError:
            return
        if isinstance(kinds, list):
            self.world.updates.allow(str(kind) for kind in kinds)

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise NotFoundError
        if token != self._token:
            raise UnauthorizedError


def default_world(
    *, now: int, username: str = "danvan_sandbox_bot", name: str = "Dân vận"
) -> World:
    """Return a world with the default cast and a bot of the given @username and name.

    The ids of updates start with `now`, in seconds since 1970, so that a bot which remembers
    those of an earlier run takes none of these for one that it has seen.
    """
    world = World(
        bot=bot_named(username, name),
        personas=PERSONAS,
        chats=default_chats(),
        first_update_id=now,
        now=now,
    )
    for file in FILES:
        world.files.keep(file)
    return world
