"""The last moment before a request goes out: asked once, and obeyed."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.delivery.departure import DepartingRequest, Departure, NotToDepartError, departing
from bot.sandbox.cast import GROUP
from tests.support.sandbox import TOKEN, RunningSandbox, running_sandbox

FIRST_BYTE = "http11.send_request_headers.started"


class Guard:
    """Says yes or no, and counts how often it was asked."""

    def __init__(self, *, says: bool) -> None:
        self.says = says
        self.asked = 0

    async def __call__(self) -> bool:
        self.asked += 1
        return self.says


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    async with running_sandbox() as running:
        yield running


def bot_of(sandbox: RunningSandbox) -> Bot:
    request = DepartingRequest(httpx_kwargs={"trust_env": False})
    return Bot(TOKEN, base_url=sandbox.base_url, request=request)


def posted(sandbox: RunningSandbox) -> int:
    return len(sandbox.server.sandbox.world.rooms[GROUP.id].messages)


async def test_a_request_that_is_allowed_goes_out_and_was_asked_for_once(
    sandbox: RunningSandbox,
) -> None:
    departure = Departure(guard := Guard(says=True))
    async with bot_of(sandbox) as bot:
        with departing(departure):
            await bot.send_message(GROUP.id, "a")
        await bot.send_message(GROUP.id, "b")
    assert guard.asked == 1
    assert departure.is_over
    assert posted(sandbox) == 2


async def test_a_request_that_is_not_allowed_never_arrives(sandbox: RunningSandbox) -> None:
    departure = Departure(Guard(says=False))
    async with bot_of(sandbox) as bot:
        with departing(departure), pytest.raises(NetworkError) as stopped:
            await bot.send_message(GROUP.id, "a")
        assert isinstance(stopped.value.__cause__, NotToDepartError)
        await bot.send_message(GROUP.id, "b")
    assert not departure.is_over
    assert posted(sandbox) == 1


async def test_without_a_connection_nothing_is_asked() -> None:
    async with running_sandbox() as sandbox:
        bot = bot_of(sandbox)
        await bot.initialize()
    departure = Departure(guard := Guard(says=True))
    with departing(departure), pytest.raises(NetworkError):
        await bot.send_message(GROUP.id, "a")
    await bot.shutdown()
    assert guard.asked == 0
    assert not departure.is_over


async def test_the_way_to_a_proxy_is_no_departure() -> None:
    departure = Departure(guard := Guard(says=True))
    await departure.on_event(FIRST_BYTE, {"request": SimpleNamespace(method=b"CONNECT")})
    assert guard.asked == 0
    await departure.on_event(FIRST_BYTE, {"request": SimpleNamespace(method=b"POST")})
    assert guard.asked == 1
