"""Whose word an answer is, and that nothing is kept of one that can't be read."""

import json
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.clock import now
from bot.operation.alarms import Alarm, AlarmHandler
from bot.requesting import ForeignAnswerError, ForeignRefusalError, TelegramRequest, own_word

TOKEN = "700:AAE-token-that-nobody-knows-0000"
WORDS = "số nhà tôi là 12"


@asynccontextmanager
async def answered(status: int, body: bytes) -> AsyncIterator[Bot]:
    """Yield a bot whose every request is answered so."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    async with TelegramRequest(httpx_kwargs={"transport": transport}) as request:
        yield Bot(TOKEN, request=request, get_updates_request=request)


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 409, 429, 502, 999])
@pytest.mark.parametrize(
    "body",
    [
        f"<html>{WORDS}</html>",
        f'{{"ok": true, "result": [{{"text": "{WORDS}"',
        f'{{"message": "{WORDS}"}}',
        f'["{WORDS}"]',
        f'"{WORDS}"',
        "",
    ],
    ids=["a page", "cut off", "of somebody else", "a list", "a string", "nothing"],
)
async def test_what_is_not_telegrams_is_a_fault_of_the_network_and_nobody_reads_it(
    status: int, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    alarms: list[Alarm] = []
    handler = AlarmHandler(alarms.append, now)
    logging.getLogger().addHandler(handler)
    try:
        async with answered(status, body.encode()) as bot:
            for request in (bot.do_api_request("getupdates"), bot.send_message(5, "a")):
                with pytest.raises(ForeignAnswerError) as raised:
                    await request
                assert isinstance(raised.value, ForeignRefusalError) is (status != 200)
                assert WORDS not in "".join(traceback.format_exception(raised.value))
    finally:
        logging.getLogger().removeHandler(handler)
    assert WORDS not in caplog.text
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert alarms == []


@pytest.mark.parametrize(
    ("status", "kind"), [(403, Forbidden), (401, InvalidToken), (404, InvalidToken)]
)
async def test_what_telegram_refuses_is_refused(status: int, kind: type[TelegramError]) -> None:
    body = json.dumps({"ok": False, "error_code": status, "description": "no"}).encode()
    async with answered(status, body) as bot:
        with pytest.raises(kind):
            await bot.send_message(5, "a")


@given(st.binary() | st.integers(1, 100_000).map(lambda depth: b"[" * depth))
def test_whatever_comes_is_telegrams_word_or_not(payload: bytes) -> None:
    assert own_word(payload) is None


@given(st.dictionaries(st.text(), st.integers() | st.text()), st.sampled_from([True, False]))
def test_an_object_that_tells_whether_it_is_ok_is_telegrams_word(
    said: dict[str, object], is_ok: object
) -> None:
    answer = {**said, "ok": is_ok}
    assert own_word(json.dumps(answer).encode()) == answer
