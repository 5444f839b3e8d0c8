import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.errors import UnkeyedUpdateError
from bot.intake.reading import all_received, received

CHAT = {"chat": {"id": -5}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=15,
)


@pytest.mark.parametrize(
    ("update", "kind", "chat"),
    [
        ({"message": CHAT}, "message", -5),
        ({"edited_message": CHAT}, "edited_message", -5),
        ({"my_chat_member": CHAT}, "my_chat_member", -5),
        ({"callback_query": {"from": {"id": 3}, "message": CHAT}}, "callback_query", -5),
        ({"callback_query": {"from": {"id": 3}, "inline_message_id": "a"}}, "callback_query", None),
        ({"inline_query": {"from": {"id": 3}}}, "inline_query", 3),
        ({"poll": {"id": "3"}}, "poll", None),
        ({"something_new": CHAT}, "something_new", -5),
        ({"message": {"chat": {"id": "-5"}}}, "message", None),
        ({"message": {"chat": {"id": True}}}, "message", None),
        ({"message": {"chat": {"id": 2**63}}}, "message", None),
        ({"message": {"chat": [5]}}, "message", None),
        ({"message": 5}, "message", None),
        ({"dân vận": 5}, "unknown", None),
        ({"x" * 99: 5}, "x" * 40, None),
        ({}, "unknown", None),
    ],
)
def test_what_it_is_and_where_it_belongs_is_read(
    update: dict[str, object], kind: str, chat: int | None
) -> None:
    one = received({"update_id": 7, **update})
    assert (one.update_id, one.kind, one.chat_id) == (7, kind, chat)


@pytest.mark.parametrize(
    "update", [None, [], "update", 5, {}, {"update_id": "7"}, {"update_id": 2**63}]
)
def test_what_has_no_number_is_no_update(update: object) -> None:
    with pytest.raises(UnkeyedUpdateError):
        received(update)
    assert all_received([update, {"update_id": 7}])[1] == 1


@given(JSON)
def test_whatever_stands_in_it_is_kept_as_it_is_in_ascii(inside: object) -> None:
    update = {"update_id": 7, "message": inside}
    one = received(update)
    assert json.loads(one.raw) == update
    assert one.raw.isascii()
    assert "\x00" not in one.raw


def test_halves_of_surrogate_pairs_are_kept() -> None:
    update = {"update_id": 7, "message": {"text": "\ud83d và \x00"}}
    assert json.loads(received(update).raw) == update
