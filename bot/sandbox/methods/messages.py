"""Methods that send, change and delete messages."""

from bot.sandbox import wire
from bot.sandbox.errors import BadRequestError
from bot.sandbox.files import photo_size
from bot.sandbox.methods import arguments
from bot.sandbox.methods.call import Call, Method, Outcome
from bot.sandbox.records import (
    ActionShown,
    Captioned,
    DocumentContent,
    Draft,
    MemberLeft,
    Message,
    MessageEdited,
    MessagePosted,
    Origin,
    PhotoContent,
    StoredFile,
    TextContent,
    TopicOpened,
)
from bot.sandbox.room import Room

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
    content = arguments.text_content(call)
    room = call.world.room(call.fields.text("chat_id"))
    return _posted(call.world.post(room, arguments.draft(call, room, content), now=call.now))


def send_photo(call: Call) -> Outcome:
    """Post a picture: uploaded, or one that was uploaded before."""
    stored = _file(call, "photo")
    photo_size(stored)
    return _send_file(call, PhotoContent(file=stored, caption=arguments.caption(call)))


def send_document(call: Call) -> Outcome:
    """Post a file: uploaded, or one that was uploaded before."""
    stored = _file(call, "document")
    return _send_file(call, DocumentContent(file=stored, caption=arguments.caption(call)))


def forward_message(call: Call) -> Outcome:
    """Post another chat's message again, with its author's name."""
    source = _source(call, role="message to forward")
    if isinstance(source.content, TopicOpened | MemberLeft) or source.protected:
        raise BadRequestError("the message can't be forwarded")
    origin = source.origin or Origin(sender=source.sender, date=source.date)
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
    if isinstance(content, TopicOpened | MemberLeft) or source.protected:
        raise BadRequestError("the message can't be copied")
    if "caption" in call.fields.texts and isinstance(content, PhotoContent):
        content = PhotoContent(file=content.file, caption=arguments.caption(call))
    elif "caption" in call.fields.texts and isinstance(content, DocumentContent):
        content = DocumentContent(file=content.file, caption=arguments.caption(call))
    room = call.world.room(call.fields.text("chat_id"))
    event = call.world.post(room, arguments.draft(call, room, content), now=call.now)
    return Outcome(result={"message_id": event.message.id}, events=(event,))


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
    return _edit(call, arguments.text_content(call))


def edit_message_reply_markup(call: Call) -> Outcome:
    """Give a message another keyboard, or none."""
    return _edit(call, None)


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
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}


def _posted(event: MessagePosted | MessageEdited) -> Outcome:
    return Outcome(result=wire.message(event.message), events=(event,))


def _edit(call: Call, content: TextContent | None) -> Outcome:
    fields = call.fields
    message_id = fields.integer("message_id")
    if not fields.text("chat_id") and message_id == 0:
        if not fields.text("inline_message_id"):
            raise BadRequestError("message identifier is not specified")
        raise BadRequestError("MESSAGE_ID_INVALID")  # the sandbox has no inline messages
    keyboard = arguments.keyboard(fields)
    room = call.world.room(fields.text("chat_id"))
    event = call.world.edit(room, message_id, content=content, keyboard=keyboard, now=call.now)
    return _posted(event)


def _send_file(call: Call, content: Captioned) -> Outcome:
    room = call.world.room(call.fields.text("chat_id"))
    return _posted(call.world.post(room, arguments.draft(call, room, content), now=call.now))


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
