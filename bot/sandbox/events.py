"""What happens in the world, as the chat page is told it."""

from bot.sandbox import wire
from bot.sandbox.changes import (
    ActionShown,
    ButtonPressed,
    CallbackAnswered,
    ChatsChanged,
    Event,
    Membership,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    PollNews,
    WorldReset,
)
from bot.sandbox.faults import Fault
from bot.sandbox.records import JsonObject, Message, PersonRequest, PollContent, ReplyButton
from bot.sandbox.room import Room
from bot.sandbox.world import World


def page_event(event: Event, world: World) -> JsonObject | None:
    """Return what the page is told of an event, None where that is nothing."""
    match event:
        case MessagePosted() | MessageEdited():
            kind = "edited" if isinstance(event, MessageEdited) else "message"
            return {"type": kind, "message": page_message(event.message)}
        case MessageDeleted():
            return {
                "type": "deleted",
                "chat_id": event.chat_id,
                "message_id": event.message_id,
            }
        case ActionShown():
            return {"type": "action", "chat_id": event.chat_id, "action": event.action}
        case CallbackAnswered():
            return _callback_answer(event)
        case WorldReset():
            return {"type": "reset"}
        case ChatsChanged():
            return {"type": "chats", "chats": [*chat_states(world)]}
        case ButtonPressed() | Membership() | PollNews():
            return None


def page_message(message: Message) -> JsonObject:
    """Return a Message as the Bot API has it, and who chose what if it is a poll.

    The page shows people their own vote, which no bot gets to see of an anonymous poll.
    """
    shown = wire.message(message)
    if not isinstance(message.content, PollContent):
        return shown
    votes = message.content.votes
    choices: JsonObject = {str(user_id): [*choice] for user_id, choice in votes.items()}
    return {**shown, "votes": choices}


def chat_states(world: World) -> list[JsonObject]:
    """Return the chats as the page knows them, without groups that are supergroups by now."""
    rooms = [room for room in world.rooms.values() if room.moved_to is None]
    return [_chat_state(room, world.faults.of(room.chat.id)) for room in rooms]


def _callback_answer(event: CallbackAnswered) -> JsonObject:
    shown: JsonObject = {
        "type": "callback_answer",
        "callback_query_id": event.query.id,
        "text": event.text,
        "show_alert": event.show_alert,
        "from": event.query.sender.id,
    }
    return {**shown, "url": event.url} if event.url else shown


def _chat_state(room: Room, fault: Fault | None) -> JsonObject:
    chat = room.chat
    state: JsonObject = {
        "id": chat.id,
        "type": chat.kind.value,
        "title": chat.person.first_name if chat.person else chat.title,
        "members": [*chat.members],
    }
    if chat.topics:
        state["topics"] = [{"id": topic.id, "name": topic.name} for topic in chat.topics]
    if room.moved_from is not None:
        state["moved_from"] = room.moved_from
    if not room.has_bot:
        state["bot"] = room.bot_status.value
    if fault:
        state["fault"] = {"kind": fault.kind.value, "times": fault.times, "seconds": fault.seconds}
    if room.reply_keyboard:
        state["keyboard"] = [
            [_reply_button(button) for button in row] for row in room.reply_keyboard
        ]
    return state


def _reply_button(button: ReplyButton) -> JsonObject:
    if button.request is None:
        return {"text": button.text}
    asked = "person" if isinstance(button.request, PersonRequest) else "chat"
    return {"text": button.text, "request_id": button.request.id, "asks_for": asked}
