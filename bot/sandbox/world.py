"""The sandbox's world: who is there, what was said, and what the bot is told of it.

Pure: it reads no clock (`now` is given, in seconds since 1970) and does nothing but change itself.
What a method changed it returns as an event. Everybody in it has pressed Start, so the bot may
write to any of them, and privacy mode is on, so in a group it gets only what is meant for it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import count

from bot.sandbox.changes import (
    ButtonPressed,
    CallbackAnswered,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    PollNews,
    WorldReset,
)
from bot.sandbox.commands import Command, CommandBook
from bot.sandbox.entities import is_addressed
from bot.sandbox.errors import BadRequestError, ForbiddenError, MigratedError
from bot.sandbox.faults import Faults
from bot.sandbox.fields import integer_of
from bot.sandbox.files import FileStore
from bot.sandbox.formatting import MAX_TEXT_UNITS, formatted
from bot.sandbox.news import CallbackQuery
from bot.sandbox.polls import news_of_vote, with_vote
from bot.sandbox.profile import Profile
from bot.sandbox.records import (
    BotStatus,
    Chat,
    ChatKind,
    ChatRequest,
    ChatShared,
    Content,
    Draft,
    FormattedText,
    InlineKeyboard,
    Message,
    Origin,
    Persona,
    PersonRequest,
    PersonShared,
    Service,
    TextContent,
    User,
)
from bot.sandbox.room import Room
from bot.sandbox.traffic import Traffic
from bot.sandbox.updates import UpdateQueue

DELETABLE_SECONDS = 48 * 3600
CALLBACK_SECONDS = 150
"""How long a callback query can be answered."""


class World:
    """People, chats, messages, and the bot among them."""

    def __init__(
        self,
        *,
        bot: User,
        personas: Sequence[Persona],
        chats: Iterable[Chat],
        first_update_id: int,
        now: int,
    ) -> None:
        self.bot = bot
        self.personas = tuple(personas)
        self.people = {user.id: user for user in (bot, *(p.user for p in personas))}
        self.rooms: dict[int, Room] = {}
        for chat in chats:
            self.add_chat(chat, now=now)
        self.updates = UpdateQueue(first_update_id)
        self.commands = CommandBook()
        self.profile = Profile(bot.first_name)
        self.files = FileStore()
        self.faults = Faults()
        self.traffic = Traffic()
        self._queries: dict[str, CallbackQuery] = {}
        self._query_ids = count(1)

    def add_chat(self, chat: Chat, *, now: int) -> Room:
        """Open a chat whose members are among the personas."""
        opener = self.people[chat.owner or self.bot.id]
        room = self.rooms[chat.id] = Room(chat, opener=opener, now=now)
        return room

    # What people do.

    def say(
        self,
        user_id: int,
        chat_id: int,
        content: Content,
        *,
        now: int,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> MessagePosted:
        """Post a persona's message, and tell the bot of it where the bot may know."""
        room, sender = self._room_of(user_id, chat_id)
        replied = self._message(room, reply_to, "message to be replied") if reply_to else None
        room.check_thread(thread_id)
        draft = Draft(content=content, reply_to=replied, thread_id=thread_id)
        return self._posted(room, sender, draft, now=now)

    def forward(
        self,
        user_id: int,
        source: tuple[int, int],
        chat_id: int,
        *,
        now: int,
        thread_id: int | None = None,
    ) -> MessagePosted:
        """Post a message that a persona can see (its chat, its id) again, with its author's name.

        Without its buttons, as people's forwards are.
        """
        source_room, _ = self._room_of(user_id, source[0])
        message = self._message(source_room, source[1], "message to forward")
        room, sender = self._room_of(user_id, chat_id)
        room.check_thread(thread_id)
        copy = Draft(content=message.content, origin=origin_of(message), thread_id=thread_id)
        return self._posted(room, sender, copy, now=now)

    def vote(
        self, user_id: int, chat_id: int, message_id: int, options: Collection[int], *, now: int
    ) -> tuple[MessageEdited | PollNews, ...]:
        """Choose options of a poll, by their places, in place of those chosen before."""
        room, voter = self._room_of(user_id, chat_id)
        message = self._message(room, message_id, "message with poll")
        choice = tuple(sorted(set(options)))
        voted = replace(message, content=with_vote(message.content, voter, choice))
        room.messages[message_id] = voted
        news = news_of_vote(voted, voter, choice, bot=self.bot)
        told = (PollNews(update=self.updates.push(one, now=now)) for one in news)
        return (MessageEdited(message=voted), *told)

    def press(
        self, user_id: int, chat_id: int, message_id: int, place: tuple[int, int], *, now: int
    ) -> ButtonPressed:
        """Press the button at `place` (row, column), which must have callback data."""
        room, sender = self._room_of(user_id, chat_id)
        message = self._message(room, message_id, "message")
        if not room.has_bot:
            raise BadRequestError("the bot is not in this chat")
        data = _callback_data(message.keyboard or (), place)
        query_id = str(now * 1000 + next(self._query_ids))
        query = CallbackQuery(id=query_id, sender=sender, message=message, data=data, date=now)
        self._queries[query.id] = query
        return ButtonPressed(query=query, update=self.updates.push(query, now=now))

    def share_chat(
        self, user_id: int, chat_id: int, request_id: int, picked_id: int, *, now: int
    ) -> MessagePosted:
        """Pick a group for a button that asks for one."""
        room, sender = self._room_of(user_id, chat_id)
        request = room.request(request_id)
        if not isinstance(request, ChatRequest):
            raise BadRequestError("no button asks for a chat by this number")
        picked, _ = self._room_of(user_id, picked_id)
        if picked.chat.kind is ChatKind.PRIVATE or request.is_channel:
            raise BadRequestError("there is no such chat to pick")
        if request.with_bot and not picked.has_bot:
            raise BadRequestError("the bot is not in this chat")
        if request.as_administrator and user_id != picked.chat.owner:
            raise BadRequestError("only an administrator can pick this chat")
        title = picked.chat.title if request.with_title else None
        shared = ChatShared(request_id=request_id, chat_id=picked_id, title=title)
        message = room.post(sender, Draft(content=shared), now=now)
        return MessagePosted(message=message, update=self.updates.push(message, now=now))

    def share_person(
        self, user_id: int, chat_id: int, request_id: int, picked_id: int, *, now: int
    ) -> MessagePosted:
        """Pick a person for a button that asks for one."""
        room, sender = self._room_of(user_id, chat_id)
        if not isinstance(room.request(request_id), PersonRequest):
            raise BadRequestError("no button asks for a person by this number")
        if picked_id not in self.people:
            raise BadRequestError("user not found")
        shared = PersonShared(request_id=request_id, user_id=picked_id)
        message = room.post(sender, Draft(content=shared), now=now)
        return MessagePosted(message=message, update=self.updates.push(message, now=now))

    def commands_for(self, user_id: int, chat_id: int) -> tuple[Command, ...]:
        """Return the bot's commands as a persona sees them in a chat."""
        room, user = self._room_of(user_id, chat_id)
        return self.commands.seen_by(user.id, user.language_code or "", room.chat)

    def reset(self) -> WorldReset:
        """Empty all chats, forget what the bot was not told yet, bring it back to its groups.

        Nothing goes wrong any more, and supergroups are the groups again that they were.
        """
        self.rooms = {number: r for number, r in self.rooms.items() if r.moved_from is None}
        for room in self.rooms.values():
            room.clear()
        self.faults.clear()
        self.updates.clear()
        self._queries.clear()
        return WorldReset()

    # What the bot does.

    def room(self, chat_id: str) -> Room:
        """Return the chat of a `chat_id`, which the bot must be in."""
        if not chat_id:
            raise BadRequestError("chat_id is empty")
        number = integer_of(chat_id)
        room = None if number is None else self.rooms.get(number)
        if room is None:
            raise BadRequestError("chat not found")
        if room.moved_to is not None:
            raise MigratedError(room.moved_to)
        if not room.has_bot:
            raise ForbiddenError(_why_not_in(room))
        return room

    def known(self, room: Room, message_id: int, role: str) -> Message:
        """Return a message that the bot may know; `role` names it in the error."""
        message = self._message(room, message_id, role)
        if not message.seen_by_bot:
            raise BadRequestError(f"{role} not found")
        return message

    def post(self, room: Room, draft: Draft, *, now: int) -> MessagePosted:
        """Post a message of the bot."""
        room.check_thread(draft.thread_id)
        return MessagePosted(message=room.post(self.bot, draft, now=now))

    def edit(
        self,
        room: Room,
        message_id: int,
        *,
        change: Callable[[Content], Content],
        keyboard: InlineKeyboard | None,
        now: int,
    ) -> MessageEdited:
        """Give a message of the bot the content that `change` makes of it, and another keyboard."""
        message = self.known(room, message_id, "message to edit")
        if message.sender != self.bot or message.origin:
            raise BadRequestError("message can't be edited")
        changed = replace(message, content=change(message.content), keyboard=keyboard)
        if changed == message:
            raise BadRequestError(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        edited = replace(changed, edited=now)
        room.messages[edited.id] = edited
        return MessageEdited(message=edited)

    def delete(
        self, room: Room, message_ids: Sequence[int], *, now: int
    ) -> tuple[MessageDeleted, ...]:
        """Delete messages: the bot's own, or any of a private chat, for two days; all or none."""
        for message_id in message_ids:
            message = self.known(room, message_id, "message to delete")
            if message.sender != self.bot and room.chat.kind is not ChatKind.PRIVATE:
                raise BadRequestError("message can't be deleted")
            if now - message.date > DELETABLE_SECONDS:
                raise BadRequestError("message can't be deleted for everyone")
        for message_id in message_ids:
            del room.messages[message_id]
        return tuple(
            MessageDeleted(chat_id=room.chat.id, message_id=message_id)
            for message_id in message_ids
        )

    def answer_callback(
        self, query_id: str, *, text: str, show_alert: bool, url: str | None, now: int
    ) -> CallbackAnswered:
        """Answer a callback query, once and in time."""
        query = self._queries.get(query_id)
        if query is None or now - query.date > CALLBACK_SECONDS:
            raise BadRequestError(
                "query is too old and response timeout expired or query ID is invalid"
            )
        del self._queries[query_id]
        return CallbackAnswered(query=query, text=text, show_alert=show_alert, url=url)

    def _posted(self, room: Room, sender: User, draft: Draft, *, now: int) -> MessagePosted:
        """Post a persona's message; the bot is told of it where it may know."""
        is_seen = room.has_bot and self._is_for_bot(room.chat, draft)
        message = room.post(sender, draft, now=now, is_seen=is_seen)
        update = self.updates.push(message, now=now) if is_seen else None
        return MessagePosted(message=message, update=update)

    def _room_of(self, user_id: int, chat_id: int) -> tuple[Room, User]:
        room = self.rooms.get(chat_id)
        if room is None:
            raise BadRequestError("chat not found")
        if user_id not in room.chat.members:
            raise BadRequestError("user not found")
        return room, self.people[user_id]

    @staticmethod
    def _message(room: Room, message_id: int, role: str) -> Message:
        if message_id not in room.messages:
            raise BadRequestError(f"{role} not found")
        return room.messages[message_id]

    def _is_for_bot(self, chat: Chat, draft: Draft) -> bool:
        """Tell whether privacy mode lets the bot have a message: commands, mentions, replies."""
        if chat.kind is ChatKind.PRIVATE:
            return True
        if draft.reply_to and draft.reply_to.sender == self.bot:
            return True
        if not isinstance(draft.content, TextContent):
            return False
        body = draft.content.body
        return is_addressed(body.text, body.entities, self.bot.username or "")


def typed_text(text: str) -> FormattedText:
    """Return what a person typed, as a message has it; BadRequestError if that is nothing."""
    body = formatted(text, limit=MAX_TEXT_UNITS)
    if not body.text:
        raise BadRequestError("message text is empty")
    return body


def origin_of(message: Message) -> Origin:
    """Return whom a forward of a message names; BadRequestError where it can't be forwarded."""
    if isinstance(message.content, Service) or message.protected:
        raise BadRequestError("the message can't be forwarded")
    return message.origin or Origin(sender=message.sender, date=message.date)


def _callback_data(keyboard: InlineKeyboard, place: tuple[int, int]) -> str:
    row, column = place
    if not (0 <= row < len(keyboard) and 0 <= column < len(keyboard[row])):
        raise BadRequestError("there is no such button")
    button = keyboard[row][column]
    if button.action != "callback_data":
        raise BadRequestError(f"a {button.action} button does not call the bot")
    return str(button.value)


def _why_not_in(room: Room) -> str:
    """Return Telegram's description of why the bot may not act in a chat."""
    if room.chat.kind is ChatKind.PRIVATE:
        return "bot was blocked by the user"
    if room.bot_status is BotStatus.KICKED:
        return f"bot was kicked from the {room.chat.kind} chat"
    return f"bot is not a member of the {room.chat.kind} chat"
