"""An officer writes once, sees exactly what will arrive, confirms, and every group has it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.announcing.contents import text_content
from bot.announcing.moments import NoMoment
from bot.callbacks.composing import Wanted
from bot.sandbox.cast import FRONT, HAMLET, OFFICER, SECOND_OFFICER, WOMEN
from bot.settings import Settings
from bot.store.records import Draft, Preferences, State, Step
from bot.store.store import Store
from tests.support.announcing import (
    CAN_DUOC,
    GROUPS,
    VI,
    WORDS,
    Work,
    make_officer,
    officers_at_work,
    subscribe,
)
from tests.support.running_bot import empty_store, serving, shipped_keeper
from tests.support.sandbox import CITIZEN, GROUP, NEIGHBOUR, TOKEN, running_sandbox

INVITATION = "Mời bà con họp tổ dân phố lúc 19 giờ."
HA_TINH = "new/ha-tinh"


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store(owners=[OFFICER.user.id]) as opened:
        yield opened


# The message


async def test_nothing_goes_out_before_it_is_confirmed_and_then_once_to_every_group() -> None:
    async with officers_at_work() as work:
        preview, card = await work.chatter.say(
            f"/thongbao {INVITATION}", persona=OFFICER, replies=2
        )
        assert preview.text == INVITATION
        assert card.replies_to == preview.id
        assert "Sẽ đến: 4 nhóm" in card.text
        question = await work.press(card, WORDS.send)
        assert question.text == "Gửi tới 4 nhóm ở mọi nơi?"
        assert work.newest().step is Step.DRAFT
        await work.press(question, WORDS.send)
        for group in GROUPS:
            await work.arrived(group.id, INVITATION)
        report, table = await work.reported()
        assert "Đã gửi: 4/4" in report.text
        assert table.raw["document"]["file_name"] == f"thong-bao-{work.newest().id}.csv"
        assert [await work.copies(group.id, INVITATION) for group in GROUPS] == [1, 1, 1, 1]


async def test_formatting_arrives_as_it_was_typed() -> None:
    async with officers_at_work() as work:
        typed = f"/thongbao   {INVITATION} Xem https://example.com/lich nhé #hop"
        preview, _ = await work.chatter.say(typed, persona=OFFICER, replies=2)
        assert preview.text == typed.removeprefix("/thongbao").strip()
        kinds = [entity["type"] for entity in preview.raw["entities"]]
        assert kinds == ["url", "hashtag"]


@pytest.mark.parametrize("kind", ["photo", "document", "poll"])
async def test_whatever_was_sent_before_the_command_is_what_everybody_gets(kind: str) -> None:
    async with officers_at_work() as work:
        sample: dict[str, Any] = {kind: True}
        await work.chatter.say(persona=OFFICER, **sample)
        preview, card = await work.chatter.say("/thongbao", persona=OFFICER, replies=2)
        await work.send(card)
        [there] = await work.chatter.replies(chat=GROUP.id)
        assert kind in preview.raw
        assert there.text == preview.text
        if kind == "poll":
            options = [option["text"] for option in there.raw["poll"]["options"]]
            assert options == [option["text"] for option in preview.raw["poll"]["options"]]
        await work.reported()


@pytest.mark.parametrize(
    "sample",
    [{"text": INVITATION}, {"photo": True}, {"document": True}, {"poll": True}],
    ids=["text", "photo", "document", "poll"],
)
async def test_what_was_forwarded_from_a_group_is_announced_as_the_bots_own(
    sample: dict[str, Any],
) -> None:
    async with officers_at_work() as work:
        said = await work.chatter.post(persona=NEIGHBOUR, chat=HAMLET.id, **sample)
        source = {"chat_id": HAMLET.id, "message_id": said["message_id"]}
        await work.chatter.say(persona=OFFICER, forward=source)
        preview, card = await work.chatter.say("/thongbao", persona=OFFICER, replies=2)
        await work.send(card)
        for group in GROUPS:
            [there] = await work.chatter.replies(chat=group.id)
            assert there.text == preview.text
            assert set(sample) <= set(there.raw)
            assert "forward_origin" not in there.raw
        report, _ = await work.reported()
        assert "Đã gửi: 4/4" in report.text


async def test_a_message_that_the_command_replies_to_is_announced() -> None:
    async with officers_at_work() as work:
        said = await work.chatter.post(INVITATION, persona=OFFICER)
        await work.chatter.replies(chat=OFFICER.user.id)
        await work.chatter.say("xin chào", persona=OFFICER)
        preview, _ = await work.chatter.say(
            "/thongbao", persona=OFFICER, replies=2, reply_to_message_id=said["message_id"]
        )
        assert preview.text == INVITATION


async def test_a_command_with_nothing_to_announce_says_how_to() -> None:
    async with officers_at_work() as work:
        [answer] = await work.chatter.say("/thongbao", persona=OFFICER)
        assert answer.text == WORDS.how_to


async def test_what_a_bot_can_not_send_on_is_refused() -> None:
    async with officers_at_work() as work:
        await work.chatter.say(persona=OFFICER, location=True)
        [answer] = await work.chatter.say("/thongbao", persona=OFFICER)
        assert answer.text == WORDS.cannot_announce_this


async def test_a_draft_gets_other_content_by_a_reply() -> None:
    async with officers_at_work() as work:
        card = await work.compose("Họp lúc 18 giờ.")
        prompt = await work.asked(card, WORDS.edit)
        preview, card = await work.reply(prompt, INVITATION, replies=2)
        assert preview.text == INVITATION
        await work.send(card)
        await work.arrived(HAMLET.id, INVITATION)
        await work.reported()


async def test_a_test_goes_to_the_officer_alone() -> None:
    async with officers_at_work() as work:
        card = await work.compose(INVITATION)
        pressed = await work.chatter.press(card, WORDS.try_sending, persona=OFFICER, replies=1)
        assert pressed.notice == WORDS.test_sent
        assert pressed.replies[0].text == INVITATION
        assert work.newest().step is Step.DRAFT
        assert await work.copies(GROUP.id, INVITATION) == 0


async def test_a_discarded_draft_is_gone() -> None:
    async with officers_at_work() as work:
        card = await work.compose(INVITATION)
        left = await work.press(card, WORDS.cancel)
        assert (left.text, left.buttons) == (WORDS.discarded, [])
        [listed] = await work.chatter.say("/thongbao_danhsach", persona=OFFICER)
        assert listed.text == WORDS.no_announcements


async def test_a_cited_passage_is_found_by_a_question_and_put_below_the_words() -> None:
    async with officers_at_work() as work:
        card = await work.compose(INVITATION)
        prompt = await work.asked(card, WORDS.cite)
        [found] = await work.reply(prompt, "Cần Đước có mấy mô hình dân vận khéo?")
        label = next(label for label in found.buttons if label.startswith(WORDS.attach))
        pressed = await work.chatter.press(found, label, persona=OFFICER, replies=2)
        preview, _ = pressed.replies
        words, _, quoted = preview.text.partition("\n\n")
        assert words == INVITATION
        assert "76 mô hình" in quoted
        assert "Huyện Cần Đước" in quoted.rpartition("\n")[2]
        [quote] = [e for e in preview.raw["entities"] if "blockquote" in e["type"]]
        assert quote["offset"] == len(INVITATION) + 2


async def test_a_question_that_nothing_answers_attaches_nothing() -> None:
    async with officers_at_work() as work:
        card = await work.compose(INVITATION)
        prompt = await work.asked(card, WORDS.cite)
        [answer] = await work.reply(prompt, "giá vàng hôm nay")
        assert answer.text == WORDS.no_passage


# Whom it is for


async def test_it_goes_to_the_places_that_are_chosen(store: Store) -> None:
    subscribe(store, [GROUP], Preferences(places=frozenset({CAN_DUOC}), quiet=None))
    subscribe(store, [WOMEN], Preferences(places=frozenset({HA_TINH}), quiet=None))
    async with officers_at_work(store=store) as work:
        card = await work.compose(INVITATION)
        places = await work.press(card, WORDS.to_places)
        prompt = await work.asked(places, WORDS.add_place)
        [found] = await work.reply(prompt, "can duoc")
        places = await work.press(found, "Xã Cần Đước, Tây Ninh")
        card = await work.press(places, WORDS.back)
        assert "Nơi nhận: Xã Cần Đước, Tây Ninh" in card.text
        assert "Sẽ đến: 1 nhóm" in card.text
        question = await work.press(card, WORDS.send)
        assert question.text == "Gửi tới 1 nhóm ở Xã Cần Đước, Tây Ninh?"
        await work.press(question, WORDS.send)
        await work.arrived(GROUP.id, INVITATION)
        await work.reported()
        assert set(work.states()) == {GROUP.id}


async def test_it_goes_to_those_who_follow_a_topic(store: Store) -> None:
    subscribe(store, [GROUP], Preferences(topics=frozenset({"bau-cu"}), quiet=None))
    subscribe(store, [WOMEN], Preferences(topics=frozenset({"an-sinh"}), quiet=None))
    async with officers_at_work(store=store) as work:
        card = await work.compose(INVITATION)
        topics = await work.press(card, WORDS.to_topics)
        topics = await work.press(topics, "Bầu cử")
        assert VI.chosen("Bầu cử") in topics.buttons
        card = await work.press(topics, WORDS.back)
        assert "chủ đề: Bầu cử" in card.text
        assert "Sẽ đến: 1 nhóm" in card.text


async def test_an_officer_of_a_place_writes_there_and_nowhere_else(store: Store) -> None:
    subscribe(store, [GROUP], Preferences(places=frozenset({CAN_DUOC}), quiet=None))
    subscribe(store, [WOMEN], Preferences(places=frozenset({HA_TINH}), quiet=None))
    make_officer(store, SECOND_OFFICER, CAN_DUOC)
    async with officers_at_work(store=store) as work:
        card = await work.compose(INVITATION, persona=SECOND_OFFICER)
        assert "Nơi nhận: Xã Cần Đước" in card.text
        places = await work.press(card, WORDS.to_places, persona=SECOND_OFFICER)
        assert WORDS.all_places not in places.buttons
        prompt = await work.asked(places, WORDS.add_place, persona=SECOND_OFFICER)
        [refused] = await work.reply(prompt, "tỉnh Hà Tĩnh", persona=SECOND_OFFICER)
        assert refused.text == WORDS.not_my_places
        last = await work.chatter.press(places, "✕", persona=SECOND_OFFICER)
        assert last.notice == WORDS.one_place_stays
        assert work.newest().draft.places == {CAN_DUOC}


async def test_those_who_get_it_are_listed_by_their_names_on_demand() -> None:
    async with officers_at_work() as work:
        card = await work.compose(INVITATION)
        listed = await work.asked(card, WORDS.who)
        assert "Nhận mọi nơi: 4" in listed.text
        assert all(str(group.title) in listed.text for group in GROUPS)


async def test_nobody_to_write_to_is_told_before_the_question(store: Store) -> None:
    async with officers_at_work(store=store) as work:
        card = await work.compose(INVITATION)
        pressed = await work.chatter.press(card, WORDS.send, persona=OFFICER)
        assert pressed.notice == WORDS.nobody_reached
        assert pressed.alert


# When


async def test_a_time_is_typed_and_what_is_no_time_to_come_is_asked_again() -> None:
    async with officers_at_work() as work:
        card = await work.compose(INVITATION)
        prompt = await work.asked(card, WORDS.when)
        refusal, prompt = await work.reply(prompt, "khi nào rảnh", replies=2)
        assert refusal.text == VI.no_moment(NoMoment.UNREADABLE)
        refusal, prompt = await work.reply(prompt, "1/1/2020 8h", replies=2)
        assert refusal.text == VI.no_moment(NoMoment.PAST)
        assert prompt.text == VI.wanted(Wanted.MOMENT, work.newest().id)
        _, card = await work.reply(prompt, "7:30 mai", replies=2)
        tomorrow = datetime.now(UTC) + timedelta(hours=7, days=1)
        assert f"Giờ gửi: 07:30 {VI.moment(tomorrow)[6:8]}" in card.text
        card = await work.send(card)
        assert work.newest().step is Step.PLANNED
        assert set(work.states().values()) == {State.WAITING}
        assert await work.copies(GROUP.id, INVITATION) == 0


async def test_quiet_hours_hold_what_is_not_urgent(store: Store) -> None:
    hour = (datetime.now(UTC) + timedelta(hours=7)).replace(minute=0, second=0, microsecond=0)
    quiet = Preferences().quiet
    assert quiet is not None
    always = type(quiet)(start=hour.time(), end=(hour + timedelta(hours=2)).time())
    subscribe(store, [GROUP], Preferences(quiet=always))
    subscribe(store, [WOMEN], Preferences(quiet=None))
    async with officers_at_work(store=store) as work:
        await work.send(await work.compose(INVITATION))
        await work.arrived(WOMEN.id, INVITATION)
        await work.card_with("Đã gửi: 1/2")
        assert work.states()[GROUP.id] is State.WAITING
        card = await work.compose("Khẩn: bão số 9")
        card = await work.press(card, WORDS.urgent)
        assert VI.chosen(WORDS.urgent) in card.buttons
        await work.send(card)
        await work.arrived(GROUP.id, "Khẩn: bão số 9")
        await work.reported()


async def test_what_was_confirmed_is_what_was_shown() -> None:
    async with officers_at_work() as work:
        card = await work.compose(INVITATION)
        question = await work.press(card, WORDS.send)
        number = work.newest().id
        draft = work.store.announcements.get(number).draft
        work.store.announcements.revise(
            number,
            type(draft)(content=draft.content, urgent=True),
            by=OFFICER.user.id,
            now=datetime.now(UTC),
        )
        pressed = await work.chatter.press(question, WORDS.send, persona=OFFICER)
        assert pressed.notice == WORDS.changed_meanwhile
        assert work.newest().step is Step.DRAFT


async def test_a_draft_outlives_the_bot(store: Store) -> None:
    subscribe(store, [GROUP])
    async with running_sandbox() as sandbox, sandbox.chatter() as chatter:
        settings = Settings().for_sandbox(base_url=sandbox.url, token=TOKEN)
        work = Work(chatter=chatter, store=store, url=sandbox.url)
        async with serving(settings, shipped_keeper(), store):
            card = await work.compose(INVITATION)
            prompt = await work.asked(card, WORDS.edit)
        async with serving(settings, shipped_keeper(), store):
            _, card = await work.reply(prompt, "Dời sang tối mai.", replies=2)
            await work.send(card)
            await work.arrived(GROUP.id, "Dời sang tối mai.")
            await work.reported()


# A second person


async def test_above_the_audience_of_the_settings_a_second_person_approves() -> None:
    async with officers_at_work(approval_above=3) as work:
        card = await work.compose(INVITATION)
        assert VI.approval_line(3) in card.text
        question = await work.press(card, WORDS.send)
        assert WORDS.send not in question.buttons
        pressed = await work.chatter.press(
            question, WORDS.submit, persona=OFFICER, replies=1, edits=1
        )
        assert pressed.replies[0].text == VI.approval_asked(1)
        assert work.newest().step is Step.AWAITING_APPROVAL
        preview, asked = await work.chatter.replies(2, chat=SECOND_OFFICER.user.id)
        assert preview.text == INVITATION
        assert "Gửi tới 4 nhóm ở mọi nơi?" in asked.text
        approved = await work.press(asked, WORDS.approve, persona=SECOND_OFFICER)
        assert "Thông báo" in approved.text
        for group in GROUPS:
            await work.arrived(group.id, INVITATION)
        await work.reported()
        assert work.newest().approved_by == SECOND_OFFICER.user.id


async def test_who_approves_is_asked_when_telegram_is_back() -> None:
    async with officers_at_work(approval_above=3) as work:
        fault = {"kind": "gateway", "times": 2}
        await work.chatter.control("fault", SECOND_OFFICER.user.id, fault)
        question = await work.press(await work.compose(INVITATION), WORDS.send)
        pressed = await work.chatter.press(question, WORDS.submit, persona=OFFICER, replies=1)
        assert pressed.replies[0].text == VI.approval_asked(1)
        preview, asked = await work.chatter.replies(2, chat=SECOND_OFFICER.user.id)
        assert preview.text == INVITATION
        assert WORDS.approve in asked.buttons


async def test_who_wrote_it_can_not_approve_it_and_may_take_it_back() -> None:
    async with officers_at_work(approval_above=0) as work:
        card = await work.compose(INVITATION)
        question = await work.press(card, WORDS.send)
        await work.chatter.press(question, WORDS.submit, persona=OFFICER, replies=1)
        waiting = await work.card_with("chờ người thứ hai duyệt")
        assert waiting.buttons == [WORDS.withdraw]
        _, asked = await work.chatter.replies(2, chat=SECOND_OFFICER.user.id)
        card = await work.press(waiting, WORDS.withdraw)
        assert WORDS.send in card.buttons
        late = await work.chatter.press(asked, WORDS.approve, persona=SECOND_OFFICER)
        assert late.notice == WORDS.changed_meanwhile
        assert work.newest().step is Step.DRAFT


async def test_what_is_not_approved_goes_back_to_its_officer() -> None:
    async with officers_at_work(approval_above=0) as work:
        question = await work.press(await work.compose(INVITATION), WORDS.send)
        await work.chatter.press(question, WORDS.submit, persona=OFFICER, replies=1)
        _, asked = await work.chatter.replies(2, chat=SECOND_OFFICER.user.id)
        left = await work.press(asked, WORDS.decline, persona=SECOND_OFFICER)
        assert left.text == WORDS.returned
        [told] = await work.chatter.replies(chat=OFFICER.user.id)
        assert told.text == WORDS.returned
        assert work.newest().step is Step.DRAFT
        assert work.newest().created_by == OFFICER.user.id


async def test_what_the_command_line_submitted_is_approved_from_the_list_and_reported() -> None:
    async with officers_at_work() as work:
        content = text_content(INVITATION)
        now = datetime.now(UTC)
        number = work.store.announcements.draft(Draft(content=content), by=None, now=now)
        work.store.announcements.submit(number, by=None, now=now)
        [listed] = await work.chatter.say("/thongbao_danhsach", persona=SECOND_OFFICER)
        pressed = await work.chatter.press(
            listed, f"{number} · ", persona=SECOND_OFFICER, replies=2
        )
        preview, asked = pressed.replies
        assert preview.text == INVITATION
        await work.press(asked, WORDS.approve, persona=SECOND_OFFICER)
        await work.arrived(GROUP.id, INVITATION)
        report, _ = await work.reported(persona=SECOND_OFFICER)
        assert "Đã gửi: 4/4" in report.text


async def test_each_step_is_in_the_audit_log() -> None:
    async with officers_at_work(approval_above=0) as work:
        question = await work.press(await work.compose(INVITATION), WORDS.send)
        await work.chatter.press(question, WORDS.submit, persona=OFFICER, replies=1)
        _, asked = await work.chatter.replies(2, chat=SECOND_OFFICER.user.id)
        await work.press(asked, WORDS.approve, persona=SECOND_OFFICER)
        entries = work.store.audit.entries(announcement_id=work.newest().id)
        assert [(entry.action, entry.actor) for entry in reversed(entries)] == [
            ("announcement.drafted", OFFICER.user.id),
            ("announcement.submitted", OFFICER.user.id),
            ("announcement.planned", SECOND_OFFICER.user.id),
        ]
        await work.reported()


# Without the role


@pytest.mark.parametrize("command", ["/thongbao Chào bà con", "/thongbao", "/thongbao_danhsach"])
async def test_nobody_else_announces_anything(command: str) -> None:
    async with officers_at_work() as work:
        [answer] = await work.chatter.say(command, persona=CITIZEN)
        assert answer.text == VI.not_allowed()
        assert work.store.announcements.newest(most=1) == ()


async def test_the_role_counts_at_the_press_and_not_when_the_button_was_shown() -> None:
    async with officers_at_work() as work:
        card = await work.compose(INVITATION, persona=SECOND_OFFICER)
        prompt = await work.asked(card, WORDS.edit, persona=SECOND_OFFICER)
        question = await work.press(card, WORDS.send, persona=SECOND_OFFICER)
        role = work.store.roles.of(SECOND_OFFICER.user.id)
        nothing = type(role)(user_id=role.user_id)
        work.store.roles.grant(nothing, by=OFFICER.user.id, now=datetime.now(UTC))
        refused = await work.chatter.press(question, WORDS.send, persona=SECOND_OFFICER)
        assert refused.notice == VI.not_allowed()
        [answer] = await work.reply(prompt, "Tin khác", persona=SECOND_OFFICER)
        assert answer.text == VI.not_allowed()
        assert work.newest().step is Step.DRAFT
        assert await work.copies(FRONT.id, INVITATION) == 0


async def test_in_a_group_it_says_where_to_announce() -> None:
    async with officers_at_work() as work:
        [answer] = await work.chatter.say(
            "/thongbao@danvan_sandbox_bot Chào", persona=OFFICER, chat=HAMLET.id
        )
        assert answer.text == WORDS.in_private
