"""What is no question: messages without words, and commands that nobody knows."""

from contextlib import suppress

from telegram import Message, Update

from bot.errors import StoreUnavailableError
from bot.governing import Governing
from bot.handlers.conversation import Context, message_of, show, texts_of
from bot.render.answers import example_rows
from bot.screens import Screen
from bot.store.roles import Action, may
from bot.telegram_text import rich
from bot.texts import MessageKind


async def unknown_command(update: Update, _: Context) -> None:
    """Say which commands there are."""
    await show(message_of(update), Screen(text=rich(texts_of(update).unknown_command())))


class Wordless:
    """Answers messages without words in private chats."""

    def __init__(self, governing: Governing) -> None:
        self._governing = governing

    async def wordless(self, update: Update, _: Context) -> None:
        """Say what can't be read of a message, and what can be asked or, by officers, done."""
        message, texts = message_of(update), texts_of(update)
        sentence = texts.no_question_in(kind_of(message))
        if await self._may_announce(message.chat.id):
            sentence = f"{sentence}\n\n{texts.announcing_hint()}"
        await show(message, Screen(text=rich(sentence), rows=example_rows()))

    async def _may_announce(self, person: int) -> bool:
        with suppress(StoreUnavailableError):  # an answer can do without
            role = await self._governing.role_of(person)
            return may(role, Action.ANNOUNCE, role.places)
        return False


def kind_of(message: Message) -> MessageKind:
    """Return the kind of a message without words; an animation is sent as a document too."""
    if message.voice or message.audio or message.video_note:
        return MessageKind.VOICE
    if message.sticker or message.animation or message.dice:
        return MessageKind.STICKER
    if message.photo or message.video:
        return MessageKind.PICTURE
    return MessageKind.FILE if message.document else MessageKind.OTHER
