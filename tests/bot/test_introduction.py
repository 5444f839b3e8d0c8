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
    subscribing = ["dangky", "caidat", "huydangky"]
    private = ["hoi", "vanban", "nguon", *subscribing, "trogiup", "quyenriengtu", "start"]
    for language in (None, "en"):
        assert registered.pop(("all_private_chats", language)) == private
        assert registered.pop(("all_group_chats", language)) == ["hoi"]
        administrators = registered.pop(("all_chat_administrators", language))
        assert administrators == ["hoi", *subscribing]
    assert registered == {}


async def test_owners_have_their_own_command_in_their_own_chat() -> None:
    bot, telegram = await recorded_bot()
    await introduce(bot, [41])
    owned = [
        call for call in telegram.calls_of("setMyCommands") if call["scope"].get("chat_id") == 41
    ]
    assert [call["commands"][-1]["command"] for call in owned] == ["quyen", "quyen"]


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
