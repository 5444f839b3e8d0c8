import pytest

from bot.courtesies import Courtesy, courtesy


@pytest.mark.parametrize(
    "text",
    [
        "xin chào",
        "Chào bạn!",
        "chao bot",
        "Hello 👋",
        "hi",
        "alo",
        "Xin chào mọi người.",
        "chào cô ạ",
        "Dạ, em chào anh",
        "chào buổi sáng",
        "alo ad ơi",
    ],
)
def test_a_greeting_is_one(text: str) -> None:
    assert courtesy(text) is Courtesy.GREETING


@pytest.mark.parametrize(
    "text",
    [
        "cảm ơn",
        "Cám ơn bạn nhiều nhé!",
        "cam on bot",
        "Ok, cảm ơn bạn",
        "Cháu cảm ơn cô nhiều ạ",
        "thanks",
        "Thank you!",
        "ok",
        "Vâng ạ",
        "👍 ok",
    ],
)
def test_thanks_are_one(text: str) -> None:
    assert courtesy(text) is Courtesy.THANKS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "chào cờ đầu tuần ở đâu",
        "chào bạn, Cần Đước có mấy mô hình dân vận khéo",
        "ai viết thư cảm ơn",
        "hiến đất",
        "dân vận",
        "đa dạng",
    ],
)
def test_what_may_ask_something_is_no_courtesy(text: str) -> None:
    assert courtesy(text) is None
