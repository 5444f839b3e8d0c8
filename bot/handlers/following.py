"""Buttons of announcements that are on their way or have arrived, the readers' one among them."""

import asyncio
from collections.abc import Callable
from functools import singledispatchmethod

from telegram import Message

from bot.announcing.contents import corrected
from bot.announcing.office import Office
from bot.callbacks.following import (
    Acknowledge,
    ConfirmCorrection,
    ConfirmRecall,
    ExportDeliveries,
    ExportReaders,
    FollowingAction,
    LeaveAsItIs,
    ProposeRecall,
    ResumeSending,
    RetryFailed,
    ShowAnnouncement,
    ShowReaders,
    StopSending,
    TurnAnnouncements,
)
from bot.errors import StaleButtonError, UnknownAnnouncementError
from bot.handlers.conversation import show
from bot.handlers.drafts import News, ask_approver, show_draft
from bot.handlers.posting import below, send_table
from bot.handlers.pressing import Press
from bot.handlers.refusals import REFUSALS, words_of_refusal
from bot.screens import Screen, Toast
from bot.store.records import Step
from bot.telegram_text import rich


class FollowingButtons:
    """Does what a button says, for who may: their role is looked at with every step."""

    def __init__(self, office: Office, news: News) -> None:
        self._office = office
        self._steps = office.steps
        self._news = news

    async def act(self, press: Press, action: FollowingAction) -> None:
        """Do what an officer's button says, or say why not."""
        try:
            await self._do(action, press)
        except REFUSALS as error:
            await press.refuse(words_of_refusal(error, press.texts))

    async def acknowledge(self, press: Press, action: Acknowledge) -> None:
        """Note that whoever pressed the button has read it."""
        number, chat_id = action.announcement_id, press.message.chat.id
        try:
            toast = await asyncio.to_thread(
                self._office.acknowledge, number, press.person.id, chat_id, press.texts
            )
        except (StaleButtonError, UnknownAnnouncementError):
            await press.tell(Toast(text=press.texts.stale_button()))
            return
        await press.tell(toast)
        self._news(number)

    @singledispatchmethod
    async def _do(self, action: FollowingAction, _: Press) -> None:
        raise TypeError(f"no button of an announcement does {type(action).__name__}")

    @_do.register
    async def _show(self, action: ShowAnnouncement, press: Press) -> None:
        number, by, bot = action.announcement_id, press.person.id, press.message.get_bot()
        announcement = await asyncio.to_thread(self._steps.see, number, by)
        await press.accept()
        is_own = announcement.created_by == by
        if announcement.step is Step.AWAITING_APPROVAL and not is_own:
            await ask_approver(bot, self._office, number, by, press.texts)
            return
        if announcement.step in (Step.DRAFT, Step.AWAITING_APPROVAL):
            await show_draft(bot, self._office, announcement, press.texts)
            return
        screen = await asyncio.to_thread(self._office.card_of, announcement, press.texts)
        card = await below(bot, press.message.chat.id, screen, None)
        if is_own:
            await asyncio.to_thread(self._steps.show_on, number, card)
            self._news(number)

    @_do.register
    async def _list(self, action: TurnAnnouncements, press: Press) -> None:
        await press.react(
            await asyncio.to_thread(
                self._office.newest, press.person.id, action.before, press.texts
            )
        )

    @_do.register
    async def _stop(self, action: StopSending, press: Press) -> None:
        await self._step(press, self._steps.stop, action.announcement_id)
        await press.tell(Toast(text=press.texts.announcing().stopping))

    @_do.register
    async def _resume(self, action: ResumeSending, press: Press) -> None:
        await self._step(press, self._steps.resume, action.announcement_id)
        await press.tell(Toast(text=press.texts.announcing().resuming))

    @_do.register
    async def _retry(self, action: RetryFailed, press: Press) -> None:
        await self._step(press, self._steps.retry_failed, action.announcement_id)
        await press.tell(Toast(text=press.texts.announcing().retrying))

    @_do.register
    async def _propose_recall(self, action: ProposeRecall, press: Press) -> None:
        question = await asyncio.to_thread(
            self._office.recall_question, action.announcement_id, press.person.id, press.texts
        )
        await press.accept()
        await show(press.message, question)

    @_do.register
    async def _recall(self, action: ConfirmRecall, press: Press) -> None:
        number, by = action.announcement_id, press.person.id
        await asyncio.to_thread(self._steps.recall, number, by, action.seal)
        self._news(number)
        await press.react(Screen(text=rich(press.texts.announcing().recalling)))

    @_do.register
    async def _correct(self, action: ConfirmCorrection, press: Press) -> None:
        number, by, words = action.announcement_id, press.person.id, press.texts.announcing()
        announcement = await asyncio.to_thread(self._steps.see, number, by)
        message = press.message
        above = message.reply_to_message if isinstance(message, Message) else None
        if above is None:
            await press.refuse(words.correction_gone)
            return
        content = corrected(announcement.draft.content, above)
        await asyncio.to_thread(self._steps.correct, number, by, action.seal, content)
        self._news(number)
        await press.react(Screen(text=rich(words.correcting)))

    @_do.register
    async def _leave(self, _: LeaveAsItIs, press: Press) -> None:
        await asyncio.to_thread(self._steps.check, press.person.id)
        await press.react(Screen(text=rich(press.texts.announcing().left_as_it_is)))

    @_do.register
    async def _export_deliveries(self, action: ExportDeliveries, press: Press) -> None:
        number, by = action.announcement_id, press.person.id
        table = await asyncio.to_thread(self._office.deliveries_table, number, by)
        await press.tell(Toast(text=press.texts.announcing().preparing_table))
        await send_table(
            press.message.get_bot(), press.message.chat.id, f"thong-bao-{number}.csv", table
        )

    @_do.register
    async def _show_readers(self, action: ShowReaders, press: Press) -> None:
        screen = await asyncio.to_thread(
            self._office.readers, action.announcement_id, press.person.id, press.texts
        )
        await press.accept()
        await show(press.message, screen)

    @_do.register
    async def _export_readers(self, action: ExportReaders, press: Press) -> None:
        number, by = action.announcement_id, press.person.id
        table = await asyncio.to_thread(self._office.readers_table, number, by, press.texts)
        await press.tell(Toast(text=press.texts.announcing().preparing_table))
        name = f"thong-bao-{number}-da-nam.csv"
        await send_table(press.message.get_bot(), press.message.chat.id, name, table)

    async def _step(
        self, press: Press, step: Callable[[int, int], None], announcement_id: int
    ) -> None:
        await asyncio.to_thread(step, announcement_id, press.person.id)
        self._news(announcement_id)
