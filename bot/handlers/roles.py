"""/quyen, its buttons, the people picked for it, and places that are typed for it: for owners."""

import re

from telegram import Bot, Message, MessageOriginUser, Update
from telegram.constants import ChatType

from bot.callbacks import RoleAction
from bot.callbacks.roles import GiveRank, GrantPlace
from bot.errors import NotAllowedError
from bot.governing import Governing
from bot.handlers.conversation import (
    Context,
    after_command,
    is_own,
    message_of,
    own_words,
    show,
    texts_of,
)
from bot.handlers.pressing import Press
from bot.introduction import introduce_to
from bot.prompts import OfficerPlaceWanted, prompt_of
from bot.render.roles import picked
from bot.screens import Screen
from bot.store.records import Role
from bot.telegram_text import rich
from bot.texts import Texts

_USER_ID = re.compile(r"[1-9][0-9]{0,15}")
_NOBODY = 0
"""Who writes in a channel's or a group's name: no one has this id, nor any role."""


class RoleCommands:
    """What owners type, and whom they pick."""

    def __init__(self, governing: Governing) -> None:
        self._governing = governing

    async def roles(self, update: Update, _: Context) -> None:
        """Show all roles, or that of the person who is replied to or whose id is typed."""
        message, texts = message_of(update), texts_of(update)
        try:
            screen = await self._roles(message, texts)
        except NotAllowedError:
            screen = _refusal(texts)
        await show(message, screen)

    async def picked(self, update: Update, _: Context) -> None:
        """Show the role of a person who was picked; they need not have met the bot."""
        message, texts = message_of(update), texts_of(update)
        people = message.users_shared.users if message.users_shared else ()
        await show(message, picked(texts))
        for person in people:
            try:
                screen = await self._governing.person(person.user_id, _writer(message), texts)
            except NotAllowedError:
                screen = _refusal(texts)
            await show(message, screen, quoting=False)

    async def search_place(self, update: Update, _: Context) -> None:
        """Show which places a reply to the prompt may mean."""
        message, texts = message_of(update), texts_of(update)
        replied = message.reply_to_message
        prompt = prompt_of(replied.text or "") if replied else None
        if not isinstance(prompt, OfficerPlaceWanted):
            raise TypeError("a handler of replies was given one to nothing that it asked")
        typed, by = own_words(message), _writer(message)
        try:
            screen = await self._governing.search_place(prompt.user_id, typed, by, texts)
        except NotAllowedError:
            screen = _refusal(texts)
        await show(message, screen)

    async def _roles(self, message: Message, texts: Texts) -> Screen:
        by, typed = _writer(message), after_command(message)
        person = _replied_to(message) or (int(typed) if _USER_ID.fullmatch(typed) else None)
        if person is not None:
            return await self._governing.person(person, by, texts)
        await self._governing.check(by)
        if typed:
            return Screen(text=rich(texts.nobodys_id()))
        if message.chat.type != ChatType.PRIVATE:  # the list is nobody else's business
            return Screen(text=rich(texts.in_private()))
        return await self._governing.everyone(by, texts)


class RoleButtons:
    """Buttons of roles; who presses one is asked for their role every time."""

    def __init__(self, governing: Governing) -> None:
        self._governing = governing

    async def act(self, press: Press, action: RoleAction) -> None:
        """Do what a button says."""
        is_private = press.message.chat.type == ChatType.PRIVATE
        changed = action.user_id if isinstance(action, GiveRank | GrantPlace) else None
        before = await self._governing.role_of(changed) if changed else None
        try:
            outcome = await self._governing.act(
                action, press.person.id, press.texts, is_private=is_private
            )
        except NotAllowedError:
            await press.refuse(press.texts.not_allowed())
            return
        await press.react(outcome)
        if before:
            await self._present_menu(press.message.get_bot(), before)

    async def _present_menu(self, bot: Bot, before: Role) -> None:
        """Give someone another menu where their rank is another one than before."""
        role = await self._governing.role_of(before.user_id)
        if role.rank is not before.rank:
            await introduce_to(bot, role)


def _writer(message: Message) -> int:
    """Return the id of the person who wrote a message, in their own name."""
    if message.sender_chat is not None or message.from_user is None:
        return _NOBODY
    return message.from_user.id


def _replied_to(message: Message) -> int | None:
    """Return the id of the person whose message is replied to, or who wrote it before a forward."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created or is_own(replied):
        return None
    origin = replied.forward_origin
    if isinstance(origin, MessageOriginUser):
        return None if origin.sender_user.is_bot else origin.sender_user.id
    if origin is not None or replied.from_user is None or replied.from_user.is_bot:
        return None
    return replied.from_user.id


def _refusal(texts: Texts) -> Screen:
    return Screen(text=rich(texts.not_allowed()))
