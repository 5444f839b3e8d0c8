"""The bot comes and goes, groups become supergroups, and chats are picked for it."""

from typing import Any

import pytest

from bot.sandbox import membership
from bot.sandbox.cast import FRONT, HAMLET, NEIGHBOUR, OFFICER, VISITOR
from bot.sandbox.changes import ChatsChanged, Event
from bot.sandbox.errors import BadRequestError, BotApiError
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.records import JsonValue
from tests.bot.sandbox.conftest import NOW, Api
from tests.support.sandbox import CADRE, CITIZEN, GROUP

PERSON = CITIZEN.user


def published(api: Api, events: tuple[Event, ...]) -> None:
    """Tell everyone, which checks the updates against the specification."""
    assert any(isinstance(event, ChatsChanged) for event in events)
    api.sandbox.publish(*events)


def put_out(api: Api, chat: int) -> None:
    room = api.world.rooms[chat]
    published(api, membership.put_out(api.world, room, PERSON, now=NOW))


def let_in(api: Api, chat: int) -> None:
    room = api.world.rooms[chat]
    published(api, membership.let_in(api.world, room, PERSON, now=NOW))


def migrate(api: Api) -> int:
    room = api.world.rooms[HAMLET.id]
    published(api, membership.migrate(api.world, room, now=NOW))
    assert room.moved_to
    return room.moved_to


@pytest.mark.parametrize(
    ("chat", "refusal"),
    [
        (PERSON.id, "Forbidden: bot was blocked by the user"),
        (GROUP.id, "Forbidden: bot was kicked from the supergroup chat"),
        (HAMLET.id, "Forbidden: bot was kicked from the group chat"),
    ],
)
async def test_a_bot_that_was_put_out_is_told_so_by_an_update_and_by_every_error(
    api: Api, chat: int, refusal: str
) -> None:
    put_out(api, chat)
    [update] = await api.updates()
    moved = update["my_chat_member"]
    assert moved["from"]["id"] == PERSON.id
    assert (moved["old_chat_member"]["status"], moved["new_chat_member"]["status"]) == (
        "member",
        "kicked",
    )
    assert await api.refused("sendMessage", chat_id=chat, text="a") == refusal


async def test_a_bot_that_left_a_group_is_no_member_of_it(api: Api) -> None:
    await api("leaveChat", chat_id=HAMLET.id)
    refusal = await api.refused("sendMessage", chat_id=HAMLET.id, text="a")
    assert refusal == "Forbidden: bot is not a member of the group chat"


async def test_a_bot_that_is_added_again_is_told_so_and_may_write(api: Api) -> None:
    put_out(api, GROUP.id)
    let_in(api, GROUP.id)
    _, moved, added = await api.updates()
    assert moved["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert added["message"]["new_chat_members"][0]["is_bot"]
    assert await api("sendMessage", chat_id=GROUP.id, text="a")


async def test_a_person_who_unblocks_the_bot_is_heard_again(api: Api) -> None:
    put_out(api, PERSON.id)
    api.say("có nghe không")
    let_in(api, PERSON.id)
    api.say("nghe chưa")
    assert [u["message"]["text"] for u in await api.updates() if "message" in u] == ["nghe chưa"]


def test_nobody_is_put_out_twice_or_by_strangers(api: Api) -> None:
    room = api.world.rooms[HAMLET.id]
    with pytest.raises(BadRequestError, match="user not found"):
        membership.put_out(api.world, room, VISITOR.user, now=NOW)
    with pytest.raises(BadRequestError, match="the bot is in this chat"):
        membership.let_in(api.world, room, PERSON, now=NOW)
    put_out(api, HAMLET.id)
    with pytest.raises(BadRequestError, match="the bot is not in this chat"):
        membership.put_out(api.world, room, PERSON, now=NOW)


async def test_a_group_that_becomes_a_supergroup_says_so_in_both(api: Api) -> None:
    new = migrate(api)
    last, first = (update["message"] for update in await api.updates())
    assert (last["chat"]["id"], last["migrate_to_chat_id"]) == (HAMLET.id, new)
    assert (first["chat"]["id"], first["migrate_from_chat_id"]) == (new, HAMLET.id)
    assert (last["chat"]["type"], first["chat"]["type"]) == ("group", "supergroup")


async def test_what_is_sent_to_the_old_group_is_refused_with_the_new_id(api: Api) -> None:
    new = migrate(api)
    with pytest.raises(BotApiError) as refused:
        await api("sendMessage", chat_id=HAMLET.id, text="a")
    error = refused.value
    assert error.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert error.parameters == {"migrate_to_chat_id": new}
    assert await api("sendMessage", chat_id=new, text="a")


async def test_a_supergroup_keeps_the_faults_of_the_group_that_it_was(api: Api) -> None:
    api.world.faults.set(HAMLET.id, Fault(kind=FaultKind.FAIL))
    new = migrate(api)
    assert await api.refused("sendMessage", chat_id=new, text="a") == "Internal Server Error"


@pytest.mark.parametrize("chat", [GROUP.id, PERSON.id])
def test_only_groups_become_supergroups(api: Api, chat: int) -> None:
    with pytest.raises(BadRequestError, match="only a group"):
        membership.migrate(api.world, api.world.rooms[chat], now=NOW)


def test_a_group_becomes_a_supergroup_once(api: Api) -> None:
    migrate(api)
    with pytest.raises(BadRequestError, match="only a group"):
        migrate(api)


async def test_a_reset_makes_groups_of_supergroups_again(api: Api) -> None:
    new = migrate(api)
    api.sandbox.publish(api.world.reset())
    assert new not in api.world.rooms
    assert await api("sendMessage", chat_id=HAMLET.id, text="a")


def asking(**request: JsonValue) -> dict[str, Any]:
    asked: JsonValue = {"request_id": 7, "chat_is_channel": False, **request}
    return {"keyboard": [[{"text": "Chọn nhóm", "request_chat": asked}], ["Thôi"]]}


async def ask(api: Api, **request: JsonValue) -> None:
    await api(
        "sendMessage", chat_id=OFFICER.user.id, text="Nhóm nào?", reply_markup=asking(**request)
    )


def pick(api: Api, chat: int, *, request_id: int = 7, by: int = OFFICER.user.id) -> None:
    api.sandbox.publish(api.world.share_chat(by, by, request_id, chat, now=NOW))


async def test_a_chat_that_is_picked_is_told_to_the_bot(api: Api) -> None:
    await ask(api, bot_is_member=True, request_title=True)
    pick(api, HAMLET.id)
    [update] = await api.updates()
    shared = update["message"]["chat_shared"]
    assert shared == {"request_id": 7, "chat_id": HAMLET.id, "title": "Ấp 2"}


async def test_a_person_who_is_picked_is_told_to_the_bot(api: Api) -> None:
    button: JsonValue = {"text": "Chọn người", "request_users": {"request_id": 9}}
    markup: JsonValue = {"keyboard": [[button]]}
    await api("sendMessage", chat_id=OFFICER.user.id, text="Ai?", reply_markup=markup)
    by = OFFICER.user.id
    for request, person in [(8, CITIZEN.user.id), (9, 4242)]:
        with pytest.raises(BadRequestError):
            api.world.share_person(by, by, request, person, now=NOW)
    api.sandbox.publish(api.world.share_person(by, by, 9, CITIZEN.user.id, now=NOW))
    [update] = await api.updates()
    assert update["message"]["users_shared"] == {
        "request_id": 9,
        "users": [{"user_id": CITIZEN.user.id}],
    }


async def test_a_title_that_was_not_asked_for_is_not_told(api: Api) -> None:
    await ask(api)
    pick(api, HAMLET.id)
    [update] = await api.updates()
    assert "title" not in update["message"]["chat_shared"]


async def test_only_what_was_asked_for_can_be_picked(api: Api) -> None:
    await ask(api, bot_is_member=True, user_administrator_rights={"is_anonymous": False})
    for chat, reason in [
        (OFFICER.user.id, "no such chat to pick"),
        (GROUP.id, "user not found"),
    ]:
        with pytest.raises(BadRequestError, match=reason):
            pick(api, chat)
    with pytest.raises(BadRequestError, match="no button asks"):
        pick(api, HAMLET.id, request_id=8)
    put_out(api, HAMLET.id)
    with pytest.raises(BadRequestError, match="the bot is not in this chat"):
        pick(api, HAMLET.id)


async def test_only_an_administrator_can_pick_where_rights_are_asked_for(api: Api) -> None:
    markup = asking(user_administrator_rights={"is_anonymous": False})
    await api("sendMessage", chat_id=CADRE.user.id, text="a", reply_markup=markup)
    with pytest.raises(BadRequestError, match="only an administrator"):
        pick(api, FRONT.id, by=CADRE.user.id)
    pick(api, GROUP.id, by=CADRE.user.id)


async def test_a_keyboard_that_is_taken_away_asks_for_nothing(api: Api) -> None:
    await ask(api)
    removed: JsonValue = {"remove_keyboard": True}
    await api("sendMessage", chat_id=OFFICER.user.id, text="Thôi", reply_markup=removed)
    with pytest.raises(BadRequestError, match="no button asks"):
        pick(api, HAMLET.id)


async def test_a_plain_group_has_no_threads_of_replies(api: Api) -> None:
    sent = await api.get("sendMessage", chat_id=HAMLET.id, text="a")
    said = api.say("b", chat=HAMLET.id, persona=NEIGHBOUR, reply_to=sent["message_id"])
    assert said.thread_id is None
