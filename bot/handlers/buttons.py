"""Inline buttons: every press is answered, whatever becomes of it, by those whose button it is."""

from telegram import Update

from bot import callbacks
from bot.callbacks import (
    Acknowledge,
    Action,
    ComposingAction,
    FollowingAction,
    NewsAction,
    PrivacyAction,
    ReadingAction,
    SubscribingAction,
)
from bot.errors import StaleButtonError
from bot.handlers.conversation import Context, texts_of
from bot.handlers.drafts import DraftButtons
from bot.handlers.following import FollowingButtons
from bot.handlers.news import NewsButtons
from bot.handlers.pressing import Press
from bot.handlers.privacy import Privacy
from bot.handlers.reading import ReadingButtons
from bot.handlers.roles import RoleButtons
from bot.handlers.subscribing import SubscriptionButtons


class Buttons:
    """Does what a button says, for whoever may press it."""

    def __init__(
        self,
        reading: ReadingButtons,
        subscriptions: SubscriptionButtons,
        roles: RoleButtons,
        drafts: DraftButtons,
        following: FollowingButtons,
        privacy: Privacy,
        news: NewsButtons,
    ) -> None:
        self._reading = reading
        self._subscriptions = subscriptions
        self._roles = roles
        self._drafts = drafts
        self._following = following
        self._privacy = privacy
        self._news = news

    async def press(self, update: Update, _: Context) -> None:
        """Read the button's data, and hand them on."""
        query, texts = update.callback_query, texts_of(update)
        if query is None:
            raise TypeError("a handler of presses was given an update without one")
        try:
            action = callbacks.decode(query.data or "")
        except StaleButtonError:
            await query.answer(texts.stale_button())
            return
        if query.message is None:  # of an inline result: there is no chat to show anything in
            await query.answer(texts.stale_button())
            return
        await self._act(Press(query=query, message=query.message, texts=texts), action)

    async def _act(self, press: Press, action: Action) -> None:
        if isinstance(action, ReadingAction):
            await self._reading.act(press, action)
        elif isinstance(action, SubscribingAction):
            await self._subscriptions.act(press, action)
        elif isinstance(action, ComposingAction):
            await self._drafts.act(press, action)
        elif isinstance(action, FollowingAction):
            await self._following.act(press, action)
        elif isinstance(action, Acknowledge):
            await self._following.acknowledge(press, action)
        elif isinstance(action, PrivacyAction):
            await self._privacy.act(press, action)
        elif isinstance(action, NewsAction):
            await self._news.act(press, action)
        else:
            await self._roles.act(press, action)
