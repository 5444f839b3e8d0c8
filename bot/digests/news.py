"""What the buttons under digests open."""

import asyncio

from bot.callbacks.news import NewsAction, ShowArticle, ShowNews, TurnNews
from bot.digests.arrivals import arrivals_between
from bot.digests.decision import is_for
from bot.keeper import KnowledgeKeeper
from bot.render import answers, digests
from bot.screens import Screen, Toast
from bot.store.records import Preferences
from bot.store.store import Store
from bot.texts import Texts
from retrieval.introducing import introduction


class News:
    """Shows new articles from the knowledge of the moment."""

    def __init__(self, keeper: KnowledgeKeeper, store: Store) -> None:
        self._keeper = keeper
        self._store = store

    async def show(self, action: NewsAction, chat_id: int, texts: Texts) -> Screen | Toast:
        """Do what a button in a chat says; raises StoreUnavailableError."""
        match action:
            case ShowArticle(article_id=article_id):
                return await asyncio.to_thread(self._article, article_id, texts)
            case ShowNews(after=after, until=until):
                first = TurnNews(after=after, until=until, page=1)
                return await asyncio.to_thread(self._news, first, chat_id, texts)
            case TurnNews():
                return await asyncio.to_thread(self._news, action, chat_id, texts)

    def _article(self, article_id: str, texts: Texts) -> Screen | Toast:
        """Show the part of an article that introduces it, as the article is by now."""
        knowledge = self._keeper.knowledge
        article = knowledge.article_by_id.get(article_id)
        passages = knowledge.passages_by_article.get(article_id)
        if article is None or not passages:
            return Toast(text=texts.news_gone())
        first = next(iter(introduction(article, knowledge)), knowledge.cite(passages[0]))
        return answers.surroundings(first, texts)

    def _news(self, action: TurnNews, chat_id: int, texts: Texts) -> Screen | Toast:
        """Show a page of what was added meanwhile and concerns the chat, by its choices of now."""
        subscription = self._store.subscriptions.get(chat_id)
        wanted = subscription.preferences if subscription else Preferences()
        knowledge = self._keeper.knowledge
        articles = [
            knowledge.article_by_id[one.article_id]
            for one in arrivals_between(action.after, action.until, knowledge)
            if is_for(one, wanted.places, wanted.topics)
        ]
        return digests.news(articles, action, texts) if articles else Toast(text=texts.news_gone())
