import pytest

from bot.introduction import introduce
from bot.texts import English, Vietnamese
from tests.support.recorded_telegram import recorded_bot


async def test_commands_are_registered_by_scope_and_language() -> None:
    bot, telegram = await recorded_bot()
    await introduce(bot)
    registered = {
        (call["scope"]["type"], call.get("language_code")): [
            command["command"] for command in call["commands"]
        ]
        for call in telegram.calls_of("setMyCommands")
    }
    private = ["hoi", "vanban", "nguon", "trogiup", "quyenriengtu", "start"]
    assert registered == {
        ("all_private_chats", None): private,
        ("all_private_chats", "en"): private,
        ("all_group_chats", None): ["hoi"],
        ("all_group_chats", "en"): ["hoi"],
    }


async def test_the_description_is_vietnamese_but_for_english_telegrams() -> None:
    bot, telegram = await recorded_bot()
    await introduce(bot)
    described = {
        call.get("language_code"): call["description"]
        for call in telegram.calls_of("setMyDescription")
    }
    assert described == {None: Vietnamese().description(), "en": English().description()}


@pytest.mark.parametrize("refusal", ["Bad Request: too many requests", ""])
async def test_a_bot_without_its_menu_is_still_a_bot(
    refusal: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot, _ = await recorded_bot({"setMyDescription": refusal})
    await introduce(bot)
    assert "menu of commands" in caplog.text
