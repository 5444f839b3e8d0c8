"""What becomes of an update: by cases from the wire on, and by rules that hold for all."""

import builtins
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import errors as bot_errors
from bot.intake import errors as intake_errors
from bot.intake.decision import (
    LONGEST_FLOOD,
    LONGEST_WAIT,
    MOST_DEATHS,
    GiveUp,
    Park,
    RetryAt,
    Try,
    after,
    before,
    wait_after,
)
from bot.requesting import TelegramRequest
from bot.store import inbox
from tests.support.cases import read_cases

NOW = datetime(2026, 7, 1, 3, tzinfo=UTC)
KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]


async def outcome_of(words: str) -> Exception | None:
    """Return what a try comes to: nothing, an error of ours, or the library's for an answer."""
    for module in (bot_errors, intake_errors, builtins):
        if kind := getattr(module, words, None):
            error: Exception = kind()
            return error
    return None if words == "ok" else await telegrams_answer(words)


async def telegrams_answer(words: str) -> Exception:
    status, _, description = words.partition(" ")

    def wire(request: httpx.Request) -> httpx.Response:
        if not status.isdecimal():
            raise getattr(httpx, status)("as a test has it")
        if description.startswith(("<", "{")):
            return httpx.Response(int(status), text=description)
        body = {"ok": False, "error_code": int(status), "description": description}
        wait = description.partition("retry after ")[2]
        more = {"parameters": {"retry_after": int(wait)}} if wait else {}
        return httpx.Response(int(status), json={**body, **more})

    async with TelegramRequest(httpx_kwargs={"transport": httpx.MockTransport(wire)}) as request:
        bot = Bot("700:AAE-token-that-nobody-knows-0000", request=request)
        with pytest.raises(TelegramError) as raised:
            await bot.send_message(-5, "a")
    return raised.value


@pytest.mark.parametrize(
    ("outcome", "kind", "age", "number", "failures", "decision", "more"),
    read_cases("intake_decisions.tsv"),
)
async def test_what_came_of_a_try_decides(
    outcome: str,
    kind: str,
    age: str,
    number: str,
    failures: str,
    decision: str,
    more: str,
) -> None:
    this = Try(
        kind=kind,
        due_since=NOW - timedelta(seconds=float(age)),
        number=int(number),
        failures=int(failures),
    )

    decided = after(await outcome_of(outcome), this, now=NOW)

    assert type(decided).__name__ == decision
    if isinstance(decided, RetryAt):
        assert (decided.due - NOW).total_seconds() == float(more)
    if isinstance(decided, Park):
        assert decided.apologise is (more == "yes")


@pytest.mark.parametrize(
    ("kind", "age", "failures", "expected"),
    [
        ("message", 0, 0, None),
        ("message", 21_599, MOST_DEATHS - 1, None),
        ("message", 21_600, 0, GiveUp()),
        ("message", 0, MOST_DEATHS, Park(apologise=False)),
        ("callback_query", 149, 0, None),
        ("callback_query", 150, 0, GiveUp()),
        ("inline_query", 30, 0, GiveUp()),
        ("my_chat_member", 30_000, 0, None),
    ],
)
def test_what_is_too_late_or_deadly_is_not_even_tried(
    kind: str, age: int, failures: int, expected: GiveUp | Park | None
) -> None:
    since = NOW - timedelta(seconds=age)
    assert before(Try(kind=kind, due_since=since, number=1, failures=failures), now=NOW) == expected


ERRORS = st.sampled_from(
    [
        ValueError(),
        NetworkError("502"),
        Forbidden("kicked"),
        RetryAfter(3),
        ChatMigrated(-1009),
        bot_errors.StoreUnavailableError(),
        intake_errors.UnreadableUpdateError(),
    ]
)


@given(
    errors=st.lists(ERRORS, min_size=1, max_size=30),
    kind=st.sampled_from(KINDS),
)
def test_whatever_goes_wrong_the_tries_come_to_an_end_and_never_back_in_time(
    errors: list[Exception], kind: str
) -> None:
    now, failures, number = NOW, 0, 0
    while before(Try(kind=kind, due_since=NOW, number=number + 1, failures=failures), now=now) is (
        None
    ):
        number += 1
        error = errors[number % len(errors)]
        this = Try(kind=kind, due_since=NOW, number=number, failures=failures)
        decided = after(error, this, now=now)
        if not isinstance(decided, RetryAt):
            break
        assert decided.due > now
        assert failures <= decided.failures < inbox.MOST_FAILURES
        now, failures = decided.due, decided.failures
    assert now - NOW <= timedelta(days=1)


@given(st.integers(min_value=1, max_value=10**6))
def test_waits_grow_up_to_the_longest(tries: int) -> None:
    assert wait_after(tries) <= wait_after(tries + 1) <= LONGEST_WAIT


def test_what_has_to_wait_is_not_taken_for_a_clock_that_went_wrong() -> None:
    assert max(LONGEST_WAIT, LONGEST_FLOOD) < inbox.LONGEST_WAIT
