"""Owners give and take roles; nobody else's button or command does anything; over HTTP."""

from collections.abc import Iterator

import pytest

from bot.sandbox.cast import HAMLET, OFFICER, SECOND_OFFICER
from bot.sandbox.records import Persona
from bot.settings import Settings
from bot.store.records import Rank, Role
from bot.store.roles import Action, may
from bot.store.store import Store
from bot.texts import Vietnamese
from tests.support.running_bot import empty_store, running_bot, serving, shipped_keeper
from tests.support.sandbox import (
    CADRE,
    CITIZEN,
    GROUP,
    NEIGHBOUR,
    TOKEN,
    Answer,
    Chatter,
    running_sandbox,
)
from tests.support.stores import NOW

VI = Vietnamese()
OWNER = OFFICER
ID = SECOND_OFFICER.user.id
COMMUNE = "new/tay-ninh/xa-can-duoc"
PROVINCE = "new/tay-ninh"


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store(owners=[OWNER.user.id]) as opened:
        yield opened


def given(store: Store, rank: Rank, *places: str, user_id: int = ID) -> None:
    role = Role(user_id=user_id, rank=rank, places=frozenset(places))
    store.roles.grant(role, by=None, now=NOW)


def role(store: Store, user_id: int = ID) -> Role:
    return store.roles.of(user_id)


async def press(chatter: Chatter, message: Answer, label: str) -> Answer:
    """Press, as the owner, a button that edits its message; return that."""
    return (await chatter.press(message, label, persona=OWNER, edits=1)).edits[0]


async def test_an_owner_makes_someone_an_officer_of_a_typed_place(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [card] = await chatter.say(f"/quyen {ID}", persona=OWNER)
        assert card.text == f"Người dùng {ID}\nKhông có vai trò"
        label = VI.officer_place_button()
        [prompt] = (await chatter.press(card, label, persona=OWNER, replies=1)).replies
        assert prompt.text == VI.officer_place_prompt(ID)
        [choice] = await chatter.say("xa can duoc", persona=OWNER, reply_to_message_id=prompt.id)
        granted = await press(chatter, choice, "Xã Cần Đước, Tây Ninh")
        assert "Cán bộ: gửi thông báo đến Xã Cần Đước, Tây Ninh" in granted.text
        officer = role(store)
        assert officer.rank is Rank.OFFICER
        assert officer.places == {COMMUNE}
        assert may(officer, Action.ANNOUNCE, [COMMUNE])
        assert not may(officer, Action.ANNOUNCE, [PROVINCE])


async def test_an_officers_last_place_is_not_taken_as_that_would_be_all(store: Store) -> None:
    given(store, Rank.OFFICER, COMMUNE)
    async with running_bot(store=store) as chatter:
        [card] = await chatter.say(f"/quyen {ID}", persona=OWNER)
        pressed = await chatter.press(card, "✕ Xã Cần Đước, Tây Ninh", persona=OWNER)
        assert (pressed.notice, pressed.alert) == (VI.one_place_stays(), True)
        assert role(store).places == {COMMUNE}


async def test_an_owner_gives_a_rank_and_takes_it_again(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [card] = await chatter.say(f"/quyen {ID}", persona=OWNER)
        everywhere = await press(chatter, card, VI.rank_button(Rank.OFFICER))
        assert "gửi thông báo đến mọi nơi" in everywhere.text
        owner = await press(chatter, everywhere, VI.rank_button(Rank.OWNER))
        assert role(store).rank is Rank.OWNER
        nobody = await press(chatter, owner, VI.rank_button(Rank.NONE))
        assert "Không có vai trò" in nobody.text
        assert role(store).rank is Rank.NONE
    noted = [(entry.actor, entry.action, entry.subject) for entry in store.audit.entries()]
    assert noted == [
        (OWNER.user.id, "role.revoked", ID),
        (OWNER.user.id, "role.granted", ID),
        (OWNER.user.id, "role.granted", ID),
    ]


async def test_everyone_with_a_role_is_listed_by_id_and_without_a_name(store: Store) -> None:
    given(store, Rank.OFFICER, COMMUNE)
    async with running_bot(store=store) as chatter:
        [listed] = await chatter.say("/quyen", persona=OWNER)
        assert listed.buttons[:2] == [f"{OWNER.user.id} · chủ", f"{ID} · cán bộ"]
        card = await press(chatter, listed, f"{ID} · cán bộ")
        assert "Cán bộ: gửi thông báo đến Xã Cần Đước, Tây Ninh" in card.text
        assert (await press(chatter, card, VI.all_roles_button())).text == listed.text


async def test_a_person_is_picked_with_a_button(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [listed] = await chatter.say("/quyen", persona=OWNER)
        await chatter.press(listed, VI.add_person_button(), persona=OWNER, replies=1)
        await chatter.control("share", OWNER.user.id, {"request_id": 2, "user_id": ID}, by=OWNER)
        [_, card] = await chatter.replies(2, chat=OWNER.user.id)
        await press(chatter, card, VI.rank_button(Rank.OFFICER))
        assert role(store).rank is Rank.OFFICER


async def test_a_reply_to_a_persons_message_shows_their_role(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        said = await chatter.post("Chào cả nhà", persona=NEIGHBOUR, chat=HAMLET.id)
        [card] = await chatter.say(
            "/quyen", persona=OWNER, chat=HAMLET.id, reply_to_message_id=said["message_id"]
        )
        assert card.text.startswith(f"Người dùng {NEIGHBOUR.user.id}")
        await press(chatter, card, VI.rank_button(Rank.OFFICER))
        assert role(store, NEIGHBOUR.user.id).rank is Rank.OFFICER


@pytest.mark.parametrize(
    ("text", "chat", "words"),
    [
        ("/quyen ai đó", OWNER.user.id, VI.nobodys_id()),
        ("/quyen@danvan_sandbox_bot", HAMLET.id, VI.in_private()),
    ],
)
async def test_an_owner_is_told_how_to_name_someone(
    store: Store, text: str, chat: int, words: str
) -> None:
    async with running_bot(store=store) as chatter:
        [answer] = await chatter.say(text, persona=OWNER, chat=chat)
        assert answer.text == words


@pytest.mark.parametrize("persona", [CITIZEN, SECOND_OFFICER])
@pytest.mark.parametrize("text", ["/quyen", f"/quyen {CADRE.user.id}", "/quyen ai đó"])
async def test_nobody_but_an_owner_sees_roles(store: Store, persona: Persona, text: str) -> None:
    given(store, Rank.OFFICER)
    async with running_bot(store=store) as chatter:
        [answer] = await chatter.say(text, persona=persona)
        assert answer.text == VI.not_allowed()
        assert answer.buttons == []


async def test_no_button_of_roles_works_for_anyone_else_or_any_longer(store: Store) -> None:
    """The buttons were shown to an owner; whoever presses them now is none."""
    given(store, Rank.OWNER)
    given(store, Rank.OFFICER, COMMUNE, user_id=CADRE.user.id)
    async with running_bot(store=store) as chatter:
        [listed] = await chatter.say("/quyen", persona=SECOND_OFFICER)
        [card] = await chatter.say(f"/quyen {CADRE.user.id}", persona=SECOND_OFFICER)
        given(store, Rank.NONE)
        before = (store.roles.everyone(), store.audit.entries())
        for screen in (listed, card):
            for label in screen.buttons:
                pressed = await chatter.press(screen, label, persona=SECOND_OFFICER)
                assert (pressed.notice, pressed.alert) == (VI.not_allowed(), True)
        assert (store.roles.everyone(), store.audit.entries()) == before


async def test_a_prompt_of_roles_is_no_longer_answered_without_the_role(store: Store) -> None:
    given(store, Rank.OWNER)
    async with running_bot(store=store) as chatter:
        [card] = await chatter.say(f"/quyen {CADRE.user.id}", persona=SECOND_OFFICER)
        pressed = await chatter.press(
            card, VI.officer_place_button(), persona=SECOND_OFFICER, replies=1
        )
        given(store, Rank.NONE)
        [answer] = await chatter.say(
            "can duoc", persona=SECOND_OFFICER, reply_to_message_id=pressed.replies[0].id
        )
        assert answer.text == VI.not_allowed()


async def test_an_owner_of_the_settings_can_only_be_changed_there(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        [card] = await chatter.say(f"/quyen {OWNER.user.id}", persona=OWNER)
        label = VI.rank_button(Rank.NONE)
        pressed = await chatter.press(card, label, persona=OWNER)
        assert (pressed.notice, pressed.alert) == (VI.role_fixed(), True)


async def test_only_owners_find_the_command_in_their_menu(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        owners = await chatter.commands(persona=OWNER)
        others = await chatter.commands(persona=CITIZEN)
        assert "quyen" in {one["command"] for one in owners}
        assert "quyen" not in {one["command"] for one in others}


async def test_an_owner_who_has_not_begun_a_chat_keeps_nobody_from_a_menu() -> None:
    with empty_store(owners=[4242]) as store:
        async with running_bot(store=store) as chatter:
            assert await chatter.commands(persona=CITIZEN)
            assert await chatter.commands(persona=CADRE, chat=GROUP.id)


# The menu of commands


OFFICERS_OWN = ["thongbao", "thongbao_danhsach"]


async def own_commands(chatter: Chatter, persona: Persona) -> list[str]:
    """Return the commands that someone has after those of everybody."""
    names = [command["command"] for command in await chatter.commands(persona=persona)]
    return names[names.index("start") + 1 :]


async def test_a_role_comes_with_its_commands_and_they_go_with_it(store: Store) -> None:
    async with running_bot(store=store) as chatter:
        assert await own_commands(chatter, OWNER) == [*OFFICERS_OWN, "quyen"]
        assert await own_commands(chatter, SECOND_OFFICER) == []
        [card] = await chatter.say(f"/quyen {ID}", persona=OWNER)
        officer = await press(chatter, card, VI.rank_button(Rank.OFFICER))
        await menu_of(chatter, SECOND_OFFICER, OFFICERS_OWN)
        owner = await press(chatter, officer, VI.rank_button(Rank.OWNER))
        await menu_of(chatter, SECOND_OFFICER, [*OFFICERS_OWN, "quyen"])
        await press(chatter, owner, VI.rank_button(Rank.NONE))
        await menu_of(chatter, SECOND_OFFICER, [])


async def menu_of(chatter: Chatter, persona: Persona, own: list[str]) -> None:
    """Have the bot answer whatever came before, and see what commands someone has then."""
    while await own_commands(chatter, persona) != own:
        await chatter.say("/trogiup", persona=persona)


async def test_a_role_taken_on_the_command_line_takes_its_commands_at_the_next_start(
    store: Store,
) -> None:
    given(store, Rank.OFFICER)
    async with running_sandbox() as sandbox, sandbox.chatter() as chatter:
        settings = Settings().for_sandbox(base_url=sandbox.url, token=TOKEN)
        async with serving(settings, shipped_keeper(), store):
            assert await own_commands(chatter, SECOND_OFFICER) == OFFICERS_OWN
        given(store, Rank.NONE)
        async with serving(settings, shipped_keeper(), store):
            assert await own_commands(chatter, SECOND_OFFICER) == []


async def test_whoever_was_given_a_role_before_they_came_finds_its_commands_by_start(
    store: Store,
) -> None:
    async with running_bot(store=store) as chatter:
        given(store, Rank.OFFICER)
        assert await own_commands(chatter, SECOND_OFFICER) == []
        await chatter.say("/start", persona=SECOND_OFFICER)
        await menu_of(chatter, SECOND_OFFICER, OFFICERS_OWN)
