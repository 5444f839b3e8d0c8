"""The sandbox as a process of its own, and its control side.

`python -m bot.drills.sandbox GROUPS` serves a world with so many groups more, by the token of the
settings, and says its address.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from typing import Any

import httpx

from bot.drills.groups import chats
from bot.drills.processes import Process, say, told_to_end
from bot.sandbox.cast import CITIZEN
from bot.sandbox.faults import Fault
from bot.sandbox.sandbox import SANDBOX_TOKEN, Sandbox, default_world
from bot.sandbox.server import SandboxServer
from bot.sandbox.traffic import TrafficReport
from bot.settings import read_settings

SECONDS = 60.0
"""How long an answer may take: all messages of a large drill are one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """The bot's messages in one chat, as the server has them."""

    chat_id: int
    moved_to: int | None
    """The supergroup that the chat has become."""
    messages: int


class DrillSandbox:
    """A sandbox that runs, by its control side."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url = url
        self._http = http

    def environment(self) -> Mapping[str, str]:
        """Return the settings of a process whose Telegram this is, whatever the operator's are."""
        return {**SETTINGS, "TELEGRAM_BASE_URL": self._url}

    async def break_down(self, chat_id: int, fault: Fault) -> None:
        """Give a chat a fault."""
        body = {"kind": fault.kind.value, "times": fault.times, "seconds": fault.seconds}
        await self._post(chat_id, "fault", body)

    async def remove_bot(self, chat_id: int) -> None:
        """Let a group remove the bot."""
        await self._post(chat_id, "bot", {"from": CITIZEN.user.id, "in": False})

    async def migrate(self, chat_id: int) -> None:
        """Make a supergroup of a group."""
        await self._post(chat_id, "migrate", {})

    async def traffic(self) -> tuple[TrafficReport, int]:
        """Return what was counted, and how many requests came before a wait was over."""
        counted = (await self._http.get("/sandbox/traffic")).raise_for_status().json()
        names = [field.name for field in fields(TrafficReport)]
        return TrafficReport(**{name: counted[name] for name in names}), counted["impatient"]

    async def posted(self) -> tuple[Posted, ...]:
        """Return how many messages of the bot there are in each chat."""
        chats = (await self._http.get("/sandbox/delivered")).raise_for_status().json()
        return tuple(
            Posted(
                chat_id=chat["chat_id"],
                moved_to=chat["moved_to"],
                messages=len(chat["messages"]),
            )
            for chat in chats
        )

    async def _post(self, chat_id: int, what: str, body: Mapping[str, Any]) -> None:
        answer = await self._http.post(f"/sandbox/chats/{chat_id}/{what}", json=body)
        answer.raise_for_status()


@asynccontextmanager
async def running_sandbox(*, groups: int) -> AsyncIterator[DrillSandbox]:
    """Run a sandbox in a process of its own while the context is open."""
    process = await Process.start("bot.drills.sandbox", str(groups), environment=SETTINGS)
    try:
        url = await process.first_line()
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=SECONDS) as http:
            yield DrillSandbox(url, http)
    finally:
        await process.end()


SETTINGS = {
    "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
    "TELEGRAM_BOT_TOKEN_FILE": "",
    "TELEGRAM_PROXY": "",
}


async def serve(groups: int) -> None:
    """Serve until told to end."""
    token = read_settings().bot_token
    if token is None:
        raise ValueError("TELEGRAM_BOT_TOKEN is not set")
    world = default_world(now=int(time.time()))
    for chat in chats(groups):
        world.add_chat(chat, now=int(time.time()))
    async with SandboxServer(Sandbox(world, token=token.get_secret_value()), port=0) as server:
        say(server.url)
        await told_to_end()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
