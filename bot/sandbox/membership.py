"""How the bot comes into chats and out of them, and how a group becomes a supergroup."""

from dataclasses import replace

from bot.sandbox.changes import ChatsChanged, Event, Membership, MessagePosted
from bot.sandbox.errors import BadRequestError
from bot.sandbox.news import BotMoved
from bot.sandbox.records import (
    BotStatus,
    ChatKind,
    Content,
    Draft,
    MemberAdded,
    MemberLeft,
    MigratedFrom,
    MigratedTo,
    User,
)
from bot.sandbox.room import Room
from bot.sandbox.world import World

_SUPERGROUPS = -2_000_000_000_000
"""Ids of supergroups that were groups lie below, as Telegram's do."""


def leave(world: World, room: Room, *, now: int) -> tuple[Event, ...]:
    """Take the bot out of a group, as it asked for."""
    if room.chat.kind is ChatKind.PRIVATE:
        raise BadRequestError("chat member status can't be changed in private chats")
    return _move_bot(world, room, world.bot, BotStatus.LEFT, now)


def put_out(world: World, room: Room, actor: User, *, now: int) -> tuple[Event, ...]:
    """Remove the bot from a group, or block it in a private chat."""
    _check_member(room, actor)
    if not room.has_bot:
        raise BadRequestError("the bot is not in this chat")
    return _move_bot(world, room, actor, BotStatus.KICKED, now)


def let_in(world: World, room: Room, actor: User, *, now: int) -> tuple[Event, ...]:
    """Add the bot to a group, or unblock it in a private chat."""
    _check_member(room, actor)
    if room.has_bot:
        raise BadRequestError("the bot is in this chat")
    return _move_bot(world, room, actor, BotStatus.MEMBER, now)


def migrate(world: World, room: Room, *, now: int) -> tuple[Event, ...]:
    """Make a supergroup of a group: another chat, with another id and its own messages."""
    if room.chat.kind is not ChatKind.GROUP or room.moved_to is not None:
        raise BadRequestError("only a group can become a supergroup")
    chat = replace(room.chat, id=_SUPERGROUPS + room.chat.id, kind=ChatKind.SUPERGROUP)
    actor = world.people[chat.owner or world.bot.id]
    successor = world.add_chat(chat, now=now)
    successor.bot_status, successor.moved_from = room.bot_status, room.chat.id
    last = _announce(world, room, actor, MigratedTo(chat_id=chat.id), now)
    first = _announce(world, successor, actor, MigratedFrom(chat_id=room.chat.id), now)
    room.moved_to = chat.id
    world.faults.move(room.chat.id, chat.id)
    return (ChatsChanged(), last, first)


def _check_member(room: Room, actor: User) -> None:
    if actor.id not in room.chat.members:
        raise BadRequestError("user not found")


def _move_bot(
    world: World, room: Room, actor: User, status: BotStatus, now: int
) -> tuple[Event, ...]:
    moved = BotMoved(
        chat=room.chat, actor=actor, bot=world.bot, old=room.bot_status, new=status, date=now
    )
    room.bot_status = status
    membership = Membership(update=world.updates.push(moved, now=now))
    if room.chat.kind is ChatKind.PRIVATE:
        return (membership, ChatsChanged())
    if status is BotStatus.MEMBER:
        shown = _announce(world, room, actor, MemberAdded(user=world.bot), now)
    else:
        left = room.post(actor, Draft(content=MemberLeft(user=world.bot)), now=now)
        shown = MessagePosted(message=left)
    return (membership, shown, ChatsChanged())


def _announce(world: World, room: Room, actor: User, content: Content, now: int) -> MessagePosted:
    """Post a service message, of which the bot is told as of everything that is no one's words."""
    message = room.post(actor, Draft(content=content), now=now)
    update = world.updates.push(message, now=now) if room.has_bot else None
    return MessagePosted(message=message, update=update)
