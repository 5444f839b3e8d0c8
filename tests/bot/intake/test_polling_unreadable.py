"""What is no JSON that Python reads, among updates that are polled: the others do not wait for it.

And whatever else Telegram would never send: by polling too, each is dealt with or parked.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from telegram.request import RequestData

from bot.app import TAKEN_UPDATES, build_application
from bot.intake.decision import Decision
from bot.intake.intake import taking
from bot.intake.processing import Processing
from bot.intake.worker import Worker
from bot.requesting import TelegramRequest
from bot.settings import Settings
from bot.store.store import Store
from bot.store.updates import Case, CaseState
from tests.support.mutated_updates import any_damages, damaged, seeds
from tests.support.recorded_telegram import PERSON, RecordedTelegram
from tests.support.running_bot import shipped_keeper
from tests.support.whole_intake import AT_ANY_PACE, RESULTS, TOKEN

PATIENCE_SECONDS = 60.0
BIG = "9" * 5000
DEEP = "[" * 100_000
UNREADABLE = {"a number too long": f'"a":{BIG}}}', "too deep": f'"a":{DEEP}', "no JSON": '"a"}'}
MUTATED = 120


@dataclass(kw_only=True)
class RawTelegram(RecordedTelegram):
    """Keeps updates as they are until an offset confirms them."""

    pending: dict[int, str] = field(default_factory=dict)
    """The text of each by its number, in their order."""
    damages: list[bytes] = field(default_factory=list)
    """What the next answers with updates are instead."""

    parse_json_payload = staticmethod(TelegramRequest.parse_json_payload)

    async def do_request(self, url: str, *_: object, **more: object) -> tuple[int, bytes]:
        data = more.get("request_data")
        query = dict(parse_qsl(urlsplit(url).query))
        fields: dict[str, Any] = data.parameters if isinstance(data, RequestData) else query
        if urlsplit(url).path.rpartition("/")[2] != "getupdates":
            return await super().do_request(url, *_, **more)
        offset, limit = int(fields["offset"]), int(fields["limit"])
        self.pending = {number: raw for number, raw in self.pending.items() if number >= offset}
        if not self.pending and int(fields["timeout"]):
            await asyncio.Event().wait()
        if self.damages:
            return 200, self.damages.pop(0)
        updates = ",".join(list(self.pending.values())[:limit])
        return 200, f'{{"ok":true,"result":[{updates}]}}'.encode()


class Ends:
    """Waits until so many updates came to their end."""

    def __init__(self) -> None:
        self._ended: set[int] = set()
        self._news = asyncio.Event()

    def on_decision(self, case: Case, decision: Decision, _: str | None) -> None:
        if type(decision).__name__ != "RetryAt":
            self._ended.add(case.update_id)
            self._news.set()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self._ended) < count:
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def running(telegram: RawTelegram, store: Store) -> AsyncIterator[Ends]:
    """Have the whole bot take updates while the context is open."""
    settings = Settings().for_sandbox(base_url="http://127.0.0.1:9", token=TOKEN)
    application, _ = build_application(
        settings, shipped_keeper(), store, pace=AT_ANY_PACE, request=telegram
    )
    ends = Ends()
    async with application:
        bot = application.bot
        worker = Worker(store, bot.id, Processing(application), most_at_once=8, observer=ends)
        async with taking(bot, store, worker, kinds=TAKEN_UPDATES, place=None):
            yield ends


def question(number: int) -> str:
    chat = {"id": 5, "type": "private", "first_name": "Cô Ba"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": PERSON, "text": "/trogiup"}
    return json.dumps({"update_id": number, "message": message})


def states(store: Store) -> dict[CaseState, int]:
    return {one.state: one.count for one in store.inbox.counts()}


@pytest.mark.parametrize("what", UNREADABLE)
async def test_what_is_not_readable_is_parked_and_what_came_with_it_is_dealt_with(
    store: Store, what: str
) -> None:
    pending = {n: question(n) for n in (1, 2, 4)} | {3: f'{{"update_id":3,{UNREADABLE[what]}'}
    telegram = RawTelegram(pending=dict(sorted(pending.items())), results=RESULTS)
    async with running(telegram, store) as ends:
        await ends.until(4)
    assert [one.update_id for one in store.inbox.parked()] == [3]
    assert states(store) == {CaseState.DONE: 3, CaseState.PARKED: 1}
    assert telegram.pending == {}


@pytest.mark.parametrize(
    "damage",
    [b"<html>Welcome, guest</html>", question(1).encode(), b'{"ok":true,"result":[{"update_id":1,'],
)
async def test_what_was_damaged_on_its_way_comes_again(store: Store, damage: bytes) -> None:
    telegram = RawTelegram(pending={1: question(1)}, damages=[damage] * 6, results=RESULTS)
    async with running(telegram, store) as ends:
        await ends.until(1)
    assert states(store) == {CaseState.DONE: 1}


async def test_each_of_many_mutated_updates_is_dealt_with_or_parked(store: Store) -> None:
    chance = random.Random(5)
    pending = {}
    for number, seed in enumerate(seeds(MUTATED), start=1):
        raw = damaged(seed, any_damages(chance), number).decode(errors="replace")
        inside = raw.replace('"update_id"', '"number"', 1).partition("{")[2]
        pending[number] = _readable(f'{{"update_id":{number},{inside}') or question(number)
    telegram = RawTelegram(pending=pending, results=RESULTS)
    async with running(telegram, store) as ends:
        await ends.until(MUTATED)
    left = states(store)
    assert left.keys() <= {CaseState.DONE, CaseState.PARKED}
    assert sum(left.values()) == MUTATED
    assert telegram.pending == {}


def _readable(raw: str) -> str | None:
    """Return what is read as JSON: what is not takes seconds to be given up, and has tests."""
    try:
        json.loads(raw)
    except ValueError:
        return None
    return raw
