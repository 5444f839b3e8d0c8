"""A backup is the database as it was at one moment, whoever writes to it; whole, or refused."""

import json
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BackupError
from bot.operation.archive import MANIFEST, Manifest, back_up, restore
from bot.store.records import Preferences
from bot.store.store import Store
from bot.store.updates import Received
from corpus.library import Library
from corpus.shipped import load_shipped
from tests.support.stores import NOW, announce, lease_of, send_all, subscribe

NAME = "danvan.sqlite3"
MADE_AT = datetime(2025, 3, 3, tzinfo=UTC)
WORDS = "so nha toi la 12"
PAIR = 1000
"""What the writer writes twice in one transaction: a copy has both or none."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a database that has something in every layer."""
    folder = tmp_path / "home"
    folder.mkdir()
    url = f"sqlite:///{folder / NAME}"
    with Library.open(url) as library:
        load_shipped(library)
    with Store.open(url) as store:
        subscribe(store, 1, 2, -3, preferences=Preferences(topics=frozenset({"bau-cu"})))
        announce(store)
        send_all(store, lease_of(store))
    return folder


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    made(home, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def made(home: Path, file: Path) -> Manifest:
    return back_up([home / NAME], file, program="0.1.0", now=MADE_AT)


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names
        }


def test_every_table_comes_back_equal(home: Path, backup: Path, tmp_path: Path) -> None:
    restored = restore(backup, tmp_path / "fresh" / "home", overwrite=False)
    assert restored.made_at == MADE_AT
    found = rows(tmp_path / "fresh" / "home" / NAME)
    assert found == rows(home / NAME)
    assert all(found[table] for table in ("article", "subscription", "delivery", "announcement"))


def test_what_was_restored_opens_and_goes_on(backup: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    restore(backup, fresh, overwrite=False)
    with Store.open(f"sqlite:///{fresh / NAME}") as store:
        assert store.subscriptions.get(1) is not None
        announce(store)


@pytest.fixture
def writer(home: Path) -> Iterator[threading.Event]:
    """Someone who writes pairs of chats without a pause; the event tells that some are there."""
    stop, busy = threading.Event(), threading.Event()

    def write() -> None:
        with Store.open(f"sqlite:///{home / NAME}") as store:
            number = 0
            while not stop.is_set():
                number += 1
                with store.together():
                    subscribe(store, PAIR + number)
                    subscribe(store, -PAIR - number)
                if number == 20:
                    busy.set()

    thread = threading.Thread(target=write)
    thread.start()
    yield busy
    stop.set()
    thread.join()


def test_while_a_writer_goes_on_the_copy_is_of_one_moment(
    home: Path, writer: threading.Event, tmp_path: Path
) -> None:
    assert writer.wait(60)
    pairs = []
    for attempt in range(5):
        made(home, tmp_path / f"{attempt}.zip")
        restore(tmp_path / f"{attempt}.zip", tmp_path / str(attempt), overwrite=False)
        chats = {row[0] for row in rows(tmp_path / str(attempt) / NAME)["subscription"]}
        written = {chat for chat in chats if isinstance(chat, int) and abs(chat) > PAIR}
        assert {-chat for chat in written} == written
        pairs.append(len(written) // 2)
    assert pairs[0] >= 20
    assert pairs == sorted(pairs)
    before = rows(tmp_path / "0" / NAME)
    now = rows(home / NAME)
    assert all(set(before[table]) <= set(now[table]) for table in ("article", "subscription"))


def test_what_was_deleted_is_not_in_the_copy(home: Path, tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{home / NAME}") as store:
        store.inbox.put(7, [Received(update_id=1, kind="message", chat_id=1, raw=WORDS)], now=NOW)
        (case,) = store.inbox.claim(7, limit=1, now=NOW)
        store.inbox.done(case, now=NOW)
    made(home, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert WORDS.encode() not in archive.read(NAME)


def test_only_its_owner_may_read_it(backup: Path, tmp_path: Path) -> None:
    restore(backup, tmp_path / "fresh", overwrite=False)
    for file in (backup, tmp_path / "fresh" / NAME):
        assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_is_there_is_not_replaced_by_a_backup(home: Path, backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupError, match="exists"):
        made(home, backup)
    assert backup.read_bytes() == before


def test_a_database_that_is_there_is_given_up_only_by_force(home: Path, backup: Path) -> None:
    with Store.open(f"sqlite:///{home / NAME}") as store:
        subscribe(store, 77)
    with pytest.raises(BackupError, match="--force"):
        restore(backup, home, overwrite=False)
    assert (77,) in {row[:1] for row in rows(home / NAME)["subscription"]}
    restore(backup, home, overwrite=True)
    assert (77,) not in {row[:1] for row in rows(home / NAME)["subscription"]}


def test_the_latest_changes_of_a_database_that_was_killed_are_not_taken_for_the_next_ones(
    home: Path, backup: Path
) -> None:
    (home / NAME).unlink()
    (home / f"{NAME}-wal").write_bytes(b"left behind")
    restore(backup, home, overwrite=False)
    assert not (home / f"{NAME}-wal").exists()


def test_under_a_running_bot_nothing_is_replaced(home: Path, backup: Path) -> None:
    with Store.open(f"sqlite:///{home / NAME}") as store:
        subscribe(store, 77)
        with pytest.raises(BackupError, match="stop the bot"):
            restore(backup, home, overwrite=True)
        assert store.subscriptions.get(77) is not None
    assert [path.name for path in home.iterdir()] == [NAME]


SANDBOX = "sandbox.sqlite3"


@pytest.mark.parametrize("busy", [NAME, SANDBOX])
def test_of_several_databases_none_is_replaced_where_one_is_in_use(
    home: Path, tmp_path: Path, busy: str
) -> None:
    with Store.open(f"sqlite:///{home / SANDBOX}") as store:
        subscribe(store, 1)
    both = [home / NAME, home / SANDBOX]
    back_up(both, tmp_path / "both.zip", program="0.1.0", now=MADE_AT)
    for path in both:
        with Store.open(f"sqlite:///{path}") as store:
            subscribe(store, 77)
    with Store.open(f"sqlite:///{home / busy}") as store:
        assert store.subscriptions.get(77)
        with pytest.raises(BackupError, match="stop the bot"):
            restore(tmp_path / "both.zip", home, overwrite=True)
    assert all((77,) in {row[:1] for row in rows(path)["subscription"]} for path in both)
    restore(tmp_path / "both.zip", home, overwrite=True)
    assert not any((77,) in {row[:1] for row in rows(path)["subscription"]} for path in both)


def test_what_waits_or_was_parked_is_in_the_copy_to_be_answered_after_a_restore(
    home: Path, tmp_path: Path
) -> None:
    with Store.open(f"sqlite:///{home / NAME}") as store:
        sent = [Received(update_id=n, kind="message", chat_id=n, raw=WORDS) for n in (1, 2)]
        store.inbox.put(7, sent, now=NOW)
        (first,) = store.inbox.claim(7, limit=1, now=NOW)
        store.inbox.park(first, error="ValueError", now=NOW)
    made(home, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "fresh", overwrite=False)
    with Store.open(f"sqlite:///{tmp_path / 'fresh' / NAME}") as store:
        store.inbox.replay(None, now=NOW)
        assert {one.raw for one in store.inbox.claim(7, limit=9, now=NOW)} == {WORDS}
        assert sum(one.count for one in store.inbox.counts()) == 2


def rewritten(backup: Path, **changes: Any) -> Path:  # noqa: ANN401 - JSON of any shape
    """Return the same backup with another manifest, or another database."""
    other = backup.with_name("other.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        manifest = json.loads(old.read(MANIFEST))
        content = changes.pop("content", old.read(NAME))
        manifest["databases"][0] |= changes.pop("database", {})
        new.writestr(MANIFEST, json.dumps(manifest | changes))
        new.writestr(manifest["databases"][0]["name"], content)
    return other


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"content": b"SQLite format 3\0"}, "damaged"),
        ({"content": bytes(50_000_000)}, "damaged"),
        ({"database": {"sha256": "0" * 64}}, "damaged"),
        ({"database": {"name": "../danvan.sqlite3"}}, "no backup of danvan"),
        ({"database": {"name": "/tmp/danvan.sqlite3"}}, "no backup of danvan"),
        ({"database": {"name": ".."}}, "no backup of danvan"),
        ({"database": {"size": -1}}, "no backup of danvan"),
        ({"database": {"size": 10**18}}, "are needed"),
        ({"databases": []}, "no backup of danvan"),
        ({"format": 2}, "install that version"),
    ],
)
def test_what_is_not_as_it_was_made_is_refused_and_leaves_nothing(
    backup: Path, tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    fresh = tmp_path / "fresh"
    with pytest.raises(BackupError, match=reason):
        restore(rewritten(backup, **changes), fresh, overwrite=False)
    assert not fresh.exists() or list(fresh.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut short"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "backup.zip"
    file.write_bytes(content)
    with pytest.raises(BackupError, match="no backup"):
        restore(file, tmp_path / "fresh", overwrite=False)


def test_what_is_no_database_is_not_backed_up(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"words " * 1000)
    with pytest.raises(BackupError, match="can't be read"):
        made(tmp_path, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()
