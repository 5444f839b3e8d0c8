"""What a language must be able to say; the type checker proves that each says all of it."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from bot.texts.alarms import AlarmTexts
from bot.texts.announcing import AnnouncingTexts
from bot.texts.digests import DigestTexts
from bot.texts.places import PlaceTexts
from bot.texts.privacy import PrivacyTexts
from bot.texts.register import RegisterTexts
from bot.texts.roles import RoleTexts
from bot.texts.subscriptions import SubscriptionTexts
from retrieval.records import Abstention

EXAMPLE_QUESTIONS = (
    "Cần Đước có bao nhiêu mô hình dân vận khéo?",
    "Nghị quyết 25-NQ/TW ban hành ngày nào?",
    "Mô hình 4 xin, 4 luôn là của ai?",
    "Số điện thoại UBND thị xã Kiến Tường?",
)
"""Vietnamese in every language, as the articles are. Append only: buttons in old messages
carry the index."""


class MessageKind(Enum):
    """Messages in which there is no question to read, as far as the answers to them differ."""

    VOICE = auto()
    PICTURE = auto()
    STICKER = auto()
    FILE = auto()
    OTHER = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class CorpusSummary:
    """What the bot answers from, in a few figures."""

    articles: int
    first_year: int | None = None
    """Year of the oldest dated article; None where none is dated."""
    last_year: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CommandText:
    """One command as Telegram lists it."""

    name: str
    description: str


class Texts(
    RegisterTexts,
    PlaceTexts,
    SubscriptionTexts,
    RoleTexts,
    AnnouncingTexts,
    PrivacyTexts,
    DigestTexts,
    AlarmTexts,
):
    """All words of one language: plain text, no markup, buttons' labels short."""

    # The bot about itself

    @abstractmethod
    def private_commands(self) -> tuple[CommandText, ...]:
        """Return the commands of a private chat, in the order of the menu."""

    @abstractmethod
    def group_commands(self) -> tuple[CommandText, ...]:
        """Return the commands of a group."""

    @abstractmethod
    def administrator_commands(self) -> tuple[CommandText, ...]:
        """Return the commands that a group's administrators have beside those of the group."""

    @abstractmethod
    def officer_commands(self) -> tuple[CommandText, ...]:
        """Return the commands that officers have beside those of a private chat."""

    @abstractmethod
    def owner_commands(self) -> tuple[CommandText, ...]:
        """Return the commands that owners have beside those of officers."""

    @abstractmethod
    def description(self) -> str:
        """Return what an empty chat shows before /start, at most 512 characters."""

    @abstractmethod
    def short_description(self) -> str:
        """Return what the bot's profile shows, at most 120 characters."""

    @abstractmethod
    def greeting(self, corpus: CorpusSummary) -> str:
        """Answer /start in a private chat; the example questions stand below as buttons."""

    @abstractmethod
    def group_greeting(self, username: str) -> str:
        """Answer /start@bot in a group: how to call the bot there."""

    @abstractmethod
    def help_title(self) -> str:
        """Return the heading of the help."""

    @abstractmethod
    def help(self) -> str:
        """Return the help: what to type, and what comes back."""

    # Instead of an answer

    @abstractmethod
    def you_are_welcome(self) -> str:
        """Answer someone who says thanks."""

    @abstractmethod
    def ask_hint(self) -> str:
        """Say how to ask, to someone who called without a question."""

    @abstractmethod
    def oversized_question(self, length: int, limit: int) -> str:
        """Ask for a shorter question; both figures count characters."""

    @abstractmethod
    def unknown_command(self) -> str:
        """Say that there is no such command, and what there is."""

    @abstractmethod
    def no_question_in(self, kind: MessageKind) -> str:
        """Say what can't be read of a message without text, and what to do."""

    @abstractmethod
    def one_after_the_other(self) -> str:
        """Tell who wrote much at once that answers come in turn."""

    @abstractmethod
    def announcing_hint(self) -> str:
        """Tell an officer how a message goes to everybody who subscribed."""

    @abstractmethod
    def apology(self) -> str:
        """Say that something broke on our side; at most 200 characters, the limit of a toast."""

    @abstractmethod
    def store_away(self) -> str:
        """Say, in at most 200 characters, that nothing can be kept or looked up right now."""

    # Answers

    @abstractmethod
    def asked(self, question: str) -> str:
        """Repeat the example question that a button asked."""

    @abstractmethod
    def abstention(self, found: Abstention, corpus: CorpusSummary) -> str:
        """Say honestly that nothing answers, and why."""

    @abstractmethod
    def nearest_years(self, years: Sequence[int]) -> str:
        """Add, to a year that no article covers, the one or two nearest ones that some do."""

    @abstractmethod
    def understood_as(self, question: str) -> str:
        """Give a question as it was understood, where that is not as it was typed."""

    @abstractmethod
    def earlier_question_unknown(self) -> str:
        """Say that a follow-up was not understood without the question that it follows up on."""

    @abstractmethod
    def nearest_heading(self) -> str:
        """Introduce passages that are near the question but do not answer it."""

    @abstractmethod
    def more_heading(self) -> str:
        """Introduce further passages below an answer."""

    @abstractmethod
    def examples_heading(self) -> str:
        """Introduce the example questions that stand as buttons."""

    @abstractmethod
    def undated(self) -> str:
        """Say that a source gives no date."""

    @abstractmethod
    def digest_of(self, original: str) -> str:
        """Mark a source as a digest, in our words, of the article entitled `original`."""

    @abstractmethod
    def digest(self, title: str) -> str:
        """Mark a source as a digest in our words, entitled `title`, of an untitled original."""

    # Documents

    @abstractmethod
    def document_hint(self) -> str:
        """Say how to look a document up, to someone who gave no number."""

    @abstractmethod
    def document_unknown(self, number: str) -> str:
        """Say that no article names the document."""

    @abstractmethod
    def did_you_mean(self) -> str:
        """Introduce documents with numbers that are often mistaken for the one asked for."""

    @abstractmethod
    def documents_heading(self, count: int) -> str:
        """Introduce the documents that a short number can mean."""

    @abstractmethod
    def issued(self, days: str) -> str:
        """Give the issue dates: `days` is a list of `stated_day`."""

    @abstractmethod
    def stated_day(self, day: date, sources: str) -> str:
        """Give one date and the marks of the sources that state it, e.g. "[1], [2]"."""

    @abstractmethod
    def undated_document(self) -> str:
        """Say that no article gives the document's date."""

    @abstractmethod
    def sources_disagree(self, count: int) -> str:
        """Say that the sources give `count` different dates."""

    @abstractmethod
    def days_differ(self, label: str, days: Sequence[date]) -> str:
        """Add to an answer that the sources give different issue dates for a document."""

    @abstractmethod
    def mentioned(self, passages: int, articles: int) -> str:
        """Count where a document is named."""

    @abstractmethod
    def named_beside(self, labels: Sequence[str]) -> str:
        """Name the documents that stand in the same passages."""

    @abstractmethod
    def mentions_heading(self, label: str, page: int, pages: int) -> str:
        """Introduce the passages that name a document."""

    # The list of articles

    @abstractmethod
    def sources_heading(self, corpus: CorpusSummary, page: int, pages: int) -> str:
        """Introduce a page of the articles."""

    @abstractmethod
    def no_sources(self) -> str:
        """Say that there are no articles yet."""

    # Buttons and toasts

    @abstractmethod
    def as_typed_button(self) -> str:
        """Search for a question's very words."""

    @abstractmethod
    def passage_button(self, number: int | None) -> str:
        """Open a passage among its paragraphs; numbered where there are several sources."""

    @abstractmethod
    def next_source_button(self) -> str:
        """Go on to what another article says."""

    @abstractmethod
    def more_button(self) -> str:
        """Show further passages."""

    @abstractmethod
    def copy_citation_button(self, number: int | None) -> str:
        """Copy a quote with its source, for a report; numbered where there are several."""

    @abstractmethod
    def copy_number_button(self) -> str:
        """Copy a document's number."""

    @abstractmethod
    def mentions_button(self) -> str:
        """Show the passages that name a document."""

    @abstractmethod
    def previous_page_button(self) -> str:
        """Turn back a page."""

    @abstractmethod
    def next_page_button(self) -> str:
        """Turn on a page."""

    @abstractmethod
    def stale_button(self) -> str:
        """Say, as a toast, that a button is too old to be understood."""

    @abstractmethod
    def question_gone(self) -> str:
        """Say, as a toast, that the question can't be read any more, and to type it again."""

    @abstractmethod
    def passage_gone(self) -> str:
        """Say, as a toast, that the passage behind a button is there no more."""
