"""Buttons under digests of new articles: whoever presses one gets what it says."""

from bot.callbacks import NewsAction, TurnNews
from bot.digests.news import News
from bot.handlers.conversation import show, turn
from bot.handlers.pressing import Press
from bot.screens import Toast


class NewsButtons:
    """Shows new articles."""

    def __init__(self, news: News) -> None:
        self._news = news

    async def act(self, press: Press, action: NewsAction) -> None:
        """Answer a press with a toast, a new message or another page of the same."""
        outcome = await self._news.show(action, press.message.chat.id, press.texts)
        if isinstance(outcome, Toast):
            await press.tell(outcome)
            return
        await press.accept()
        if isinstance(action, TurnNews):
            await turn(press.message, outcome)
        else:
            await show(press.message, outcome)
