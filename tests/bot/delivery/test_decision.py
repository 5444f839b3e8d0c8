"""What becomes of a delivery: by cases from the wire on, and by rules that hold for all."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.decision import (
    POLICY,
    Attempt,
    Decision,
    EndSubscription,
    Failed,
    MoveTo,
    RetryAt,
    Sent,
    Uncertain,
    decide,
    is_done_already,
)
from bot.requesting import TelegramRequest
from tests.support.cases import read_cases

NOW = datetime(2026, 7, 1, 3, tzinfo=UTC)
MESSAGE = {"message_id": 9, "date": 1, "chat": {"id": -5, "type": "group", "title": "Ấp 2"}}


async def outcome_of(answer: str, parameters: str) -> int | Exception:
    """Send a message by python-telegram-bot, over a wire that gives `answer`."""

    def wire(request: httpx.Request) -> httpx.Response:
        status, _, words = answer.partition(" ")
        if answer == "ok":
            return httpx.Response(200, json={"ok": True, "result": MESSAGE})
        if not status.isdecimal():
            raise getattr(httpx, answer)("as a test has it")
        if words.startswith(("<", "{")):
            return httpx.Response(int(status), text=words)
        body = {"ok": False, "error_code": int(status), "description": words}
        more = {"parameters": json.loads(parameters)} if parameters else {}
        return httpx.Response(int(status), json={**body, **more})

    async with TelegramRequest(httpx_kwargs={"transport": httpx.MockTransport(wire)}) as request:
        bot = Bot("700:AAE-token-that-nobody-knows-0000", request=request)
        try:
            return (await bot.send_message(-5, "a")).message_id
        except TelegramError as error:
            return error


@pytest.mark.parametrize(
    ("answer", "parameters", "tries", "waited", "decision", "reason", "due"),
    read_cases("delivery_decisions.tsv"),
)
async def test_what_came_of_a_try_decides(
    answer: str, parameters: str, tries: str, waited: str, decision: str, reason: str, due: str
) -> None:
    attempt = Attempt(
        delivery_id=1, number=int(tries), due_since=NOW - timedelta(seconds=float(waited))
    )

    decided = decide(await outcome_of(answer, parameters), attempt, now=NOW)

    assert type(decided).__name__ == decision
    assert str(getattr(decided, "reason", "")) == reason
    if isinstance(decided, RetryAt):
        earliest, latest = map(float, due.split("-"))
        assert earliest <= (decided.due - NOW).total_seconds() <= latest


def test_a_posted_message_and_a_migrated_chat_are_remembered_by_their_ids() -> None:
    attempt = Attempt(delivery_id=1, number=1, due_since=NOW)
    assert decide(9, attempt, now=NOW) == Sent(message_id=9)
    assert decide(ChatMigrated(-1009), attempt, now=NOW) == MoveTo(chat_id=-1009)


def test_the_page_of_a_gateway_is_not_kept_whole() -> None:
    attempt = Attempt(delivery_id=1, number=99, due_since=NOW)
    failed = decide(NetworkError("<p>" * 1000), attempt, now=NOW)
    assert isinstance(failed, Failed)
    assert len(failed.detail) <= 200


def test_a_time_out_of_which_nothing_is_known_is_uncertain() -> None:
    attempt = Attempt(delivery_id=1, number=1, due_since=NOW)
    assert isinstance(decide(TimedOut(), attempt, now=NOW), Uncertain)


@pytest.mark.parametrize(
    ("words", "is_done"),
    [
        ("Bad Request: message is not modified: specified new message content and ...", True),
        ("Bad Request: message to delete not found", True),
        ("Bad Request: message to edit not found", False),
        ("Bad Request: message can't be deleted for everyone", False),
    ],
)
def test_an_edit_or_deletion_that_was_made_before_is_done(words: str, is_done: bool) -> None:  # noqa: FBT001 - a case
    assert is_done_already(BadRequest(words)) is is_done


UNSENT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
SENT_OFF = [
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ReadError,
    httpx.WriteError,
    httpx.RemoteProtocolError,
]


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


ATTEMPTS = st.builds(
    Attempt,
    delivery_id=st.integers(0, 2**63),
    number=st.integers(1, 10_000),
    due_since=st.timedeltas(timedelta(0), timedelta(days=30)).map(lambda age: NOW - age),
)
DOUBTFUL: st.SearchStrategy[Exception] = st.one_of(
    st.sampled_from(SENT_OFF).map(lambda kind: caused(NetworkError("a"), kind("b"))),
    st.sampled_from(SENT_OFF).map(lambda kind: caused(TimedOut(), kind("b"))),
    st.sampled_from([TimedOut(), TelegramError("Invalid server response")]),
    st.sampled_from([KeyError("result"), ValueError("a"), OSError("b"), RuntimeError("c")]),
    st.sampled_from([OSError, RuntimeError]).map(
        lambda kind: caused(NetworkError("Unknown error in HTTP implementation"), kind("b"))
    ),
)
OTHERS: st.SearchStrategy[int | Exception] = st.one_of(
    st.integers(1),
    st.integers(1, 10**6).map(RetryAfter),
    st.integers(-(2**52), -1).map(ChatMigrated),
    st.text().flatmap(
        lambda words: st.sampled_from(
            [Forbidden(words), BadRequest(words), NetworkError(words), InvalidToken(words)]
        )
    ),
    st.sampled_from(UNSENT).map(lambda kind: caused(NetworkError("a"), kind("b"))),
)


@given(DOUBTFUL, ATTEMPTS)
def test_what_may_have_been_posted_is_never_tried_again(
    outcome: Exception, attempt: Attempt
) -> None:
    assert isinstance(decide(outcome, attempt, now=NOW), Uncertain)


@given(DOUBTFUL, ATTEMPTS)
def test_what_does_no_harm_twice_is_tried_again_within_the_limit(
    outcome: Exception, attempt: Attempt
) -> None:
    decided = decide(outcome, replace(attempt, is_repeatable=True), now=NOW)
    again = attempt.number < POLICY.most_attempts
    assert isinstance(decided, RetryAt if again else Failed)


@given(DOUBTFUL | OTHERS, ATTEMPTS)
def test_there_is_a_decision_for_everything_and_it_is_always_the_same(
    outcome: int | Exception, attempt: Attempt
) -> None:
    decided = decide(outcome, attempt, now=NOW)
    assert isinstance(decided, Decision)
    assert decided == decide(outcome, attempt, now=NOW)


@given(OTHERS, ATTEMPTS)
def test_nothing_is_tried_again_without_end(outcome: int | Exception, attempt: Attempt) -> None:
    decided = decide(outcome, attempt, now=NOW)
    if attempt.number >= POLICY.most_attempts:
        assert not isinstance(decided, MoveTo)
        assert not (isinstance(decided, RetryAt) and decided.is_counted)
    if NOW - attempt.due_since > POLICY.flood_patience:
        assert not (isinstance(decided, RetryAt) and not decided.is_counted)


@given(st.integers(0, 2**63))
def test_the_waits_grow_and_are_bounded(delivery_id: int) -> None:
    attempts = [Attempt(delivery_id=delivery_id, number=n, due_since=NOW) for n in range(1, 200)]
    waits = [POLICY.wait(attempt) for attempt in attempts]
    assert all(wait > timedelta(0) for wait in waits)
    assert max(waits) == POLICY.longest_wait
    assert all(
        before < after or before == after == POLICY.longest_wait
        for before, after in pairwise(waits)
    )


def test_deliveries_that_fail_together_come_back_apart() -> None:
    waits = {POLICY.wait(Attempt(delivery_id=n, number=1, due_since=NOW)) for n in range(100)}
    assert len(waits) == 100


@given(st.integers(1, 10**6), ATTEMPTS)
def test_one_that_is_told_to_wait_waits_at_least_that_long(seconds: int, attempt: Attempt) -> None:
    decided = decide(RetryAfter(seconds), attempt, now=NOW)
    if isinstance(decided, RetryAt):
        assert decided.due - NOW >= timedelta(seconds=seconds)
        assert not decided.is_counted
    else:
        assert isinstance(decided, Failed)
        assert NOW + timedelta(seconds=seconds) > attempt.due_since + POLICY.flood_patience


@given(st.text(), ATTEMPTS)
def test_whoever_forbids_is_not_written_to_again(words: str, attempt: Attempt) -> None:
    assert isinstance(decide(Forbidden(words), attempt, now=NOW), EndSubscription)
