"""What the bot makes of being added, removed, restricted, and of groups that are picked."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from telegram import Bot, Update

from bot.handlers.membership import Membership
from bot.store.records import ChatKind, Preferences
from bot.store.store import Store
from bot.subscribing import Subscribing
from bot.texts import Vietnamese
from tests.support.recorded_telegram import BOT, GROUP, PERSON, PRIVATE, message, recorded_bot
from tests.support.running_bot import empty_store
from tests.support.stores import NOW

VI = Vietnamese()
CHANNEL = {"id": -33, "type": "channel", "title": "Kênh"}
MEMBER = {"status": "member"}
LEFT = {"status": "left"}
KICKED = {"status": "kicked", "until_date": 0}
ADMINISTRATOR = {"status": "administrator", "can_be_edited": False, "is_anonymous": False} | {
    f"can_{right}": False
    for right in (
        "manage_chat",
        "delete_messages",
        "manage_video_chats",
        "restrict_members",
        "promote_members",
        "change_info",
        "invite_users",
        "post_stories",
        "edit_stories",
        "delete_stories",
    )
}
MUTED = {"status": "restricted", "until_date": 0, "is_member": True} | {
    f"can_{right}": False
    for right in (
        "send_messages",
        "send_audios",
        "send_documents",
        "send_photos",
        "send_videos",
        "send_video_notes",
        "send_voice_notes",
        "send_polls",
        "send_other_messages",
        "add_web_page_previews",
        "change_info",
        "invite_users",
        "pin_messages",
        "manage_topics",
        "edit_tag",
        "react_to_messages",
    )
}
Json = dict[str, Any]
GROUP_ID = -22


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as opened:
        yield opened


def moved(bot: Bot, chat: Json, old: Json, new: Json) -> Update:
    change = {
        "chat": chat,
        "from": PERSON,
        "date": 1,
        "old_chat_member": {"user": BOT, **old},
        "new_chat_member": {"user": BOT, **new},
    }
    return Update.de_json({"update_id": 1, "my_chat_member": change}, bot)


async def tell(
    store: Store, chat: Json, old: Json, new: Json, refusals: dict[str, str] | None = None
) -> list[str]:
    """Tell the bot of a change; return what it sends."""
    bot, telegram = await recorded_bot(refusals)
    membership = Membership(Subscribing(store))
    await membership.moved(moved(bot, chat, old, new), None)  # type: ignore[arg-type]  # it reads no context
    return [sent["text"] for sent in telegram.calls_of("sendMessage")]


def subscribed(store: Store, chat: Json) -> None:
    store.subscriptions.save(chat["id"], ChatKind(chat["type"]), Preferences(), now=NOW)


def end_reason(store: Store, chat: Json) -> str | None:
    found = store.subscriptions.get(int(chat["id"]))
    assert found is not None
    return found.end_reason


@pytest.mark.parametrize("new", [MEMBER, ADMINISTRATOR, MUTED])
@pytest.mark.parametrize("old", [LEFT, KICKED])
async def test_a_group_is_greeted_when_the_bot_comes_in(store: Store, old: Json, new: Json) -> None:
    assert await tell(store, GROUP, old, new) == [VI.hello_group()]
    assert store.subscriptions.get(GROUP_ID) is None


@pytest.mark.parametrize("chat", [PRIVATE, CHANNEL])
async def test_nobody_else_is(store: Store, chat: Json) -> None:
    assert await tell(store, chat, KICKED, MEMBER) == []


@pytest.mark.parametrize("old", [MEMBER, ADMINISTRATOR, MUTED])
@pytest.mark.parametrize("new", [LEFT, KICKED, MUTED | {"is_member": False}])
@pytest.mark.parametrize(("chat", "reason"), [(GROUP, "removed"), (PRIVATE, "blocked")])
async def test_being_put_out_ends_a_subscription_with_the_reason(
    store: Store, chat: Json, reason: str, old: Json, new: Json
) -> None:
    subscribed(store, chat)
    assert await tell(store, chat, old, new) == []
    assert end_reason(store, chat) == reason


@pytest.mark.parametrize(
    ("old", "new"), [(MEMBER, ADMINISTRATOR), (ADMINISTRATOR, MEMBER), (MEMBER, MUTED)]
)
async def test_another_right_in_the_group_changes_nothing(
    store: Store, old: Json, new: Json
) -> None:
    subscribed(store, GROUP)
    assert await tell(store, GROUP, old, new) == []
    assert end_reason(store, GROUP) is None


async def test_a_group_that_is_subscribed_already_is_not_asked(store: Store) -> None:
    subscribed(store, GROUP)  # as it is under its new id, where it has migrated
    assert await tell(store, GROUP, LEFT, MEMBER) == []


@pytest.mark.parametrize(
    "refusal",
    ["Forbidden: bot was kicked from the group chat", "Bad Request: not enough rights to send"],
)
async def test_a_group_where_the_bot_may_not_write_is_no_trouble(
    store: Store, refusal: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await tell(store, GROUP, LEFT, MEMBER, {"sendMessage": refusal})
    assert "could not be greeted" in caplog.text


@pytest.mark.parametrize(
    ("refusals", "found", "words"),
    [
        ({}, MEMBER, VI.administrators_only()),
        ({"getChatMember": "Bad Request: user not found"}, MEMBER, VI.administrators_only()),
        ({"getChatMember": "Forbidden: bot is not a member"}, MEMBER, VI.not_in_group()),
        ({"getChat": "Bad Request: chat not found"}, ADMINISTRATOR, VI.not_in_group()),
    ],
)
async def test_a_picked_group_is_subscribed_by_nobody_but_its_administrators(
    store: Store, refusals: dict[str, str], found: Json, words: str
) -> None:
    bot, telegram = await recorded_bot(refusals, {"getChatMember": {"user": PERSON, **found}})
    shared = message(bot, None, chat_shared={"request_id": 1, "chat_id": GROUP["id"]})
    picked = Membership(Subscribing(store)).picked
    await picked(Update(1, message=shared), None)  # type: ignore[arg-type]  # it reads no context
    [sent] = telegram.calls_of("sendMessage")
    assert (sent["chat_id"], sent["text"]) == (PRIVATE["id"], words)
    assert sent["reply_markup"]["remove_keyboard"]
    assert store.subscriptions.get(GROUP_ID) is None
