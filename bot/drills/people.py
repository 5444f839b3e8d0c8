"""People who ask: a sandbox full of them as a process of its own, and when each was answered.

`python -m bot.drills.people PEOPLE` serves a world with so many people more, each in a private chat
with the bot, by the token of the settings, and says its address. For each line that it hears it
says one with all answers so far: the chat of each, the message it replies to, and when it was
accepted, in seconds since 1970.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from bot.drills.processes import Process, heard, say
from bot.drills.sandbox import SECONDS, SETTINGS
from bot.sandbox.cast import private_chat
from bot.sandbox.changes import Event, MessagePosted
from bot.sandbox.records import Message, User
from bot.sandbox.sandbox import Sandbox, default_world
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.settings import read_settings

_FIRST_ID = 2_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A message that wants an answer."""

    chat_id: int
    message_id: int


class Crowd:
    """The people of a sandbox that runs."""

    def __init__(self, url: str, http: httpx.AsyncClient, process: Process) -> None:
        self._url = url
        self._http = http
        self._process = process

    def environment(self) -> Mapping[str, str]:
        """Return the settings of a process whose Telegram this is, whatever the operator's are."""
        return {**SETTINGS, "TELEGRAM_BASE_URL": self._url}

    async def ask(self, person: int, words: str) -> Question:
        """Let a person, from 0, say something to the bot."""
        chat_id = person_id(person)
        body = {"from": chat_id, "text": words}
        answer = await self._http.post(f"/sandbox/chats/{chat_id}/messages", json=body)
        message = answer.raise_for_status().json()
        return Question(chat_id=chat_id, message_id=message["message_id"])

    async def answers(self) -> dict[Question, tuple[float, ...]]:
        """Return when each question was answered; every answer replies to its question."""
        times: dict[Question, tuple[float, ...]] = {}
        for chat_id, message_id, moment in json.loads(await self._process.ask("answers")):
            question = Question(chat_id=chat_id, message_id=message_id)
            times[question] = (*times.get(question, ()), moment)
        return times


class RememberingSandbox(Sandbox):
    """A sandbox that knows when the bot answered what."""

    def __init__(self, world: World, *, token: str) -> None:
        super().__init__(world, token=token)
        self.answers: list[tuple[int, int, float]] = []
        """The chat, the message that is replied to, and when."""

    def publish(self, *events: Event) -> None:
        """Let everyone know what happened, and remember what is an answer."""
        super().publish(*events)
        for event in events:
            if isinstance(event, MessagePosted) and event.message.sender == self.world.bot:
                self._remember(event.message)

    def _remember(self, answer: Message) -> None:
        if answer.reply_to is not None:
            self.answers.append((answer.chat.id, answer.reply_to.id, time.time()))


@asynccontextmanager
async def running_crowd(people: int) -> AsyncIterator[Crowd]:
    """Run a sandbox in a process of its own while the context is open."""
    process = await Process.start("bot.drills.people", str(people), environment=SETTINGS)
    try:
        url = await process.first_line()
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=SECONDS) as http:
            yield Crowd(url, http, process)
    finally:
        await process.end()


def crowded_world(people: int) -> World:
    """Return a world with so many people more, each in a private chat with the bot."""
    now = int(time.time())
    world = default_world(now=now)
    for number in range(people):
        person = User(id=person_id(number), first_name=f"Drill {number}", language_code="vi")
        world.people[person.id] = person
        world.add_chat(private_chat(person), now=now)
    return world


def person_id(number: int) -> int:
    """Return the id of a person, from 0; it is their chat's, too."""
    return _FIRST_ID + number


def token_of_settings() -> str:
    """Return the bot's token, of whoever started this process; ValueError where there is none."""
    token = read_settings().bot_token
    if token is None:
        raise ValueError("TELEGRAM_BOT_TOKEN is not set")
    return token.get_secret_value()


async def serve(people: int) -> None:
    """Serve until told to end."""
    sandbox = RememberingSandbox(crowded_world(people), token=token_of_settings())
    async with SandboxServer(sandbox, port=0) as server:
        say(server.url)
        async for _ in heard():
            say(json.dumps(sandbox.answers))


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
