"""Methods that send, change and delete messages."""

from collections.abc import Callable
from dataclasses import replace

from bot.sandbox import wire
from bot.sandbox.changes import ActionShown, ChatsChanged, MessageEdited, MessagePosted
from bot.sandbox.errors import BadRequestError
from bot.sandbox.files import photo_size
from bot.sandbox.methods import arguments
from bot.sandbox.methods.call import Call, Method, Outcome
from bot.sandbox.records import (
    Captioned,
    Content,
    DocumentContent,
    Draft,
    FormattedText,
    JsonValue,
    Message,
    PhotoContent,
    Service,
    StoredFile,
    TextContent,
)
from bot.sandbox.room import Room
from bot.sandbox.world import origin_of

_ACTIONS = {
    "cancel",
    "typing",
    "record_video",
    "upload_video",
    "record_audio",
    "record_voice",
    "upload_audio",
    "upload_voice",
    "upload_photo",
    "upload_document",
    "choose_sticker",
    "pick_up_location",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_message(call: Call) -> Outcome:
    """Post a text."""
    return _send(call, arguments.text_content(call))


def send_photo(call: Call) -> Outcome:
    """Post a picture: uploaded, or one that was uploaded before."""
    stored = _file(call, "photo")
    photo_size(stored)
    return _send(call, PhotoContent(file=stored, caption=arguments.caption(call)))


def send_document(call: Call) -> Outcome:
    """Post a file: uploaded, or one that was uploaded before."""
    stored = _file(call, "document")
    return _send(call, DocumentContent(file=stored, caption=arguments.caption(call)))


def send_poll(call: Call) -> Outcome:
    """Post a poll."""
    return _send(call, arguments.poll(call.fields))


def forward_message(call: Call) -> Outcome:
    """Post another chat's message again, with its author's name."""
    source = _source(call, role="message to forward")
    origin = origin_of(source)
    room = call.world.room(call.fields.text("chat_id"))
    copy = Draft(
        content=source.content,
        origin=origin,
        thread_id=arguments.thread_id(call.fields),
        protected=call.fields.flag("protect_content"),
    )
    return _posted(call.world.post(room, copy, now=call.now))


def copy_message(call: Call) -> Outcome:
    """Post another chat's message again, as the bot's own."""
    source = _source(call, role="message to copy")
    content = source.content
    if not _can_be_copied(source):
        raise BadRequestError("the message can't be copied")
    if "caption" in call.fields.texts and isinstance(content, Captioned):
        content = replace(content, caption=arguments.caption(call))
    posted = _send(call, content)
    return replace(posted, result={"message_id": _id_of(posted)})


def copy_messages(call: Call) -> Outcome:
    """Post other messages again, in order; those that can't be copied are left out."""
    source: Room = call.world.room(call.fields.required("from_chat_id"))
    there = [source.messages.get(number) for number in arguments.message_ids(call.fields)]
    copies = [m for m in there if m and m.seen_by_bot and _can_be_copied(m)]
    if not copies:
        raise BadRequestError("there are no messages to copy")
    bare = call.fields.flag("remove_caption")
    posted = [_send(call, _without_caption(m.content) if bare else m.content) for m in copies]
    return Outcome(
        result=[{"message_id": _id_of(outcome)} for outcome in posted],
        events=tuple(event for outcome in posted for event in outcome.events),
    )


def send_chat_action(call: Call) -> Outcome:
    """Show for a moment what the bot is doing."""
    action = call.fields.text("action").lower()
    if action not in _ACTIONS:
        raise BadRequestError("wrong parameter action in request")
    room = call.world.room(call.fields.text("chat_id"))
    room.check_thread(arguments.thread_id(call.fields))
    return Outcome(result=True, events=(ActionShown(chat_id=room.chat.id, action=action),))


def edit_message_text(call: Call) -> Outcome:
    """Give a message another text, and the keyboard of this request or none."""
    text = arguments.text_content(call)

    def change(content: Content) -> Content:
        if not isinstance(content, TextContent):
            raise BadRequestError("there is no text in the message to edit")
        return text

    return _edit(call, change)


def edit_message_caption(call: Call) -> Outcome:
    """Give a file another caption, or none, and the keyboard of this request or none."""
    caption = arguments.caption(call)

    def change(content: Content) -> Content:
        if not isinstance(content, Captioned):
            raise BadRequestError("there is no caption in the message to edit")
        return replace(content, caption=caption)

    return _edit(call, change)


def edit_message_reply_markup(call: Call) -> Outcome:
    """Give a message another keyboard, or none."""
    return _edit(call, lambda content: content)


def delete_message(call: Call) -> Outcome:
    """Delete one message."""
    if not call.fields.text("chat_id"):
        raise BadRequestError("chat identifier is not specified")
    if call.fields.integer("message_id") <= 0:
        raise BadRequestError("message identifier is not specified")
    room = call.world.room(call.fields.text("chat_id"))
    events = call.world.delete(room, [call.fields.integer("message_id")], now=call.now)
    return Outcome(result=True, events=events)


def delete_messages(call: Call) -> Outcome:
    """Delete those of the messages that are there."""
    ids = arguments.message_ids(call.fields)
    room = call.world.room(call.fields.text("chat_id"))
    there = [number for number in dict.fromkeys(ids) if number in room.messages]
    return Outcome(result=True, events=call.world.delete(room, there, now=call.now))


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendPoll": send_poll,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}


def _posted(event: MessagePosted | MessageEdited) -> Outcome:
    return Outcome(result=wire.message(event.message), events=(event,))


def _send(call: Call, content: Content) -> Outcome:
    room = call.world.room(call.fields.text("chat_id"))
    draft = arguments.draft(call, room, content)
    posted = _posted(call.world.post(room, draft, now=call.now))
    if draft.reply_keyboard is None:
        return posted
    return replace(posted, events=(*posted.events, ChatsChanged()))


def _id_of(posted: Outcome) -> JsonValue:
    """Return the id of the message that was posted."""
    return posted.result["message_id"] if isinstance(posted.result, dict) else None


def _can_be_copied(message: Message) -> bool:
    return not isinstance(message.content, Service) and not message.protected


def _without_caption(content: Content) -> Content:
    if isinstance(content, Captioned):
        return replace(content, caption=FormattedText(text=""))
    return content


def _edit(call: Call, change: Callable[[Content], Content]) -> Outcome:
    fields = call.fields
    message_id = fields.integer("message_id")
    if not fields.text("chat_id") and message_id == 0:
        if not fields.text("inline_message_id"):
            raise BadRequestError("message identifier is not specified")
        raise BadRequestError("MESSAGE_ID_INVALID")  # the sandbox has no inline messages
    keyboard = arguments.keyboard(fields)
    room = call.world.room(fields.text("chat_id"))
    event = call.world.edit(room, message_id, change=change, keyboard=keyboard, now=call.now)
    return _posted(event)


def _file(call: Call, name: str) -> StoredFile:
    upload = call.fields.upload(name)
    if upload:
        return call.world.files.add(upload)
    if not call.fields.text(name):
        raise BadRequestError(f"there is no {name} in the request")
    return call.world.files.get(call.fields.text(name))


def _source(call: Call, *, role: str) -> Message:
    room: Room = call.world.room(call.fields.required("from_chat_id"))
    return call.world.known(room, call.fields.integer("message_id"), role)
