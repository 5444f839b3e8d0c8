"""A bot that does what a test tells it, by the Bot API over HTTP."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx

from tests.support.sandbox import CITIZEN, TOKEN

Json = dict[str, Any]

LONG_POLL_SECONDS = 20


class ScriptedBot:
    """The bot's side of a sandbox."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._offset = 0

    async def call(self, method: str, **fields: object) -> Any:  # noqa: ANN401 - each method's own
        """Call a method and return its result."""
        response = await self._client.post(method, json=fields)
        assert response.is_success, response.text
        return response.json()["result"]

    async def say(
        self,
        html: str,
        *buttons: Sequence[Json],
        chat: int = CITIZEN.user.id,
        **fields: object,
    ) -> int:
        """Send a text with rows of inline buttons; return the message's id."""
        if buttons:
            fields["reply_markup"] = {"inline_keyboard": buttons}
        sent = await self.call("sendMessage", chat_id=chat, text=html, parse_mode="HTML", **fields)
        return cast("int", sent["message_id"])

    async def show(self, action: str, *, chat: int = CITIZEN.user.id) -> None:
        """Show that it is doing something, e.g. "typing"."""
        await self.call("sendChatAction", chat_id=chat, action=action)

    async def hears(self) -> Json:
        """Return the next update, waiting for it."""
        updates = await self.call(
            "getUpdates", offset=self._offset, limit=1, timeout=LONG_POLL_SECONDS
        )
        assert updates, f"nothing came for {LONG_POLL_SECONDS} s"
        self._offset = updates[0]["update_id"] + 1
        return cast("Json", updates[0])

    async def hears_message(self) -> Json:
        """Return the message of the next update."""
        return cast("Json", (await self.hears())["message"])

    async def hears_press(self) -> Json:
        """Return the callback query of the next update."""
        return cast("Json", (await self.hears())["callback_query"])

    async def answer(self, query: Json, text: str = "", **fields: object) -> None:
        """Answer a callback query."""
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text=text, **fields)


@asynccontextmanager
async def scripted_bot(sandbox_url: str) -> AsyncIterator[ScriptedBot]:
    """Run a bot in the sandbox at a URL without a slash at its end."""
    async with httpx.AsyncClient(
        base_url=f"{sandbox_url}/bot{TOKEN}/", timeout=LONG_POLL_SECONDS + 10, trust_env=False
    ) as client:
        yield ScriptedBot(client)
