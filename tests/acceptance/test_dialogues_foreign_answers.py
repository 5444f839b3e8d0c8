"""Something on the way to Telegram answers in its stead, or somebody else takes the updates."""

import asyncio

import httpx
import pytest

from bot.clock import now
from bot.intake.reading import received
from bot.ports import free_port
from bot.sandbox.cast import BOT_ID
from bot.settings import Settings
from bot.store.store import Store
from bot.texts import Vietnamese
from tests.support.gateway import gateway_to
from tests.support.hearing import heard, hearing
from tests.support.running_bot import serving, shipped_keeper
from tests.support.sandbox import CITIZEN, NEIGHBOUR, TOKEN, Chatter, running_sandbox

VI = Vietnamese()
QUESTION = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": CITIZEN.user.id, "type": "private", "first_name": "Cô Ba"},
        "from": {"id": CITIZEN.user.id, "is_bot": False, "first_name": "Cô Ba"},
        "text": "/trogiup",
        "entities": [{"type": "bot_command", "offset": 0, "length": 8}],
    },
}
PATIENCE_SECONDS = 60.0


@pytest.mark.parametrize("status", [200, 403, 404])
async def test_where_a_page_answers_at_the_start_the_bot_begins_when_that_is_over(
    store: Store, status: int
) -> None:
    async with running_sandbox() as sandbox, gateway_to(sandbox.url) as gateway:
        gateway.status, gateway.is_broken = status, True
        settings = Settings().for_sandbox(base_url=gateway.url, token=TOKEN)
        with hearing("waiting for Telegram") as noticed:
            answered = asyncio.create_task(one_answer(settings, store, sandbox.chatter()))
            await heard(noticed)
        gateway.is_broken = False
        assert VI.help_title() in await asyncio.wait_for(answered, PATIENCE_SECONDS)


async def one_answer(settings: Settings, store: Store, chatter: Chatter) -> str:
    async with serving(settings, shipped_keeper(), store), chatter:
        [answer] = await chatter.say("/trogiup")
        return answer.text


async def test_where_a_page_forbids_an_answer_it_is_given_when_that_is_over(store: Store) -> None:
    async with running_sandbox() as sandbox, gateway_to(sandbox.url) as gateway:
        gateway.status = 403
        settings = Settings().for_sandbox(base_url=gateway.url, token=TOKEN)
        serves = serving(settings, shipped_keeper(), store)
        async with serves, sandbox.chatter(PATIENCE_SECONDS) as chatter:
            await chatter.say("/trogiup", persona=NEIGHBOUR)  # it fetches updates by now
            with hearing("an update could not be dealt with: ForeignRefusalError") as noticed:
                gateway.is_broken = True
                store.inbox.put(BOT_ID, [received(QUESTION)], now=now())
                await heard(noticed)
            gateway.is_broken = False
            [answer] = await chatter.replies(chat=CITIZEN.user.id)
            assert VI.help_title() in answer.text


async def test_a_webhook_that_somebody_sets_meanwhile_goes_and_questions_are_answered(
    store: Store,
) -> None:
    async with running_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as somebody:
        settings = Settings().for_sandbox(base_url=sandbox.url, token=TOKEN)
        serves = serving(settings, shipped_keeper(), store)
        async with serves, sandbox.chatter() as chatter:
            await chatter.say("/trogiup")  # it fetches updates by now
            with hearing("somebody has set a webhook") as noticed:
                elsewhere = {"url": f"http://127.0.0.1:{free_port()}/"}
                await somebody.post(f"{sandbox.base_url}{TOKEN}/setWebhook", json=elsewhere)
                await heard(noticed)
            [answer] = await chatter.say("/trogiup")
            assert VI.help_title() in answer.text
