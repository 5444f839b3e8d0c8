"""What Telegram recognises in a text by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import utf16
from bot.sandbox.entities import is_addressed, recognised


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [("bot_command", "/start")]),
        ("/hoi@danvan_bot nghị quyết 25", [("bot_command", "/hoi@danvan_bot")]),
        ("👍 /hoi", [("bot_command", "/hoi")]),
        ("nói /hoi đi", [("bot_command", "/hoi")]),
        ("25-NQ/TW", []),
        ("34/2007/PL-UBTVQH11", []),
        ("//a /é </b /a/", []),
        ("/a@bộ", []),
        ("@danvan_bot ơi", [("mention", "@danvan_bot")]),
        ("a@danvan_bot đ@co_ba @ab", []),
        ("#DânVận #2024 a#b #x#", [("hashtag", "#DânVận")]),
        ("xem https://congbao.vn/a?b=1#c, nhé", [("url", "https://congbao.vn/a?b=1#c")]),
        ("http://127.0.0.1:8080/bai/1.", [("url", "http://127.0.0.1:8080/bai/1")]),
        ("vào congbao.gov.vn đi", [("url", "congbao.gov.vn")]),
        ("xong.Nay mai", []),
        ("http://localhost/x", []),
        ("gửi ubnd@long-an.gov.vn nhé", [("email", "ubnd@long-an.gov.vn")]),
        ("", []),
    ],
)
def test_commands_mentions_hashtags_links_and_addresses_are_recognised(
    text: str, found: list[tuple[str, str]]
) -> None:
    offsets = utf16.Offsets(text)
    assert [
        (entity.type, text[offsets.index(entity.offset) : offsets.index(entity.end)])
        for entity in recognised(text)
    ] == found


@pytest.mark.parametrize(
    "text",
    [
        "/hoi gì đó",
        "/hoi@Danvan_Bot gì đó",
        "gõ /hoi@danvan_bot nhé",
        "@danvan_bot ơi",
        "này @DANVAN_BOT",
    ],
)
def test_a_text_calls_the_bot_by_a_command_or_by_its_name(text: str) -> None:
    assert is_addressed(text, recognised(text), "danvan_bot")


@pytest.mark.parametrize(
    "text", ["/hoi@khac_bot gì đó", "gõ /hoi nhé", "@khac_bot ơi", "chào cả nhà", ""]
)
def test_other_texts_do_not_call_the_bot(text: str) -> None:
    assert not is_addressed(text, recognised(text), "danvan_bot")


@given(st.text(alphabet="/@#.:ahtps vn👍đ_1\n", max_size=60))
def test_what_is_recognised_lies_inside_the_text_and_apart(text: str) -> None:
    end = 0
    for entity in recognised(text):
        assert entity.offset >= end
        assert entity.length > 0
        end = entity.end
    assert end <= utf16.length(text)
