"""A screen's buttons as Telegram's keyboards."""

from telegram import (
    ChatAdministratorRights,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    KeyboardButtonRequestUsers,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot import callbacks
from bot.screens import (
    Button,
    Copy,
    GroupPicker,
    OwnKeyboard,
    PersonPicker,
    ReplyBox,
    Screen,
)

GROUP_REQUEST = 1
PERSON_REQUEST = 2
"""What Telegram gives back with what was picked."""

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


def markup_of(screen: Screen) -> Markup | None:
    """Return the keyboard of a screen, None where it has none."""
    match screen.keyboard:
        case GroupPicker(label=label):
            return _picker(KeyboardButton(label, request_chat=_any_group()))
        case PersonPicker(label=label):
            return _picker(KeyboardButton(label, request_users=_one_person()))
        case ReplyBox(hint=hint):
            return ForceReply(input_field_placeholder=hint)
        case OwnKeyboard():
            return ReplyKeyboardRemove()
        case None:
            return inline_keyboard(screen)


def inline_keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """Return the buttons under a screen, None where there are none."""
    if not screen.rows:
        return None
    return InlineKeyboardMarkup([[_inline(button) for button in row] for row in screen.rows])


def _inline(button: Button) -> InlineKeyboardButton:
    if isinstance(button.action, Copy):
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.action.words))
    return InlineKeyboardButton(button.label, callback_data=callbacks.encode(button.action))


def _picker(button: KeyboardButton) -> ReplyKeyboardMarkup:
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)


def _any_group() -> KeyboardButtonRequestChat:
    return KeyboardButtonRequestChat(
        request_id=GROUP_REQUEST,
        chat_is_channel=False,
        bot_is_member=True,
        user_administrator_rights=_no_right_in_particular(),
    )


def _no_right_in_particular() -> ChatAdministratorRights:
    """Return what every administrator has; the library lacks a field that Bot API 10.3 wants."""
    known = ChatAdministratorRights.no_rights().to_dict()
    return ChatAdministratorRights(**known, api_kwargs={"can_send_welcome_messages": False})


def _one_person() -> KeyboardButtonRequestUsers:
    return KeyboardButtonRequestUsers(request_id=PERSON_REQUEST, user_is_bot=False, max_quantity=1)
