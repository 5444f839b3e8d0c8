from typing import Any, cast

import pytest
from telegram import Update

from bot.governing import Governing
from bot.handlers.conversation import Context
from bot.handlers.other import Wordless, kind_of
from bot.store.records import Rank, Role
from bot.texts import MessageKind, Vietnamese
from tests.support.recorded_telegram import message, recorded_bot
from tests.support.running_bot import empty_store
from tests.support.stores import NOW, OWNER

FILE = {"file_id": "a", "file_unique_id": "b"}
SIZED = FILE | {"width": 1, "height": 1}
TIMED = FILE | {"duration": 1}
WRITER = 11


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"voice": TIMED}, MessageKind.VOICE),
        ({"audio": TIMED}, MessageKind.VOICE),
        ({"video_note": TIMED | {"length": 1}}, MessageKind.VOICE),
        ({"photo": [SIZED]}, MessageKind.PICTURE),
        ({"video": SIZED | TIMED}, MessageKind.PICTURE),
        (
            {"sticker": SIZED | {"type": "regular", "is_animated": False, "is_video": False}},
            MessageKind.STICKER,
        ),
        ({"animation": SIZED | TIMED, "document": FILE}, MessageKind.STICKER),
        ({"dice": {"emoji": "🎲", "value": 3}}, MessageKind.STICKER),
        ({"document": FILE}, MessageKind.FILE),
        ({"location": {"latitude": 10.5, "longitude": 106.4}}, MessageKind.OTHER),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, MessageKind.OTHER),
    ],
)
async def test_a_wordless_message_is_of_a_kind(fields: dict[str, Any], kind: MessageKind) -> None:
    bot, _ = await recorded_bot()
    assert kind_of(message(bot, None, **fields)) is kind


@pytest.mark.parametrize(
    ("role", "is_hinted"),
    [
        (Role(user_id=WRITER, rank=Rank.NONE), False),
        (Role(user_id=WRITER, rank=Rank.OFFICER), True),
        (Role(user_id=WRITER, rank=Rank.OFFICER, places=frozenset({"new/ha-tinh"})), True),
        (Role(user_id=WRITER, rank=Rank.OWNER), True),
    ],
)
async def test_who_may_announce_is_told_how_a_picture_goes_to_everybody(
    role: Role, *, is_hinted: bool
) -> None:
    bot, telegram = await recorded_bot()
    update = Update(1, message=message(bot, None, photo=[SIZED]))
    with empty_store(owners=[OWNER]) as store:
        if role.rank is not Rank.NONE:
            store.roles.grant(role, by=OWNER, now=NOW)
        await Wordless(Governing(store)).wordless(update, cast("Context", None))
    [answer] = telegram.calls_of("sendMessage")
    assert (Vietnamese().announcing_hint() in answer["text"]) is is_hinted
