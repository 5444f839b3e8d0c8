"""Groups and people subscribe, choose what they want, leave and come back, over HTTP."""

import pytest

from bot.sandbox.cast import FRONT, HAMLET, OFFICER, WOMEN
from bot.sandbox.records import Persona
from bot.store.records import ChatKind, DigestRhythm, Preferences, Subscription
from bot.store.store import Store
from bot.subscribing import UNSUBSCRIBED
from bot.texts import English, Vietnamese
from tests.support.running_bot import running_bot
from tests.support.sandbox import CADRE, CITIZEN, GROUP, NEIGHBOUR, VISITOR, Answer, Chatter
from tests.support.stores import NOW

VI = Vietnamese()
OLD_DISTRICT = "old/long-an/huyen-can-duoc"
COMMUNE = "new/tay-ninh/xa-can-duoc"


def subscription(store: Store, chat: int) -> Subscription:
    found = store.subscriptions.get(chat)
    assert found is not None
    return found


def subscribe(store: Store, chat: int, kind: ChatKind, **wanted: object) -> None:
    preferences = Preferences(**wanted)  # type: ignore[arg-type]  # each test's own
    store.subscriptions.save(chat, kind, preferences, now=NOW)


def is_active(store: Store, chat: int) -> bool:
    found = store.subscriptions.get(chat)
    return found is not None and found.ended_at is None


async def press(
    chatter: Chatter, message: Answer, label: str, persona: Persona = CITIZEN
) -> Answer:
    """Press a button that edits its message; return that."""
    return (await chatter.press(message, label, persona=persona, edits=1)).edits[0]


# A group


async def test_an_administrator_subscribes_the_group_that_the_bot_was_added_to(
    store: Store,
) -> None:
    async with running_bot(store=store) as chatter:
        await chatter.control("bot", GROUP.id, by=CITIZEN)
        await chatter.control("bot", GROUP.id, {"in": True}, by=CITIZEN)
        [hello] = await chatter.replies(chat=GROUP.id)
        assert hello.text == VI.hello_group()
        settings = await press(chatter, hello, VI.subscribe_button(), CADRE)
        assert settings.text.startswith(VI.subscribed())
        assert "Nơi: mọi nơi" in settings.text
        assert "Giờ yên tĩnh: 21:00–07:00" in settings.text
        found = subscription(store, GROUP.id)
        assert (found.kind, found.preferences) == (ChatKind.SUPERGROUP, Preferences())


@pytest.mark.parametrize("persona", [CITIZEN, NEIGHBOUR, VISITOR])
async def test_a_plain_members_press_is_refused_to_them_alone(
    store: Store, persona: Persona
) -> None:
    texts = English() if persona is VISITOR else VI
    async with running_bot(store=store) as chatter:
        await chatter.control("bot", GROUP.id)
        await chatter.control("bot", GROUP.id, {"in": True})
        [hello] = await chatter.replies(chat=GROUP.id)
        pressed = await chatter.press(hello, VI.subscribe_button(), persona=persona)
        assert (pressed.notice, pressed.alert) == (texts.administrators_only(), True)
        assert store.subscriptions.get(GROUP.id) is None


async def test_no_button_of_the_settings_works_for_a_plain_member(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        subscribe(store, GROUP.id, ChatKind.SUPERGROUP, places=frozenset({COMMUNE}))
        before = subscription(store, GROUP.id)
        [page] = await chatter.say("/caidat", persona=CADRE, chat=GROUP.id)
        pages = [page]
        for label in (VI.places_button(), VI.topics_button(), VI.digest_button()):
            pages.append(await press(chatter, page, label, CADRE))
            for button in pages[-1].buttons:
                pressed = await chatter.press(pages[-1], button, persona=NEIGHBOUR)
                assert (pressed.notice, pressed.alert) == (VI.administrators_only(), True)
            page = await press(chatter, pages[-1], VI.back_button(), CADRE)
        assert subscription(store, GROUP.id) == before


@pytest.mark.parametrize("command", ["/dangky", "/huydangky", "/caidat"])
async def test_a_plain_members_command_is_refused(store: Store, command: str) -> None:
    async with running_bot(store=store) as chatter:
        subscribe(store, GROUP.id, ChatKind.SUPERGROUP)
        before = subscription(store, GROUP.id)
        [refusal] = await chatter.say(command, persona=NEIGHBOUR, chat=GROUP.id)
        assert refusal.text == VI.administrators_only()
        assert subscription(store, GROUP.id) == before


async def test_who_was_an_administrator_when_the_settings_were_shown_is_asked_again(
    store: Store,
) -> None:
    async with running_bot(store=store) as chatter:
        subscribe(store, WOMEN.id, ChatKind.SUPERGROUP)
        [settings] = await chatter.say("/caidat", persona=CITIZEN, chat=WOMEN.id)
        assert settings.text == VI.administrators_only()


async def test_a_group_ends_its_subscription_and_takes_it_up_again(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        subscribe(store, GROUP.id, ChatKind.SUPERGROUP, topics=frozenset({"bau-cu"}))
        [ended] = await chatter.say("/huydangky", persona=CADRE, chat=GROUP.id)
        assert ended.text == VI.unsubscribed()
        assert subscription(store, GROUP.id).end_reason == UNSUBSCRIBED
        again = await press(chatter, ended, VI.subscribe_button(), CADRE)
        assert "Chủ đề: Bầu cử" in again.text
        assert is_active(store, GROUP.id)


async def test_old_buttons_do_not_bring_an_ended_subscription_back(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [settings] = await chatter.say("/dangky")
        await chatter.say("/huydangky")
        shown = await press(chatter, settings, VI.announcements_button(wanted=False))
        assert shown.text == VI.not_subscribed()
        assert not is_active(store, CITIZEN.user.id)


async def test_in_a_forum_the_topic_of_the_settings_is_offered(store: Store) -> None:
    first, second = FRONT.topics
    async with running_bot(store=store) as chatter:
        [settings] = await chatter.say(
            "/dangky", persona=OFFICER, chat=FRONT.id, message_thread_id=first.id
        )
        assert "Gửi vào: mục này của nhóm" in settings.text
        assert subscription(store, FRONT.id).preferences.thread_id == first.id
        [elsewhere] = await chatter.say(
            "/caidat", persona=OFFICER, chat=FRONT.id, message_thread_id=second.id
        )
        assert "một mục khác" in elsewhere.text
        moved = await press(chatter, elsewhere, VI.thread_button(here=True), OFFICER)
        assert "mục này" in moved.text
        assert subscription(store, FRONT.id).preferences.thread_id == second.id
        general = await press(chatter, moved, VI.thread_button(here=False), OFFICER)
        assert "mục chung" in general.text
        assert subscription(store, FRONT.id).preferences.thread_id is None


# A group picked in a private chat


async def picked(chatter: Chatter, persona: Persona, chat: int) -> Answer:
    """Pick a group in a private chat; return what the bot says of it there."""
    [settings] = await chatter.say("/dangky", persona=persona)
    await chatter.press(settings, VI.group_button(), persona=persona, replies=1)
    await chatter.control("share", persona.user.id, {"request_id": 1, "chat_id": chat}, by=persona)
    return (await chatter.replies(chat=persona.user.id))[0]


async def test_an_administrator_picks_a_group_and_its_settings_stand_there(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        told = await picked(chatter, OFFICER, HAMLET.id)
        assert told.text == VI.group_subscribed()
        [settings] = await chatter.replies(chat=HAMLET.id)
        assert settings.text.startswith(VI.subscribed())
        assert subscription(store, HAMLET.id).kind is ChatKind.GROUP


async def test_the_button_to_pick_a_group_goes_away_once_it_is_used(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        await picked(chatter, OFFICER, HAMLET.id)
        pick = {"request_id": 1, "chat_id": HAMLET.id}
        with pytest.raises(AssertionError, match="no button asks for a chat"):
            await chatter.control("share", OFFICER.user.id, pick, by=OFFICER)


# A private chat


async def test_a_citizen_subscribes_and_chooses_a_place_by_its_typed_name(store: Store) -> None:
    me = CITIZEN.user.id
    async with running_bot(store=store) as chatter:
        [settings] = await chatter.say("/dangky")
        assert settings.text.startswith(VI.subscribed())
        places = await press(chatter, settings, VI.places_button())
        [prompt] = (await chatter.press(places, VI.add_place_button(), replies=1)).replies
        assert prompt.text == VI.place_prompt()
        [choice] = await chatter.say("can duoc", reply_to_message_id=prompt.id)
        assert choice.buttons[:2] == ["Xã Cần Đước, Tây Ninh", "Huyện Cần Đước (cũ), Long An"]
        chosen = await press(chatter, choice, "Huyện Cần Đước (cũ), Long An")
        assert "Nơi: Huyện Cần Đước (cũ), Long An" in chosen.text
        assert subscription(store, me).preferences.places == {OLD_DISTRICT}
        removed = await press(chatter, chosen, "✕ Huyện Cần Đước (cũ), Long An")
        assert "Nơi: mọi nơi" in removed.text
        assert subscription(store, me).preferences.places == frozenset()


async def test_in_a_group_only_administrators_type_places(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        subscribe(store, GROUP.id, ChatKind.SUPERGROUP)
        [settings] = await chatter.say("/caidat", persona=CADRE, chat=GROUP.id)
        places = await press(chatter, settings, VI.places_button(), CADRE)
        prompt = await press(chatter, places, VI.add_place_button(), CADRE)
        assert (prompt.text, prompt.buttons) == (VI.place_prompt(), [VI.back_button()])
        for persona, words in [(NEIGHBOUR, VI.administrators_only()), (CADRE, "Bạn chọn đúng nơi")]:
            [answer] = await chatter.say(
                "cần đước", persona=persona, chat=GROUP.id, reply_to_message_id=prompt.id
            )
            assert answer.text.startswith(words)


async def test_a_name_that_no_place_has_is_asked_for_again(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [settings] = await chatter.say("/dangky")
        places = await press(chatter, settings, VI.places_button())
        [prompt] = (await chatter.press(places, VI.add_place_button(), replies=1)).replies
        [answer] = await chatter.say("chỗ nhà tôi", reply_to_message_id=prompt.id)
        assert answer.text == VI.place_not_found()
        [again] = (await chatter.press(answer, VI.add_place_button(), replies=1)).replies
        assert again.text == VI.place_prompt()


async def test_topics_digests_and_quiet_hours_are_chosen_on_one_message(store: Store) -> None:
    me = CITIZEN.user.id
    async with running_bot(store=store) as chatter:
        [page] = await chatter.say("/dangky")
        for label in (
            VI.topics_button(),
            "Bầu cử",
            "Dân vận khéo",
            "✓ Bầu cử",
            VI.back_button(),
            VI.digest_button(),
            VI.rhythm_button(DigestRhythm.WEEKLY),
            VI.hour_button(18),
            VI.back_button(),
            VI.quiet_button(),
            VI.hour_button(22),
            VI.hour_button(5),
            VI.back_button(),
            VI.announcements_button(wanted=False),
        ):
            page, before = await press(chatter, page, label), page
            assert page.id == before.id
        wanted = subscription(store, me).preferences
        assert wanted.topics == {"dan-van-kheo"}
        assert (wanted.digest, wanted.digest_hour) == (DigestRhythm.WEEKLY, 18)
        assert wanted.quiet is not None
        assert (wanted.quiet.start.hour, wanted.quiet.end.hour) == (22, 5)
        assert not wanted.announcements
        done = await press(chatter, page, VI.done_button())
        assert done.buttons == []
        assert "mỗi tuần lúc 18 giờ" in done.text


async def test_an_english_speaker_is_asked_in_english(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [settings] = await chatter.say("/dangky", persona=VISITOR)
        assert settings.text.startswith(English().subscribed())
        assert English().places_button() in settings.buttons


# Life


async def test_a_group_that_removed_the_bot_comes_back_by_adding_it(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        subscribe(store, GROUP.id, ChatKind.SUPERGROUP, topics=frozenset({"bau-cu"}))
        await chatter.control("bot", GROUP.id, by=CADRE)
        await chatter.control("bot", GROUP.id, {"in": True}, by=CADRE)
        [back] = await chatter.replies(chat=GROUP.id)
        assert back.text == VI.welcome_back()
        found = subscription(store, GROUP.id)
        assert found.ended_at is None
        assert found.preferences.topics == {"bau-cu"}
        assert found.since > NOW


async def test_a_group_that_unsubscribed_is_asked_when_it_adds_the_bot_again(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        subscribe(store, GROUP.id, ChatKind.SUPERGROUP)
        store.subscriptions.end(GROUP.id, UNSUBSCRIBED, now=NOW)
        await chatter.control("bot", GROUP.id, by=CADRE)
        await chatter.control("bot", GROUP.id, {"in": True}, by=CADRE)
        [hello] = await chatter.replies(chat=GROUP.id)
        assert hello.text == VI.hello_group()
        assert not is_active(store, GROUP.id)


async def test_a_person_who_blocked_the_bot_hears_from_it_again_after_that(store: Store) -> None:
    me = CITIZEN.user.id
    async with running_bot(store=store) as chatter:
        subscribe(store, me, ChatKind.PRIVATE)
        await chatter.control("bot", me)
        await chatter.control("bot", me, {"in": True})
        [back] = await chatter.replies(chat=me)
        assert back.text == VI.welcome_back()
        assert is_active(store, me)


async def test_start_takes_up_what_a_failed_delivery_has_ended(store: Store) -> None:
    me = CITIZEN.user.id
    async with running_bot(store=store) as chatter:
        subscribe(store, me, ChatKind.PRIVATE)
        store.subscriptions.end(me, "blocked", now=NOW)
        [_, back] = await chatter.say("/start", replies=2)
        assert back.text == VI.welcome_back()
        assert is_active(store, me)


async def test_a_group_that_becomes_a_supergroup_keeps_its_subscription(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        subscribe(store, HAMLET.id, ChatKind.GROUP, places=frozenset({COMMUNE}))
        new = (await chatter.control("migrate", HAMLET.id))["chat_id"]
        [settings] = await chatter.say("/caidat", persona=OFFICER, chat=new)
        assert "Nơi: Xã Cần Đước, Tây Ninh" in settings.text
        assert store.subscriptions.get(HAMLET.id) is None
        assert subscription(store, new).kind is ChatKind.SUPERGROUP


async def test_a_group_finds_the_commands_of_its_administrators(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        offered = await chatter.commands(persona=CADRE, chat=GROUP.id)
        names = [command["command"] for command in offered]
        assert names == ["hoi", "dangky", "caidat", "huydangky"]


async def test_privacy_says_what_a_subscription_keeps_and_how_to_end_it(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [page] = await chatter.say("/quyenriengtu")
        assert "mã số cuộc trò chuyện" in page.text
        assert "/huydangky" in page.text
