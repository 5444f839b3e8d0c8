"""The world in use: answers the bot's requests, and tells everyone what changed."""

import json
import re
import secrets
import time
from collections.abc import Callable
from typing import Protocol

from bot.sandbox import wire
from bot.sandbox.cast import BOT_ID, PERSONAS, bot_named, default_chats
from bot.sandbox.errors import BadRequestError, NotFoundError, UnauthorizedError
from bot.sandbox.events import page_event
from bot.sandbox.fields import Fields
from bot.sandbox.methods import METHODS
from bot.sandbox.methods.call import Call
from bot.sandbox.polling import Polling
from bot.sandbox.records import (
    ButtonPressed,
    Event,
    GroupLeft,
    JsonObject,
    JsonValue,
    MessagePosted,
    StoredFile,
)
from bot.sandbox.stream import EventStream
from bot.sandbox.world import World

SANDBOX_TOKEN = f"{BOT_ID}:{secrets.token_urlsafe(32)}"
"""The bot's token in this run of the program: another one each time, so that no website that a
browser has open can guess it and talk as the bot."""
GET_UPDATES = "getUpdates"
_METHODS = {name.lower(): name for name in (GET_UPDATES, *METHODS)}
_TOKEN = re.compile(r"\d{1,19}:[A-Za-z0-9_-]{24,64}")


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

    def now(self) -> int:
        """Return the time in seconds since 1970."""
        return int(self._clock())

    async def answer(self, token: str, method: str, fields: Fields) -> JsonValue:
        """Return the result of a method; raises BotApiError for what Telegram would refuse."""
        self._check_token(token)
        name = _METHODS.get(method.lower())
        if name is None:
            raise NotFoundError
        if self._observer:
            self._observer.on_request(name, fields.as_sent())
        result = await self._updates(fields) if name == GET_UPDATES else self._call(name, fields)
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
            if shown := page_event(event):
                self.stream.publish(json.dumps(shown, ensure_ascii=False))
            if isinstance(event, MessagePosted | ButtonPressed | GroupLeft) and event.update:
                self._polling.wake()
                if self._observer:
                    self._observer.on_update(wire.update(event.update))

    def close(self) -> None:
        """End what waits: long polls and listeners."""
        self._polling.close()
        self.stream.close()

    def _call(self, name: str, fields: Fields) -> JsonValue:
        call = Call(world=self.world, fields=fields, now=self.now())
        outcome = METHODS[name](call)
        self.publish(*outcome.events)
        return outcome.result

    async def _updates(self, fields: Fields) -> JsonValue:
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
    return World(
        bot=bot_named(username, name),
        personas=PERSONAS,
        chats=default_chats(),
        first_update_id=now,
        now=now,
    )
