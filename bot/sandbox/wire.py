"""The world's records as the Bot API's JSON objects."""

from collections import Counter
from collections.abc import Sequence

from bot.sandbox.news import (
    BotMoved,
    CallbackQuery,
    Payload,
    PollAnswered,
    PollChanged,
    Update,
)
from bot.sandbox.records import (
    BotStatus,
    Captioned,
    Chat,
    ChatShared,
    DocumentContent,
    Entity,
    FormattedText,
    InlineButton,
    InlineKeyboard,
    JsonObject,
    JsonValue,
    LocationContent,
    MemberAdded,
    MemberLeft,
    Message,
    MigratedFrom,
    MigratedTo,
    PersonShared,
    PhotoContent,
    PollContent,
    Quote,
    Service,
    StickerContent,
    StoredFile,
    TextContent,
    TopicOpened,
    User,
    VoiceContent,
)
from bot.sandbox.updates import kind_of

TOPIC_COLOUR = 0x6FB9F0
STICKER_SIDE = 512


def user(person: User) -> JsonObject:
    """Return a User."""
    return _without_none(
        id=person.id,
        is_bot=person.is_bot,
        first_name=person.first_name,
        username=person.username,
        language_code=person.language_code,
    )


def chat(room: Chat) -> JsonObject:
    """Return a Chat."""
    return _without_none(
        id=room.id,
        type=room.kind.value,
        title=room.title,
        first_name=room.person.first_name if room.person else None,
        username=room.person.username if room.person else None,
        is_forum=True if room.topics else None,
    )


def update(news: Update) -> JsonObject:
    """Return an Update."""
    return {"update_id": news.id, kind_of(news.payload): _payload(news.payload)}


def message(posted: Message, *, with_reply: bool = True) -> JsonObject:
    """Return a Message; what it replies to comes without what that replies to."""
    head = _without_none(
        message_id=posted.id,
        message_thread_id=posted.thread_id,
        date=posted.date,
        chat=chat(posted.chat),
        edit_date=posted.edited,
        is_topic_message=posted.in_topic or None,
        has_protected_content=posted.protected or None,
        reply_markup=_keyboard(posted.keyboard) if posted.keyboard else None,
        quote=_quote(posted.quote) if posted.quote else None,
    )
    if posted.origin:
        head["forward_origin"] = {
            "type": "user",
            "sender_user": user(posted.origin.sender),
            "date": posted.origin.date,
        }
    if posted.reply_to and with_reply:
        head["reply_to_message"] = message(posted.reply_to, with_reply=False)
    return {**head, "from": user(posted.sender), **_content(posted)}


def callback_query(query: CallbackQuery) -> JsonObject:
    """Return a CallbackQuery."""
    return {
        "id": query.id,
        "from": user(query.sender),
        "message": message(query.message),
        "chat_instance": str(abs(query.message.chat.id)),
        "data": query.data,
    }


def member(person: User, room: Chat) -> JsonObject:
    """Return the ChatMember that someone is in a chat."""
    if person.id == room.owner:
        return {"status": "creator", "user": user(person), "is_anonymous": False}
    is_member = person.is_bot or person.id in room.members
    return {"status": "member" if is_member else "left", "user": user(person)}


def file(stored: StoredFile, *, with_path: bool = False) -> JsonObject:
    """Return a File, with where it can be downloaded if asked for."""
    return _without_none(
        **_file_ids(stored),
        file_size=len(stored.content),
        file_path=f"files/{stored.id}" if with_path else None,
    )


def _payload(payload: Payload) -> JsonObject:
    match payload:
        case Message():
            return message(payload)
        case CallbackQuery():
            return callback_query(payload)
        case BotMoved():
            return _bot_moved(payload)
        case PollAnswered():
            return _poll_answer(payload)
        case PollChanged():
            return poll(payload.poll)


def _content(posted: Message) -> JsonObject:
    match content := posted.content:
        case TextContent(body=body, preview=preview):
            options: JsonValue = dict(preview.fields) if preview else None
            return _without_none(**_text("text", "entities", body), link_preview_options=options)
        case PhotoContent() | DocumentContent():
            return _captioned(content)
        case PollContent():
            return {"poll": poll(posted)}
        case StickerContent() | VoiceContent() | LocationContent():
            return _without_file(content)
        case _:
            return _service(content)


def _service(content: Service) -> JsonObject:
    match content:
        case TopicOpened(name=name):
            return {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
        case MemberLeft(user=person):
            return {"left_chat_member": user(person)}
        case MemberAdded(user=person):
            return {"new_chat_members": [user(person)]}
        case MigratedTo(chat_id=chat_id):
            return {"migrate_to_chat_id": chat_id}
        case MigratedFrom(chat_id=chat_id):
            return {"migrate_from_chat_id": chat_id}
        case ChatShared(request_id=number, chat_id=chat_id, title=title):
            shared = _without_none(request_id=number, chat_id=chat_id, title=title)
            return {"chat_shared": shared}
        case PersonShared(request_id=number, user_id=user_id):
            return {"users_shared": {"request_id": number, "users": [{"user_id": user_id}]}}


def poll(posted: Message) -> JsonObject:
    """Return the Poll of a message that holds one, with its figures."""
    content = posted.content
    if not isinstance(content, PollContent):
        raise TypeError("a message without a poll has no figures")
    voters = Counter(place for choice in content.votes.values() for place in choice)
    options: list[JsonValue] = [
        {
            "persistent_id": str(place),
            **_text("text", "text_entities", option),
            "voter_count": voters[place],
        }
        for place, option in enumerate(content.options)
    ]
    return {
        "id": _poll_id(posted),
        **_text("question", "question_entities", content.question),
        "options": options,
        "total_voter_count": len(content.votes),
        "is_closed": False,
        "is_anonymous": content.is_anonymous,
        "type": "regular",
        "allows_multiple_answers": content.allows_multiple_answers,
        "allows_revoting": True,
        "members_only": False,
    }


def _poll_answer(answer: PollAnswered) -> JsonObject:
    return {
        "poll_id": _poll_id(answer.poll),
        "user": user(answer.user),
        "option_ids": [*answer.options],
        "option_persistent_ids": [str(place) for place in answer.options],
    }


def _poll_id(posted: Message) -> str:
    return f"{abs(posted.chat.id)}-{posted.id}"


def _without_file(content: StickerContent | VoiceContent | LocationContent) -> JsonObject:
    match content:
        case StickerContent(emoji=emoji):
            return {"sticker": _sticker(emoji)}
        case VoiceContent(seconds=seconds):
            return {"voice": {**_placeholder("voice"), "duration": seconds}}
        case LocationContent(latitude=latitude, longitude=longitude):
            return {"location": {"latitude": latitude, "longitude": longitude}}


def _captioned(content: Captioned) -> JsonObject:
    caption = _text("caption", "caption_entities", content.caption) if content.caption.text else {}
    if isinstance(content, PhotoContent):
        width, height = content.file.size or (0, 0)
        return {"photo": [{**file(content.file), "width": width, "height": height}], **caption}
    named = {"file_name": content.file.name, "mime_type": content.file.mime_type}
    return {"document": {**file(content.file), **named}, **caption}


def _text(text_field: str, entities_field: str, body: FormattedText) -> JsonObject:
    entities: Sequence[JsonValue] = [_entity(entity) for entity in body.entities]
    return {text_field: body.text, **({entities_field: list(entities)} if entities else {})}


def _entity(entity: Entity) -> JsonObject:
    return _without_none(
        type=entity.type,
        offset=entity.offset,
        length=entity.length,
        url=entity.url,
        language=entity.language,
        user=user(entity.user) if entity.user else None,
        custom_emoji_id=entity.custom_emoji_id,
    )


def _keyboard(keyboard: InlineKeyboard) -> JsonObject:
    return {"inline_keyboard": [[_button(button) for button in row] for row in keyboard]}


def _button(button: InlineButton) -> JsonObject:
    return {"text": button.text, button.action: button.value, **button.decoration}


def _quote(quote: Quote) -> JsonObject:
    return {"text": quote.text, "position": quote.position, "is_manual": True}


def _sticker(emoji: str) -> JsonObject:
    return {
        **_placeholder("sticker"),
        "type": "regular",
        "width": STICKER_SIDE,
        "height": STICKER_SIDE,
        "is_animated": False,
        "is_video": False,
        "emoji": emoji,
    }


def _placeholder(kind: str) -> JsonObject:
    """Return the ids of a file that the sandbox does not have."""
    return {"file_id": f"sandbox-{kind}", "file_unique_id": f"sandbox-{kind}-unique"}


def _file_ids(stored: StoredFile) -> JsonObject:
    return {"file_id": stored.id, "file_unique_id": stored.id[-16:]}


def _bot_moved(moved: BotMoved) -> JsonObject:
    return {
        "chat": chat(moved.chat),
        "from": user(moved.actor),
        "date": moved.date,
        "old_chat_member": _bot_member(moved.bot, moved.old),
        "new_chat_member": _bot_member(moved.bot, moved.new),
    }


def _bot_member(bot: User, status: BotStatus) -> JsonObject:
    until: JsonObject = {"until_date": 0} if status is BotStatus.KICKED else {}
    return {"status": status.value, "user": user(bot), **until}


def _without_none(**fields: JsonValue) -> JsonObject:
    return {name: value for name, value in fields.items() if value is not None}
