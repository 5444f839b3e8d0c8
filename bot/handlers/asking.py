"""Questions: plain words in a private chat, and /hoi anywhere."""

from telegram import Update

from bot.desk import Desk
from bot.handlers.conversation import (
    Context,
    message_of,
    occasion_of,
    own_words,
    show,
    texts_of,
    while_typing,
    words_replied_to,
)


class Asking:
    """Answers the words of a message; where it has none, those that it replies to."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(self, update: Update, _: Context) -> None:
        """Answer the question of a message."""
        message, texts = message_of(update), texts_of(update)
        own = own_words(message)
        question = own or words_replied_to(message)
        occasion = occasion_of(message)
        work = self._desk.ask(question, texts, occasion=occasion, can_reread=bool(own))
        await show(message, await while_typing(message, work))
