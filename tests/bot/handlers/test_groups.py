from typing import Any

import pytest

from bot.handlers.groups import CALLING, NAMING_IN_COMMAND
from tests.support.recorded_telegram import BOT, GROUP, PERSON, message, recorded_bot

MENTION = {"text": "@danvan_bot ơi", "entities": [{"type": "mention", "offset": 0, "length": 11}]}
FROM_BOT = {"message_id": 4, "date": 1, "chat": GROUP, "from": BOT, "text": "trả lời"}
FROM_PERSON = FROM_BOT | {"from": PERSON}
OTHER_BOT = {"id": 701, "is_bot": True, "first_name": "Bot khác"}


@pytest.mark.parametrize(
    "fields",
    [
        MENTION,
        {"reply_to_message": FROM_BOT},
        # An administrator who hides behind the group.
        MENTION | {"from": OTHER_BOT, "sender_chat": GROUP},
    ],
)
async def test_it_is_called_by(fields: dict[str, Any]) -> None:
    bot, _ = await recorded_bot()
    assert CALLING.filter(message(bot, **({"chat": GROUP} | fields)))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "danvan_bot giỏi thật"},
        {"text": "@danvan_bot_2 ơi", "entities": [{"type": "mention", "offset": 0, "length": 13}]},
        {"reply_to_message": FROM_PERSON},
        {
            "reply_to_message": FROM_BOT
            | {"text": None, "forum_topic_created": {"name": "Hỏi đáp", "icon_color": 7322096}}
        },
        MENTION | {"from": OTHER_BOT},
        MENTION | {"is_automatic_forward": True},
    ],
)
async def test_it_is_not_called_by(fields: dict[str, Any]) -> None:
    bot, _ = await recorded_bot()
    assert not CALLING.filter(message(bot, **({"chat": GROUP} | fields)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("/start@danvan_bot", True),
        ("/start@danvan_bot xin chào", True),
        ("/start", False),
        ("/vanban a@b.vn", False),
    ],
)
async def test_a_command_names_the_bot_or_does_not(text: str, names: bool) -> None:  # noqa: FBT001
    bot, _ = await recorded_bot()
    assert NAMING_IN_COMMAND.filter(message(bot, text)) is names
