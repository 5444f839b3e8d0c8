"""A running sandbox, and the Bot API's methods without HTTP in between."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bot.sandbox.errors import BotApiError
from bot.sandbox.fields import Fields, Upload, fields_of_json
from bot.sandbox.records import JsonValue, Message, Persona, TextContent
from bot.sandbox.sandbox import Sandbox, default_world
from bot.sandbox.world import World, typed_text
from tests.support.conform import SPECIFICATION, Conformance
from tests.support.sandbox import CITIZEN, FORUM, TOKEN, RunningSandbox, running_sandbox

NOW = 1_790_000_000


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    seconds: float = NOW

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Api:
    """Calls methods of the sandbox's Bot API as functions."""

    sandbox: Sandbox
    clock: Clock = field(default_factory=Clock)

    async def __call__(self, method: str, /, **fields: JsonValue) -> JsonValue:
        """Return the result of a method, of whatever shape."""
        return await self._answer(method, fields, {})

    async def get(self, method: str, /, **fields: JsonValue) -> dict[str, Any]:
        """Return the result of a method that gives an object."""
        return await self.upload(method, {}, **fields)

    async def upload(
        self, method: str, files: Mapping[str, Upload], /, **fields: JsonValue
    ) -> dict[str, Any]:
        """Return the object that a method gives which takes files."""
        return cast("dict[str, Any]", await self._answer(method, fields, files))

    async def refused(self, method: str, /, **fields: JsonValue) -> str:
        """Return the description of the error that a method answers with."""
        with pytest.raises(BotApiError) as refusal:
            await self._answer(method, fields, {})
        return refusal.value.description

    async def _answer(
        self, method: str, fields: dict[str, JsonValue], files: Mapping[str, Upload]
    ) -> JsonValue:
        request = Fields(texts=fields_of_json(fields), files=files)
        return await self.sandbox.answer(TOKEN, method, request)

    async def updates(self, **fields: JsonValue) -> list[dict[str, Any]]:
        """Return the updates that are pending."""
        return cast("list[dict[str, Any]]", await self._answer("getUpdates", fields, {}))

    def say(
        self,
        text: str,
        *,
        persona: Persona = CITIZEN,
        chat: int | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Message:
        """Post a persona's text."""
        event = self.world.say(
            persona.user.id,
            chat or persona.user.id,
            TextContent(body=typed_text(text)),
            now=self.sandbox.now(),
            reply_to=reply_to,
            thread_id=thread_id,
        )
        self.sandbox.publish(event)
        return event.message

    @property
    def world(self) -> World:
        return self.sandbox.world


@pytest.fixture
def api() -> Iterator[Api]:
    """The Bot API of a fresh world, its results and updates checked for conformance."""
    conformance = Conformance(requests=False) if SPECIFICATION.exists() else None
    clock = Clock()
    world = default_world(now=NOW)
    world.add_chat(FORUM, now=NOW)
    yield Api(Sandbox(world, token=TOKEN, clock=clock, observer=conformance), clock)
    if conformance:
        conformance.assert_clean()


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    """A sandbox over HTTP whose whole traffic must be conform."""
    async with running_sandbox() as running:
        yield running


@pytest.fixture
async def lenient_sandbox() -> AsyncIterator[RunningSandbox]:
    """A sandbox over HTTP that may be sent bad requests."""
    async with running_sandbox(strict_requests=False) as running:
        yield running
