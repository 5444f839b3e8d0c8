"""What the sandbox's world is made of; everything frozen and keyword-only.

Texts are measured as Telegram measures them, in UTF-16 code units; dates are whole seconds since
1970 in UTC, as the Bot API has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A person or the bot."""

    id: int
    first_name: str
    username: str | None = None
    """Without the "@"."""
    language_code: str | None = None
    """Of the person's Telegram, e.g. "vi"."""
    is_bot: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Persona:
    """Someone to chat as."""

    user: User
    note: str
    """What kind of person, in a few words, for the page."""


class ChatKind(StrEnum):
    """The kinds of chats that the sandbox has."""

    PRIVATE = "private"
    GROUP = "group"
    """A basic group, which has no topics and can become a supergroup."""
    SUPERGROUP = "supergroup"


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A topic of a forum."""

    id: int
    """Id of the service message that opened it: the `message_thread_id` of what is in it."""
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chat:
    """A conversation; a private one has its person's id."""

    id: int
    kind: ChatKind
    members: tuple[int, ...]
    """Ids of the personas in it; the bot is not counted."""
    person: User | None = None
    """Whom the bot talks to in a private chat."""
    title: str | None = None
    """Of a group."""
    owner: int | None = None
    """The persona that made the group, its only administrator."""
    topics: tuple[Topic, ...] = ()
    """Of a forum; a group without any is not a forum."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A formatted or recognised stretch of a text."""

    type: str
    """As the Bot API names it: "bold", "text_link", "bot_command" ..."""
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user: User | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """Return where it ends, exclusive."""
        return self.offset + self.length


@dataclass(frozen=True, kw_only=True, slots=True)
class FormattedText:
    """A text and its entities, sorted and properly nested."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkPreviewOptions:
    """What the bot asked of a link preview; the fields it gave, as it gave them."""

    fields: Mapping[str, str | bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class TextContent:
    """A text message."""

    body: FormattedText
    preview: LinkPreviewOptions | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile:
    """Bytes that someone uploaded."""

    id: str
    name: str
    mime_type: str
    content: bytes
    size: tuple[int, int] | None = None
    """Width and height in pixels, of an image that can be a photo."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoContent:
    """A picture with a caption."""

    file: StoredFile
    caption: FormattedText = field(default=FormattedText(text=""))


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentContent:
    """A file with a caption."""

    file: StoredFile
    caption: FormattedText = field(default=FormattedText(text=""))


@dataclass(frozen=True, kw_only=True, slots=True)
class PollContent:
    """A question with answers to choose from.

    Forwarded or copied it is another poll, which nobody has voted in; on Telegram a forwarded one
    is the same.
    """

    question: FormattedText
    options: tuple[FormattedText, ...]
    is_anonymous: bool = True
    allows_multiple_answers: bool = False
    votes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Who chose which options: their places, by the user's id; who chose none is not in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StickerContent:
    """A sticker; the sandbox has its emoji and no picture."""

    emoji: str = "👍"


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceContent:
    """A voice message; the sandbox has its length and no sound."""

    seconds: int = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class LocationContent:
    """A point on the map, in degrees."""

    latitude: float = 10.5343
    longitude: float = 106.4131


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicOpened:
    """Service message: a forum's topic was made."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberLeft:
    """Service message: someone left the group."""

    user: User


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberAdded:
    """Service message: someone was added to the group."""

    user: User


@dataclass(frozen=True, kw_only=True, slots=True)
class MigratedTo:
    """Service message, the last one of a group: it goes on as a supergroup."""

    chat_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MigratedFrom:
    """Service message, the first one of a supergroup that was a group before."""

    chat_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatShared:
    """Service message: someone picked a chat for the bot, by a button that asked for one."""

    request_id: int
    chat_id: int
    title: str | None


Captioned = PhotoContent | DocumentContent


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonShared:
    """Service message: someone picked a person for the bot, by a button that asked for one."""

    request_id: int
    user_id: int


Service = (
    TopicOpened | MemberLeft | MemberAdded | MigratedTo | MigratedFrom | ChatShared | PersonShared
)
Content = (
    TextContent
    | Captioned
    | PollContent
    | StickerContent
    | VoiceContent
    | LocationContent
    | Service
)


@dataclass(frozen=True, kw_only=True, slots=True)
class InlineButton:
    """A button under a message."""

    text: str
    action: str
    """The field of InlineKeyboardButton that says what it does: "url", "callback_data" ..."""
    value: JsonValue
    """Of that field."""
    decoration: Mapping[str, str] = field(default_factory=dict)
    """Its `style` and `icon_custom_emoji_id`, where given."""


InlineKeyboard = tuple[tuple[InlineButton, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatRequest:
    """Which chat a button asks a person to pick."""

    id: int
    """The bot's own number for it."""
    is_channel: bool = False
    with_bot: bool = False
    """Only one that the bot is in."""
    as_administrator: bool = False
    """Only one that the person administers."""
    with_title: bool = False
    """Whether the bot wants to know its title."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRequest:
    """That a button asks a person to pick another one."""

    id: int
    """The bot's own number for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyButton:
    """A button in the place of a person's keyboard: it says its text, or asks for something."""

    text: str
    request: ChatRequest | PersonRequest | None = None


ReplyKeyboard = tuple[tuple[ReplyButton, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """The part of a message that a reply quotes; `position` counts in the message's text."""

    text: str
    position: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Who wrote a forwarded message, and when."""

    sender: User
    date: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A message before it is posted."""

    content: Content
    keyboard: InlineKeyboard | None = None
    reply_keyboard: ReplyKeyboard | None = None
    """What people get instead of their keyboard: None leaves it, an empty one gives it back."""
    reply_to: "Message | None" = None
    quote: Quote | None = None
    thread_id: int | None = None
    """The forum's topic it goes to."""
    origin: Origin | None = None
    protected: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message of a chat, as it is now; an edit makes another record."""

    id: int
    """Counts from 1 in each chat."""
    chat: Chat
    sender: User
    date: int
    content: Content
    keyboard: InlineKeyboard | None = None
    reply_to: "Message | None" = None
    """As it was when it was replied to."""
    quote: Quote | None = None
    thread_id: int | None = None
    in_topic: bool = False
    """Whether the thread is a forum's topic; in a plain group it is a chain of replies."""
    origin: Origin | None = None
    protected: bool = False
    edited: int | None = None
    """Date of the last edit."""
    seen_by_bot: bool = True
    """False for what privacy mode keeps from it."""


class BotStatus(StrEnum):
    """What the bot is in a chat, in the words of the Bot API."""

    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"
    """Removed from a group for good, or blocked by a person."""
