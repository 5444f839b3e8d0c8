"""What each thing that was found comes to, and what is advised."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.operation import findings
from bot.operation.findings import Contact, Reached, Refused, Unreached, Verdict, WebhookState
from bot.store.updates import CaseState, InboxCount
from retrieval.kept_index import IndexState

NOW = datetime(2025, 3, 3, 3, tzinfo=UTC)
HOOK = "https://bot.example.vn/updates"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
MIB = 1024**2


def reached(seconds: float | None = 0) -> Reached:
    drift = None if seconds is None else timedelta(seconds=seconds)
    return Reached(username="danvan_bot", drift=drift)


@pytest.mark.parametrize(
    ("contact", "verdict", "words"),
    [
        (None, Verdict.WARN, "sandbox"),
        (Refused(), Verdict.BAD, "@BotFather"),
        (Unreached(reason="ConnectError"), Verdict.BAD, "TELEGRAM_PROXY"),
        (reached(), Verdict.OK, "@danvan_bot"),
    ],
)
def test_a_token_is_known_or_not(contact: Contact, verdict: Verdict, words: str) -> None:
    finding = findings.of_token(contact, "https://telegram.example")
    assert finding.verdict is verdict
    assert words in finding.found + finding.advice


@pytest.mark.parametrize(
    ("state", "wanted", "advice"),
    [
        (WebhookState(), None, ""),
        (WebhookState(pending=100), None, ""),
        (WebhookState(pending=101), None, "danvan run"),
        (WebhookState(url=HOOK), None, "deletes"),
        (WebhookState(url=HOOK), HOOK, ""),
        (WebhookState(url=HOOK, pending=101), HOOK, "danvan run"),
        (WebhookState(url=f"{HOOK}/other"), HOOK, "another webhook, or none"),
        (WebhookState(), HOOK, "another webhook, or none"),
        (WebhookState(url=HOOK, failed_at=NOW - MINUTE, failure="SSL error"), HOOK, "SSL error"),
        (WebhookState(url=HOOK, failed_at=NOW - 61 * MINUTE, failure="SSL error"), HOOK, ""),
        (WebhookState(failed_at=NOW - MINUTE, failure="SSL error"), None, ""),
    ],
)
def test_updates_come_as_the_settings_have_it_or_not(
    state: WebhookState, wanted: str | None, advice: str
) -> None:
    finding = findings.of_updates(state, wanted, NOW)
    assert finding.verdict is (Verdict.WARN if advice else Verdict.OK)
    assert advice in finding.advice
    assert bool(advice) == bool(finding.advice)


@pytest.mark.parametrize(
    ("ahead", "verdict", "words"),
    [
        (0, Verdict.OK, "right"),
        (4.9, Verdict.OK, "right"),
        (-4.9, Verdict.OK, "right"),
        (5, Verdict.WARN, "5 s ahead"),
        (-59, Verdict.WARN, "59 s behind"),
        (60, Verdict.BAD, "60 s ahead"),
        (-3600, Verdict.BAD, "3600 s behind"),
    ],
)
def test_a_clock_may_be_wrong_by_a_little(ahead: float, verdict: Verdict, words: str) -> None:
    finding = findings.of_clock(reached(ahead))
    assert finding is not None
    assert (finding.verdict, finding.found) == (verdict, words)


@pytest.mark.parametrize("contact", [None, Refused(), Unreached(reason="x"), reached(None)])
def test_where_nobody_tells_the_time_nothing_is_said_of_the_clock(contact: Contact) -> None:
    assert findings.of_clock(contact) is None


def count(state: CaseState, number: int, age: timedelta) -> InboxCount:
    return InboxCount(state=state, count=number, oldest=NOW - age)


@pytest.mark.parametrize(
    ("counts", "verdict", "words"),
    [
        ((), Verdict.OK, "0 wait, 0 parked"),
        ((count(CaseState.DONE, 9, 9 * MINUTE),), Verdict.OK, "0 wait, 0 parked"),
        ((count(CaseState.WAITING, 2, MINUTE),), Verdict.OK, "2 wait, 0 parked"),
        ((count(CaseState.WAITING, 2, MINUTE + SECOND),), Verdict.WARN, "danvan run"),
        ((count(CaseState.PARKED, 3, SECOND),), Verdict.WARN, "danvan inbox"),
    ],
)
def test_an_inbox_that_nobody_empties_is_noticed(
    counts: tuple[InboxCount, ...], verdict: Verdict, words: str
) -> None:
    finding = findings.of_inbox(counts, NOW)
    assert finding.verdict is verdict
    assert words in f"{finding.found}; {finding.advice}"


@pytest.mark.parametrize(
    ("free", "verdict"),
    [
        (1024 * MIB, Verdict.OK),
        (1023 * MIB, Verdict.WARN),
        (100 * MIB, Verdict.WARN),
        (99 * MIB, Verdict.BAD),
    ],
)
def test_a_disk_needs_room(free: int, verdict: Verdict) -> None:
    finding = findings.of_disk(Path("/srv"), "DANVAN_HOME", free, 10_000 * MIB)
    assert finding.verdict is verdict
    assert "/srv" in finding.found
    assert ("DANVAN_HOME" in finding.advice) is (verdict is not Verdict.OK)


@pytest.mark.parametrize(
    ("finding", "verdict"),
    [
        (findings.of_database("sqlite", None), Verdict.OK),
        (findings.of_database("sqlite", "it is locked"), Verdict.BAD),
        (findings.of_corpus(5), Verdict.OK),
        (findings.of_corpus(0), Verdict.BAD),
        (findings.of_register(7, None), Verdict.OK),
        (findings.of_register(0, "line 3"), Verdict.BAD),
        (findings.of_index(90, 0.4, IndexState()), Verdict.OK),
        (findings.of_index(90, 0.1, IndexState(fits=True)), Verdict.OK),
        (findings.of_index(90, 0.4, IndexState(damage="a file is missing")), Verdict.WARN),
        (findings.of_failed_index("ValueError at a.py:1 in f"), Verdict.BAD),
        (findings.of_milvus("http://m:19530", holds=True), Verdict.OK),
        (findings.of_milvus("http://m:19530"), Verdict.WARN),
        (findings.of_milvus("http://m:19530", problem="time out"), Verdict.BAD),
    ],
)
def test_what_works_needs_no_advice_and_what_does_not_has_some(
    finding: findings.Finding, verdict: Verdict
) -> None:
    assert finding.verdict is verdict
    assert bool(finding.advice) == (verdict is not Verdict.OK)
