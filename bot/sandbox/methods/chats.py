"""Methods about chats and who is in them."""

from bot.sandbox import membership, wire
from bot.sandbox.errors import BadRequestError
from bot.sandbox.methods.call import Call, Method, Outcome
from bot.sandbox.records import Chat, ChatKind, JsonObject
from bot.sandbox.room import Room

_GROUP_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_invite_users",
)
_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat(call: Call) -> Outcome:
    """Return all about a chat."""
    chat = _room(call).chat
    full: JsonObject = {
        **wire.chat(chat),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.kind is not ChatKind.PRIVATE:
        full["permissions"] = dict.fromkeys(_GROUP_PERMISSIONS, True)
    elif chat.person and chat.person.username:
        full["active_usernames"] = [chat.person.username]
    return Outcome(result=full)


def get_chat_member(call: Call) -> Outcome:
    """Return what someone is in a chat."""
    user_id = call.fields.integer("user_id")
    if user_id <= 0:
        raise BadRequestError("invalid user_id specified")
    chat = _room(call).chat
    if user_id not in call.world.people:
        raise BadRequestError("user not found")
    return Outcome(result=wire.member(call.world.people[user_id], chat))


def get_chat_administrators(call: Call) -> Outcome:
    """Return the administrators of a group."""
    chat = _group(call, "there are no administrators in the private chat")
    owner = call.world.people[chat.owner] if chat.owner else None
    return Outcome(result=[wire.member(owner, chat)] if owner else [])


def get_chat_member_count(call: Call) -> Outcome:
    """Return how many are in a chat, the bot included."""
    return Outcome(result=len(_room(call).chat.members) + 1)


def leave_chat(call: Call) -> Outcome:
    """Take the bot out of a group."""
    return Outcome(result=True, events=membership.leave(call.world, _room(call), now=call.now))


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}


def _room(call: Call) -> Room:
    return call.world.room(call.fields.text("chat_id"))


def _group(call: Call, error: str) -> Chat:
    chat = _room(call).chat
    if chat.kind is ChatKind.PRIVATE:
        raise BadRequestError(error)
    return chat
