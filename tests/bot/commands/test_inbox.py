"""`danvan inbox`."""

from datetime import timedelta

import pytest

from bot.clock import now
from bot.commands.workplace import open_store
from bot.store.updates import CaseState, Received
from tests.support.command_line import Danvan

BOT = 7
WORDS = "số nhà tôi là 12"


@pytest.fixture
def _two_parked(danvan: Danvan) -> None:
    updates = [
        Received(update_id=number, kind=kind, chat_id=number, raw=f'{{"text": "{WORDS}"}}')
        for number, kind in ((41, "message"), (42, "callback_query"))
    ]
    with open_store() as store:
        store.inbox.put(BOT, updates[:1], now=now() - timedelta(minutes=125))
        store.inbox.put(BOT, updates[1:], now=now() - timedelta(minutes=3, seconds=5))
        for case in store.inbox.claim(BOT, limit=2, now=now()):
            store.inbox.park(case, error="ValueError at bot/desk.py:83 in ask", now=now())


def states() -> dict[CaseState, int]:
    with open_store() as store:
        return {one.state: one.count for one in store.inbox.counts()}


def test_an_empty_inbox_says_so(danvan: Danvan) -> None:
    assert "nothing is parked" in danvan("inbox").out


@pytest.mark.usefixtures("_two_parked")
def test_what_is_parked_is_listed_without_its_words(danvan: Danvan) -> None:
    listed = danvan("inbox")
    assert listed.out.splitlines() == [
        "41  message  2 h 5 min ago  1 try  ValueError at bot/desk.py:83 in ask",
        "42  callback_query  3 min ago  1 try  ValueError at bot/desk.py:83 in ask",
    ]
    assert WORDS not in listed.out + listed.err


@pytest.mark.usefixtures("_two_parked")
def test_one_is_replayed_or_all_are(danvan: Danvan) -> None:
    assert danvan("inbox", "replay", "42").out.startswith("1 will be dealt with again")
    assert states() == {CaseState.PARKED: 1, CaseState.WAITING: 1}
    assert danvan("inbox", "replay", "--all").code == 0
    assert states() == {CaseState.WAITING: 2}


@pytest.mark.usefixtures("_two_parked")
def test_what_is_dropped_is_gone(danvan: Danvan) -> None:
    assert danvan("inbox", "drop", "41").out == "41 is dropped\n"
    assert states() == {CaseState.PARKED: 1, CaseState.DONE: 1}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("replay",), "danvan inbox"),
        (("replay", "1", "--all"), "expected an ID, or --all"),
        (("replay", "1"), "danvan: no update 1 is parked"),
        (("drop", "1"), "danvan: no update 1 is parked"),
        (("drop", "x"), "ID"),
    ],
)
def test_wrong_use_is_told_with_what_to_do(
    danvan: Danvan, arguments: tuple[str, ...], reason: str
) -> None:
    ran = danvan("inbox", *arguments)
    assert ran.code == 2
    assert reason in ran.err
