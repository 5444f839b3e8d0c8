"""/vanban: a document by its number."""

from telegram import Update

from bot.desk import Desk
from bot.handlers.conversation import (
    Context,
    after_command,
    message_of,
    show,
    texts_of,
    while_typing,
)


class Documents:
    """Looks documents up."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def look_up(self, update: Update, _: Context) -> None:
        """Show the document whose number follows the command."""
        message, texts = message_of(update), texts_of(update)
        number = after_command(message)
        await show(message, await while_typing(message, self._desk.look_up(number, texts)))
