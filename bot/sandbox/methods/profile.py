"""Methods about how the bot presents itself: commands, names, descriptions, menu button."""

from functools import partial

from bot.sandbox.commands import Command, Scope, checked_command, checked_language
from bot.sandbox.errors import BadRequestError
from bot.sandbox.fields import integer_in, list_of, object_of, text_in
from bot.sandbox.methods.call import DONE, Call, Method, Outcome
from bot.sandbox.profile import ProfileText
from bot.sandbox.records import JsonObject, JsonValue

_WIDE_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}


def set_my_commands(call: Call) -> Outcome:
    """Set the commands of a scope and language."""
    given = call.fields.json("commands", "commands")
    listed = list_of([] if given is None else given, "expected an Array of BotCommand")
    commands = tuple(_command(value) for value in listed)
    call.world.commands.set(_scope(call), _language(call), commands)
    return DONE


def delete_my_commands(call: Call) -> Outcome:
    """Take the commands of a scope and language away."""
    call.world.commands.set(_scope(call), _language(call), ())
    return DONE


def get_my_commands(call: Call) -> Outcome:
    """Return the commands of exactly a scope and language."""
    commands = call.world.commands.get(_scope(call), _language(call))
    return Outcome(result=[command_object(command) for command in commands])


def set_text(kind: ProfileText, call: Call) -> Outcome:
    """Set a name or description for a language."""
    call.world.profile.set(kind, _language(call), call.fields.text(kind))
    return DONE


def get_text(kind: ProfileText, call: Call) -> Outcome:
    """Return the name or description that a language shows."""
    return Outcome(result={kind.value: call.world.profile.get(kind, _language(call))})


def set_chat_menu_button(call: Call) -> Outcome:
    """Set the menu button of a private chat, or of all of them."""
    call.world.profile.set_menu_button(_private_chat(call), _menu_button(call))
    return DONE


def get_chat_menu_button(call: Call) -> Outcome:
    """Return the menu button of a private chat, or of all of them."""
    return Outcome(result=call.world.profile.menu_button(_private_chat(call)))


METHODS: dict[str, Method] = {
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": partial(set_text, ProfileText.NAME),
    "getMyName": partial(get_text, ProfileText.NAME),
    "setMyDescription": partial(set_text, ProfileText.DESCRIPTION),
    "getMyDescription": partial(get_text, ProfileText.DESCRIPTION),
    "setMyShortDescription": partial(set_text, ProfileText.SHORT_DESCRIPTION),
    "getMyShortDescription": partial(get_text, ProfileText.SHORT_DESCRIPTION),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}


def command_object(command: Command) -> JsonObject:
    """Return a BotCommand."""
    return {"command": command.name, "description": command.description}


def _command(value: JsonValue) -> Command:
    fields = object_of(value, "can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if fields.get(name) is None:
            raise BadRequestError(f"can't parse BotCommand: Can't find field \"{name}\"")
    return checked_command(text_in(fields, "command"), text_in(fields, "description"))


def _language(call: Call) -> str:
    return checked_language(call.fields.text("language_code"))


def _scope(call: Call) -> Scope:
    given = call.fields.json("scope", "BotCommandScope")
    if given is None:
        return Scope()
    trouble = "can't parse BotCommandScope: "
    fields = object_of(given, f"{trouble}BotCommandScope must be an Object")
    kind = text_in(fields, "type")
    if kind in _WIDE_SCOPES:
        return Scope(type=kind)
    if kind not in _CHAT_SCOPES:
        raise BadRequestError(f"{trouble}Unsupported type specified")
    chat_id = text_in(fields, "chat_id")
    if not chat_id:
        raise BadRequestError(f"{trouble}Empty chat_id specified")
    chat = call.world.room(chat_id).chat
    member = integer_in(fields, "user_id") if kind == "chat_member" else None
    return Scope(type=kind, chat_id=chat.id, user_id=member)


def _private_chat(call: Call) -> int | None:
    if not call.fields.text("chat_id"):
        return None
    user_id = call.fields.integer("chat_id")
    if user_id <= 0:
        raise BadRequestError("invalid chat_id specified")
    return call.world.room(str(user_id)).chat.id


def _menu_button(call: Call) -> JsonObject:
    given = call.fields.json("menu_button", "menu button")
    if given is None:
        return {"type": "default"}
    trouble = "can't parse menu button: "
    button = object_of(given, f"{trouble}MenuButton must be an Object")
    kind = text_in(button, "type")
    if kind in {"default", "commands"}:
        return {"type": kind}
    if kind != "web_app":
        raise BadRequestError(f"{trouble}MenuButton has unsupported type")
    page = object_of(button.get("web_app"), f'{trouble}Can\'t find field "web_app"')
    if not text_in(page, "url").startswith("https://"):
        raise BadRequestError("menu button Web App URL is invalid: Only HTTPS links are allowed")
    return {"type": kind, "text": text_in(button, "text"), "web_app": {"url": page["url"]}}
