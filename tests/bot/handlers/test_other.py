from typing import Any

import pytest

from bot.handlers.other import kind_of
from bot.texts import MessageKind
from tests.support.recorded_telegram import message, recorded_bot

FILE = {"file_id": "a", "file_unique_id": "b"}
SIZED = FILE | {"width": 1, "height": 1}
TIMED = FILE | {"duration": 1}


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
