"""The whole bot with its updates posted to it instead of fetched."""

import httpx

from bot.ports import free_port
from bot.settings import Settings
from bot.texts import Vietnamese
from tests.support.running_bot import empty_store, serving, shipped_keeper
from tests.support.sandbox import CITIZEN, NEIGHBOUR, TOKEN, running_sandbox

QUESTION = "Cần Đước có mấy mô hình dân vận khéo?"
VI = Vietnamese()


def settings_of(url: str, port: int) -> Settings:
    webhook = {
        "webhook_url": f"http://127.0.0.1:{port}/updates",
        "webhook_listen": f"127.0.0.1:{port}",
    }
    return Settings().for_sandbox(base_url=url, token=TOKEN).model_copy(update=webhook)


async def test_questions_and_presses_are_answered() -> None:
    async with running_sandbox() as sandbox:
        settings = settings_of(sandbox.url, free_port())
        async with sandbox.chatter() as chatter:
            early = await chatter.post(QUESTION)
            async with serving(settings, shipped_keeper()):
                [answer] = await chatter.replies(chat=CITIZEN.user.id)
                assert "76 mô hình" in answer.text
                assert answer.replies_to == early["message_id"]
                [greeting] = await chatter.say("/start", persona=NEIGHBOUR)
                await chatter.press(greeting, greeting.buttons[0], persona=NEIGHBOUR, replies=1)


async def test_who_is_not_telegram_gets_nothing() -> None:
    async with running_sandbox() as sandbox:
        port = free_port()
        async with serving(settings_of(sandbox.url, port), shipped_keeper()):
            async with httpx.AsyncClient(trust_env=False) as stranger:
                answer = await stranger.post(f"http://127.0.0.1:{port}/updates", json={})
            assert (answer.status_code, answer.content) == (403, b"")


async def test_a_bot_that_polls_again_deletes_its_webhook() -> None:
    async with running_sandbox() as sandbox, sandbox.chatter() as chatter:
        with empty_store() as store:
            settings = settings_of(sandbox.url, free_port())
            async with serving(settings, shipped_keeper(), store):
                await chatter.say("/trogiup")
            fetching = settings.model_copy(update={"webhook_url": None})
            async with serving(fetching, shipped_keeper(), store):
                [answer] = await chatter.say("/trogiup")
                assert VI.help_title() in answer.text
