"""What Telegram is asked for, for each task of a delivery."""

import json
from datetime import UTC, datetime

import pytest

from bot.delivery.requests import Request, request_of
from bot.store.records import ChatKind, Claim, Content, PostedMessage, Task

NOW = datetime(2026, 7, 1, tzinfo=UTC)
ROW = [{"text": "Đã nắm", "callback_data": "read:3"}]


def claim(
    task: Task = Task.SEND, *, thread_id: int | None = None, message: PostedMessage | None = None
) -> Claim:
    return Claim(
        delivery_id=1,
        announcement_id=3,
        revision=1,
        serial=1,
        task=task,
        chat_id=-5,
        kind=ChatKind.GROUP,
        thread_id=thread_id,
        urgent=False,
        quiet=None,
        due_since=NOW,
        attempts=0,
        message=message,
    )


def content(method: str = "sendMessage", **parameters: object) -> Content:
    return Content(method=method, parameters=json.dumps(parameters))


POSTED = PostedMessage(chat_id=-4, message_id=8)


@pytest.mark.parametrize(
    ("claimed", "wanted", "row", "request_"),
    [
        (claim(), content(text="a"), [], ("sendMessage", {"text": "a", "chat_id": -5})),
        (
            claim(thread_id=2),
            content("copyMessage", from_chat_id=1, message_id=7),
            [],
            (
                "copyMessage",
                {"from_chat_id": 1, "message_id": 7, "chat_id": -5, "message_thread_id": 2},
            ),
        ),
        (
            claim(),
            content(text="a"),
            ROW,
            (
                "sendMessage",
                {"text": "a", "chat_id": -5, "reply_markup": {"inline_keyboard": [ROW]}},
            ),
        ),
        (
            claim(Task.EDIT, message=POSTED),
            content(text="b", disable_notification=True),
            ROW,
            (
                "editMessageText",
                {
                    "text": "b",
                    "chat_id": -4,
                    "message_id": 8,
                    "reply_markup": {"inline_keyboard": [ROW]},
                },
            ),
        ),
        (
            claim(Task.EDIT, message=POSTED),
            content("sendPhoto", photo="x", caption="b"),
            [],
            ("editMessageCaption", {"caption": "b", "chat_id": -4, "message_id": 8}),
        ),
        (
            claim(Task.DELETE, message=POSTED),
            content(text="b"),
            ROW,
            ("deleteMessage", {"chat_id": -4, "message_id": 8}),
        ),
    ],
)
def test_a_task_makes_a_request(
    claimed: Claim,
    wanted: Content,
    row: list[dict[str, str]],
    request_: tuple[str, dict[str, object]],
) -> None:
    method, parameters = request_
    assert request_of(claimed, wanted, row) == Request(method=method, parameters=parameters)


def test_buttons_of_the_content_stay_above_the_one_to_acknowledge() -> None:
    own = [{"text": "Nguồn", "url": "https://a.vn/"}]
    wanted = content(text="a", reply_markup={"inline_keyboard": [own]})
    made = request_of(claim(), wanted, ROW)
    assert made.parameters["reply_markup"] == {"inline_keyboard": [own, ROW]}


@pytest.mark.parametrize("task", [Task.EDIT, Task.DELETE])
def test_what_was_never_posted_can_not_be_changed(task: Task) -> None:
    with pytest.raises(ValueError, match="there is no message"):
        request_of(claim(task), content(text="a"))


def test_content_that_is_no_json_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        request_of(claim(), Content(method="sendMessage", parameters="no JSON"))
