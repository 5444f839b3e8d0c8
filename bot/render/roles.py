"""Roles: the list of those who have one, and one person's."""

from collections.abc import Sequence

from bot.callbacks.roles import (
    GiveRank,
    GrantPlace,
    PickPerson,
    SearchOfficerPlace,
    ShowRole,
    ShowRoles,
)
from bot.render.paging import Page
from bot.render.places import place_names, removing_rows
from bot.screens import Button, OwnKeyboard, PersonPicker, Screen
from bot.store.records import Rank, Role
from bot.telegram_text import bold, joined, rich
from bot.texts import Texts

PEOPLE_A_PAGE = 8


def roles(everyone: Sequence[Role], number: int, texts: Texts) -> Screen:
    """Show page `number` of all who have a role."""
    page = Page.of(everyone, number, PEOPLE_A_PAGE)
    people = (
        (
            Button(
                label=texts.roles_row(role.user_id, role.rank),
                action=ShowRole(user_id=role.user_id),
            ),
        )
        for role in page.items
    )
    turning = page.turning(lambda other: ShowRoles(page=other), texts)
    adding = (Button(label=texts.add_person_button(), action=PickPerson()),)
    heading = bold(texts.roles_title(page.number, page.count))
    return Screen(
        text=joined("\n\n", (heading, texts.roles_help())),
        rows=(*people, *((turning,) if turning else ()), adding),
    )


def role(one: Role, texts: Texts) -> Screen:
    """Show what someone may do, and what could be given or taken."""
    line = texts.role_line(one.rank, place_names(one.places, texts))
    ranks = tuple(
        Button(label=texts.rank_button(rank), action=GiveRank(user_id=one.user_id, rank=rank))
        for rank in Rank
        if rank is not one.rank or (rank is Rank.OFFICER and one.places)
    )
    taking = removing_rows(
        one.places,
        lambda place: GrantPlace(user_id=one.user_id, place=place, granted=False),
        texts,
    )
    adding = Button(
        label=texts.officer_place_button(), action=SearchOfficerPlace(user_id=one.user_id)
    )
    back = Button(label=texts.all_roles_button(), action=ShowRoles(page=1))
    return Screen(
        text=joined("\n", (bold(texts.person_title(one.user_id)), line)),
        rows=(*taking, *(() if one.rank is Rank.OWNER else ((adding,),)), ranks, (back,)),
    )


def person_picker(texts: Texts) -> Screen:
    """Ask whom to give a role."""
    picker = PersonPicker(label=texts.pick_person_button())
    return Screen(text=rich(texts.pick_person()), keyboard=picker)


def picked(texts: Texts) -> Screen:
    """Give a person's keyboard back after they have picked someone."""
    return Screen(text=rich(texts.picked()), keyboard=OwnKeyboard())
