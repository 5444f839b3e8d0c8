import pytest

from bot.introduction import introduce, introduce_to
from bot.store.records import Rank, Role
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
    private = ["hoi", "vanban", "nguon", *subscribing, "trogiup", "quyenriengtu"]
    private += ["xoadulieu", "start"]
    for language in (None, "en"):
        assert registered.pop(("all_private_chats", language)) == private
        assert registered.pop(("all_group_chats", language)) == ["hoi"]
        administrators = registered.pop(("all_chat_administrators", language))
        assert administrators == ["hoi", *subscribing]
    assert registered == {}


@pytest.mark.parametrize(
    ("rank", "own"),
    [
        (Rank.OFFICER, ["thongbao", "thongbao_danhsach"]),
        (Rank.OWNER, ["thongbao", "thongbao_danhsach", "quyen"]),
    ],
)
async def test_whoever_has_a_role_finds_its_commands_in_their_own_chat(
    rank: Rank, own: list[str]
) -> None:
    bot, telegram = await recorded_bot()
    await introduce_to(bot, Role(user_id=41, rank=rank))
    menus = {call.get("language_code"): call for call in telegram.calls_of("setMyCommands")}
    assert set(menus) == {None, "en"}
    for menu in menus.values():
        assert menu["scope"] == {"type": "chat", "chat_id": 41}
        names = [command["command"] for command in menu["commands"]]
        assert names[0] == "hoi"
        assert names[-len(own) - 1 :] == ["start", *own]


async def test_whose_role_was_taken_finds_the_menu_of_everybody_again() -> None:
    bot, telegram = await recorded_bot()
    await introduce(bot, [Role(user_id=41)])
    deleted = telegram.calls_of("deleteMyCommands")
    assert [call["scope"] for call in deleted] == 2 * [{"type": "chat", "chat_id": 41}]
    assert [call.get("language_code") for call in deleted] == [None, "en"]


async def test_an_officer_who_never_wrote_to_the_bot_keeps_no_other_from_a_menu() -> None:
    bot, telegram = await recorded_bot({"deleteMyCommands": "Bad Request: chat not found"})
    await introduce(bot, [Role(user_id=41), Role(user_id=42, rank=Rank.OFFICER)])
    scopes = [call["scope"] for call in telegram.calls_of("setMyCommands")]
    assert {"type": "chat", "chat_id": 42} in scopes


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
