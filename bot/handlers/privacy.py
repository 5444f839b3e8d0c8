"""/quyenriengtu and /xoadulieu: what is kept of people, and deleting it by their own wish."""

import asyncio

from telegram import Update
from telegram.constants import ChatType

from bot.callbacks.privacy import ForgetMe, KeepMine, PrivacyAction
from bot.desk import Desk
from bot.handlers.announcing import LastMessages
from bot.handlers.conversation import Context, message_of, show, texts_of
from bot.handlers.pressing import Press
from bot.introduction import introduce_to
from bot.render import privacy
from bot.screens import Screen, Toast
from bot.store.records import Rank
from bot.store.store import Store
from bot.telegram_text import rich


class Privacy:
    """Shows what is kept, and deletes what is whoever asks for it's own."""

    def __init__(self, store: Store, desk: Desk, last: LastMessages) -> None:
        self._store = store
        self._desk = desk
        self._last = last

    async def privacy(self, update: Update, _: Context) -> None:
        """Say what is kept and what is not."""
        await show(message_of(update), privacy.privacy(texts_of(update)))

    async def ask(self, update: Update, _: Context) -> None:
        """Ask whether to delete; in a group nobody is shown what is a person's own business."""
        message, texts = message_of(update), texts_of(update)
        if message.chat.type != ChatType.PRIVATE:
            await show(message, Screen(text=rich(texts.forget_in_private())))
            return
        role = await asyncio.to_thread(self._store.roles.of, message.chat.id)
        await show(message, privacy.forget_question(role.rank, texts))

    async def act(self, press: Press, action: PrivacyAction) -> None:
        """Delete all that belongs to whoever pressed the button, or nothing."""
        if press.message.chat.type != ChatType.PRIVATE:
            await press.tell(Toast(text=press.texts.forget_in_private()))
            return
        match action:
            case ForgetMe():
                await self._forget(press)
            case KeepMine():
                await press.react(Screen(text=rich(press.texts.nothing_deleted())))

    async def _forget(self, press: Press) -> None:
        person, roles = press.person.id, self._store.roles
        before = await asyncio.to_thread(roles.of, person)
        await asyncio.to_thread(self._store.forget, person)
        self._desk.forget(person)
        self._last.forget(press.message.chat.id)
        after = await asyncio.to_thread(roles.of, person)
        await press.react(privacy.forgotten(after.rank, press.texts))
        if before.rank is not Rank.NONE:
            await introduce_to(press.message.get_bot(), after)
