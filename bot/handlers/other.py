"""What is no question: messages without words, and commands that nobody knows."""

from telegram import Message, Update

from bot.handlers.conversation import Context, message_of, show, texts_of
from bot.render.answers import example_rows
from bot.screens import Screen
from bot.telegram_text import rich
from bot.texts import MessageKind


async def unknown_command(update: Update, _: Context) -> None:
    """Say which commands there are."""
    await show(message_of(update), Screen(text=rich(texts_of(update).unknown_command())))


async def wordless(update: Update, _: Context) -> None:
    """Say what can't be read of a message, and what can be asked."""
    message = message_of(update)
    sentence = texts_of(update).no_question_in(kind_of(message))
    await show(message, Screen(text=rich(sentence), rows=example_rows()))


def kind_of(message: Message) -> MessageKind:
    """Return the kind of a message without words; an animation is sent as a document too."""
    if message.voice or message.audio or message.video_note:
        return MessageKind.VOICE
    if message.sticker or message.animation or message.dice:
        return MessageKind.STICKER
    if message.photo or message.video:
        return MessageKind.PICTURE
    return MessageKind.FILE if message.document else MessageKind.OTHER
