"""What a chat wants to be sent -> what it is shown; who may ask for it is the handlers' matter.

Whatever blocks runs in a thread; StoreUnavailableError passes through.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto
from typing import ParamSpec, TypeVar

from bot.callbacks.subscribing import (
    Choice,
    ChooseAllPlaces,
    ChooseAllTopics,
    ChooseAnnouncements,
    ChooseDigest,
    ChoosePlace,
    ChooseQuiet,
    ChooseThread,
    ChooseTopic,
    CloseSettings,
    PickGroup,
    SearchPlace,
    SettingsPage,
    ShowSettings,
    Subscribe,
    SubscribingAction,
    Unsubscribe,
)
from bot.clock import now
from bot.places import places_named
from bot.preferences import chosen
from bot.prompts import PlaceWanted, words_of
from bot.render import subscriptions as shown
from bot.render.places import place_choices, place_prompt
from bot.screens import Screen, Toast
from bot.store.records import Preferences, Subscription
from bot.store.store import Store
from bot.telegram_text import rich
from bot.texts import Texts
from bot.venues import Venue

P = ParamSpec("P")
T = TypeVar("T")

MOST_PLACES = 20
"""Each has a row of buttons in the settings."""
UNSUBSCRIBED = "unsubscribed"
"""Why a subscription ended that its chat has ended: it does not come back by itself."""


class Arrival(Enum):
    """How the subscription of a chat stands into which the bot has come."""

    SUBSCRIBED = auto()
    RESUMED = auto()
    NOT_SUBSCRIBED = auto()
    """It never was, or ended that itself."""


class Subscribing:
    """Begins, changes and ends subscriptions."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._clock = clock
        self._turn = asyncio.Lock()

    async def subscribe(self, venue: Venue, texts: Texts) -> Screen:
        """Subscribe a chat, with what it wanted before if it comes back; show its settings."""
        wanted = await self._in_turn(self._subscribe, venue)
        if wanted is None:
            return shown.not_subscribed(venue, texts)
        settings = shown.settings(SettingsPage.OVERVIEW, wanted, venue, texts)
        return settings.with_heading(rich(texts.subscribed(), "\n\n"))

    async def unsubscribe(self, venue: Venue, texts: Texts) -> Screen:
        """End a chat's subscription."""
        ended = await self._in_turn(self._end, venue.chat_id, UNSUBSCRIBED)
        return shown.unsubscribed(texts) if ended else shown.not_subscribed(venue, texts)

    async def settings(
        self, venue: Venue, texts: Texts, page: SettingsPage = SettingsPage.OVERVIEW
    ) -> Screen:
        """Show a page of a chat's settings."""
        subscription = await self._active(venue)
        if subscription is None:
            return shown.not_subscribed(venue, texts)
        return shown.settings(page, subscription.preferences, venue, texts)

    async def act(self, action: SubscribingAction, venue: Venue, texts: Texts) -> Screen | Toast:
        """Do what a button says, and show what comes of it."""
        match action:
            case Subscribe():
                return await self.subscribe(venue, texts)
            case Unsubscribe():
                return await self.unsubscribe(venue, texts)
            case ShowSettings(page=page):
                return await self.settings(venue, texts, page)
            case SearchPlace():
                words = words_of(PlaceWanted(), texts)
                back = ShowSettings(page=SettingsPage.PLACES)
                return place_prompt(words, back, texts, is_private=venue.is_private)
            case PickGroup():
                return shown.group_picker(texts)
            case CloseSettings():
                return await self._close(venue, texts)
            case _:
                return await self._choose(action, venue, texts)

    async def search_place(self, typed: str, texts: Texts) -> Screen:
        """Show which places a typed name may mean."""
        found = await asyncio.to_thread(places_named, typed)
        return place_choices(
            found, lambda place: ChoosePlace(place=place, wanted=True), SearchPlace(), texts
        )

    async def arrive(self, venue: Venue, texts: Texts) -> Screen | None:
        """Take up a subscription where the bot has come back to; None for nothing to say.

        A group that is not subscribed, or no longer by its own wish, is greeted.
        """
        match await self._in_turn(self._arrive, venue.chat_id):
            case Arrival.RESUMED:
                return Screen(text=rich(texts.welcome_back()))
            case Arrival.NOT_SUBSCRIBED if not venue.is_private:
                return shown.hello_group(texts)
            case _:
                return None

    async def leave(self, chat_id: int, reason: str) -> None:
        """End the subscription of a chat that has put the bot out."""
        await self._in_turn(self._end, chat_id, reason)

    async def migrate(self, old: int, new: int) -> None:
        """Keep the subscription of a group that became a supergroup.

        The bot is in it, or it would not have been told: what ended otherwise goes on.
        """
        await self._in_turn(self._migrate, old, new)

    async def _in_turn(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what blocks in a thread, one at a time and in the order in which it was asked for.

        Of a removal and a return right after it, or a migration and a command, the second must
        not overtake the first.
        """
        async with self._turn:
            return await asyncio.to_thread(work, *args, **kwargs)

    # Where an answer did not arrive, its update is dealt with again: what begins or ends a
    # subscription does so once, as an update of another chat may have done the opposite since.

    def _end(self, chat_id: int, reason: str) -> bool:
        end, now = self._store.subscriptions.end, self._clock()
        return self._store.inbox.once("end", lambda: end(chat_id, reason, now=now))

    def _arrive(self, chat_id: int) -> Arrival:
        return Arrival(self._store.inbox.once("arrive", lambda: self._resume(chat_id).value))

    def _resume(self, chat_id: int) -> Arrival:
        subscriptions = self._store.subscriptions
        before = subscriptions.get(chat_id)
        if before is None or before.end_reason == UNSUBSCRIBED:
            return Arrival.NOT_SUBSCRIBED
        resumed = subscriptions.resume(chat_id, now=self._clock())
        return Arrival.RESUMED if resumed else Arrival.SUBSCRIBED

    def _subscribe(self, venue: Venue) -> Preferences | None:
        """Return what a chat wants, subscribed; None where that has been ended since."""
        with self._store.together():
            self._store.inbox.once("subscribe", lambda: self._begin(venue))
            subscription = self._going_on(venue.chat_id)
        return subscription.preferences if subscription else None

    def _begin(self, venue: Venue) -> None:
        subscriptions = self._store.subscriptions
        before = subscriptions.get(venue.chat_id)
        wanted = before.preferences if before else Preferences(thread_id=venue.topic)
        if before is None or before.ended_at is not None:
            subscriptions.save(venue.chat_id, venue.kind, wanted, now=self._clock())

    def _migrate(self, old: int, new: int) -> None:
        self._store.inbox.once("migrate", lambda: self._take_along(old, new))

    def _take_along(self, old: int, new: int) -> None:
        subscriptions = self._store.subscriptions
        subscriptions.migrate(old, new)
        subscription = subscriptions.get(new)
        if subscription and subscription.end_reason != UNSUBSCRIBED:
            subscriptions.resume(new, now=self._clock())

    async def _active(self, venue: Venue) -> Subscription | None:
        return await self._in_turn(self._going_on, venue.chat_id)

    def _going_on(self, chat_id: int) -> Subscription | None:
        subscription = self._store.subscriptions.get(chat_id)
        return subscription if subscription and subscription.ended_at is None else None

    async def _close(self, venue: Venue, texts: Texts) -> Screen:
        subscription = await self._active(venue)
        if subscription is None:
            return shown.not_subscribed(venue, texts)
        return shown.closed_settings(subscription.preferences, venue, texts)

    async def _choose(self, choice: Choice, venue: Venue, texts: Texts) -> Screen | Toast:
        wanted = await self._in_turn(self._save, choice, venue)
        if wanted is None:
            return shown.not_subscribed(venue, texts)
        if len(wanted.places) > MOST_PLACES:
            return Toast(text=texts.too_many_places(MOST_PLACES), alert=True)
        return shown.settings(_page_of(choice), wanted, venue, texts)

    def _save(self, choice: Choice, venue: Venue) -> Preferences | None:
        """Return what a chat wants after a choice, saved; None where it is not subscribed.

        More places than a chat may have are not saved.
        """
        with self._store.together():
            before = self._going_on(venue.chat_id)
            if before is None:
                return None
            wanted = chosen(before.preferences, choice)
            if wanted != before.preferences and len(wanted.places) <= MOST_PLACES:
                save = self._store.subscriptions.save
                save(venue.chat_id, venue.kind, wanted, now=self._clock())
        return wanted


def _page_of(choice: Choice) -> SettingsPage:
    """Return the page on which a choice stands."""
    match choice:
        case ChoosePlace() | ChooseAllPlaces():
            return SettingsPage.PLACES
        case ChooseTopic() | ChooseAllTopics():
            return SettingsPage.TOPICS
        case ChooseDigest():
            return SettingsPage.DIGEST
        case ChooseQuiet():
            return SettingsPage.QUIET
        case ChooseAnnouncements() | ChooseThread():
            return SettingsPage.OVERVIEW
