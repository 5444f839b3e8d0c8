"""Keyboards, as the bot sends them: those that messages keep, and those that chats show.

Of a keyboard in the place of a person's own the sandbox has the buttons that say their text and
those that ask for a chat, or for one person.
"""

from bot.sandbox.errors import BadRequestError
from bot.sandbox.fields import integer_in, list_of, object_of, says_yes, text_in
from bot.sandbox.links import checked_link, linked_user
from bot.sandbox.records import (
    ChatRequest,
    InlineButton,
    InlineKeyboard,
    JsonObject,
    JsonValue,
    PersonRequest,
    ReplyButton,
    ReplyKeyboard,
)

MAX_BUTTONS = 100
MAX_BUTTONS_IN_A_ROW = 8
"""Telegram shows as many and drops the rest of a row without a word."""
MAX_CALLBACK_BYTES = 64
MAX_COPY_TEXT = 256

_TEXT_ACTIONS = ("url", "callback_data")
_OTHER_ACTIONS = (
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
    "disabled",
)
_DECORATIONS = ("style", "icon_custom_emoji_id")


def inline_keyboard(markup: JsonValue) -> InlineKeyboard | None:
    """Return the inline keyboard of a `reply_markup`, None where it is none or another kind."""
    if markup is None:
        return None
    fields = object_of(markup, "object expected as reply markup")
    rows = fields.get("inline_keyboard")
    if rows is None:
        return None
    expected = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    keyboard = tuple(
        tuple(_button(button) for button in list_of(row, expected))
        for row in list_of(rows, expected)
    )
    if sum(map(len, keyboard)) > MAX_BUTTONS:
        raise BadRequestError("reply markup is too long")
    return tuple(row[:MAX_BUTTONS_IN_A_ROW] for row in keyboard if row) or None


def reply_keyboard(markup: JsonValue) -> ReplyKeyboard | None:
    """Return what a `reply_markup` puts in the place of a person's keyboard.

    Empty where it gives their own back, None where it does neither.
    """
    fields = object_of({} if markup is None else markup, "object expected as reply markup")
    if says_yes(fields.get("remove_keyboard")):
        return ()
    rows = fields.get("keyboard")
    if rows is None:
        return None
    expected = 'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays'
    return tuple(
        tuple(_reply_button(button) for button in list_of(row, expected))
        for row in list_of(rows, expected)
    )


def _reply_button(value: JsonValue) -> ReplyButton:
    trouble = "can't parse keyboard button: "
    if isinstance(value, str):
        return ReplyButton(text=value)
    fields = object_of(value, f"{trouble}KeyboardButton must be an Object")
    text = text_in(fields, "text")
    if not text:
        raise BadRequestError(f'{trouble}Can\'t find field "text"')
    return ReplyButton(text=text, request=_request(fields))


def _request(fields: JsonObject) -> ChatRequest | PersonRequest | None:
    if (chat := fields.get("request_chat")) is not None:
        return _chat_request(chat)
    if (people := fields.get("request_users")) is not None:
        expected = "can't parse keyboard button request users: expected an Object"
        return PersonRequest(id=integer_in(object_of(people, expected), "request_id"))
    return None


def _chat_request(value: JsonValue) -> ChatRequest:
    fields = object_of(value, "can't parse keyboard button request chat: expected an Object")
    as_owner = says_yes(fields.get("chat_is_created"))
    return ChatRequest(
        id=integer_in(fields, "request_id"),
        is_channel=says_yes(fields.get("chat_is_channel")),
        with_bot=says_yes(fields.get("bot_is_member")),
        as_administrator=as_owner or fields.get("user_administrator_rights") is not None,
        with_title=says_yes(fields.get("request_title")),
    )


def _button(value: JsonValue) -> InlineButton:
    trouble = "can't parse inline keyboard button: "
    fields = object_of(value, f"{trouble}InlineKeyboardButton must be an Object")
    if fields.get("text") is None:
        raise BadRequestError(f'{trouble}Can\'t find field "text"')
    text = text_in(fields, "text")
    action = _action(fields)
    if action is None:
        raise BadRequestError(f"{trouble}Text buttons are unallowed in the inline keyboard")
    if not text.strip():
        raise BadRequestError("inline keyboard button text must be non-empty")
    decoration = {name: text_in(fields, name) for name in _DECORATIONS if name in fields}
    given = _checked(action, fields[action])
    return InlineButton(text=text, action=action, value=given, decoration=decoration)


def _action(fields: JsonObject) -> str | None:
    """Return the name of the field that says what the button does."""
    texts = [name for name in _TEXT_ACTIONS if text_in(fields, name)]
    others = [name for name in _OTHER_ACTIONS if fields.get(name) is not None]
    return next(iter([*texts, *others]), None)


def _checked(action: str, value: JsonValue) -> JsonValue:
    match action:
        case "url":
            return _checked_url(str(value))
        case "callback_data" if len(str(value).encode()) > MAX_CALLBACK_BYTES:
            raise BadRequestError("BUTTON_DATA_INVALID")
        case "copy_text":
            copied = text_in(object_of(value, "BUTTON_COPY_TEXT_INVALID"), "text")
            if not 1 <= len(copied) <= MAX_COPY_TEXT:
                raise BadRequestError("BUTTON_COPY_TEXT_INVALID")
    return value


def _checked_url(url: str) -> str:
    if linked_user(url) is not None:
        return url
    link = checked_link(url)
    if link is None:
        raise BadRequestError(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return link
