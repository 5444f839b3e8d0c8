"""Who may do what -> what owners are shown of it, and what they change.

Every method asks for the role of whoever acts before anything else, and raises NotAllowedError
where it does not go so far. StoreUnavailableError passes through; what blocks runs in a thread.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.callbacks.roles import (
    GiveRank,
    GrantPlace,
    PickPerson,
    RoleAction,
    SearchOfficerPlace,
    ShowRole,
    ShowRoles,
)
from bot.clock import now
from bot.errors import NotAllowedError
from bot.places import places_named
from bot.prompts import OfficerPlaceWanted, words_of
from bot.render import roles as shown
from bot.render.places import place_choices, place_prompt
from bot.screens import Screen, Toast
from bot.store.records import Rank, Role
from bot.store.roles import Action, may
from bot.store.store import Store
from bot.texts import Texts


class Governing:
    """Shows, gives and takes roles, for owners."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._roles = store.roles
        self._clock = clock

    async def check(self, by: int) -> None:
        """Raise NotAllowedError for anyone who is no owner at this moment."""
        if not may(await self.role_of(by), Action.GIVE_ROLES):
            raise NotAllowedError(f"{by} is no owner; only owners give and take roles")

    async def role_of(self, user_id: int) -> Role:
        """Return what someone is at this moment."""
        return await asyncio.to_thread(self._roles.of, user_id)

    async def everyone(self, by: int, texts: Texts, page: int = 1) -> Screen:
        """Show a page of all who have a role."""
        await self.check(by)
        return await self._list(page, texts)

    async def person(self, user_id: int, by: int, texts: Texts) -> Screen:
        """Show what someone may do."""
        await self.check(by)
        return await self._card(user_id, texts)

    async def search_place(self, user_id: int, typed: str, by: int, texts: Texts) -> Screen:
        """Show which places, for someone to announce to, a typed name may mean."""
        await self.check(by)
        return place_choices(
            await asyncio.to_thread(places_named, typed),
            lambda place: GrantPlace(user_id=user_id, place=place, granted=True),
            SearchOfficerPlace(user_id=user_id),
            texts,
        )

    async def act(
        self, action: RoleAction, by: int, texts: Texts, *, is_private: bool
    ) -> Screen | Toast:
        """Do what a button says, and show what comes of it."""
        await self.check(by)
        match action:
            case ShowRoles(page=page):
                return await self._list(page, texts)
            case ShowRole(user_id=user_id):
                return await self._card(user_id, texts)
            case PickPerson():
                return shown.person_picker(texts)
            case SearchOfficerPlace(user_id=user_id):
                words = words_of(OfficerPlaceWanted(user_id=user_id), texts)
                back = ShowRole(user_id=user_id)
                return place_prompt(words, back, texts, is_private=is_private)
            case GiveRank() | GrantPlace():
                return await self._change(action, by, texts)

    async def _list(self, page: int, texts: Texts) -> Screen:
        return shown.roles(await asyncio.to_thread(self._roles.everyone), page, texts)

    async def _card(self, user_id: int, texts: Texts) -> Screen:
        return shown.role(await self.role_of(user_id), texts)

    async def _change(self, action: GiveRank | GrantPlace, by: int, texts: Texts) -> Screen | Toast:
        try:
            changed = await asyncio.to_thread(self._save, action, by)
        except NotAllowedError:
            await self.check(by)  # as it may have been taken away meanwhile
            return Toast(text=texts.role_fixed(), alert=True)
        if changed is None:
            return Toast(text=texts.one_place_stays(), alert=True)
        return shown.role(changed, texts)

    def _save(self, action: GiveRank | GrantPlace, by: int) -> Role | None:
        """Return someone's role after a change, kept; None where it would widen by narrowing.

        It is made once for an update: a second try does not undo what another owner did since.
        """
        with self._store.together():
            is_possible = self._store.inbox.once("change role", lambda: self._grant(action, by))
            return self._roles.of(action.user_id) if is_possible else None

    def _grant(self, action: GiveRank | GrantPlace, by: int) -> bool:
        before = self._roles.of(action.user_id)
        after = changed_role(before, action)
        if after is not None and after != before:
            self._roles.grant(after, by=by, now=self._clock())
        return after is not None


def roles_to_introduce(store: Store) -> tuple[Role, ...]:
    """Return whoever has a role at this moment, and whoever had one that was taken; blocks."""
    return (*store.roles.everyone(), *store.roles.dismissed())


def changed_role(before: Role, action: GiveRank | GrantPlace) -> Role | None:
    """Return a role after a change; None for an officer's last place: none at all is everywhere.

    An officer of all places becomes one of the first place that is given; an owner stays one.
    """
    match action:
        case GiveRank(rank=rank):
            return Role(user_id=before.user_id, rank=rank)
        case GrantPlace() if before.rank is Rank.OWNER:
            return before
        case GrantPlace(place=place, granted=True):
            return replace(before, rank=Rank.OFFICER, places=before.places | {place})
        case GrantPlace(place=place):
            left = before.places - {place}
            return None if before.places and not left else replace(before, places=left)
