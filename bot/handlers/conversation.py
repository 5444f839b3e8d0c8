"""Reading messages and showing screens: what all handlers share of Telegram."""

import asyncio
import re
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from telegram import (
    Bot,
    Chat,
    ChatFullInfo,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.handlers.keyboards import inline_keyboard, markup_of
from bot.recent import Conversation, Occasion
from bot.screens import Screen
from bot.store.records import ChatKind
from bot.telegram_text import fits, split, to_html, without_utf16_range
from bot.texts import Texts, texts_for
from bot.venues import Venue

Context = ContextTypes.DEFAULT_TYPE
T = TypeVar("T")

UNNOTICED_SECONDS = 0.25
"""So long nobody wonders whether anything is being done."""
TYPING_SECONDS = 4.0
"""Telegram shows "typing" for five seconds."""
PATIENCE_WITH_TYPING_SECONDS = 1.0
"""How long an answer that is ready waits for "typing" to be shown."""

_ASK_COMMAND = re.compile(r"/(?:hoi|hỏi)(?:@\w+)?(?!\w)", re.IGNORECASE)


def message_of(update: Update) -> Message:
    """Return the message, new or edited, that an update of a message handler always has."""
    message = update.effective_message
    if message is None:
        raise TypeError("a handler of messages was given an update without one")
    return message


def texts_of(update: Update) -> Texts:
    """Return the texts in the language of whoever caused the update."""
    user = update.effective_user
    return texts_for(user.language_code if user else None)


def occasion_of(message: Message) -> Occasion:
    """Return when, where and by whom a message was written, or corrected."""
    sender = message.sender_chat or message.from_user or message.chat
    return Occasion(
        conversation=Conversation(chat=message.chat.id, topic=topic_of(message), person=sender.id),
        message=message.message_id,
        at=message.edit_date or message.date,
    )


def venue_of(chat: Chat | ChatFullInfo, topic: int | None = None) -> Venue:
    """Return a chat, and the topic of it that something stands in."""
    kind, is_forum = ChatKind(chat.type), bool(chat.is_forum)
    return Venue(chat_id=chat.id, kind=kind, is_forum=is_forum, topic=topic)


def own_words(message: Message) -> str:
    """Return what a message asks: its text or caption, without /hoi and the bot's mentions."""
    words = message.text or message.caption or ""
    for mention in reversed(mentions(message)):
        words = without_utf16_range(words, mention.offset, mention.length)
    asked = _ASK_COMMAND.sub("", words, count=1) if words.lstrip().startswith("/") else words
    return asked.strip().lstrip(",:;").strip()


def words_replied_to(message: Message) -> str:
    """Return the words of someone else that a message replies to: the quoted part, or all."""
    replied = message.reply_to_message
    if replied is None or is_own(replied):
        return ""
    return message.quote.text.strip() if message.quote else own_words(replied)


def after_command(message: Message) -> str:
    """Return what stands after a command, on one line."""
    return " ".join((message.text or "").split()[1:])


def mentions(message: Message) -> list[MessageEntity]:
    """Return the entities that name the bot, in order."""
    bot = message.get_bot()
    name = f"@{bot.username}".casefold()
    named = {**message.parse_entities(), **message.parse_caption_entities()}
    return [
        entity
        for entity, words in named.items()
        if (entity.type == MessageEntity.MENTION and words.casefold() == name)
        or (entity.user is not None and entity.user.id == bot.id)
    ]


def is_own(message: Message) -> bool:
    """Tell whether the bot sent a message."""
    return message.from_user is not None and message.from_user.id == message.get_bot().id


async def show(message: MaybeInaccessibleMessage, screen: Screen, *, quoting: bool = True) -> None:
    """Send a screen to the chat, and the topic, of a message; by default as a reply to it."""
    reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    await send(
        message.get_bot(),
        message.chat.id,
        screen,
        topic=topic_of(message),
        reply=reply if quoting else None,
    )


async def send(
    bot: Bot,
    chat_id: int,
    screen: Screen,
    *,
    topic: int | None = None,
    reply: ReplyParameters | None = None,
) -> None:
    """Send a screen to a chat, in as many messages as it takes."""
    parts = split(screen.text)
    for position, part in enumerate(parts, start=1):
        await bot.send_message(
            chat_id,
            to_html(part),
            message_thread_id=topic,
            reply_parameters=reply if position == 1 else None,
            reply_markup=markup_of(screen) if position == len(parts) else None,
        )


async def turn(message: MaybeInaccessibleMessage, screen: Screen) -> None:
    """Put a screen in place of one of the bot's; where that can't be, send it."""
    if screen.keyboard is not None or not fits(screen.text):
        await show(message, screen)
        return
    try:
        await message.get_bot().edit_message_text(
            to_html(screen.text),
            message.chat.id,
            message.message_id,
            reply_markup=inline_keyboard(screen),
        )
    except BadRequest as error:
        if "not modified" not in error.message:  # pressed twice: it is there already
            await show(message, screen, quoting=False)


async def while_typing(message: MaybeInaccessibleMessage, work: Coroutine[Any, Any, T]) -> T:
    """Do the work; where that takes a while, the chat shows "typing".

    An answer that is there at once need not wait for a request to Telegram that says so. That it
    can't be shown is no reason to fail.
    """
    begun, shown = asyncio.Event(), asyncio.Event()
    typing = asyncio.create_task(_keep_typing(message, begun, shown))
    try:
        done = await work
        if begun.is_set():  # were the answer overtaken by "typing", that would stay on after it
            with suppress(TimeoutError):
                await asyncio.wait_for(shown.wait(), PATIENCE_WITH_TYPING_SECONDS)
        return done
    finally:
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)


def topic_of(message: MaybeInaccessibleMessage) -> int | None:
    """Return the forum topic that a message stands in, if any."""
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None


async def _keep_typing(
    message: MaybeInaccessibleMessage, begun: asyncio.Event, shown: asyncio.Event
) -> None:
    bot: Bot = message.get_bot()
    await asyncio.sleep(UNNOTICED_SECONDS)
    begun.set()
    while True:
        with suppress(TelegramError):
            await bot.send_chat_action(
                message.chat.id, ChatAction.TYPING, message_thread_id=topic_of(message)
            )
        shown.set()
        await asyncio.sleep(TYPING_SECONDS)
