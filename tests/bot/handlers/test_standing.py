"""Who may decide for a chat."""

from typing import Any

import pytest

from bot.handlers.standing import Standing, standing_of, standing_of_writer
from tests.support.recorded_telegram import GROUP, PERSON, PRIVATE, message, recorded_bot

CHANNEL = {"id": -33, "type": "channel", "title": "Kênh của xã"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
"""Telegram's account in whose name hidden administrators write."""
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
RIGHTS = dict.fromkeys(
    [
        "can_be_edited",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ],
    False,
)


def member(status: str, **more: object) -> dict[str, Any]:
    return {"status": status, "user": PERSON, **more}


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        (member("creator", is_anonymous=False), Standing.DECIDES),
        (member("creator", is_anonymous=True), Standing.DECIDES),
        (member("administrator", is_anonymous=False, **RIGHTS), Standing.DECIDES),
        (member("administrator", is_anonymous=True, **RIGHTS), Standing.DECIDES),
        (member("member"), Standing.MEMBER),
        (member("left"), Standing.MEMBER),
        (member("kicked", until_date=0), Standing.MEMBER),
    ],
)
async def test_of_a_group_those_decide_whom_telegram_calls_administrators(
    found: dict[str, Any], standing: Standing
) -> None:
    bot, telegram = await recorded_bot(results={"getChatMember": found})
    written = message(bot, "/dangky", chat=GROUP)
    assert await standing_of_writer(written) is standing
    assert await standing_of(11, written.chat, bot) is standing
    asked = telegram.calls_of("getChatMember")
    assert asked == [{"chat_id": GROUP["id"], "user_id": PERSON["id"]}] * 2


async def test_somebody_whom_the_group_does_not_know_decides_nothing() -> None:
    bot, _ = await recorded_bot({"getChatMember": "Bad Request: user not found"})
    assert await standing_of_writer(message(bot, chat=GROUP)) is Standing.MEMBER


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"from": ANONYMOUS, "sender_chat": GROUP}, Standing.DECIDES),
        ({"from": CHANNEL_BOT, "sender_chat": CHANNEL}, Standing.UNKNOWN),
        ({"from": None, "sender_chat": CHANNEL}, Standing.UNKNOWN),
        ({"from": None}, Standing.UNKNOWN),
    ],
)
async def test_who_hides_is_told_by_whose_name_they_write_in(
    fields: dict[str, Any], standing: Standing
) -> None:
    bot, telegram = await recorded_bot()
    assert await standing_of_writer(message(bot, chat=GROUP, **fields)) is standing
    assert telegram.calls_of("getChatMember") == []


@pytest.mark.parametrize(("user_id", "standing"), [(11, Standing.DECIDES), (12, Standing.MEMBER)])
async def test_in_a_private_chat_its_person_decides(user_id: int, standing: Standing) -> None:
    bot, telegram = await recorded_bot()
    assert await standing_of(user_id, message(bot, chat=PRIVATE).chat, bot) is standing
    assert telegram.calls_of("getChatMember") == []
