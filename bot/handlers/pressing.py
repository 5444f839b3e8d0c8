"""A button that was pressed, and by whom."""

from dataclasses import dataclass

from telegram import CallbackQuery, MaybeInaccessibleMessage, User

from bot.handlers.conversation import turn
from bot.screens import Screen, Toast
from bot.texts import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """A press that waits to be answered; it is, once, by one of the methods."""

    query: CallbackQuery
    message: MaybeInaccessibleMessage
    """What the button stands under."""
    texts: Texts
    """In the language of whoever pressed it."""

    @property
    def person(self) -> User:
        """Return who pressed it: the person themselves, also where they hide in the group."""
        return self.query.from_user

    async def accept(self) -> None:
        """Show that it works."""
        await self.query.answer()

    async def tell(self, toast: Toast) -> None:
        """Show a notice to whoever pressed it, and nobody else."""
        await self.query.answer(toast.text, show_alert=toast.alert)

    async def refuse(self, words: str) -> None:
        """Say why not, in words that stay until they are read."""
        await self.tell(Toast(text=words, alert=True))

    async def react(self, outcome: Screen | Toast) -> None:
        """Tell a notice, or put a screen in the place of the button's own."""
        if isinstance(outcome, Toast):
            await self.tell(outcome)
            return
        await self.accept()
        await turn(self.message, outcome)
