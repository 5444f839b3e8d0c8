"""People who ask: a sandbox full of them as a process of its own, and what each was answered.

`python -m bot.drills.people PEOPLE` serves a world with so many people more, each in a private chat
with the bot, by the token of the settings, and says its address.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from bot.drills.processes import Process, say, told_to_end
from bot.drills.sandbox import SECONDS, SETTINGS
from bot.sandbox.cast import private_chat
from bot.sandbox.records import User
from bot.sandbox.sandbox import Sandbox, default_world
from bot.sandbox.server import SandboxServer
from bot.settings import read_settings

_FIRST_ID = 2_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A message that wants an answer."""

    chat_id: int
    message_id: int


class Crowd:
    """The people of a sandbox that runs."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url = url
        self._http = http

    def environment(self) -> Mapping[str, str]:
        """Return the settings of a process whose Telegram this is, whatever the operator's are."""
        return {**SETTINGS, "TELEGRAM_BASE_URL": self._url}

    async def ask(self, person: int, words: str) -> Question:
        """Let a person, from 0, say something to the bot."""
        chat_id = _FIRST_ID + person
        body = {"from": chat_id, "text": words}
        answer = await self._http.post(f"/sandbox/chats/{chat_id}/messages", json=body)
        message = answer.raise_for_status().json()
        return Question(chat_id=chat_id, message_id=message["message_id"])

    async def answers(self) -> Counter[Question]:
        """Return how often each question was answered: every answer replies to its question."""
        chats = (await self._http.get("/sandbox/delivered")).raise_for_status().json()
        return Counter(
            Question(chat_id=chat["chat_id"], message_id=message["replies_to"])
            for chat in chats
            for message in chat["messages"]
        )


@asynccontextmanager
async def running_crowd(people: int) -> AsyncIterator[Crowd]:
    """Run a sandbox in a process of its own while the context is open."""
    process = await Process.start("bot.drills.people", str(people), environment=SETTINGS)
    try:
        url = await process.first_line()
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=SECONDS) as http:
            yield Crowd(url, http)
    finally:
        await process.end()


async def serve(people: int) -> None:
    """Serve until told to end."""
    token, now = read_settings().bot_token, int(time.time())
    if token is None:
        raise ValueError("TELEGRAM_BOT_TOKEN is not set")
    world = default_world(now=now)
    for number in range(people):
        person = User(id=_FIRST_ID + number, first_name=f"Drill {number}", language_code="vi")
        world.people[person.id] = person
        world.add_chat(private_chat(person), now=now)
    async with SandboxServer(Sandbox(world, token=token.get_secret_value()), port=0) as server:
        say(server.url)
        await told_to_end()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
