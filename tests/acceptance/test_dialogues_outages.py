"""The disk fills, the database is locked, Telegram is away, the clock jumps.

Nothing is lost, and all comes back by itself.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from telegram.error import NetworkError

from bot.errors import StoreUnavailableError
from bot.intake.decision import Decision, Done, RetryAt
from bot.intake.handling import Answers
from bot.intake.worker import Worker
from bot.settings import Settings
from bot.store.records import Role
from bot.store.roles import Roles
from bot.store.store import Store
from bot.store.updates import Case, CaseState, Received
from bot.texts import Vietnamese
from tests.support.gateway import gateway_to
from tests.support.hearing import heard, hearing
from tests.support.running_bot import running_bot, serving, shipped_keeper
from tests.support.sandbox import CITIZEN, NEIGHBOUR, TOKEN, Chatter, running_sandbox
from tests.support.whole_intake import JumpingClock

VI = Vietnamese()
QUESTIONS = 4
LONG = f"/trogiup {'mô hình dân vận khéo ' * 150}"
"""A page of the database and more, as it comes."""
LEFT_WITH_TELEGRAM = "updates are left with Telegram, waiting for the database"
FULL = "max_page_count = 1"
"""No more pages than there are."""
EMPTY = "max_page_count = 1000000000"
PATIENT, IMPATIENT = "busy_timeout = 10000", "busy_timeout = 50"
PATIENCE_SECONDS = 120.0


class Pragmas:
    """What SQLite is told before anybody uses a connection; may change at any time."""

    def __init__(self, store: Store, pragma: str) -> None:
        self.pragma = pragma
        engine = store._database._reader
        assert engine.url.database
        self.path = engine.url.database
        sa.event.listen(engine, "checkout", self._tell)

    def _tell(self, connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA {self.pragma}").fetchall()


async def takes_updates(chatter: Chatter) -> None:
    """Wait until the bot fetches them, as it says that it is ready a moment before."""
    await chatter.say("/trogiup", persona=NEIGHBOUR)


async def all_answered(chatter: Chatter, store: Store) -> None:
    """Check that each question has its answer, as the one before them, and nothing is left."""
    for answer in await chatter.replies(QUESTIONS, chat=CITIZEN.user.id):
        assert VI.help_title() in answer.text
    [last] = await chatter.say("/trogiup", persona=NEIGHBOUR)
    assert VI.help_title() in last.text
    states = {one.state: one.count for one in store.inbox.counts()}
    assert states.pop(CaseState.DONE, 0) + states.pop(CaseState.IN_HAND, 0) == QUESTIONS + 2
    assert states == {}


class AwayRoles(Roles):
    """Roles whose database goes away as soon as it was opened, and comes back."""

    has_been_away = False

    def everyone(self) -> tuple[Role, ...]:
        if not self.has_been_away:
            self.has_been_away = True
            cause = sa.exc.OperationalError("", {}, OSError("the server closed the connection"))
            raise StoreUnavailableError("the database is away, as a test has it") from cause
        return super().everyone()


async def test_a_database_that_goes_away_while_the_bot_starts_is_waited_for(store: Store) -> None:
    store.roles = roles = AwayRoles(store._database)
    async with running_bot(store=store) as chatter:
        await takes_updates(chatter)
    assert roles.has_been_away


@pytest.mark.parametrize(
    "seconds", [0, pytest.param(30, marks=pytest.mark.slow)], ids=["until noticed", "30 s"]
)
async def test_while_the_disk_is_full_questions_wait_with_telegram(
    store: Store, seconds: float
) -> None:
    disk = Pragmas(store, EMPTY)
    async with running_bot(store=store) as chatter:
        await takes_updates(chatter)
        with hearing(f"{LEFT_WITH_TELEGRAM}: the database can't be used (database or disk") as full:
            disk.pragma = FULL
            for _ in range(QUESTIONS):
                await chatter.post(LONG)
            await heard(full)
        await asyncio.sleep(seconds)
        disk.pragma = EMPTY
        await all_answered(chatter, store)


@pytest.mark.parametrize(
    ("waiting", "seconds"),
    [(IMPATIENT, 0), pytest.param(PATIENT, 30, marks=pytest.mark.slow)],
    ids=["until noticed", "30 s"],
)
async def test_while_somebody_locks_the_database_questions_wait(
    store: Store, waiting: str, seconds: float
) -> None:
    database = Pragmas(store, waiting)
    async with running_bot(store=store) as chatter:
        await takes_updates(chatter)
        with locked(database.path), hearing(LEFT_WITH_TELEGRAM) as noticed:
            for _ in range(QUESTIONS):
                await chatter.post("/trogiup")
            await asyncio.sleep(seconds)
            await heard(noticed)
        await all_answered(chatter, store)


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Keep everybody else from writing."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE_SECONDS)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


@pytest.mark.parametrize(
    "seconds", [0, pytest.param(60, marks=pytest.mark.slow)], ids=["until noticed", "60 s"]
)
async def test_while_telegram_answers_502_nothing_is_lost(store: Store, seconds: float) -> None:
    async with running_sandbox() as sandbox, gateway_to(sandbox.url) as gateway:
        settings = Settings().for_sandbox(base_url=gateway.url, token=TOKEN)
        serves = serving(settings, shipped_keeper(), store)
        async with serves, sandbox.chatter(PATIENCE_SECONDS) as chatter:
            await takes_updates(chatter)
            with hearing("updates could not be fetched: ForeignRefusalError") as noticed:
                gateway.is_broken = True
                for _ in range(QUESTIONS):
                    await chatter.post("/trogiup")
                await heard(noticed)
            await asyncio.sleep(seconds)
            gateway.is_broken = False
            await all_answered(chatter, store)


class FailingOnce:
    """Deals with updates; its first try fails on the way."""

    def __init__(self) -> None:
        self.tries: list[int] = []

    async def outcome_of(self, case: Case, _: Answers) -> Exception | None:
        self.tries.append(case.update_id)
        return NetworkError("502") if self.tries == [case.update_id] else None

    async def apologise(self, *_: object) -> None:
        pytest.fail("nothing broke")


class Jumping:
    """Has the clock jump as soon as something is to be tried again."""

    def __init__(self, clock: JumpingClock, jump: timedelta) -> None:
        self._clock, self._jump = clock, jump
        self.is_done = asyncio.Event()

    def on_decision(self, _: Case, decision: Decision, __: str | None) -> None:
        if isinstance(decision, RetryAt):
            self._clock.jump(self._jump)
        elif isinstance(decision, Done):
            self.is_done.set()


JUMPS = [("message", -1), ("message", 1), ("callback_query", 1), ("inline_query", 1)]
"""What may not wait for an hour is answered nonetheless: it has not."""


@pytest.mark.parametrize(("kind", "hours"), JUMPS)
async def test_when_the_clock_jumps_what_waits_is_tried_again_and_what_comes_is_dealt_with(
    store: Store, kind: str, hours: int
) -> None:
    clock, processing = JumpingClock(), FailingOnce()
    jumping = Jumping(clock, timedelta(hours=hours))
    async with working(Worker(store, 7, processing, most_at_once=4, observer=jumping, now=clock)):
        for number in (1, 2):
            received = Received(update_id=number, kind=kind, chat_id=5, raw="{}")
            store.inbox.put(7, [received], now=clock())
            jumping.is_done.clear()
            await jumping.is_done.wait()
    assert processing.tries == [1, 1, 2]
    assert [(one.state, one.count) for one in store.inbox.counts()] == [(CaseState.DONE, 2)]


@pytest.mark.parametrize(("kind", "hours"), JUMPS)
async def test_when_the_clock_jumps_what_was_not_tried_yet_is(
    store: Store, kind: str, hours: int
) -> None:
    clock, processing = JumpingClock(), FailingOnce()
    jumping = Jumping(clock, timedelta(0))
    worker = Worker(store, 7, processing, most_at_once=4, observer=jumping, now=clock)
    received = Received(update_id=1, kind=kind, chat_id=5, raw="{}")
    store.inbox.put(7, [received], now=clock())
    clock.jump(timedelta(hours=hours))
    async with working(worker):
        await jumping.is_done.wait()
    assert processing.tries == [1, 1]


@asynccontextmanager
async def working(worker: Worker) -> AsyncIterator[None]:
    running = asyncio.create_task(worker.run())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield
    finally:
        worker.stop()
        await running
