"""Inline keyboards, as the bot sends them and as messages keep them.

Of the other kinds of `reply_markup` only the form is checked: they change what a person's app
shows under the chat, never the message.
"""

from bot.sandbox.errors import BadRequestError
from bot.sandbox.fields import list_of, object_of, text_in
from bot.sandbox.links import checked_link, linked_user
from bot.sandbox.records import InlineButton, InlineKeyboard, JsonObject, JsonValue

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
