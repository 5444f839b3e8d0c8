"""Announcements on their way: a store on disk, a sandbox over HTTP, and senders between them."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from telegram import Bot

from bot.delivery.decision import Decision, RetryPolicy
from bot.delivery.departure import DepartingRequest
from bot.delivery.pacing import Pacer
from bot.delivery.sender import WORKERS, Sender
from bot.delivery.turns import Turns
from bot.sandbox.cast import CITIZEN
from bot.sandbox.records import Chat, TextContent
from bot.sandbox.records import ChatKind as SandboxKind
from bot.sandbox.world import World
from bot.store.records import ChatKind, Claim, Content, Delivery, Draft, Preferences
from bot.store.store import Store
from tests.support.sandbox import TOKEN, RunningSandbox

OFFICER_ID = 1005
WORDS = "Mời bà con họp tổ dân phố lúc 19 giờ."
QUICK = RetryPolicy(first_wait=timedelta(milliseconds=10), most_attempts=6)
"""Waits that tests have the time for."""
ALL_DAY = Preferences(quiet=None)
READ_SECONDS = 2.0
"""How long an answer may take before its request has timed out."""


@dataclass(kw_only=True)
class Watcher:
    """Hears what a sender decides, and waits for announcements to end."""

    decisions: list[tuple[Claim, Decision]] = field(default_factory=list)
    ended: "asyncio.Queue[int]" = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        self._decided = asyncio.Event()

    def on_decision(self, claim: Claim, decision: Decision) -> None:
        self.decisions.append((claim, decision))
        self._decided.set()

    async def first_decision(self) -> None:
        """Wait until something was decided."""
        async with asyncio.timeout(60):
            await self._decided.wait()

    def on_end(self, announcement_id: int) -> None:
        self.ended.put_nowait(announcement_id)

    async def end(self) -> int:
        """Wait for the next announcement that ends."""
        async with asyncio.timeout(60):
            return await self.ended.get()


def open_store(folder: Path) -> Store:
    """Open a store on disk, as the senders' threads share no database in memory."""
    return Store.open(f"sqlite:///{folder / 'bot.sqlite3'}", owners=[OFFICER_ID])


def groups(number: int, kind: SandboxKind = SandboxKind.SUPERGROUP) -> list[Chat]:
    """Return so many groups."""
    first = -1002000000000 if kind is SandboxKind.SUPERGROUP else -5000000
    members = (CITIZEN.user.id,)
    return [
        Chat(id=first - n, kind=kind, title=f"Tổ {n}", members=members, owner=members[0])
        for n in range(number)
    ]


def subscribe(store: Store, chats: Iterable[Chat], preferences: Preferences = ALL_DAY) -> None:
    """Subscribe chats of the sandbox."""
    with store.together():
        for chat in chats:
            store.subscriptions.save(
                chat.id, ChatKind(chat.kind.value), preferences, now=datetime.now(UTC)
            )


def text(words: str = WORDS, **parameters: object) -> Content:
    """Return the content of a text message."""
    return Content(method="sendMessage", parameters=json.dumps({"text": words, **parameters}))


def announce(
    store: Store,
    content: Content | None = None,
    *,
    due_at: datetime | None = None,
    urgent: bool = False,
    acknowledge: bool = False,
) -> int:
    """Plan an announcement to everybody, at once where it is not told when; return its id."""
    now = datetime.now(UTC)
    draft = Draft(content=content or text(), due_at=due_at, urgent=urgent, acknowledge=acknowledge)
    announcement = store.announcements.draft(draft, by=OFFICER_ID, now=now)
    store.announcements.plan(announcement, by=OFFICER_ID, now=now, most_unapproved=None)
    return announcement


def rows(store: Store, announcement: int) -> dict[int, Delivery]:
    """Return the deliveries of an announcement by chat."""
    return {row.chat_id: row for row in store.reports.deliveries(announcement)}


def copies(world: World, words: str = WORDS) -> dict[int, int]:
    """Return how often each chat has a message with these words."""
    return {
        room.chat.id: sum(
            isinstance(m.content, TextContent) and m.content.body.text == words
            for m in room.messages.values()
        )
        for room in world.rooms.values()
    }


@asynccontextmanager
async def new_sender(
    store: Store, sandbox: RunningSandbox, watcher: Watcher, policy: RetryPolicy = QUICK
) -> AsyncIterator[Sender]:
    """Make a sender that reaches the sandbox; it is not running."""
    request = DepartingRequest(
        connection_pool_size=WORKERS,
        read_timeout=READ_SECONDS,
        httpx_kwargs={"trust_env": False},
    )
    async with Bot(TOKEN, base_url=sandbox.base_url, request=request) as bot:
        yield Sender(
            store,
            bot,
            Turns(Pacer()),
            button_row=lambda number: [{"text": "Đã nắm", "callback_data": f"read:{number}"}],
            observer=watcher,
            policy=policy,
        )


@asynccontextmanager
async def sending(
    store: Store, sandbox: RunningSandbox, policy: RetryPolicy = QUICK
) -> AsyncIterator[Watcher]:
    """Send while the context is open."""
    watcher = Watcher()
    async with new_sender(store, sandbox, watcher, policy) as sender:
        running = asyncio.create_task(sender.run())
        try:
            yield watcher
        finally:
            sender.stop()
            await running
