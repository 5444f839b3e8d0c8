"""Arguments that several methods take: texts, keyboards, and what a message replies to."""

from collections.abc import Mapping

from bot.sandbox import utf16
from bot.sandbox.errors import BadRequestError
from bot.sandbox.fields import Fields, integer_in, list_of, object_of, says_yes, text_in
from bot.sandbox.formatting import (
    MAX_CAPTION_UNITS,
    MAX_SOURCE_BYTES,
    MAX_TEXT_UNITS,
    formatted,
)
from bot.sandbox.keyboards import inline_keyboard, reply_keyboard
from bot.sandbox.links import checked_link
from bot.sandbox.markup import parse_html
from bot.sandbox.methods.call import Call
from bot.sandbox.records import (
    Content,
    Draft,
    Entity,
    FormattedText,
    InlineKeyboard,
    JsonValue,
    LinkPreviewOptions,
    Message,
    PollContent,
    Quote,
    TextContent,
    User,
)
from bot.sandbox.room import Room

_STYLES = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "blockquote",
    "expandable_blockquote",
    "text_link",
    "text_mention",
    "custom_emoji",
}
_RECOGNISED = {
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bank_card_number",
}
MAX_QUESTION = 300
MAX_OPTION = 100
FEWEST_OPTIONS, MOST_OPTIONS = 2, 12
_NO_OPTION = "expected an Object as InputPollOption"
_PREVIEW_FLAGS = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")


def text_content(call: Call) -> TextContent:
    """Return the text of sendMessage and editMessageText."""
    fields = call.fields
    if not fields.text("text"):
        raise BadRequestError("message text is empty")
    body = _formatted(call, "text", "entities", limit=MAX_TEXT_UNITS)
    if not body.text:
        raise BadRequestError("text must be non-empty")
    return TextContent(body=body, preview=_preview(fields))


def caption(call: Call) -> FormattedText:
    """Return the caption of a file, empty where there is none."""
    return _formatted(call, "caption", "caption_entities", limit=MAX_CAPTION_UNITS)


def keyboard(fields: Fields) -> InlineKeyboard | None:
    """Return the inline keyboard, None where there is none."""
    return inline_keyboard(_markup(fields))


def poll(fields: Fields) -> PollContent:
    """Return the poll that the fields describe, of the bot or of a person."""
    question = formatted(fields.text("question"), limit=MAX_QUESTION)
    if not question.text:
        raise BadRequestError("poll question must be non-empty")
    given = list_of(fields.json("options", "options"), "expected an Array of InputPollOption")
    if not FEWEST_OPTIONS <= len(given) <= MOST_OPTIONS:
        amount = f"at least {FEWEST_OPTIONS}" if len(given) < FEWEST_OPTIONS else "fewer"
        raise BadRequestError(f"poll must have {amount} options")
    return PollContent(
        question=question,
        options=tuple(map(_option, given)),
        is_anonymous=fields.flag("is_anonymous") or not fields.text("is_anonymous"),
        allows_multiple_answers=fields.flag("allows_multiple_answers"),
    )


def draft(call: Call, room: Room, content: Content) -> Draft:
    """Return the message that the request makes of `content`."""
    replied, quote = _reply(call, room)
    return Draft(
        content=content,
        keyboard=keyboard(call.fields),
        reply_keyboard=reply_keyboard(_markup(call.fields)),
        reply_to=replied,
        quote=quote,
        thread_id=thread_id(call.fields),
        protected=call.fields.flag("protect_content"),
    )


def thread_id(fields: Fields) -> int | None:
    """Return the forum's topic that the request names."""
    return max(fields.integer("message_thread_id"), 0) or None


def message_ids(fields: Fields) -> list[int]:
    """Return the ids of deleteMessages."""
    given = fields.json("message_ids", "message_ids")
    if given in (None, []):
        raise BadRequestError("message identifiers are not specified")
    ids = list_of(given, "expected an Array of message identifiers")
    if len(ids) > 100:
        raise BadRequestError("too many message identifiers specified")
    numbers = [integer_in({"message_id": number}, "message_id") for number in ids]
    if min(numbers) <= 0:
        raise BadRequestError("invalid message identifier specified")
    return numbers


def _option(value: JsonValue) -> FormattedText:
    """Return an option's text: a string, or an object that holds one."""
    text = value if isinstance(value, str) else text_in(object_of(value, _NO_OPTION), "text")
    option = formatted(text, limit=MAX_OPTION)
    if not option.text:
        raise BadRequestError("poll options must be non-empty")
    return option


def _markup(fields: Fields) -> JsonValue:
    return fields.json("reply_markup", "reply keyboard markup")


def _formatted(call: Call, name: str, entities_name: str, *, limit: int) -> FormattedText:
    text = call.fields.text(name)
    if len(text.encode()) > MAX_SOURCE_BYTES:
        raise BadRequestError("text is too long")
    mode = call.fields.text("parse_mode").lower()
    if not text or mode in {"", "none"}:
        entities = _entities(call, entities_name) if text else []
    elif mode == "html":
        text, entities = parse_html(text, call.world.people)
    else:  # Markdown too: the sandbox does not read it
        raise BadRequestError("unsupported parse_mode")
    return formatted(text, entities, limit=limit)


def _entities(call: Call, name: str) -> list[Entity]:
    """Return the entities that the request lists; what Telegram recognises is left to it."""
    try:
        given = call.fields.json(name, "entities")
    except BadRequestError:
        return []  # as Telegram does
    if not isinstance(given, list):
        return []
    found = [_entity(value, call.world.people) for value in given]
    return [entity for entity in found if entity is not None]


def _entity(value: JsonValue, people: Mapping[int, User]) -> Entity | None:
    fields = object_of(value, "can't parse MessageEntity: expected an Object")
    kind = text_in(fields, "type")
    if kind in _RECOGNISED:
        return None
    if kind not in _STYLES:
        raise BadRequestError("can't parse MessageEntity: Unsupported type specified")
    url = checked_link(text_in(fields, "url")) if kind == "text_link" else None
    mentioned = object_of(fields.get("user", {}), "can't parse MessageEntity")
    person = people.get(integer_in(mentioned, "id")) if kind == "text_mention" else None
    if (kind == "text_link" and url is None) or (kind == "text_mention" and person is None):
        return None
    return Entity(
        type=kind,
        offset=integer_in(fields, "offset"),
        length=integer_in(fields, "length"),
        url=url,
        language=(text_in(fields, "language") or None) if kind == "pre" else None,
        user=person,
        custom_emoji_id=text_in(fields, "custom_emoji_id") or None,
    )


def _preview(fields: Fields) -> LinkPreviewOptions | None:
    given = fields.json("link_preview_options", "link preview options")
    if given is None:
        disabled = fields.flag("disable_web_page_preview")
        return LinkPreviewOptions(fields={"is_disabled": True}) if disabled else None
    options = object_of(given, "object expected as link preview options")
    kept: dict[str, str | bool] = {
        name: True for name in _PREVIEW_FLAGS if says_yes(options.get(name))
    }
    if url := text_in(options, "url"):
        kept["url"] = url
    return LinkPreviewOptions(fields=kept) if kept else None


def _reply(call: Call, room: Room) -> tuple[Message | None, Quote | None]:
    """Return the message that is replied to and the part of it that is quoted."""
    given = call.fields.json("reply_parameters", "reply parameters")
    if given is None:
        given = {
            "message_id": call.fields.integer("reply_to_message_id"),
            "allow_sending_without_reply": call.fields.flag("allow_sending_without_reply"),
        }
    parameters = object_of(given, "object expected as reply parameters")
    message_id = integer_in(parameters, "message_id") if parameters else 0
    if message_id <= 0:
        return None, None
    chat_id = text_in(parameters, "chat_id")
    source = call.world.room(chat_id) if chat_id else room
    if source is not room:
        raise BadRequestError("the sandbox has no replies to other chats")
    try:
        replied = call.world.known(room, message_id, "message to be replied")
    except BadRequestError:
        if says_yes(parameters.get("allow_sending_without_reply")):
            return None, None
        raise
    return replied, _quote(replied, text_in(parameters, "quote"))


def _quote(replied: Message, quote: str) -> Quote | None:
    if not quote:
        return None
    content = replied.content
    text = content.body.text if isinstance(content, TextContent) else ""
    place = text.find(quote)
    if place < 0:
        raise BadRequestError("QUOTE_TEXT_INVALID")
    return Quote(text=quote, position=utf16.length(text[:place]))
