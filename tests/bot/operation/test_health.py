"""What a supervisor is told by HTTP, of a bot that lives in a sandbox."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import Onlookers, serve
from bot.errors import SettingsError
from bot.intake.decision import Done
from bot.operation.health import Health, supervised
from bot.operation.metrics import Metrics
from bot.operation.stages import Stage
from bot.ports import free_port
from bot.sandbox.cast import CITIZEN, NEIGHBOUR
from bot.settings import Settings
from bot.store.store import Store
from bot.store.updates import Case, Received
from tests.support.running_bot import empty_store, shipped_keeper
from tests.support.sandbox import TOKEN, Chatter, running_sandbox
from tests.support.stores import NOW, announce, lease_of, send_all, subscribe

QUESTION = "Cần Đước có mấy mô hình dân vận khéo?"
OFF_TOPIC = "giá vàng hôm nay"
LABELS = {"kind", "outcome", "reason", "stage", "state", "version", "le"}

Figures = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as opened:
        yield opened


@asynccontextmanager
async def starting() -> AsyncIterator[tuple[httpx.AsyncClient, Health]]:
    port = free_port()
    async with (
        supervised(("127.0.0.1", port)) as health,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as supervisor,
    ):
        yield supervisor, health


@asynccontextmanager
async def supervising(store: Store) -> AsyncIterator[tuple[httpx.AsyncClient, Health, Metrics]]:
    metrics = Metrics(store, shipped_keeper())
    async with starting() as (supervisor, health):
        health.opened(store)
        health.indexed(metrics)
        yield supervisor, health, metrics


def figures(text: str) -> Figures:
    """Return all samples by their names and the values of their labels."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def readiness(supervisor: httpx.AsyncClient) -> tuple[int, set[str]]:
    """Return the status, and what is waited for."""
    ready = await supervisor.get("/readyz")
    assert ready.json().keys() == {"database", "index", "updates"}
    return ready.status_code, {name for name, is_there in ready.json().items() if not is_there}


async def test_from_the_beginning_it_is_alive_and_says_what_it_waits_for(store: Store) -> None:
    async with starting() as (supervisor, health):
        alive = await supervisor.get("/healthz")
        assert (alive.status_code, alive.text) == (200, "ok\n")
        assert await readiness(supervisor) == (503, {"database", "index", "updates"})
        early = await supervisor.get("/metrics")
        assert (early.status_code, int(early.headers["retry-after"]) > 0) == (503, True)
        health.opened(store)
        assert await readiness(supervisor) == (503, {"index", "updates"})
        health.indexed(Metrics(store, shipped_keeper()))
        assert await readiness(supervisor) == (503, {"updates"})
        assert (await supervisor.get("/metrics")).status_code == 200
        stop = asyncio.Event()
        health.taking(stop)
        assert await readiness(supervisor) == (200, set())
        stop.set()
        assert await readiness(supervisor) == (503, {"updates"})


@pytest.fixture
def store_that_is_away(tmp_path: Path) -> Store:
    store = Store.open(f"sqlite:///{tmp_path}/store.db")
    store.close()
    for file in tmp_path.iterdir():
        file.unlink()
    (tmp_path / "store.db").mkdir()
    return store


async def test_without_its_database_it_is_alive_and_not_ready(store_that_is_away: Store) -> None:
    async with supervising(store_that_is_away) as (supervisor, health, _):
        health.taking(asyncio.Event())
        assert (await supervisor.get("/healthz")).status_code == 200
        assert await readiness(supervisor) == (503, {"database"})
        told = figures((await supervisor.get("/metrics")).text)
        assert told["danvan_database_up", ()] == 0
        assert told["danvan_articles", ()] == 5


async def test_nothing_else_is_there_to_be_asked(store: Store) -> None:
    async with supervising(store) as (supervisor, _, _):
        assert (await supervisor.get("/")).status_code == 404
        assert (await supervisor.post("/healthz")).status_code == 405


async def test_an_address_that_is_taken_is_an_error_that_names_its_setting() -> None:
    async with starting() as (supervisor, _):
        taken = supervisor.base_url.port or 0
        with pytest.raises(SettingsError, match="DANVAN_METRICS_LISTEN"):
            async with supervised(("127.0.0.1", taken)):
                pass


async def test_what_stands_in_the_store_is_counted_by_state(store: Store) -> None:
    subscribe(store, 1, 2)
    announce(store)
    send_all(store, lease_of(store))
    subscribe(store, 3)
    announce(store)
    store.inbox.put(7, [Received(update_id=1, kind="message", chat_id=1, raw="{}")], now=NOW)
    async with supervising(store) as (supervisor, _, _):
        told = figures((await supervisor.get("/metrics")).text)
    assert told["danvan_database_up", ()] == 1
    assert told["danvan_outbox_deliveries", ("sent",)] == 2
    assert told["danvan_outbox_deliveries", ("waiting",)] == 3
    assert told["danvan_outbox_deliveries", ("failed",)] == 0
    assert told["danvan_inbox_updates", ("waiting",)] == 1
    assert told["danvan_inbox_updates", ("parked",)] == 0
    assert told["danvan_inbox_oldest_age_seconds", ("waiting",)] > 0
    assert told["danvan_inbox_oldest_age_seconds", ("parked",)] == 0


@asynccontextmanager
async def measured_bot(store: Store, metrics: Metrics) -> AsyncIterator[Chatter]:
    stop, ready = asyncio.Event(), asyncio.Event()
    async with running_sandbox() as sandbox:
        settings = Settings().for_sandbox(base_url=sandbox.url, token=TOKEN)
        serves = serve(
            settings,
            shipped_keeper(),
            store,
            stop=stop,
            ready=lambda _: ready.set(),
            onlookers=Onlookers(observer=metrics, watcher=metrics),
        )
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(serves)
            await ready.wait()
            async with sandbox.chatter() as chatter:
                yield chatter
            stop.set()


async def test_a_talk_is_told_in_figures_that_name_nobody(store: Store) -> None:
    async with supervising(store) as (supervisor, _, metrics):
        async with measured_bot(store, metrics) as chatter:
            await chatter.say(QUESTION)
            await chatter.say(QUESTION, persona=NEIGHBOUR)
            await chatter.say(OFF_TOPIC)
        text = (await supervisor.get("/metrics")).text
    told = figures(text)
    assert told["danvan_answers_total", ()] == 2
    assert told["danvan_abstentions_total", ("off-topic",)] == 1
    assert told["danvan_updates_total", ("message", "done")] == 3
    for stage in (Stage.WAITING, Stage.UNDERSTANDING, Stage.ANSWERING, Stage.RENDERING):
        assert told["danvan_stage_seconds_count", (stage.value,)] == 3
    assert told["danvan_stage_seconds_count", (Stage.SENDING.value,)] >= 3
    spent = {stage: told["danvan_stage_seconds_sum", (stage.value,)] for stage in Stage}
    assert spent[Stage.HANDLING] >= spent[Stage.ANSWERING] > 0
    labels = {
        pair
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for pair in sample.labels.items()
    }
    assert {name for name, _ in labels} <= LABELS
    people = [CITIZEN.user, NEIGHBOUR.user]
    assert not {value for _, value in labels} & {str(person.id) for person in people}
    words = [*(person.first_name for person in people), "Cần Đước", TOKEN]
    assert not [word for word in words if word in text]


def test_kinds_of_updates_that_nobody_knows_make_no_labels(store: Store) -> None:
    metrics = Metrics(store, shipped_keeper())
    for kind in ("inline_query", "made_up", "nguyen_van_a"):
        case = Case(
            bot_id=7,
            update_id=1,
            kind=kind,
            chat_id=None,
            raw="{}",
            due_since=NOW,
            attempts=1,
            failures=0,
        )
        metrics.on_decision(case, Done(), None)
    told = figures(metrics.text().decode())
    assert told["danvan_updates_total", ("inline_query", "done")] == 1
    assert told["danvan_updates_total", ("other", "done")] == 2
    assert "nguyen_van_a" not in metrics.text().decode()
