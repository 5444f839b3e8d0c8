"""Officers at work: a running bot whose store has subscribed groups in it.

async with officers_at_work() as work:
    card = await work.compose("Mời bà con họp tổ.")
    await work.send(card)
    await work.arrived(GROUP.id, "Mời bà con họp tổ.")
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from bot.sandbox.cast import FRONT, HAMLET, OFFICER, SECOND_OFFICER, WOMEN
from bot.sandbox.records import Chat, Persona
from bot.settings import Settings
from bot.store.records import (
    Announcement,
    ChatKind,
    Delivery,
    Preferences,
    Rank,
    Role,
    State,
)
from bot.store.store import Store
from bot.texts import Vietnamese
from tests.support.running_bot import empty_store, serving, shipped_keeper
from tests.support.sandbox import GROUP, TOKEN, Answer, Chatter, running_sandbox

VI = Vietnamese()
WORDS = VI.announcing()
GROUPS = (GROUP, HAMLET, FRONT, WOMEN)
ALL_DAY = Preferences(quiet=None)
CAN_DUOC = "new/tay-ninh/xa-can-duoc"


@dataclass(frozen=True, kw_only=True)
class Work:
    """What officers do, and what became of it."""

    chatter: Chatter
    store: Store
    url: str
    """Where the sandbox is."""

    async def compose(self, words: str, *, persona: Persona = OFFICER) -> Answer:
        """Say /thongbao with words; return the draft's card, below the very message."""
        shown = await self.chatter.say(f"/thongbao {words}", persona=persona, replies=2)
        return shown[1]

    async def press(self, card: Answer, label: str, *, persona: Persona = OFFICER) -> Answer:
        """Press a button that edits its message; return that."""
        await self.chatter.press(card, label, persona=persona)
        while (edited := await self.chatter.edit(chat=card.chat_id)).id != card.id:
            pass
        return edited

    async def send(self, card: Answer, *, persona: Persona = OFFICER) -> Answer:
        """Confirm a draft; return the card as it is first after that."""
        question = await self.press(card, WORDS.send, persona=persona)
        return await self.press(question, WORDS.send, persona=persona)

    async def reply(
        self, prompt: Answer, words: str, *, replies: int = 1, persona: Persona = OFFICER
    ) -> list[Answer]:
        """Reply to what the bot asked."""
        return await self.chatter.say(
            words, persona=persona, replies=replies, reply_to_message_id=prompt.id
        )

    async def asked(self, card: Answer, label: str, *, persona: Persona = OFFICER) -> Answer:
        """Press a button that asks for something; return the question."""
        return (await self.chatter.press(card, label, persona=persona, replies=1)).replies[0]

    async def arrived(self, chat: int, words: str) -> Answer:
        """Wait for a message in a group."""
        [answer] = await self.chatter.replies(chat=chat)
        assert answer.text == words
        return answer

    async def reported(self, *, persona: Persona = OFFICER) -> tuple[Answer, Answer]:
        """Wait for the report of an announcement that has ended, and its table."""
        report, table = await self.chatter.replies(2, chat=persona.user.id)
        assert report.text.startswith(WORDS.report_only)
        return report, table

    async def card_with(self, words: str, *, persona: Persona = OFFICER) -> Answer:
        """Wait until a card has edited itself to hold these words."""
        while words not in (card := await self.chatter.edit(chat=persona.user.id)).text:
            pass
        return card

    async def sent(self, words: str, *, acknowledge: bool = False) -> Answer:
        """Have an announcement sent to all groups, and reported; return its card."""
        card = await self.compose(words)
        if acknowledge:
            card = await self.press(card, WORDS.acknowledge)
        await self.send(card)
        await self.reported()
        return await self.opened()

    async def opened(self, *, persona: Persona = OFFICER) -> Answer:
        """Open the newest announcement from the list."""
        [listed] = await self.chatter.say("/thongbao_danhsach", persona=persona)
        number = self.newest().id
        return await self.asked(listed, f"{number} · ", persona=persona)

    async def file(self, file_id: str) -> bytes:
        """Download a file that the bot has sent."""
        async with httpx.AsyncClient(trust_env=False) as client:
            found = await client.get(f"{self.url}/file/bot{TOKEN}/files/{file_id}")
        assert found.is_success
        return found.content

    def newest(self) -> Announcement:
        """Return the newest announcement."""
        return self.store.announcements.newest(most=1)[0]

    def deliveries(self) -> dict[int, Delivery]:
        """Return the deliveries of the newest announcement, by chat."""
        found = self.store.reports.deliveries(self.newest().id)
        return {one.chat_id: one for one in found}

    def states(self) -> dict[int, State]:
        """Return where they stand."""
        return {chat: one.state for chat, one in self.deliveries().items()}

    async def copies(self, chat: int, words: str) -> int:
        """Count the messages with these words that a chat has."""
        history = await self.chatter.history(chat)
        said = (one.get("text") or one.get("caption") for one in history)
        return sum(one == words for one in said)


def subscribe(store: Store, chats: Iterable[Chat], preferences: Preferences = ALL_DAY) -> None:
    """Subscribe chats of the sandbox."""
    for chat in chats:
        kind = ChatKind(chat.kind.value)
        store.subscriptions.save(chat.id, kind, preferences, now=datetime.now(UTC))


def make_officer(store: Store, persona: Persona, *places: str) -> None:
    """Give someone the role, for places or for all."""
    role = Role(user_id=persona.user.id, rank=Rank.OFFICER, places=frozenset(places))
    store.roles.grant(role, by=None, now=datetime.now(UTC))


@asynccontextmanager
async def officers_at_work(
    *, store: Store | None = None, approval_above: int | None = None
) -> AsyncIterator[Work]:
    """Run the bot; the officer is an owner, the second one an officer, all groups subscribed."""
    if store is None:
        with empty_store(owners=[OFFICER.user.id]) as empty:
            subscribe(empty, GROUPS)
            make_officer(empty, SECOND_OFFICER)
            async with officers_at_work(store=empty, approval_above=approval_above) as work:
                yield work
        return
    async with running_sandbox() as sandbox:
        settings = Settings(approval_above=approval_above)
        reaching = settings.for_sandbox(base_url=sandbox.url, token=TOKEN)
        async with serving(reaching, shipped_keeper(), store), sandbox.chatter() as chatter:
            yield Work(chatter=chatter, store=store, url=sandbox.url)
