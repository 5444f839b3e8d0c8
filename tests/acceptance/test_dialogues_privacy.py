"""What is kept is said row by row, and deleted by whoever it belongs to; over HTTP."""

from collections.abc import Iterator

import pytest

from bot.sandbox.cast import HAMLET, OFFICER, SECOND_OFFICER, VISITOR
from bot.sandbox.records import Persona
from bot.store.keeping import KEPT
from bot.store.records import Draft, Rank, Role
from bot.store.store import Store
from bot.texts import English, Texts, Vietnamese
from tests.support.running_bot import empty_store, running_bot
from tests.support.sandbox import CADRE, CITIZEN, GROUP, Answer, Chatter
from tests.support.stores import NOW, READ, TEXT, announce, lease_of, send_all, subscribe

VI = Vietnamese()
PERSON = CITIZEN.user.id


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store(owners=[OFFICER.user.id]) as opened:
        yield opened


async def confirmed(chatter: Chatter, label: str) -> Answer:
    """Ask to be forgotten, and press a button; return what stands in its place."""
    [question] = await chatter.say("/xoadulieu")
    assert question.buttons == [VI.forget_button(), VI.keep_button()]
    return (await chatter.press(question, label, edits=1)).edits[0]


@pytest.mark.parametrize(("persona", "texts"), [(CITIZEN, VI), (VISITOR, English())])
async def test_all_that_is_kept_is_said_with_its_purpose_and_until_when(
    persona: Persona, texts: Texts
) -> None:
    async with running_bot() as chatter:
        [page] = await chatter.say("/quyenriengtu", persona=persona)
    for row in KEPT:
        words = texts.kept(row)
        assert f"{words.what}\n{texts.kept_row(words)}" in page.text
    assert "{" not in page.text
    assert "/xoadulieu" in page.text


async def test_a_person_is_forgotten_once_they_confirm_it(store: Store) -> None:
    subscribe(store, PERSON, GROUP.id)
    number = announce(store, READ)
    send_all(store, lease_of(store))
    store.reports.acknowledge(number, user_id=PERSON, chat_id=GROUP.id, now=NOW)
    store.reports.acknowledge(number, user_id=CADRE.user.id, chat_id=GROUP.id, now=NOW)
    async with running_bot(store=store) as chatter:
        said = await confirmed(chatter, VI.forget_button())
        assert said.text == VI.forgotten()
        assert said.buttons == []
        [settings] = await chatter.say("/caidat")
        assert settings.text == VI.not_subscribed()
    assert store.subscriptions.get(PERSON) is None
    assert store.subscriptions.get(GROUP.id) is not None
    assert [one.user_id for one in store.reports.acknowledgements(number)] == [CADRE.user.id]
    assert [one.chat_id for one in store.reports.deliveries(number)] == [GROUP.id]


async def test_a_question_asked_before_is_not_followed_up_on_after(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        await chatter.say("Cần Đước năm 2023 có mấy mô hình dân vận khéo?")
        await confirmed(chatter, VI.forget_button())
        [answer] = await chatter.say("còn năm 2021?")
        assert VI.earlier_question_unknown() in answer.text


async def test_what_an_officer_said_last_is_not_announced_after(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        await chatter.say("Ngày mai họp tổ dân phố.", persona=OFFICER)
        [question] = await chatter.say("/xoadulieu", persona=OFFICER)
        await chatter.press(question, VI.forget_button(), persona=OFFICER, edits=1)
        [told] = await chatter.say("/thongbao", persona=OFFICER)
    assert told.text == VI.announcing().how_to
    assert store.announcements.newest(most=1) == ()


async def test_nothing_is_deleted_where_they_leave_it(store: Store) -> None:
    subscribe(store, PERSON)
    async with running_bot(store=store) as chatter:
        said = await confirmed(chatter, VI.keep_button())
        assert said.text == VI.nothing_deleted()
    assert store.subscriptions.get(PERSON) is not None


async def test_in_a_group_one_is_sent_to_the_private_chat(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [said] = await chatter.say("/xoadulieu@danvan_sandbox_bot", chat=HAMLET.id)
        assert said.text == VI.forget_in_private()
        assert said.buttons == []


async def test_an_officer_is_told_what_goes_and_loses_role_drafts_and_menu(store: Store) -> None:
    person = SECOND_OFFICER.user.id
    store.roles.grant(Role(user_id=person, rank=Rank.OFFICER), by=None, now=NOW)
    store.roles.grant(Role(user_id=9, rank=Rank.OFFICER), by=OFFICER.user.id, now=NOW)
    store.announcements.draft(Draft(content=TEXT), by=person, now=NOW)
    async with running_bot(store=store) as chatter:
        [question] = await chatter.say("/xoadulieu", persona=SECOND_OFFICER)
        assert VI.forget_question(Rank.OFFICER) in question.text
        await chatter.press(question, VI.forget_button(), persona=SECOND_OFFICER, edits=1)
        while "thongbao" in [
            one["command"] for one in await chatter.commands(persona=SECOND_OFFICER)
        ]:
            await chatter.say("/trogiup", persona=SECOND_OFFICER)
    assert store.roles.of(person).rank is Rank.NONE
    assert store.announcements.newest(most=1) == ()
    noted = [(entry.action, entry.subject) for entry in store.audit.entries()]
    assert noted == [
        ("announcement.drafted", None),
        ("role.granted", 9),
        ("role.granted", None),
    ]


async def test_an_owner_of_the_settings_is_told_that_they_stay_one(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [question] = await chatter.say("/xoadulieu", persona=OFFICER)
        pressed = await chatter.press(question, VI.forget_button(), persona=OFFICER, edits=1)
        assert pressed.edits[0].text.endswith(VI.forgotten_but_owner())
        own = [one["command"] for one in await chatter.commands(persona=OFFICER)]
        assert own[-1] == "quyen"
