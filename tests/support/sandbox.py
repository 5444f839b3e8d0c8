"""The sandbox for tests, and someone to chat with the bot through it.

    async with running_sandbox() as sandbox:          # a Bot API on a free port of 127.0.0.1
        ...start the bot against sandbox.base_url...
        async with sandbox.chatter() as chatter:      # listens to what happens
            [answer] = await chatter.say("xin chào")  # waits for one message of the bot
            assert "Chào" in answer.text
            pressed = await chatter.press(answer, "Ví dụ", replies=1)
            await chatter.say("/hoi gì đó", chat=GROUP.id, persona=CADRE)

On leaving, `running_sandbox` fails the test if any request that came, result that was given or
update that was made is not as the Bot API's specification has it. Nothing is checked where
../shared is absent, nor requests with `strict_requests=False`, for tests that send bad ones.

Nothing here sleeps. Every wait is for events: "until the bot has sent N messages". That the bot
stays silent is shown by `chatter.ignores`: what it should not answer is said first, then something
that it does answer, and only that may be answered.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self, cast

import httpx
from telegram import Message as TelegramMessage

from bot.sandbox.cast import CADRE, CITIZEN, GROUP, NEIGHBOUR, VISITOR
from bot.sandbox.records import Chat, ChatKind, Persona, Topic
from bot.sandbox.sandbox import Sandbox, default_world
from bot.sandbox.server import SandboxServer
from tests.support.conform import SPECIFICATION, Conformance

__all__ = [
    "CADRE",
    "CITIZEN",
    "FORUM",
    "GROUP",
    "NEIGHBOUR",
    "TOKEN",
    "VISITOR",
    "Answer",
    "Chatter",
    "Pressed",
    "RunningSandbox",
    "running_sandbox",
]

TOKEN = "7000000001:sandbox-token-for-tests-0000000"
FORUM = Chat(
    id=-1001000000077,
    kind=ChatKind.SUPERGROUP,
    title="Ban điều hành",
    members=(CITIZEN.user.id, CADRE.user.id),
    owner=CADRE.user.id,
    topics=(Topic(id=5, name="Hỏi đáp"),),
)
"""A group with topics, for `running_sandbox(chats=[FORUM])`."""

PATIENCE_SECONDS = 20.0
"""How long the bot may take before a test gives up on it."""

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A message of the bot, as a person sees it."""

    raw: Json
    """The Bot API's Message object."""

    @property
    def id(self) -> int:
        """Return the message's id in its chat."""
        return int(self.raw["message_id"])

    @property
    def chat_id(self) -> int:
        """Return the id of its chat."""
        return int(self.raw["chat"]["id"])

    @property
    def text(self) -> str:
        """Return the plain text, or the caption of a file; without either, ""."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def html(self) -> str:
        """Return the text with its entities as HTML tags."""
        message = TelegramMessage.de_json(self.raw, None)
        return message.text_html if message.text else message.caption_html

    @property
    def replies_to(self) -> int | None:
        """Return the id of the message that it replies to."""
        replied = self.raw.get("reply_to_message")
        return replied["message_id"] if replied else None

    @property
    def keyboard(self) -> list[list[Json]]:
        """Return the rows of its inline keyboard, as the Bot API has them."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return cast("list[list[Json]]", rows)

    @property
    def buttons(self) -> list[str]:
        """Return the labels of its buttons, row by row."""
        return [button["text"] for row in self.keyboard for button in row]

    def button(self, label: str) -> tuple[int, int]:
        """Return row and column of the one button whose label is, or else contains, `label`."""
        places = {
            (r, c): button["text"]
            for r, row in enumerate(self.keyboard)
            for c, button in enumerate(row)
        }
        exact = [place for place, text in places.items() if text == label]
        found = exact or [place for place, text in places.items() if label in text]
        assert len(found) == 1, f"{len(found)} buttons say {label!r}, among {self.buttons}"
        return found[0]


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """What came of pressing a button."""

    notice: str
    """What the bot's answer showed; "" where it showed nothing."""
    alert: bool
    """Whether it was shown as an alert."""
    replies: list[Answer]
    """New messages, as many as were waited for."""
    edits: list[Answer]
    """Messages as edited, as many as were waited for."""


class Chatter:
    """Chats as any persona, in any chat; use as an async context manager."""

    def __init__(self, url: str, patience: float = PATIENCE_SECONDS) -> None:
        self.events: list[Json] = []
        """All that happened since the chatter listens, as /sandbox/events tells it."""
        self._url = url
        self._patience = patience
        self._news = asyncio.Condition()
        self._exit = AsyncExitStack()
        self._unread: list[Json] = []

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            timeout = httpx.Timeout(self._patience, read=None)
            client = httpx.AsyncClient(base_url=self._url, timeout=timeout, trust_env=False)
            self._http = await stack.enter_async_context(client)
            stream = self._http.stream("GET", "/sandbox/events")
            response = await stack.enter_async_context(stream)
            listener = asyncio.create_task(self._listen(response))
            stack.push_async_callback(_cancelled, listener)
            self._bot_id = (await self._get("/sandbox/state"))["bot"]["id"]
            self._exit = stack.pop_all()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._exit.aclose()

    async def say(
        self,
        text: str | None = None,
        *,
        persona: Persona = CITIZEN,
        chat: int | None = None,
        replies: int = 1,
        **more: object,
    ) -> list[Answer]:
        """Say `text` and return the bot's next `replies` messages in that chat.

        `chat` is the persona's private chat unless given. `more` goes into the page's request:
        `sticker=True`, `voice=True`, `location=True`, `photo=True`, `document=True`, `poll=True`,
        `forward={"chat_id": …, "message_id": …}`, `reply_to_message_id=…`,
        `message_thread_id=…`. Messages that the bot sends beyond `replies` are left for the next
        call, so ask for as many as there are.
        """
        room = chat or persona.user.id
        await self.post(text, persona=persona, chat=room, **more)
        return await self.replies(replies, chat=room)

    async def post(
        self,
        text: str | None = None,
        *,
        persona: Persona = CITIZEN,
        chat: int | None = None,
        **more: object,
    ) -> Json:
        """Say something without waiting for an answer; return the message."""
        body = {"from": persona.user.id, **more} | ({"text": text} if text is not None else {})
        return await self._post(f"/sandbox/chats/{chat or persona.user.id}/messages", body)

    async def replies(self, count: int = 1, *, chat: int) -> list[Answer]:
        """Wait for the bot's next `count` messages in `chat`."""
        found: list[Answer] = []
        while len(found) < count:
            event = await self._next(
                lambda event: (
                    event["type"] == "message"
                    and event["message"]["from"]["id"] == self._bot_id
                    and event["message"]["chat"]["id"] == chat
                ),
                f"message {len(found) + 1} of {count} from the bot in chat {chat}",
            )
            found.append(Answer(raw=event["message"]))
        return found

    async def ignores(
        self,
        text: str,
        *,
        probe: str,
        persona: Persona = CITIZEN,
        chat: int | None = None,
        **more: object,
    ) -> Answer:
        """Say `text`, then `probe`, and check that the bot answers only the probe, once.

        Only for a probe that the bot answers with one message after it has seen both; returns
        that answer. A bot that quotes the question, as in groups, is held to quote the probe.
        """
        room = chat or persona.user.id
        await self.post(text, persona=persona, chat=room, **more)
        probed = await self.post(probe, persona=persona, chat=room)
        [answer] = await self.replies(chat=room)
        [echo] = await self.say(probe, persona=persona, chat=room)
        assert answer.text == echo.text, f"the bot answered {text!r} with {answer.text!r}"
        assert answer.replies_to in (None, probed["message_id"])
        return answer

    async def press(
        self,
        message: Answer,
        label: str,
        *,
        persona: Persona = CITIZEN,
        replies: int = 0,
        edits: int = 0,
    ) -> Pressed:
        """Press the button of `message` that says `label`.

        Returns once the bot has answered the press and sent `replies` messages and made `edits`
        edits in that chat, in whatever order.
        """
        row, column = message.button(label)
        path = f"/sandbox/chats/{message.chat_id}/messages/{message.id}/press"
        body = {"from": persona.user.id, "row": row, "column": column}
        query_id = (await self._post(path, body))["callback_query_id"]
        answered = await self._next(
            lambda event: (
                event["type"] == "callback_answer" and event["callback_query_id"] == query_id
            ),
            f"the bot's answer to the press of {label!r}",
        )
        return Pressed(
            notice=answered["text"],
            alert=answered["show_alert"],
            replies=await self.replies(replies, chat=message.chat_id),
            edits=[await self.edit(chat=message.chat_id) for _ in range(edits)],
        )

    async def control(
        self, what: str, chat: int, body: Json | None = None, *, by: Persona = CITIZEN
    ) -> Json:
        """Let something happen to a chat, as `control("migrate", HAMLET.id)`.

        What there is, and the body that it takes, stands in `bot.sandbox.control`.
        """
        actor = {"from": by.user.id}
        return await self._post(f"/sandbox/chats/{chat}/{what}", {**actor, **(body or {})})

    async def edit(self, *, chat: int) -> Answer:
        """Wait for the bot's next edit of a message in `chat`."""
        event = await self._next(
            lambda event: event["type"] == "edited" and event["message"]["chat"]["id"] == chat,
            f"an edit in chat {chat}",
        )
        return Answer(raw=event["message"])

    async def wait_for(self, kind: str) -> Json:
        """Wait for the next event of a kind, e.g. "deleted" or "reset"."""
        return await self._next(lambda event: event["type"] == kind, f"a {kind!r} event")

    async def history(self, chat: int) -> list[Json]:
        """Return the messages of `chat`, oldest first, as they are now."""
        return cast("list[Json]", await self._get(f"/sandbox/chats/{chat}/messages"))

    async def commands(self, *, persona: Persona = CITIZEN, chat: int | None = None) -> list[Json]:
        """Return the bot's commands as the persona sees them in `chat`."""
        path = f"/sandbox/chats/{chat or persona.user.id}/commands?from={persona.user.id}"
        return cast("list[Json]", await self._get(path))

    def actions(self, chat: int) -> list[str]:
        """Return what the bot showed to be doing in `chat` so far, e.g. ["typing"]."""
        shown = [e for e in self.events if e["type"] == "action" and e["chat_id"] == chat]
        return [event["action"] for event in shown]

    async def _next(self, wanted: Callable[[Json], bool], what: str) -> Json:
        """Take the first unread event that is wanted, waiting for it where need be."""
        try:
            async with asyncio.timeout(self._patience), self._news:
                while True:
                    event = next(filter(wanted, self._unread), None)
                    if event is not None:
                        self._unread.remove(event)
                        return event
                    await self._news.wait()
        except TimeoutError:
            seen = [_described(event) for event in self._unread]
            raise AssertionError(f"waited {self._patience:g} s for {what}; saw {seen}") from None

    async def _listen(self, response: httpx.Response) -> None:
        async for line in response.aiter_lines():
            if line.startswith("data: "):
                async with self._news:
                    event = json.loads(line.removeprefix("data: "))
                    self.events.append(event)
                    self._unread.append(event)
                    self._news.notify_all()

    async def _get(self, path: str) -> Any:  # noqa: ANN401 - JSON of any shape
        return _checked(await self._http.get(path)).json()

    async def _post(self, path: str, body: Json) -> Json:
        return cast("Json", _checked(await self._http.post(path, json=body)).json())


@dataclass(frozen=True, kw_only=True)
class RunningSandbox:
    """A sandbox that is up, and what a client needs to know of it."""

    server: SandboxServer
    conformance: Conformance | None

    @property
    def url(self) -> str:
        """Return where it is, without a slash at the end."""
        return self.server.url

    @property
    def base_url(self) -> str:
        """Return the `base_url` for python-telegram-bot."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """Return the `base_file_url` for python-telegram-bot."""
        return f"{self.url}/file/bot"

    def chatter(self, patience: float = PATIENCE_SECONDS) -> Chatter:
        """Return someone to chat with the bot; enter it before anything is said."""
        return Chatter(self.url, patience)


@asynccontextmanager
async def running_sandbox(
    *, strict_requests: bool = True, chats: Iterable[Chat] = (), port: int = 0
) -> AsyncIterator[RunningSandbox]:
    """Run a sandbox, by default on a free port; fail the test if its traffic was not conform.

    `chats` are opened beside the default ones, e.g. `[FORUM]`.
    """
    conformance = Conformance(requests=strict_requests) if SPECIFICATION.exists() else None
    world = default_world(now=int(time.time()))
    sandbox = Sandbox(world, token=TOKEN, observer=conformance)
    for chat in chats:
        world.add_chat(chat, now=sandbox.now())
    async with SandboxServer(sandbox, port=port) as server:
        yield RunningSandbox(server=server, conformance=conformance)
    if conformance:
        conformance.assert_clean()


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _checked(response: httpx.Response) -> httpx.Response:
    assert response.is_success, f"HTTP {response.status_code}: {response.text}"
    return response


def _described(event: Json) -> str:
    message = event.get("message")
    return f"{event['type']}: {message.get('text', '')[:60]!r}" if message else event["type"]
