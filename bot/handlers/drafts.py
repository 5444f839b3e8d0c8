"""Buttons of announcements that are not sent yet."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from functools import singledispatchmethod

from telegram import Bot, Message
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.announcing.contents import is_correctable
from bot.announcing.office import Office
from bot.announcing.readers import readers_row
from bot.callbacks.composing import (
    AddressAllTopics,
    AddressEverywhere,
    AddressPlace,
    AddressTopic,
    ApproveSending,
    AskFor,
    AttachPassage,
    ComposingAction,
    ConfirmSending,
    DiscardDraft,
    Flag,
    ListAudience,
    ProposeSending,
    ReturnDraft,
    SetFlag,
    SubmitDraft,
    TrySending,
    TurnDraft,
    Wanted,
)
from bot.handlers.conversation import show, turn
from bot.handlers.posting import post, present
from bot.handlers.pressing import Press
from bot.handlers.refusals import REFUSALS, words_of_refusal
from bot.render.drafts import prompt
from bot.screens import Screen, Toast
from bot.store.records import Announcement, PostedMessage
from bot.telegram_text import rich
from bot.texts import DEFAULT_TEXTS, Texts

MOST_APPROVERS = 10
"""People who are asked at once."""

News = Callable[[int], None]
"""Told of an announcement that has something to send, or another look."""

logger = logging.getLogger(__name__)


class DraftButtons:
    """Does what a button says, for who may: their role is looked at with every step."""

    def __init__(self, office: Office, news: News) -> None:
        self._office = office
        self._steps = office.steps
        self._news = news

    async def act(self, press: Press, action: ComposingAction) -> None:
        """Do what a button says, or say why not."""
        try:
            await self._do(action, press)
        except REFUSALS as error:
            await press.refuse(words_of_refusal(error, press.texts))

    @singledispatchmethod
    async def _do(self, action: ComposingAction, _: Press) -> None:
        raise TypeError(f"no button of a draft does {type(action).__name__}")

    @_do.register
    async def _turn(self, action: TurnDraft, press: Press) -> None:
        by = press.person.id
        await press.react(await asyncio.to_thread(self._office.page, action, by, press.texts))

    @_do.register
    async def _ask(self, action: AskFor, press: Press) -> None:
        announcement = await asyncio.to_thread(
            self._steps.see, action.announcement_id, press.person.id
        )
        is_correction = action.wanted is Wanted.CORRECTION
        if is_correction and not is_correctable(announcement.draft.content):
            await press.refuse(press.texts.announcing().cannot_correct_this)
            return
        await press.accept()
        await show(press.message, prompt(announcement.id, action.wanted, press.texts))

    @_do.register
    async def _list(self, action: ListAudience, press: Press) -> None:
        found = await asyncio.to_thread(
            self._office.audience, action.announcement_id, press.person.id, action.page
        )
        await press.accept()
        titles = await titles_of(press.message.get_bot(), found.chat_ids)
        showing = show if action.page == 0 else turn
        await showing(press.message, found.shown(titles, press.texts))

    @_do.register
    async def _choose(
        self,
        choice: AddressPlace | AddressEverywhere | AddressTopic | AddressAllTopics | SetFlag,
        press: Press,
    ) -> None:
        outcome = await asyncio.to_thread(self._office.choose, choice, press.person.id, press.texts)
        await press.react(outcome)
        if isinstance(choice, SetFlag) and choice.flag is Flag.ACKNOWLEDGE:
            await _show_readers_button(press.message, choice)

    @_do.register
    async def _attach(self, action: AttachPassage, press: Press) -> None:
        announcement = await asyncio.to_thread(self._office.attach, action, press.person.id)
        if announcement is None:
            await press.tell(Toast(text=press.texts.passage_gone()))
            return
        await press.accept()
        await show_draft(press.message.get_bot(), self._office, announcement, press.texts)

    @_do.register
    async def _try(self, action: TrySending, press: Press) -> None:
        announcement = await asyncio.to_thread(
            self._steps.see, action.announcement_id, press.person.id
        )
        await post(
            press.message.get_bot(), press.person.id, announcement, announcement.draft.content
        )
        await press.tell(Toast(text=press.texts.announcing().test_sent))

    @_do.register
    async def _propose(self, action: ProposeSending, press: Press) -> None:
        await press.react(
            await asyncio.to_thread(
                self._office.send_question, action.announcement_id, press.person.id, press.texts
            )
        )

    @_do.register
    async def _confirm(self, action: ConfirmSending, press: Press) -> None:
        by = press.person.id
        await asyncio.to_thread(self._steps.confirm, action.announcement_id, by, action.seal)
        await press.accept()
        await self._follow_here(press, action.announcement_id)

    @_do.register
    async def _submit(self, action: SubmitDraft, press: Press) -> None:
        number, by = action.announcement_id, press.person.id
        approvers = await asyncio.to_thread(self._steps.submit, number, by, action.seal)
        await press.accept()
        await self._follow_here(press, number)
        asked = await self._ask_approvers(press.message.get_bot(), number, approvers)
        await show(press.message, Screen(text=rich(press.texts.approval_asked(asked))))

    @_do.register
    async def _approve(self, action: ApproveSending, press: Press) -> None:
        number, by = action.announcement_id, press.person.id
        announcement = await asyncio.to_thread(self._steps.approve, number, by, action.seal)
        await press.accept()
        if announcement.card is None:  # of the command line: nobody else hears what becomes of it
            await self._follow_here(press, number)
            return
        self._news(number)
        card = await asyncio.to_thread(self._office.card_of, announcement, press.texts)
        await turn(press.message, card)

    @_do.register
    async def _return(self, action: ReturnDraft, press: Press) -> None:
        number, by = action.announcement_id, press.person.id
        announcement = await asyncio.to_thread(self._steps.hand_back, number, by)
        await press.accept()
        if announcement.created_by == by:
            card = await asyncio.to_thread(self._office.card_of, announcement, press.texts)
            await turn(press.message, card)
            return
        await turn(press.message, Screen(text=rich(press.texts.announcing().returned)))
        self._news(number)
        if announcement.created_by is not None:
            await _tell_officer(press.message.get_bot(), announcement.created_by)

    @_do.register
    async def _discard(self, action: DiscardDraft, press: Press) -> None:
        await asyncio.to_thread(self._steps.discard, action.announcement_id, press.person.id)
        await press.react(Screen(text=rich(press.texts.announcing().discarded)))

    async def _follow_here(self, press: Press, announcement_id: int) -> None:
        """Let the button's message be the one that shows how the announcement is doing."""
        message = press.message
        card = PostedMessage(chat_id=message.chat.id, message_id=message.message_id)
        await asyncio.to_thread(self._steps.show_on, announcement_id, card)
        self._news(announcement_id)

    async def _ask_approvers(self, bot: Bot, announcement_id: int, people: Iterable[int]) -> int:
        """Ask those who may approve; return how many could be asked.

        Raises what kept anybody from being asked for now, after the others were.
        """
        asked, later = 0, list[TelegramError]()
        for person in list(people)[:MOST_APPROVERS]:
            try:
                await ask_approver(bot, self._office, announcement_id, person, DEFAULT_TEXTS)
                asked += 1
            except (Forbidden, BadRequest) as error:  # who has not met the bot, or blocked it
                logger.info("an approver could not be asked: %s", type(error).__name__)
            except TelegramError as error:
                later.append(error)
        if later:
            raise later[0]
        return asked


async def show_draft(bot: Bot, office: Office, announcement: Announcement, texts: Texts) -> None:
    """Show an officer their draft: the very message, and its card below, which it is from now."""
    if announcement.created_by is None:
        raise ValueError(f"announcement {announcement.id} is nobody's draft")
    screen = await asyncio.to_thread(office.card_of, announcement, texts)
    card = await present(bot, announcement.created_by, announcement, screen)
    await asyncio.to_thread(office.steps.show_on, announcement.id, card)


async def ask_approver(
    bot: Bot, office: Office, announcement_id: int, person: int, texts: Texts
) -> None:
    """Show someone what they are asked to approve: the very message, and the question."""
    announcement = await asyncio.to_thread(office.steps.see, announcement_id, person)
    question = await asyncio.to_thread(office.approval_question, announcement_id, person, texts)
    await present(bot, person, announcement, question)


async def titles_of(bot: Bot, chat_ids: Iterable[int]) -> list[str]:
    """Ask Telegram for the titles of groups; one that it does not tell goes by its id."""
    return list(await asyncio.gather(*(_title_of(bot, chat_id) for chat_id in chat_ids)))


async def _title_of(bot: Bot, chat_id: int) -> str:
    try:
        return (await bot.get_chat(chat_id)).title or str(chat_id)
    except TelegramError:
        return str(chat_id)


async def _show_readers_button(card: object, choice: SetFlag) -> None:
    """Keep the message above the card the very one that everybody gets."""
    above = card.reply_to_message if isinstance(card, Message) else None
    if above is None:
        return
    rows = [readers_row(choice.announcement_id)] if choice.on else []
    parameters = {
        "chat_id": above.chat.id,
        "message_id": above.message_id,
        "reply_markup": {"inline_keyboard": rows},
    }
    try:  # in lower case, as by its own name the library adds what Telegram does not know here
        await above.get_bot().do_api_request("editmessagereplymarkup", parameters)
    except BadRequest as error:  # pressed twice, or deleted
        logger.info("a preview was left as it is: %s", type(error).__name__)


async def _tell_officer(bot: Bot, officer: int) -> None:
    try:
        await bot.send_message(officer, DEFAULT_TEXTS.announcing().returned)
    except (Forbidden, BadRequest) as error:  # who has blocked the bot
        logger.info("an officer could not be told: %s", type(error).__name__)
