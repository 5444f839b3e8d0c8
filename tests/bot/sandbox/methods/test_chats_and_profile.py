"""Methods about chats, the bot's profile, its commands, and its session."""

import pytest

from bot.sandbox.cast import CADRE, CITIZEN, GROUP, VISITOR
from bot.sandbox.records import JsonValue
from tests.bot.sandbox.conftest import Api

CHAT = CITIZEN.user.id
ONE: JsonValue = [{"command": "hoi", "description": "Hỏi"}]


async def test_get_me_tells_of_a_bot_in_privacy_mode(api: Api) -> None:
    me = await api.get("getMe")
    assert me["is_bot"]
    assert me["username"].endswith("bot")
    assert me["can_read_all_group_messages"] is False


async def test_a_chat_is_described_by_its_kind(api: Api) -> None:
    private = await api.get("getChat", chat_id=CHAT)
    group = await api.get("getChat", chat_id=GROUP.id)
    assert (private["type"], private["first_name"]) == ("private", "Cô Ba")
    assert (group["type"], group["title"]) == ("supergroup", "Tổ dân phố 3")
    assert group["permissions"]["can_send_messages"]


@pytest.mark.parametrize(
    ("chat", "person", "status"),
    [
        (GROUP.id, CADRE.user.id, "creator"),
        (GROUP.id, CITIZEN.user.id, "member"),
        (CHAT, CITIZEN.user.id, "member"),
        (CHAT, VISITOR.user.id, "left"),
    ],
)
async def test_a_member_has_a_status(api: Api, chat: int, person: int, status: str) -> None:
    member = await api.get("getChatMember", chat_id=chat, user_id=person)
    assert member["status"] == status


async def test_the_bot_is_a_plain_member(api: Api) -> None:
    me = await api.get("getMe")
    member = await api.get("getChatMember", chat_id=GROUP.id, user_id=me["id"])
    assert member["status"] == "member"


async def test_a_group_has_an_owner_and_a_count(api: Api) -> None:
    administrators = await api("getChatAdministrators", chat_id=GROUP.id)
    assert isinstance(administrators, list)
    assert len(administrators) == 1
    assert await api("getChatMemberCount", chat_id=GROUP.id) == 5
    assert await api("getChatMemberCount", chat_id=CHAT) == 2


@pytest.mark.parametrize(
    ("method", "fields", "description"),
    [
        ("getChat", {"chat_id": 9}, "Bad Request: chat not found"),
        ("getChat", {}, "Bad Request: chat_id is empty"),
        ("getChatMember", {"chat_id": CHAT}, "Bad Request: invalid user_id specified"),
        ("getChatMember", {"chat_id": CHAT, "user_id": 9}, "Bad Request: user not found"),
        (
            "getChatAdministrators",
            {"chat_id": CHAT},
            "Bad Request: there are no administrators in the private chat",
        ),
        (
            "leaveChat",
            {"chat_id": CHAT},
            "Bad Request: chat member status can't be changed in private chats",
        ),
    ],
)
async def test_what_is_asked_of_the_wrong_chat_is_refused(
    api: Api, method: str, fields: dict[str, JsonValue], description: str
) -> None:
    assert await api.refused(method, **fields) == description


async def test_a_bot_that_left_a_group_is_told_so_and_has_no_more_to_do_with_it(api: Api) -> None:
    assert await api("leaveChat", chat_id=GROUP.id) is True
    [update] = await api.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "left"
    refused = await api.refused("sendMessage", chat_id=GROUP.id, text="a")
    assert refused == "Forbidden: bot is not a member of the supergroup chat"
    api.say("/hoi", chat=GROUP.id)
    assert len(await api.updates()) == 1


async def test_a_reset_brings_the_bot_back(api: Api) -> None:
    await api("leaveChat", chat_id=GROUP.id)
    api.sandbox.publish(api.world.reset())
    assert await api.updates() == []
    assert (await api.get("sendMessage", chat_id=GROUP.id, text="a"))["text"] == "a"


SCOPES: list[JsonValue] = [
    None,
    {"type": "default"},
    {"type": "all_private_chats"},
    {"type": "all_group_chats"},
    {"type": "all_chat_administrators"},
    {"type": "chat", "chat_id": GROUP.id},
    {"type": "chat_administrators", "chat_id": GROUP.id},
    {"type": "chat_member", "chat_id": GROUP.id, "user_id": CHAT},
]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("language", [None, "vi"])
async def test_commands_are_kept_by_scope_and_language(
    api: Api, scope: JsonValue, language: JsonValue
) -> None:
    where: dict[str, JsonValue] = {"scope": scope, "language_code": language}
    assert await api("setMyCommands", commands=ONE, **where) is True
    assert await api("getMyCommands", **where) == ONE
    assert await api("getMyCommands", scope=scope, language_code="en") == []
    assert await api("deleteMyCommands", **where) is True
    assert await api("getMyCommands", **where) == []


async def test_there_are_at_most_100_commands(api: Api) -> None:
    commands: list[JsonValue] = [{"command": f"c{n}", "description": "a"} for n in range(101)]
    assert await api("setMyCommands", commands=commands[:100]) is True
    refused = await api.refused("setMyCommands", commands=commands)
    assert refused == "Bad Request: BOT_COMMANDS_TOO_MUCH"


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"commands": "x"}, "Bad Request: can't parse commands JSON object"),
        ({"commands": {}}, "Bad Request: expected an Array of BotCommand"),
        (
            {"commands": [{"command": "a"}]},
            "Bad Request: can't parse BotCommand: Can't find field \"description\"",
        ),
        (
            {"commands": ONE, "scope": {"type": "x"}},
            "Bad Request: can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            {"commands": ONE, "scope": {"type": "chat"}},
            "Bad Request: can't parse BotCommandScope: Empty chat_id specified",
        ),
        (
            {"commands": ONE, "scope": {"type": "chat", "chat_id": 9}},
            "Bad Request: chat not found",
        ),
        ({"commands": ONE, "language_code": "VIE"}, "Bad Request: invalid language code specified"),
    ],
)
async def test_bad_commands_are_refused(
    api: Api, fields: dict[str, JsonValue], description: str
) -> None:
    assert await api.refused("setMyCommands", **fields) == description


@pytest.mark.parametrize(
    ("method", "field"),
    [
        ("MyName", "name"),
        ("MyDescription", "description"),
        ("MyShortDescription", "short_description"),
    ],
)
async def test_a_profile_text_falls_back_to_that_for_all_languages(
    api: Api, method: str, field: str
) -> None:
    every: dict[str, JsonValue] = {field: "Dân vận ơi"}
    one: dict[str, JsonValue] = {field: "People's bot"}
    assert await api(f"set{method}", **every) is True
    assert await api(f"set{method}", language_code="en", **one) is True
    assert await api(f"get{method}", language_code="en") == one
    assert await api(f"get{method}", language_code="vi") == every
    assert await api(f"get{method}") == every


@pytest.mark.parametrize(
    ("method", "field", "longest"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_a_profile_text_has_a_limit(api: Api, method: str, field: str, longest: int) -> None:
    fits: dict[str, JsonValue] = {field: "ộ" * longest}
    too_long: dict[str, JsonValue] = {field: "ộ" * (longest + 1)}
    assert await api(method, **fits) is True
    assert (await api.refused(method, **too_long)).endswith("_TOO_LONG")


async def test_the_bots_name_is_the_one_that_was_set(api: Api) -> None:
    await api("setMyName", name="Tên mới")
    assert (await api.get("getMe"))["first_name"] == "Tên mới"


async def test_a_menu_button_falls_back_to_that_of_all_chats(api: Api) -> None:
    assert await api("getChatMenuButton", chat_id=CHAT) == {"type": "default"}
    await api("setChatMenuButton", menu_button={"type": "commands"})
    assert await api("getChatMenuButton", chat_id=CHAT) == {"type": "commands"}
    await api("setChatMenuButton", chat_id=CHAT)
    assert await api("getChatMenuButton", chat_id=CHAT) == {"type": "default"}
    assert await api("getChatMenuButton") == {"type": "commands"}


async def test_a_group_has_no_menu_button(api: Api) -> None:
    refused = await api.refused("setChatMenuButton", chat_id=GROUP.id)
    assert refused == "Bad Request: invalid chat_id specified"


async def test_a_menu_button_that_opens_a_page_is_kept(api: Api) -> None:
    button: JsonValue = {"type": "web_app", "text": "Mở", "web_app": {"url": "https://a.vn/"}}
    await api("setChatMenuButton", menu_button=button)
    assert await api("getChatMenuButton") == button


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"type": "x"}, "Bad Request: can't parse menu button: MenuButton has unsupported type"),
        (
            {"type": "web_app", "text": "a", "web_app": {"url": "http://a.vn"}},
            "Bad Request: menu button Web App URL is invalid: Only HTTPS links are allowed",
        ),
    ],
)
async def test_a_bad_menu_button_is_refused(api: Api, button: JsonValue, description: str) -> None:
    assert await api.refused("setChatMenuButton", menu_button=button) == description


async def test_deleting_the_webhook_can_drop_what_is_pending(api: Api) -> None:
    api.say("a")
    assert (await api.get("getWebhookInfo"))["pending_update_count"] == 1
    await api("deleteWebhook")
    assert len(await api.updates()) == 1
    await api("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []


async def test_the_kinds_of_updates_asked_for_are_remembered(api: Api) -> None:
    await api.updates(allowed_updates=["callback_query"])
    api.say("a")
    assert await api.updates() == []
    info = await api.get("getWebhookInfo")
    assert info["allowed_updates"] == ["callback_query"]
    await api.updates(allowed_updates=[])
    api.say("b")
    assert len(await api.updates(allowed_updates="no list")) == 1


@pytest.mark.parametrize("method", ["close", "logOut"])
async def test_closing_and_logging_out_are_said_yes_to(api: Api, method: str) -> None:
    assert await api(method) is True
