"""One chat of the world, with its messages."""

from dataclasses import replace
from itertools import count

from bot.sandbox.errors import BadRequestError
from bot.sandbox.records import (
    BotStatus,
    Chat,
    ChatKind,
    ChatRequest,
    Content,
    Draft,
    Message,
    PersonRequest,
    PollContent,
    ReplyKeyboard,
    Topic,
    TopicOpened,
    User,
)


class Room:
    """A chat and what was said in it.

    The topics of a forum were opened by `opener` at `now`, in messages that a reset leaves.
    """

    def __init__(self, chat: Chat, *, opener: User, now: int) -> None:
        self.chat = chat
        self.bot_status = BotStatus.MEMBER
        self.moved_to: int | None = None
        """The id of the supergroup that it has become."""
        self.moved_from: int | None = None
        """The id of the group that it was before."""
        self.messages: dict[int, Message] = {}
        """By id, oldest first."""
        self.reply_keyboard: ReplyKeyboard = ()
        """What people see instead of their own keyboard; empty for nothing."""
        self._openings = {topic.id: _opening(chat, topic, opener, now) for topic in chat.topics}
        self._ids = count(1 + max(self._openings, default=0))
        self.clear()

    def clear(self) -> None:
        """Forget all messages, not their ids, and let the bot be in the chat again."""
        self.messages = dict(self._openings)
        self.bot_status = BotStatus.MEMBER
        self.moved_to = None
        self.reply_keyboard = ()

    @property
    def has_bot(self) -> bool:
        """Tell whether the bot is in the chat."""
        return self.bot_status is BotStatus.MEMBER

    def request(self, request_id: int) -> ChatRequest | PersonRequest | None:
        """Return what a button in the place of people's keyboard asks for by this number."""
        asked = (button.request for row in self.reply_keyboard for button in row)
        return next((request for request in asked if request and request.id == request_id), None)

    def check_thread(self, thread_id: int | None) -> None:
        """Raise BadRequestError for a thread that is no topic of this chat."""
        if thread_id is None or thread_id in self._openings:
            return
        if thread_id in self.messages and self.chat.kind is ChatKind.SUPERGROUP:
            raise BadRequestError("message thread is not a forum topic thread")
        raise BadRequestError("message thread not found")

    def post(self, sender: User, draft: Draft, *, now: int, is_seen: bool = True) -> Message:
        """Add a message; a reply to what is in a topic goes there too, and no votes come along."""
        replied = draft.reply_to
        topic_id = draft.thread_id
        if topic_id is None and replied and replied.in_topic:
            topic_id = replied.thread_id
        message = Message(
            id=next(self._ids),
            chat=self.chat,
            sender=sender,
            date=now,
            content=_without_votes(draft.content),
            keyboard=draft.keyboard,
            reply_to=replied or (self._openings[topic_id] if topic_id else None),
            quote=draft.quote,
            thread_id=topic_id or self._chain(replied),
            in_topic=topic_id is not None,
            origin=draft.origin,
            protected=draft.protected,
            seen_by_bot=is_seen,
        )
        self.messages[message.id] = message
        if draft.reply_keyboard is not None:
            self.reply_keyboard = draft.reply_keyboard
        return message

    def _chain(self, replied: Message | None) -> int | None:
        """Return the first of a chain of replies, which in a group is the thread's id."""
        if replied is None or self.chat.kind is not ChatKind.SUPERGROUP:
            return None
        return replied.thread_id or replied.id


def _without_votes(content: Content) -> Content:
    return replace(content, votes={}) if isinstance(content, PollContent) else content


def _opening(chat: Chat, topic: Topic, opener: User, now: int) -> Message:
    return Message(
        id=topic.id,
        chat=chat,
        sender=opener,
        date=now,
        content=TopicOpened(name=topic.name),
        thread_id=topic.id,
        in_topic=True,
    )
