import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message

from bot.announcing.contents import (
    CAPTION_UNITS,
    TooLongError,
    UnsuitableError,
    content_of,
    corrected,
    is_correctable,
    text_content,
    with_quote,
)
from bot.store.records import Content
from bot.telegram_text import MESSAGE_UNITS, utf16_length
from tests.support.recorded_telegram import message, recorded_bot

PHOTO = [
    {"file_id": "small", "file_unique_id": "s", "width": 1, "height": 1},
    {"file_id": "large", "file_unique_id": "l", "width": 9, "height": 9},
]
FILE = {"file_id": "f", "file_unique_id": "u"}
BOLD = {"type": "bold", "offset": 10, "length": 4}
POLL = {
    "id": "1",
    "question": "Họp buổi nào?",
    "options": [
        {"text": text, "voter_count": 0, "persistent_id": text} for text in ("Sáng", "Tối")
    ],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": False,
    "type": "regular",
    "allows_multiple_answers": True,
    "allows_revoting": True,
    "members_only": False,
}


async def said(text: str | None = None, **fields: object) -> Message:
    bot, _ = await recorded_bot()
    return message(bot, text, **fields)


def parameters(content: Content) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content.parameters)
    return found


async def test_a_text_keeps_its_formatting() -> None:
    content = content_of(await said("Họp lúc 🎉 19 giờ", entities=[BOLD]))
    assert content.method == "sendMessage"
    assert parameters(content) == {"text": "Họp lúc 🎉 19 giờ", "entities": [BOLD]}


async def test_a_command_before_it_is_left_out_and_what_is_formatted_moves_along() -> None:
    bold = {"type": "bold", "offset": 12, "length": 3}
    command = {"type": "bot_command", "offset": 0, "length": 9}
    content = content_of(await said("/thongbao \n Họp nhé", entities=[command, bold]), skipping=9)
    assert parameters(content) == {
        "text": "Họp nhé",
        "entities": [{"type": "bold", "offset": 0, "length": 3}],
    }


@pytest.mark.parametrize(
    ("fields", "method", "name", "file_id"),
    [
        ({"photo": PHOTO}, "sendPhoto", "photo", "large"),
        ({"document": FILE}, "sendDocument", "document", "f"),
        (
            {"animation": {**FILE, "width": 1, "height": 1, "duration": 1}, "document": FILE},
            "sendAnimation",
            "animation",
            "f",
        ),
        ({"voice": {**FILE, "duration": 1}}, "sendVoice", "voice", "f"),
    ],
)
async def test_a_file_goes_by_its_id_with_its_caption(
    fields: dict[str, Any], method: str, name: str, file_id: str
) -> None:
    content = content_of(await said(caption="Thư mời họp nhé", caption_entities=[BOLD], **fields))
    assert content.method == method
    assert parameters(content) == {
        name: file_id,
        "caption": "Thư mời họp nhé",
        "caption_entities": [BOLD],
    }


async def test_a_poll_is_asked_anew() -> None:
    content = content_of(await said(poll=POLL))
    assert content.method == "sendPoll"
    assert parameters(content) == {
        "question": "Họp buổi nào?",
        "options": [{"text": "Sáng"}, {"text": "Tối"}],
        "is_anonymous": False,
        "allows_multiple_answers": True,
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"poll": {**POLL, "type": "quiz"}},
        {"text": "   "},
    ],
)
async def test_what_can_not_be_sent_again_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(UnsuitableError):
        content_of(await said(**fields))


async def test_a_correction_of_a_text_is_another_text() -> None:
    new = corrected(text_content("cũ"), await said("mới"))
    assert new == text_content("mới")
    with pytest.raises(UnsuitableError):
        corrected(text_content("cũ"), await said(photo=PHOTO, caption="mới"))


async def test_a_correction_of_a_file_is_another_caption_and_the_same_file() -> None:
    old = content_of(await said(photo=PHOTO, caption="cũ"))
    new = corrected(old, await said("Thư mời họp nhé", entities=[BOLD]))
    assert new.method == "sendPhoto"
    assert parameters(new) == {
        "photo": "large",
        "caption": "Thư mời họp nhé",
        "caption_entities": [BOLD],
    }
    with pytest.raises(TooLongError):
        corrected(old, await said("a" * (CAPTION_UNITS + 1)))


async def test_a_poll_can_not_be_corrected() -> None:
    poll = content_of(await said(poll=POLL))
    assert not is_correctable(poll)
    with pytest.raises(UnsuitableError):
        corrected(poll, await said("mới"))


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_a_quote_stands_word_for_word_below_and_is_marked_by_utf16(words: str, quote: str) -> None:
    content = Content(method="sendMessage", parameters=json.dumps({"text": words}))
    found = parameters(with_quote(content, quote, "Nguồn"))
    [entity] = found["entities"]
    units = found["text"].encode("utf-16-le", errors="surrogatepass")
    start, end = entity["offset"], entity["offset"] + entity["length"]
    assert units[2 * start : 2 * end].decode("utf-16-le", errors="surrogatepass") == quote
    assert found["text"] == f"{words}\n\n{quote}\nNguồn"


@pytest.mark.parametrize(
    ("method", "field", "most"),
    [("sendMessage", "text", MESSAGE_UNITS), ("sendPhoto", "caption", CAPTION_UNITS)],
)
def test_a_quote_that_there_is_no_room_for_is_refused(method: str, field: str, most: int) -> None:
    full = Content(method=method, parameters=json.dumps({field: "a" * (most - 6)}))
    assert utf16_length(parameters(with_quote(full, "q", "s"))[field]) == most - 1
    with pytest.raises(TooLongError):
        with_quote(full, "qqq", "s")


def test_a_poll_takes_no_quote() -> None:
    with pytest.raises(UnsuitableError):
        with_quote(Content(method="sendPoll", parameters="{}"), "q", "s")
