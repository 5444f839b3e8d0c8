"""What is said of the register of documents: their force, what took their place, who checked it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date

from corpus.register import Force, NamedDocument, RegisterEntry


class RegisterTexts(ABC):
    """What a language must be able to say of the register."""

    @abstractmethod
    def day(self, day: date) -> str:
        """Write a date."""

    @abstractmethod
    def force_verdict(self, force: Force) -> str:
        """Answer whether a document is in force, in a word or two; "" where that is unknown."""

    @abstractmethod
    def force_of(self, entry: RegisterEntry, *, with_source: bool = True) -> str:
        """Say since when, or until when, a document is in force, as the register has it."""

    @abstractmethod
    def lapsed_note(self, entry: RegisterEntry) -> str:
        """Add to an answer that a document which its passage names has an end."""

    @abstractmethod
    def force_unknown(self, label: str) -> str:
        """Say that the register does not tell whether a document is in force."""

    @abstractmethod
    def still_cited(self, articles: int, marks: str) -> str:
        """Say how many articles name a document that has ended; `marks` are theirs: "[1] [2]"."""

    @abstractmethod
    def replaces(self, names: Sequence[str]) -> str:
        """Say which documents a document took the place of."""

    @abstractmethod
    def detailed_by(self, names: Sequence[str]) -> str:
        """Say which documents lay down the details of a document."""

    @abstractmethod
    def in_register(self, words: str) -> str:
        """Mark words that the register has."""

    @abstractmethod
    def only_in_register(self) -> str:
        """Say that no article names a document that the register has."""


class VietnameseRegister(RegisterTexts):
    """In Vietnamese."""

    def force_verdict(self, force: Force) -> str:
        """Answer in a word or two."""
        match force:
            case Force.NOT_YET:
                return "Chưa."
            case Force.IN_FORCE:
                return "Còn."
            case Force.ENDED:
                return "Không còn."
            case Force.UNKNOWN:
                return ""

    def force_of(self, entry: RegisterEntry, *, with_source: bool = True) -> str:
        """Say since when, or until when."""
        told = (
            f"có hiệu lực từ {self.day(entry.effective_on)}" if entry.effective_on else "",
            f"hết hiệu lực từ {self.day(entry.ended_on)}" if entry.ended_on else "",
            f"thay bằng {_names(entry.replaced_by)}" if entry.replaced_by else "",
            f"quy định chi tiết {_names(entry.details)}" if entry.details else "",
        )
        source = f"nguồn: {entry.source}, " if with_source else ""
        checked = f"sổ văn bản, {source}kiểm tra ngày {self.day(entry.checked_on)}"
        return f"{entry.name} {', '.join(filter(None, told))} ({checked})."

    def lapsed_note(self, entry: RegisterEntry) -> str:
        """Add that a document has an end."""
        return f"Lưu ý: {self.force_of(entry, with_source=False)}"

    def force_unknown(self, label: str) -> str:
        """Say that the register does not tell."""
        return f"Sổ văn bản chưa ghi hiệu lực của {label}, nên tôi không biết còn áp dụng không."

    def still_cited(self, articles: int, marks: str) -> str:
        """Say how many articles name it."""
        return f"{articles} bài trong kho còn dẫn văn bản này: {marks}"

    def replaces(self, names: Sequence[str]) -> str:
        """Say which documents it took the place of."""
        return f"Thay cho: {'; '.join(names)}."

    def detailed_by(self, names: Sequence[str]) -> str:
        """Say which documents lay down its details."""
        return f"Văn bản quy định chi tiết: {'; '.join(names)}."

    def in_register(self, words: str) -> str:
        """Mark words that the register has."""
        return f"{words} (sổ văn bản)"

    def only_in_register(self) -> str:
        """Say that no article names it."""
        return "Chưa có bài nào trong kho nhắc đến văn bản này."


class EnglishRegister(RegisterTexts):
    """In English; names and sources stay as the register has them."""

    def force_verdict(self, force: Force) -> str:
        """Answer in a word or two."""
        match force:
            case Force.NOT_YET:
                return "Not yet."
            case Force.IN_FORCE:
                return "In force."
            case Force.ENDED:
                return "No longer in force."
            case Force.UNKNOWN:
                return ""

    def force_of(self, entry: RegisterEntry, *, with_source: bool = True) -> str:
        """Say since when, or until when."""
        told = (
            f"in force from {self.day(entry.effective_on)}" if entry.effective_on else "",
            f"ended on {self.day(entry.ended_on)}" if entry.ended_on else "",
            f"replaced by {_names(entry.replaced_by)}" if entry.replaced_by else "",
            f"lays down the details of {_names(entry.details)}" if entry.details else "",
        )
        source = f"source: {entry.source}, " if with_source else ""
        checked = f"the register, {source}checked on {self.day(entry.checked_on)}"
        return f"{entry.name}: {', '.join(filter(None, told))} ({checked})."

    def lapsed_note(self, entry: RegisterEntry) -> str:
        """Add that a document has an end."""
        return f"Note: {self.force_of(entry, with_source=False)}"

    def force_unknown(self, label: str) -> str:
        """Say that the register does not tell."""
        return f"My register does not say whether {label} is in force."

    def still_cited(self, articles: int, marks: str) -> str:
        """Say how many articles name it."""
        count = "1 article here still cites" if articles == 1 else f"{articles} articles still cite"
        return f"{count} it: {marks}"

    def replaces(self, names: Sequence[str]) -> str:
        """Say which documents it took the place of."""
        return f"Replaces: {'; '.join(names)}."

    def detailed_by(self, names: Sequence[str]) -> str:
        """Say which documents lay down its details."""
        return f"Details laid down by: {'; '.join(names)}."

    def in_register(self, words: str) -> str:
        """Mark words that the register has."""
        return f"{words} (the register)"

    def only_in_register(self) -> str:
        """Say that no article names it."""
        return "No article here mentions this document."


def _names(documents: Iterable[NamedDocument]) -> str:
    return "; ".join(document.name for document in documents)
