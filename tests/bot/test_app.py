import json
from collections.abc import Iterator
from typing import Any

import pytest
from telegram import Bot, Update

from bot.app import BotApplication, build_application
from bot.callbacks.composing import Wanted
from bot.errors import SettingsError
from bot.keeper import KnowledgeKeeper
from bot.settings import Settings
from bot.store.store import Store
from bot.texts import Vietnamese
from tests.support.recorded_telegram import BOT, GROUP, PERSON, PRIVATE, recorded_bot
from tests.support.running_bot import Shelf, empty_store

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
CHANNEL = {"id": -33, "type": "channel", "title": "Kênh"}
PROMPT = {"message_id": 4, "date": 1, "chat": PRIVATE, "from": BOT}
PLACE_PROMPT = PROMPT | {"text": Vietnamese().place_prompt()}
ROLE_PROMPT = PROMPT | {"text": Vietnamese().officer_place_prompt(1005)}
TIME_PROMPT = PROMPT | {"text": Vietnamese().wanted(Wanted.MOMENT, 12)}
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]


@pytest.fixture(scope="module")
def keeper() -> KnowledgeKeeper:
    return KnowledgeKeeper(Shelf([]))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with empty_store() as opened:
        yield opened


@pytest.fixture
def application(keeper: KnowledgeKeeper, store: Store) -> BotApplication:
    settings = Settings().for_sandbox(base_url="http://127.0.0.1:9", token=TOKEN)
    application, _ = build_application(settings, keeper, store)
    return application


def taken_by(application: BotApplication, update: Update) -> str | None:
    """Return the name of the function that an update goes to: the first that takes it."""
    return next(
        (
            handler.callback.__name__
            for handler in application.handlers[0]
            if handler.check_update(update) not in (None, False)
        ),
        None,
    )


def update_of(bot: Bot, *, kind: str = "message", **fields: object) -> Update:
    message = {"message_id": 5, "date": 1, "chat": PRIVATE, "from": PERSON, **fields}
    text = str(message.get("text", ""))
    if text.startswith("/"):
        command = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
        message["entities"] = [command]
    return Update.de_json(json.loads(json.dumps({"update_id": 1, kind: message})), bot)


def mention(where: str) -> dict[str, object]:
    return {where: [{"type": "mention", "offset": 0, "length": len("@danvan_bot")}]}


@pytest.mark.parametrize(
    ("fields", "handler"),
    [
        ({"text": "có mấy mô hình"}, "ask"),
        ({"text": "/hoi có mấy mô hình"}, "ask"),
        ({"photo": PHOTO, "caption": "đây là gì"}, "ask"),
        ({"text": "/start p_1"}, "start"),
        ({"text": "/trogiup"}, "guide"),
        ({"text": "/help"}, "guide"),
        ({"text": "/vanban 25-NQ/TW"}, "look_up"),
        ({"text": "/nguon"}, "sources"),
        ({"text": "/quyenriengtu"}, "privacy"),
        ({"text": "/xoadulieu"}, "ask"),
        ({"text": "/dangky"}, "subscribe"),
        ({"text": "/huydangky"}, "unsubscribe"),
        ({"text": "/caidat"}, "settings"),
        ({"text": "/thongbao Mời họp"}, "compose"),
        ({"text": "/thongbao_danhsach"}, "list"),
        ({"text": "18:00 mai", "reply_to_message": TIME_PROMPT}, "answer"),
        ({"photo": PHOTO, "reply_to_message": TIME_PROMPT}, "answer"),
        ({"text": "/quyen 1005"}, "roles"),
        ({"text": "can duoc", "reply_to_message": PLACE_PROMPT}, "search_place"),
        ({"text": "can duoc", "reply_to_message": ROLE_PROMPT}, "search_place"),
        ({"text": "can duoc", "reply_to_message": PLACE_PROMPT | {"from": PERSON}}, "ask"),
        ({"text": "/vanban 25", "reply_to_message": PLACE_PROMPT}, "look_up"),
        ({"chat_shared": {"request_id": 1, "chat_id": -22}}, "picked"),
        ({"users_shared": {"request_id": 2, "users": [{"user_id": 12}]}}, "picked"),
        ({"text": "/khongco"}, "unknown_command"),
        ({"photo": PHOTO}, "wordless"),
        ({"pinned_message": {"message_id": 1, "date": 1, "chat": PRIVATE, "text": "a"}}, None),
    ],
)
async def test_a_message_of_a_private_chat_goes_to(
    application: BotApplication, fields: dict[str, Any], handler: str | None
) -> None:
    bot, _ = await recorded_bot()
    assert taken_by(application, update_of(bot, **fields)) == handler


@pytest.mark.parametrize(
    ("fields", "handler"),
    [
        ({"text": "có mấy mô hình"}, "ask"),
        ({"text": "/hoi có mấy mô hình"}, "ask"),
        ({"text": "/vanban 25-NQ/TW"}, None),
        ({"photo": PHOTO}, None),
        ({"chat": GROUP, "text": "/hoi có mấy mô hình"}, None),
        ({"chat": GROUP, "text": "@danvan_bot ơi", **mention("entities")}, None),
    ],
)
async def test_a_corrected_question_is_answered_anew_in_a_private_chat_alone(
    application: BotApplication, fields: dict[str, Any], handler: str | None
) -> None:
    bot, _ = await recorded_bot()
    update = update_of(bot, kind="edited_message", edit_date=2, **fields)
    assert taken_by(application, update) == handler


@pytest.mark.parametrize(
    ("fields", "handler"),
    [
        ({"text": "có mấy mô hình"}, None),
        ({"text": "/hoi"}, "ask"),
        ({"text": "@danvan_bot ơi", **mention("entities")}, "ask"),
        (
            {"photo": PHOTO, "caption": "@danvan_bot ơi", **mention("caption_entities")},
            "ask",
        ),
        ({"text": "/start"}, None),
        ({"text": "/start@danvan_bot"}, "start"),
        ({"text": "/vanban@danvan_bot 25"}, "look_up"),
        ({"text": "/vanban@mot_bot_khac 25"}, None),
        ({"text": "/khongco@danvan_bot"}, None),
        ({"text": "/dangky"}, "subscribe"),
        ({"text": "/huydangky@danvan_bot"}, "unsubscribe"),
        ({"text": "/caidat"}, "settings"),
        ({"text": "/dangky@mot_bot_khac"}, None),
        ({"text": "/quyen"}, None),
        ({"text": "/quyen@danvan_bot"}, "roles"),
        ({"text": "/quyen", "reply_to_message": PLACE_PROMPT | {"from": PERSON}}, "roles"),
        ({"text": "can duoc", "reply_to_message": PLACE_PROMPT}, "search_place"),
        ({"migrate_to_chat_id": -1022}, "migrated"),
        ({"migrate_from_chat_id": -1}, "migrated"),
        ({"new_chat_members": [BOT]}, None),
        ({"photo": PHOTO}, None),
    ],
)
async def test_a_message_of_a_group_goes_to(
    application: BotApplication, fields: dict[str, Any], handler: str | None
) -> None:
    bot, _ = await recorded_bot()
    assert taken_by(application, update_of(bot, chat=GROUP, **fields)) == handler


async def test_what_becomes_of_the_bot_in_a_chat_goes_to(application: BotApplication) -> None:
    bot, _ = await recorded_bot()
    member = {"user": BOT, "status": "member"}
    change = {"chat": GROUP, "from": PERSON, "date": 1, "old_chat_member": member}
    data = {"update_id": 1, "my_chat_member": {**change, "new_chat_member": member}}
    assert taken_by(application, Update.de_json(data, bot)) == "moved"


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
async def test_a_channel_is_left_in_peace(application: BotApplication, kind: str) -> None:
    bot, _ = await recorded_bot()
    update = update_of(bot, kind=kind, chat=CHANNEL, text="/hoi có mấy mô hình")
    assert taken_by(application, update) is None


def test_without_a_token_there_is_no_application(
    keeper: KnowledgeKeeper, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN_FILE", raising=False)
    with pytest.raises(SettingsError, match="@BotFather"):
        build_application(Settings(), keeper, store)


def test_a_socks_proxy_is_taken(
    keeper: KnowledgeKeeper, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_PROXY", "socks5://127.0.0.1:1080")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)

    application, _ = build_application(Settings(), keeper, store)

    assert application.bot.token == TOKEN
