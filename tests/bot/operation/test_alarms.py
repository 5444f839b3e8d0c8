"""The owners hear of an error once an hour, and of a thousand errors a few times."""

import asyncio
import logging
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.handling import Answers, handling
from bot.operation.alarms import (
    MOST_AN_HOUR,
    MOST_KINDS,
    SILENCE,
    Alarm,
    AlarmHandler,
    Ledger,
    _line_up,
    kind_of,
    summary_of,
    telling_owners,
)
from bot.sandbox.cast import OFFICER
from bot.store.records import Rank, Role
from bot.store.store import Store
from bot.texts import Vietnamese
from tests.support.faltering_telegram import BAD_GATEWAY, BLOCKED, faltering_bot, flood
from tests.support.running_bot import empty_store, running_bot
from tests.support.stores import NOW, OWNER

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
PATIENCE_SECONDS = 20.0
BROKE = "%d deliveries broke: %s"
VI = Vietnamese()


def record(message: str, *args: object, logger: str = "bot.sender") -> logging.LogRecord:
    return logging.LogRecord(logger, logging.ERROR, "worker.py", 1, message, args, None)


def test_a_thousand_of_a_kind_are_told_once_and_counted() -> None:
    ledger = Ledger()
    told = [ledger.hear("a", "it broke", NOON + n * timedelta(seconds=1)) for n in range(1000)]
    assert [alarm for alarm in told if alarm] == [Alarm(summary="it broke", again=0)]
    later = ledger.hear("a", "it broke", NOON + SILENCE)
    assert later == Alarm(summary="it broke", again=999)
    assert ledger.hear("b", "another", NOON) == Alarm(summary="another", again=0)


def test_a_thousand_kinds_are_told_a_few_times() -> None:
    ledger = Ledger()
    told = [ledger.hear(str(n), "it broke", NOON) for n in range(1000)]
    assert sum(alarm is not None for alarm in told) == MOST_AN_HOUR
    assert ledger.hear("999", "it broke", NOON + SILENCE) == Alarm(summary="it broke", again=1)


def test_a_clock_that_goes_back_silences_nothing_for_ever() -> None:
    ledger = Ledger()
    ledger.hear("a", "it broke", NOON)
    assert ledger.hear("a", "it broke", NOON - SILENCE) is not None


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 240)), max_size=200))
def test_in_no_hour_a_kind_is_told_twice_or_more_than_a_few_are(
    errors: list[tuple[int, int]],
) -> None:
    ledger, told = Ledger(), []
    for kind, minutes in sorted(errors, key=lambda error: error[1]):
        at = NOON + minutes * MINUTE
        if ledger.hear(str(kind), "it broke", at):
            told.append((kind, at))
    for kind, at in told:
        hour = [one for one in told if at <= one[1] < at + SILENCE]
        assert len(hour) <= MOST_AN_HOUR
        assert [one[0] for one in hour].count(kind) == 1


def test_what_is_remembered_stays_small() -> None:
    ledger = Ledger()
    for number in range(3 * MOST_KINDS):
        ledger.hear(str(number), "it broke", NOON)
    assert len(ledger._again) <= MOST_KINDS


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (record(BROKE, 1, "KeyError at a.py:5"), record(BROKE, 2, "KeyError at a.py:5"), True),
        (record(BROKE, 1, "KeyError at a.py:5"), record(BROKE, 1, "KeyError at a.py:6"), False),
        (record("it broke"), record("it broke"), True),
        (record("it broke"), record("it broke", logger="bot.dispatch"), False),
    ],
)
def test_an_errors_kind_is_all_but_its_figures(
    one: logging.LogRecord, other: logging.LogRecord, *, same: bool
) -> None:
    assert (kind_of(one) == kind_of(other)) is same


def test_what_is_told_is_one_line_without_secrets() -> None:
    broken = record("it broke at /bot%s/getMe\nTraceback", TOKEN)
    assert summary_of(broken) == "bot.sender: it broke at /bot<token>/getMe"
    assert len(summary_of(record("x" * 10_000))) == 300


async def test_errors_of_every_thread_are_heard_and_what_is_less_is_not() -> None:
    heard: asyncio.Queue[Alarm] = asyncio.Queue()
    handler = AlarmHandler(heard.put_nowait, lambda: NOON)
    logger = logging.getLogger("tests.somewhere")
    logger.addHandler(handler)
    try:
        logger.warning("a warning")
        await asyncio.to_thread(logger.error, "it broke")
    finally:
        logger.removeHandler(handler)
    assert (await heard.get()).summary == "tests.somewhere: it broke"
    assert heard.empty()


async def test_what_is_raised_over_an_update_is_heard_when_it_is_parked() -> None:
    heard: asyncio.Queue[Alarm] = asyncio.Queue()
    handler = AlarmHandler(heard.put_nowait, lambda: NOON)
    with handling(Answers()):
        handler.emit(record("it broke"))
    handler.emit(record("update %d was parked: %s", 4, "ValueError", logger="bot.intake.worker"))
    handler.emit(record("update %d was parked: %s", 5, "ValueError", logger="bot.intake.worker"))
    assert (await heard.get()).summary == "bot.intake.worker: update 4 was parked: ValueError"
    assert heard.empty()


async def test_owners_are_told_once_in_their_own_chat_and_nobody_else_is() -> None:
    with empty_store() as store:
        store.roles.grant(Role(user_id=OFFICER.user.id, rank=Rank.OWNER), by=None, now=NOW)
        store.roles.grant(Role(user_id=999, rank=Rank.OWNER), by=None, now=NOW)  # never came
        async with running_bot(store=store) as chatter:
            await chatter.say("/start", persona=OFFICER)
            for number in range(3):
                logging.getLogger("bot.sender").error(BROKE, number, "KeyError at a.py:5")
            (alarm,) = await chatter.replies(chat=OFFICER.user.id)
            assert alarm.text.startswith(VI.alarm(0))
            assert "0 deliveries broke: KeyError at a.py:5" in alarm.text
            (next_one,) = await chatter.say("/trogiup", persona=OFFICER)
            assert VI.help_title() in next_one.text


class Heard(logging.Handler):
    """Hears of what is logged in this thread, and waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: asyncio.Queue[str] = asyncio.Queue()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.put_nowait(record.getMessage())


async def test_owners_are_told_when_the_database_is_back(tmp_path: Path) -> None:
    bot, telegram = faltering_bot()
    heard, logger = Heard(), logging.getLogger("bot.operation.alarms")
    logger.addHandler(heard)
    with Store.open(f"sqlite:///{tmp_path}/bot.sqlite3", owners=[OWNER]) as store:
        rename(tmp_path, "role", "away")
        async with asyncio.timeout(PATIENCE_SECONDS), telling_owners(bot, store):
            logging.getLogger("bot.sender").error("it broke")
            assert (await heard.lines.get()).endswith("of an error: StoreUnavailableError")
            rename(tmp_path, "away", "role")
            assert "it broke" in (await telegram.accepted.get()).fields["text"]
    logger.removeHandler(heard)


def rename(folder: Path, table: str, name: str) -> None:
    connection = sqlite3.connect(folder / "bot.sqlite3")
    connection.execute(f"ALTER TABLE {table} RENAME TO {name}")
    connection.close()


async def test_owners_are_told_when_telegram_is_back() -> None:
    bot, telegram = faltering_bot(sendMessage=[BAD_GATEWAY, flood(1)])
    with empty_store(owners=[OWNER]) as store:
        async with asyncio.timeout(PATIENCE_SECONDS), telling_owners(bot, store):
            logging.getLogger("bot.sender").error("it broke")
            logging.getLogger("bot.sender").error("it broke elsewhere")
            told = [(await telegram.accepted.get()).fields["text"] for _ in range(2)]
    assert ["elsewhere" in text for text in told] == [False, True]


async def test_an_owner_who_has_blocked_the_bot_keeps_nobody_waiting() -> None:
    bot, telegram = faltering_bot(sendMessage=[BLOCKED])
    with empty_store(owners=[OWNER, OWNER + 1]) as store:
        async with asyncio.timeout(PATIENCE_SECONDS), telling_owners(bot, store):
            logging.getLogger("bot.sender").error("it broke")
            logging.getLogger("bot.sender").error("it broke elsewhere")
            told = [(await telegram.accepted.get()).fields for _ in range(3)]
    assert sum("elsewhere" in one["text"] for one in told) == 2


async def test_what_waits_for_telegram_does_not_grow_without_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    waiting: asyncio.Queue[Alarm] = asyncio.Queue(1)
    for _ in range(3):
        _line_up(waiting, Alarm(summary="it broke", again=0))
    assert waiting.qsize() == 1
    assert caplog.text.count("in the log only") == 2
