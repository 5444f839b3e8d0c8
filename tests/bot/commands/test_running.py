"""`danvan run` in a process of its own, from its first word to its last."""

import asyncio
import json
import os
import select
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.ports import free_port
from bot.sandbox.cast import OFFICER
from tests.support.command_line import (
    GUARDED_DANVAN,
    PATIENCE_SECONDS,
    ROOT,
    run_danvan,
    running_danvan,
)
from tests.support.sandbox import TOKEN, Chatter, running_sandbox

QUESTION = "Cần Đước có mấy mô hình dân vận khéo?"


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """A home of its own, and whatever port is free."""
    return {"DANVAN_HOME": str(home), "DANVAN_SANDBOX_PORT": "0"}


async def test_without_a_token_one_command_leads_to_an_answer(
    environment: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    async with running_danvan("--no-open", environment=environment) as bot:
        assert "@danvan_sandbox_bot" in bot.greeting
        async with Chatter(bot.page) as chatter:
            [answer] = await chatter.say(QUESTION)
            assert "76 mô hình" in answer.text
    logged = capfd.readouterr().err
    assert "Cần Đước" not in logged
    assert "7000000001:" not in logged  # how the sandbox's token begins


async def test_in_the_sandbox_its_officer_owns_the_bot_and_the_rest_lasts(
    environment: dict[str, str], home: Path
) -> None:
    sandbox = running_danvan("--no-open", environment=environment)
    async with sandbox as bot, Chatter(bot.page) as chatter:
        [roles] = await chatter.say("/quyen", persona=OFFICER)
        assert f"{OFFICER.user.id} · chủ" in roles.buttons
        await chatter.say("/dangky")
    again = running_danvan("--no-open", environment=environment)
    async with again as bot, Chatter(bot.page) as chatter:
        [settings] = await chatter.say("/caidat")
        assert settings.text.startswith("Cài đặt nhận tin")
    files = await asyncio.to_thread(os.listdir, home)
    assert {"danvan.sqlite3", "sandbox.sqlite3"} <= set(files)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_in_peace(
    environment: dict[str, str], number: signal.Signals, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running_danvan("--no-open", environment=environment) as bot:
        bot.process.send_signal(number)
        async with asyncio.timeout(20):
            assert await bot.process.wait() == 0
    assert "Traceback" not in capfd.readouterr().err


async def test_the_page_opens_in_the_browser(environment: dict[str, str], tmp_path: Path) -> None:
    note = tmp_path / "opened"
    os.mkfifo(note)
    opener = tmp_path / "browser"
    opener.write_text(f'#!/bin/sh\necho "$1" > {note}\n', encoding="utf-8")
    opener.chmod(0o755)
    reader = os.open(note, os.O_RDONLY | os.O_NONBLOCK)
    try:
        async with running_danvan(environment={**environment, "BROWSER": f"{opener} %s"}) as bot:
            await asyncio.to_thread(select.select, [reader], [], [], 20)
            assert os.read(reader, 100).decode().strip() == bot.page
    finally:
        os.close(reader)


async def test_with_a_token_it_answers_at_the_bot_api_of_the_settings(
    environment: dict[str, str],
) -> None:
    async with running_sandbox() as telegram:
        live = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_BASE_URL": telegram.url}
        async with (
            running_danvan(environment=environment | live) as bot,
            telegram.chatter() as chatter,
        ):
            assert "answers on Telegram" in bot.greeting
            assert "http" not in bot.greeting
            [answer] = await chatter.say(QUESTION)
            assert "76 mô hình" in answer.text


async def test_a_token_that_is_refused_is_an_error_that_does_not_show_it(
    environment: dict[str, str],
) -> None:
    wrong = TOKEN.replace("sandbox", "unknown")
    async with running_sandbox(strict_requests=False) as telegram:
        live = {"TELEGRAM_BOT_TOKEN": wrong, "TELEGRAM_BASE_URL": telegram.url}
        ran = await asyncio.to_thread(run_danvan, "run", environment=environment | live)

    assert (ran.code, ran.out) == (2, "")
    assert "does not know this bot's token" in ran.err
    assert wrong not in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("away", "words", "waits_for"),
    [
        (
            {"DANVAN_DATABASE_URL": "postgresql+psycopg://danvan@127.0.0.1:1/danvan"},
            "waiting for the database",
            {"database", "index", "updates"},
        ),
        (
            {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_BASE_URL": "http://127.0.0.1:1"},
            "waiting for Telegram",
            {"updates"},
        ),
    ],
    ids=["database", "Telegram"],
)
async def test_a_start_that_waits_is_alive_says_what_for_and_ends_at_a_signal(
    environment: dict[str, str], away: dict[str, str], words: str, waits_for: set[str]
) -> None:
    port = free_port()
    supervised = {"DANVAN_METRICS_LISTEN": f"127.0.0.1:{port}"}
    async with (
        starting_danvan(environment | supervised | away, words=words) as process,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as supervisor,
    ):
        assert (await supervisor.get("/healthz")).status_code == 200
        ready = await supervisor.get("/readyz")
        assert ready.status_code == 503
        assert {name for name, is_there in ready.json().items() if not is_there} == waits_for
        process.terminate()
        _, errors = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    # A handler of its own: without one a container's first process would not hear of it.
    assert process.returncode == 0
    assert b"Traceback" not in errors


@asynccontextmanager
async def starting_danvan(
    environment: dict[str, str], *, words: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start `danvan run`, and yield it once it has logged these words."""
    process = await asyncio.create_subprocess_exec(
        *(*GUARDED_DANVAN, "run", "--no-open"),
        cwd=ROOT,
        env={**os.environ, **environment},
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while words not in (line := (await process.stderr.readline()).decode()):
                assert line, "it ended before it had to wait"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_supervisor_is_told_that_it_is_ready_and_reads_the_log_as_json(
    environment: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    supervised = {"DANVAN_METRICS_LISTEN": f"127.0.0.1:{port}", "DANVAN_LOG_FORMAT": "json"}
    async with (
        running_danvan("--no-open", environment=environment | supervised) as bot,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as supervisor,
        Chatter(bot.page) as chatter,
    ):
        ready = await supervisor.get("/readyz")
        assert (ready.status_code, set(ready.json().values())) == (200, {True})
        await chatter.say(QUESTION)
        assert "danvan_answers_total 1.0" in (await supervisor.get("/metrics")).text
    for line in capfd.readouterr().err.splitlines():
        assert {"event", "level", "logger", "timestamp"} <= set(json.loads(line))
