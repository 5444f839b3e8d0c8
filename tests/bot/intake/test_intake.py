"""The intake put together, where updates are posted: when they begin to come."""

import asyncio

from telegram.ext import Application

from bot.intake.intake import WebhookPlace, taking
from bot.intake.processing import Processing
from bot.intake.worker import Worker
from bot.ports import free_port
from bot.store.store import Store
from tests.support.hearing import hearing
from tests.support.recorded_telegram import recorded_bot

PATIENCE_SECONDS = 20.0


async def test_updates_do_not_come_before_the_webhook_could_be_set(store: Store) -> None:
    refusals = {"setWebhook": ""}
    bot, telegram = await recorded_bot(refusals)
    application = Application.builder().bot(bot).updater(None).build()
    worker = Worker(store, bot.id, Processing(application), most_at_once=1)
    place = WebhookPlace(url="https://bot.example.vn/updates", host="127.0.0.1", port=free_port())
    with hearing("the webhook could not be set") as refused:
        async with taking(bot, store, worker, kinds=["message"], place=place) as coming:
            await asyncio.wait_for(refused.wait(), PATIENCE_SECONDS)
            assert not coming.is_set()
            refusals.clear()
            await asyncio.wait_for(coming.wait(), PATIENCE_SECONDS)
    assert [call["url"] for call in telegram.calls_of("setWebhook")] == [place.url] * 2
