"""What is said of subscriptions, by language."""

from bot.texts.subscriptions.base import SubscriptionTexts
from bot.texts.subscriptions.en import EnglishSubscriptions
from bot.texts.subscriptions.vi import VietnameseSubscriptions

__all__ = ["EnglishSubscriptions", "SubscriptionTexts", "VietnameseSubscriptions"]
