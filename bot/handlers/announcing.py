"""/thongbao and /thongbao_danhsach, and what officers reply to what they are asked."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.announcing.contents import content_of, corrected, is_correctable
from bot.announcing.moments import NoMoment, read_moment
from bot.announcing.office import Office
from bot.callbacks.composing import Wanted
from bot.clock import now
from bot.errors import NotAllowedError
from bot.handlers.conversation import (
    Context,
    message_of,
    own_words,
    show,
    texts_of,
    while_typing,
)
from bot.handlers.drafts import show_draft
from bot.handlers.posting import present
from bot.handlers.refusals import REFUSALS, words_of_refusal
from bot.lapsing import Lapse
from bot.prompts import AnnouncementWanted, prompt_of
from bot.recent import KEPT_FOR
from bot.render.drafts import prompt
from bot.screens import Screen
from bot.store.records import Content
from bot.telegram_text import rich
from bot.texts import Texts

MOST_CHATS = 1000


class LastMessages:
    """The last message of each private chat, in memory only and for minutes, as questions are."""

    def __init__(self) -> None:
        self._messages: OrderedDict[int, tuple[datetime, Message]] = OrderedDict()
        """With when each came, the oldest first."""
        self._takers: dict[int, int] = {}
        """The message that took the one of a chat."""
        self._lapse = Lapse(self._forget, after=KEPT_FOR)

    def keep(self, message: Message) -> None:
        """Keep a message until its time is over, or the next one comes."""
        moment = now()
        self._messages[message.chat.id] = moment, message
        self._takers.pop(message.chat.id, None)
        self._messages.move_to_end(message.chat.id)
        while len(self._messages) > MOST_CHATS:
            self._drop_oldest()
        self._lapse.begin(moment)

    def take(self, taker: Message) -> Message | None:
        """Return the last message of a chat to one after it, and to that one as often as it asks.

        None where it is too long ago.
        """
        _, message = self._messages.get(taker.chat.id, (None, None))
        if message is None or now() - message.date >= KEPT_FOR + _CLOCKS:
            return None
        is_theirs = self._takers.setdefault(taker.chat.id, taker.message_id) == taker.message_id
        return message if is_theirs else None

    def forget(self, chat: int) -> None:
        """Forget what was said last in a chat."""
        self._messages.pop(chat, None)
        self._takers.pop(chat, None)

    def _forget(self, until: datetime) -> None:
        while self._messages and next(iter(self._messages.values()))[0] <= until:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        chat, _ = self._messages.popitem(last=False)
        self._takers.pop(chat, None)


_CLOCKS = timedelta(seconds=30)
"""How far Telegram's clock and ours may be apart."""


class AnnouncementCommands:
    """What officers type and send; their role is looked at with every step."""

    def __init__(self, office: Office, last: LastMessages) -> None:
        self._office = office
        self._steps = office.steps
        self._last = last

    async def remember(self, update: Update, _: Context) -> None:
        """Keep a message of a private chat for the /thongbao that may follow it."""
        self._last.keep(message_of(update))

    async def compose(self, update: Update, _: Context) -> None:
        """Make a draft of what follows the command, of what it replies to, or of the last one."""
        message, texts = message_of(update), texts_of(update)
        words = texts.announcing()
        try:
            await asyncio.to_thread(self._steps.check, _writer(message))
            if message.chat.type != ChatType.PRIVATE:
                await _say(message, words.in_private)
                return
            content = self._content(message)
            if content is None:
                await _say(message, words.how_to)
                return
            announcement = await asyncio.to_thread(self._steps.compose, content, _writer(message))
        except REFUSALS as error:
            await _say(message, words_of_refusal(error, texts))
            return
        try:
            await show_draft(message.get_bot(), self._office, announcement, texts)
        except BadRequest:  # Telegram does not take from a bot what it took from a person
            await asyncio.to_thread(self._steps.discard, announcement.id, _writer(message))
            await _say(message, words.cannot_announce_this)

    async def list(self, update: Update, _: Context) -> None:
        """List the announcements."""
        message, texts = message_of(update), texts_of(update)
        try:
            screen = await asyncio.to_thread(self._office.newest, _writer(message), 0, texts)
        except NotAllowedError:
            screen = Screen(text=rich(texts.not_allowed()))
        if message.chat.type != ChatType.PRIVATE:  # nobody else's business
            screen = Screen(text=rich(texts.announcing().in_private))
        await show(message, screen)

    async def answer(self, update: Update, _: Context) -> None:
        """Do what a reply to the bot's question is for."""
        message, texts = message_of(update), texts_of(update)
        replied = message.reply_to_message
        asked = prompt_of(replied.text or "") if replied else None
        if not isinstance(asked, AnnouncementWanted):
            raise TypeError("a handler of replies was given one to nothing that it asked")
        try:
            await self._answer(message, asked, texts)
        except REFUSALS as error:
            await _say(message, words_of_refusal(error, texts))

    async def _answer(self, message: Message, asked: AnnouncementWanted, texts: Texts) -> None:
        number, by, typed = asked.announcement_id, _writer(message), own_words(message)
        match asked.wanted:
            case Wanted.CONTENT:
                await self._replace(message, number, texts)
            case Wanted.MOMENT:
                await self._set_time(message, number, texts)
            case Wanted.PLACE:
                found = await asyncio.to_thread(self._office.places_named, number, by, typed, texts)
                await show(message, found)
            case Wanted.QUESTION:
                work = asyncio.to_thread(self._office.passages, number, by, typed, texts)
                await show(message, await while_typing(message, work))
            case Wanted.CORRECTION:
                await self._correct(message, number, texts)

    async def _replace(self, message: Message, number: int, texts: Texts) -> None:
        announcement = await asyncio.to_thread(
            self._office.replace_content, number, _writer(message), content_of(message)
        )
        await show_draft(message.get_bot(), self._office, announcement, texts)

    async def _set_time(self, message: Message, number: int, texts: Texts) -> None:
        await asyncio.to_thread(self._steps.see, number, _writer(message))
        due_at = read_moment(own_words(message), now=self._steps.clock())
        if isinstance(due_at, NoMoment):
            await _say(message, texts.no_moment(due_at))
            await show(message, prompt(number, Wanted.MOMENT, texts), quoting=False)
            return
        announcement = await asyncio.to_thread(
            self._office.set_time, number, _writer(message), due_at
        )
        await show_draft(message.get_bot(), self._office, announcement, texts)

    async def _correct(self, message: Message, number: int, texts: Texts) -> None:
        """Show what the correction would look like; it is done when that is confirmed."""
        announcement = await asyncio.to_thread(self._steps.see, number, _writer(message))
        if message.text is None:
            await _say(message, texts.announcing().correct_with_words)
            return
        if not is_correctable(announcement.draft.content):
            await _say(message, texts.announcing().cannot_correct_this)
            return
        content = corrected(announcement.draft.content, message)
        question = await asyncio.to_thread(
            self._office.correction_question, number, _writer(message), texts
        )
        await present(message.get_bot(), message.chat.id, announcement, question, content)

    def _content(self, message: Message) -> Content | None:
        """Return what a command is about; None for nothing. Raises UnsuitableError."""
        command = _command_of(message)
        if len(message.text or "") > command:
            return content_of(message, skipping=command)
        about = message.reply_to_message or self._last.take(message)
        return content_of(about) if about else None


def _command_of(message: Message) -> int:
    """Return how many UTF-16 units the command of a message takes."""
    return next(
        (
            entity.offset + entity.length
            for entity in message.entities
            if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0
        ),
        0,
    )


def _writer(message: Message) -> int:
    """Return the id of the person who wrote a message, in their own name; 0 is nobody's."""
    if message.sender_chat is not None or message.from_user is None:
        return 0
    return message.from_user.id


async def _say(message: Message, words: str) -> None:
    await show(message, Screen(text=rich(words)))
