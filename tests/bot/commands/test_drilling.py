"""`danvan drill`: figures for people and programs, and an exit code that says whether it held."""

import json
from pathlib import Path

from bot.clock import now
from bot.store.store import Store
from bot.store.updates import Received
from tests.support.command_line import Danvan
from tests.support.stores import announce, subscribe

PROMISED = {
    "groups",
    "reachable",
    "once",
    "doubled",
    "lost",
    "uncertain",
    "failed_by_reason",
    "seconds",
    "pace",
    "highest_second",
}


def test_a_drill_that_holds_is_told_in_json(danvan: Danvan) -> None:
    ran = danvan("drill", "announcements", "--groups", "6", "--json")

    assert ran.code == 0
    figures = json.loads(ran.out)
    assert figures.keys() >= PROMISED
    assert (figures["groups"], figures["once"], figures["flaws"]) == (6, 6, [])


def test_one_that_does_not_hold_says_what_and_ends_with_code_1(danvan: Danvan) -> None:
    ran = danvan("drill", "announcements", "--groups", "6", "--without-outbox")

    assert ran.code == 1
    figures, _, flaws = ran.out.partition("did not hold:")
    assert "once                     6\n" in figures
    assert "6 groups have no row that says why" in flaws


def test_a_naive_sender_is_one_process(danvan: Danvan) -> None:
    ran = danvan("drill", "announcements", "--without-outbox", "--processes", "2")

    assert ran.code == 2
    assert "leave --processes out" in ran.err


def test_a_drill_of_load_leaves_somebodys_updates_alone(danvan: Danvan, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    with Store.open(url) as store:
        store.inbox.put(7, [Received(update_id=1, kind="message", chat_id=1, raw="{}")], now=now())

    ran = danvan("drill", "load", "--questions", "8", "--database-url", url)

    assert ran.code == 2
    assert "expected an empty one" in ran.err


def test_a_database_that_is_in_use_is_refused(danvan: Danvan, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    with Store.open(url) as store:
        subscribe(store, -1)
        announce(store)

    ran = danvan("drill", "announcements", "--groups", "6", "--database-url", url)

    assert ran.code == 2
    assert "expected an empty one" in ran.err
