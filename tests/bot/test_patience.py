"""What a start needs and others run is waited for; what would be no better later is not."""

import sqlite3
from pathlib import Path

import pytest

from bot.errors import SettingsError, StoreUnavailableError
from bot.patience import patiently
from bot.store.store import Store
from retrieval.errors import EngineUnavailableError


class Waits:
    """Notes how long somebody would wait, and has something happen then."""

    def __init__(self, path: Path | None = None) -> None:
        self.seconds: list[float] = []
        self._path = path

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if self._path and len(self.seconds) == 3:
            self._path.unlink()


async def test_a_database_whose_disk_is_away_is_waited_for_ever_longer_and_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "disk"
    in_the_way.touch()
    waits = Waits(in_the_way)
    store = await patiently(lambda: Store.open(f"sqlite:///{in_the_way}/bot.db"), waits)
    store.close()
    assert waits.seconds == [0.5, 1.0, 2.0]
    assert caplog.text.count("waiting for the database: ") == 3


async def test_so_is_a_server_of_postgresql() -> None:
    with pytest.raises(RuntimeError, match="long enough"):
        await patiently(lambda: Store.open("postgresql://danvan@127.0.0.1:1/danvan"), tired)


async def tired(_: float) -> None:
    raise RuntimeError("long enough")


async def test_so_is_an_index_on_another_machine(caplog: pytest.LogCaptureFixture) -> None:
    outcomes: list[Exception | int] = [EngineUnavailableError("no answer"), 7]

    def build() -> int:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    assert await patiently(build, Waits()) == 7
    assert "waiting for the index: no answer" in caplog.text


@pytest.mark.parametrize("url", ["nonsense", "oracle://db/danvan"])
async def test_an_address_that_leads_nowhere_is_not_waited_for(url: str) -> None:
    with pytest.raises(StoreUnavailableError):
        await patiently(lambda: Store.open(url), tired)


async def test_nor_are_tables_of_another_version(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    Store.open(url).close()
    with sqlite3.connect(tmp_path / "bot.db") as connection:
        connection.execute("UPDATE bot_version SET version_num = 'v9999'")
    connection.close()
    with pytest.raises(StoreUnavailableError, match="another version"):
        await patiently(lambda: Store.open(url), tired)


async def test_nor_is_anything_else() -> None:
    def fail() -> None:
        raise SettingsError("the folder can't be used")

    with pytest.raises(SettingsError):
        await patiently(fail, tired)
