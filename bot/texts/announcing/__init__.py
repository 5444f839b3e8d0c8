"""What is said of announcements, by language."""

from bot.texts.announcing.base import AnnouncingTexts, AnnouncingWords, Crowd
from bot.texts.announcing.en import EnglishAnnouncing
from bot.texts.announcing.vi import VietnameseAnnouncing

__all__ = [
    "AnnouncingTexts",
    "AnnouncingWords",
    "Crowd",
    "EnglishAnnouncing",
    "VietnameseAnnouncing",
]
