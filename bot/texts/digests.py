"""What is said of new articles."""

from abc import ABC, abstractmethod


class DigestTexts(ABC):
    """What a language must be able to say of new articles; labels of buttons are short."""

    @abstractmethod
    def digest_heading(self, count: int) -> str:
        """Head a digest of so many new articles."""

    @abstractmethod
    def more_news(self, count: int) -> str:
        """Count the new articles that a digest has no room for; a button below shows them."""

    @abstractmethod
    def news_heading(self, count: int, page: int, pages: int) -> str:
        """Introduce a page of new articles."""

    @abstractmethod
    def news_gone(self) -> str:
        """Say, as a toast, that what a digest told of is no longer there."""

    @abstractmethod
    def article_button(self, number: int | None) -> str:
        """Open an article; numbered where there are several."""

    @abstractmethod
    def more_news_button(self, count: int) -> str:
        """Show the new articles that a digest has no room for."""


class VietnameseDigests(DigestTexts):
    """In Vietnamese."""

    def digest_heading(self, count: int) -> str:
        """Head a digest."""
        return "Điểm tin: bài mới trong kho" if count == 1 else f"Điểm tin: {count} bài mới"

    def more_news(self, count: int) -> str:
        """Count the rest."""
        return f"Và {count} bài nữa."

    def news_heading(self, count: int, page: int, pages: int) -> str:
        """Introduce a page."""
        numbered = f", trang {page}/{pages}" if pages > 1 else ""
        return f"Bài mới: {count} bài{numbered}"

    def news_gone(self) -> str:
        """Say that it is gone."""
        return "Bài này không còn trong kho."

    def article_button(self, number: int | None) -> str:
        """Open an article."""
        return "Đọc bài" if number is None else f"Bài {number}"

    def more_news_button(self, count: int) -> str:
        """Show the rest."""
        return f"Xem {count} bài nữa"


class EnglishDigests(DigestTexts):
    """In English."""

    def digest_heading(self, count: int) -> str:
        """Head a digest."""
        return "New article" if count == 1 else f"{count} new articles"

    def more_news(self, count: int) -> str:
        """Count the rest."""
        return f"And {count} more."

    def news_heading(self, count: int, page: int, pages: int) -> str:
        """Introduce a page."""
        numbered = f", page {page} of {pages}" if pages > 1 else ""
        return f"New articles: {count}{numbered}"

    def news_gone(self) -> str:
        """Say that it is gone."""
        return "This article is no longer there."

    def article_button(self, number: int | None) -> str:
        """Open an article."""
        return "Read it" if number is None else f"No. {number}"

    def more_news_button(self, count: int) -> str:
        """Show the rest."""
        return f"Show {count} more"
