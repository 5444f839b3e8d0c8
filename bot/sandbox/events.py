"""What happens in the world, as the chat page is told it."""

from bot.sandbox import wire
from bot.sandbox.records import (
    ActionShown,
    ButtonPressed,
    CallbackAnswered,
    Event,
    GroupLeft,
    JsonObject,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    WorldReset,
)


def page_event(event: Event) -> JsonObject | None:
    """Return what the page is told of an event, None where that is nothing."""
    match event:
        case MessagePosted() | GroupLeft() | MessageEdited():
            kind = "edited" if isinstance(event, MessageEdited) else "message"
            return {"type": kind, "message": wire.message(event.message)}
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
        case ButtonPressed():
            return None


def _callback_answer(event: CallbackAnswered) -> JsonObject:
    shown: JsonObject = {
        "type": "callback_answer",
        "callback_query_id": event.query.id,
        "text": event.text,
        "show_alert": event.show_alert,
        "from": event.query.sender.id,
    }
    return {**shown, "url": event.url} if event.url else shown
