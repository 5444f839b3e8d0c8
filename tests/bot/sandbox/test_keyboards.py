"""Inline keyboards as Telegram takes and refuses them."""

import pytest

from bot.sandbox.errors import BadRequestError
from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.records import InlineButton, JsonValue


def keyboard(*buttons: JsonValue) -> JsonValue:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("callback_data", "đ" * 32, "đ" * 32),
        ("url", "congbao.vn", "http://congbao.vn/"),
        ("url", "tg://user?id=1001", "tg://user?id=1001"),
        ("copy_text", {"text": "25-NQ/TW"}, {"text": "25-NQ/TW"}),
        ("switch_inline_query_current_chat", "", ""),
    ],
)
def test_a_button_does_one_thing(field: str, given: JsonValue, kept: JsonValue) -> None:
    expected = InlineButton(text="Nút", action=field, value=kept)
    assert inline_keyboard(keyboard({"text": "Nút", field: given})) == ((expected,),)


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "a", "callback_data": "đ" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"callback_data": "a"}, "can't parse inline keyboard button: Can't find field \"text\""),
        ({"text": "", "callback_data": "a"}, "inline keyboard button text must be non-empty"),
        ("a", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        (
            {"text": "a", "url": "http://localhost/x"},
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        ({"text": "a", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
def test_a_bad_button_is_refused_in_telegrams_words(button: JsonValue, reason: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        inline_keyboard(keyboard(button))
    assert refused.value.description == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ([], "object expected as reply markup"),
        (
            {"inline_keyboard": [{}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": [[{"text": "a", "pay": True}]] * 101}, "reply markup is too long"),
    ],
)
def test_a_bad_keyboard_is_refused_in_telegrams_words(markup: JsonValue, reason: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        inline_keyboard(markup)
    assert refused.value.description == f"Bad Request: {reason}"


def test_a_row_keeps_eight_buttons() -> None:
    buttons: list[JsonValue] = [{"text": str(n), "callback_data": str(n)} for n in range(10)]
    kept = inline_keyboard(keyboard(*buttons))
    assert kept
    assert [button.text for button in kept[0]] == list("01234567")


@pytest.mark.parametrize("markup", [None, {"force_reply": True}, {"inline_keyboard": []}])
def test_other_markups_and_empty_ones_are_no_inline_keyboard(markup: JsonValue) -> None:
    assert inline_keyboard(markup) is None
