"""What is logged of a dialogue, and what happens when something breaks."""

import asyncio
import io
import logging

import pytest

from bot.errors import TokenRefusedError
from bot.keeper import KnowledgeKeeper
from bot.logs import configure_logging
from bot.ports import free_port
from bot.settings import Settings
from bot.texts import Vietnamese
from retrieval.knowledge import Knowledge
from tests.support.running_bot import Shelf, running_bot, serving, shipped_keeper
from tests.support.sandbox import GROUP, TOKEN, running_sandbox

VI = Vietnamese()
PATIENCE_SECONDS = 60.0
PRIVATE_WORDS = "nhà Cô Ba, số 12"


class BrokenKeeper(KnowledgeKeeper):
    """A keeper whose knowledge is broken until it is mended."""

    broken = True

    @property
    def knowledge(self) -> Knowledge:
        if self.broken:
            raise RuntimeError(PRIVATE_WORDS)
        return super().knowledge


async def test_what_breaks_is_apologised_for_and_the_bot_goes_on() -> None:
    keeper = BrokenKeeper(Shelf([]))
    async with running_bot(keeper) as chatter:
        [apology] = await chatter.say("dân vận là gì")
        assert apology.text == VI.apology()
        keeper.broken = False
        [answer] = await chatter.say("dân vận là gì")
        assert answer.text == VI.no_sources()


async def test_a_press_that_breaks_is_answered_by_a_toast() -> None:
    keeper = BrokenKeeper(Shelf([]))
    keeper.broken = False
    async with running_bot(keeper) as chatter:
        [greeting] = await chatter.say("/start")
        keeper.broken = True
        pressed = await chatter.press(greeting, greeting.buttons[0])
        assert pressed.notice == VI.apology()


async def test_logs_hold_no_token_no_name_and_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, root = io.StringIO(), logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    configure_logging("DEBUG", stream)
    keeper = BrokenKeeper(Shelf([]))
    async with running_bot(keeper) as chatter:
        await chatter.say("mật khẩu nhà tôi")
        keeper.broken = False
        await chatter.say("mật khẩu nhà tôi")
        await chatter.say("/hoi mật khẩu nhà tôi", chat=GROUP.id)
    logged = stream.getvalue()
    assert "RuntimeError" in logged
    for secret in (TOKEN, TOKEN.partition(":")[2], "mật khẩu", "Cô Ba", "co_ba", PRIVATE_WORDS):
        assert secret not in logged


async def test_an_unknown_token_is_told_clearly_and_unseen() -> None:
    async with running_sandbox(strict_requests=False) as sandbox:
        other = TOKEN.replace("tests", "other")
        settings = Settings().for_sandbox(base_url=sandbox.url, token=other)
        with pytest.raises(TokenRefusedError, match="@BotFather") as refused:
            async with serving(settings, shipped_keeper()):
                pytest.fail("it began")
        assert other not in str(refused.value)


class Hearing(logging.Handler):
    """Tells when something is logged that begins with these words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.heard = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith(self._words):
            self.heard.set()


async def test_while_telegram_is_away_it_says_so_and_begins_when_that_is_there() -> None:
    port, hearing = free_port(), Hearing("waiting for Telegram: http://127.0.0.1:")
    settings = Settings().for_sandbox(base_url=f"http://127.0.0.1:{port}", token=TOKEN)
    logging.getLogger("bot").addHandler(hearing)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as group:
            serves = serving(settings, shipped_keeper())
            beginning = group.create_task(serves.__aenter__())
            await hearing.heard.wait()
            async with running_sandbox(port=port) as sandbox, sandbox.chatter() as chatter:
                await beginning
                [answer] = await chatter.say("/trogiup")
                assert VI.help_title() in answer.text
                await serves.__aexit__(None, None, None)
    finally:
        logging.getLogger("bot").removeHandler(hearing)


async def test_a_proxy_of_the_environment_is_not_for_loopback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    async with running_bot() as chatter:
        [answer] = await chatter.say("/trogiup")
        assert VI.help_title() in answer.text
