"""English, for people whose Telegram speaks it; the quotes stay in the sources' Vietnamese."""

from collections.abc import Sequence
from datetime import date

from bot.texts.alarms import EnglishAlarms
from bot.texts.announcing import EnglishAnnouncing
from bot.texts.base import CommandText, CorpusSummary, MessageKind, Texts
from bot.texts.digests import EnglishDigests
from bot.texts.places import EnglishPlaces
from bot.texts.privacy import EnglishPrivacy
from bot.texts.register import EnglishRegister
from bot.texts.roles import EnglishRoles
from bot.texts.subscriptions import EnglishSubscriptions
from retrieval.records import Abstention, AbstentionReason


class English(
    EnglishRegister,
    EnglishPlaces,
    EnglishSubscriptions,
    EnglishRoles,
    EnglishAnnouncing,
    EnglishPrivacy,
    EnglishDigests,
    EnglishAlarms,
    Texts,
):
    """For guests and for those who test the bot."""

    def private_commands(self) -> tuple[CommandText, ...]:
        """Return the commands of a private chat."""
        return (
            CommandText(name="hoi", description="Ask about dân vận work"),
            CommandText(name="vanban", description="Look up a document, e.g. 25-NQ/TW"),
            CommandText(name="nguon", description="The articles I answer from"),
            CommandText(name="dangky", description="Get announcements, here or in a group"),
            CommandText(name="caidat", description="Choose places, topics and hours"),
            CommandText(name="huydangky", description="Get no more announcements"),
            CommandText(name="trogiup", description="How to ask, and the commands"),
            CommandText(name="quyenriengtu", description="What I keep and what I don't"),
            CommandText(name="xoadulieu", description="Delete all that is yours"),
            CommandText(name="start", description="Start, with example questions"),
        )

    def group_commands(self) -> tuple[CommandText, ...]:
        """Return the commands of a group."""
        return (CommandText(name="hoi", description="Ask about dân vận work"),)

    def administrator_commands(self) -> tuple[CommandText, ...]:
        """Return what a group's administrators have more."""
        return (
            CommandText(name="dangky", description="Get announcements in this group"),
            CommandText(name="caidat", description="Choose places, topics and hours"),
            CommandText(name="huydangky", description="Get no more announcements here"),
        )

    def officer_commands(self) -> tuple[CommandText, ...]:
        """Return what officers have more."""
        return (
            CommandText(name="thongbao", description="Write to all groups that subscribed"),
            CommandText(name="thongbao_danhsach", description="Announcements, past and planned"),
        )

    def owner_commands(self) -> tuple[CommandText, ...]:
        """Return what owners have more."""
        return (CommandText(name="quyen", description="Give and take roles of announcers"),)

    def description(self) -> str:
        """Return what an empty chat shows."""
        return (
            "I answer questions about dân vận (mass mobilisation) work in Vietnamese localities "
            "with verbatim passages from articles, each with its source. Ask in Vietnamese, with "
            "or without diacritics. What I can't find, I say I can't find."
        )

    def short_description(self) -> str:
        """Return what the profile shows."""
        return "Answers about dân vận work: verbatim passages from articles, with their sources."

    def greeting(self, corpus: CorpusSummary) -> str:
        """Answer /start in a private chat."""
        return (
            "Hello! I answer questions about dân vận (mass mobilisation) work with verbatim "
            f"passages from {_articles(corpus)}, each with its source so that you can check.\n\n"
            "Ask in Vietnamese, with or without diacritics, or try one of these:"
        )

    def group_greeting(self, username: str) -> str:
        """Answer /start@bot in a group."""
        return (
            "Hello everyone! Type /hoi with a question, mention "
            f"@{username}, or reply to one of my messages. Otherwise I stay silent."
        )

    def help_title(self) -> str:
        """Return the heading of the help."""
        return "How I can help"

    def help(self) -> str:
        """Return the help."""
        return (
            "Type a question in everyday Vietnamese, without diacritics if you like. I look for "
            "the answer in the articles and quote it word for word, with its source. If there "
            "is none, I say so. A follow-up may be short: “còn năm 2021?”, “ở Hồng Lĩnh thì "
            "sao?”.\n\n"
            "/hoi question – ask; in a group you can also mention me or reply to me\n"
            "/vanban number – look up a document, e.g. /vanban 25-NQ/TW\n"
            "/nguon – the articles\n"
            "/dangky – get officers' announcements, here or in a group that you administer\n"
            "/caidat – choose places, topics and hours\n"
            "/huydangky – get no more\n"
            "/quyenriengtu – what I keep and what I don't\n"
            "/xoadulieu – delete all that is yours\n"
            "/trogiup – this page"
        )

    def you_are_welcome(self) -> str:
        """Answer someone who says thanks."""
        return "You're welcome. If there is anything else, just type it."

    def ask_hint(self) -> str:
        """Say how to ask."""
        return (
            "What would you like to ask? Type the question after /hoi, for example:\n"
            "/hoi Cần Đước có bao nhiêu mô hình dân vận khéo"
        )

    def oversized_question(self, length: int, limit: int) -> str:
        """Ask for a shorter question."""
        return (
            f"Your message has {length:,} characters, and I can read a question of up to "
            f"{limit:,}. Please send it again as one sentence that names the matter and the "
            "place, for example:"
        )

    def unknown_command(self) -> str:
        """Say that there is no such command."""
        return (
            "I don't have that command. Just type your question, or use /vanban to look up a "
            "document, /nguon to see the articles, /trogiup for help."
        )

    def no_question_in(self, kind: MessageKind) -> str:
        """Say what can't be read."""
        match kind:
            case MessageKind.VOICE:
                return "I can't listen to voice messages yet. Please type your question."
            case MessageKind.PICTURE:
                return "I can't read pictures or videos yet. Please type your question."
            case MessageKind.STICKER:
                return "How nice! If you have a question about dân vận work, just type it."
            case MessageKind.FILE:
                return (
                    "I can't open files. Please type your question, or a document's number "
                    "after /vanban, e.g. /vanban 25-NQ/TW."
                )
            case MessageKind.OTHER:
                return (
                    "I can only read text. Please type a question about dân vận work, "
                    "or /trogiup for help."
                )

    def one_after_the_other(self) -> str:
        """Ask for patience."""
        return "You sent several messages at once: I answer them one by one, please bear with me."

    def announcing_hint(self) -> str:
        """Tell of /thongbao."""
        return "To send this very message to the groups that subscribed, type /thongbao."

    def apology(self) -> str:
        """Say that something broke."""
        return "Sorry, something went wrong here and I could not answer. Please try again shortly."

    def store_away(self) -> str:
        """Say that nothing can be kept right now."""
        return (
            "The register of subscriptions can't be reached right now, so I could not do this and "
            "nothing has changed. Please try again shortly."
        )

    def asked(self, question: str) -> str:
        """Repeat the example question."""
        return f"Question: {question}"

    def abstention(self, found: Abstention, corpus: CorpusSummary) -> str:
        """Say honestly that nothing answers."""
        match found.reason:
            case AbstentionReason.EMPTY_QUESTION:
                return self.ask_hint()
            case AbstentionReason.EMPTY_CORPUS:
                return self.no_sources()
            case AbstentionReason.PLACE_NOT_COVERED:
                return f"No article here is about {found.subject or 'the place you asked about'}."
            case AbstentionReason.YEAR_NOT_COVERED:
                places = "".join(f"{place.name} " for place in found.query.places)
                return f"No article here covers {places}{found.subject or 'that year'}."
            case AbstentionReason.DOCUMENT_NOT_COVERED:
                document = found.subject or "the document you asked about"
                return f"No article here mentions {document}."
            case AbstentionReason.FORCE_NOT_KNOWN:
                return self.force_unknown(found.subject or "the document you asked about")
            case AbstentionReason.NO_MATCH:
                return f"The articles I have ({_articles(corpus)}) hold no answer to this."
            case AbstentionReason.OFF_TOPIC:
                return (
                    f"I only answer from articles about dân vận work ({_articles(corpus)}), "
                    "and this is not in them."
                )

    def nearest_years(self, years: Sequence[int]) -> str:
        """Add the nearest years."""
        return f"The nearest they cover: {' and '.join(map(str, years))}."

    def understood_as(self, question: str) -> str:
        """Give a question as it was understood."""
        return f"Understood as: {question}"

    def earlier_question_unknown(self) -> str:
        """Ask for the whole question."""
        return (
            "I don't know what this follows up on (I remember the question before for a few "
            "minutes only). Please type the whole question."
        )

    def nearest_heading(self) -> str:
        """Introduce passages that are near."""
        return "These passages come nearest, but may not answer your question:"

    def more_heading(self) -> str:
        """Introduce further passages."""
        return "Other passages near your question:"

    def examples_heading(self) -> str:
        """Introduce the example questions."""
        return "You could ask, for example:"

    def day(self, day: date) -> str:
        """Write a date."""
        return f"{day.day} {day:%B %Y}"

    def undated(self) -> str:
        """Say that a source gives no date."""
        return "undated"

    def digest_of(self, original: str) -> str:
        """Mark a digest."""
        return f"digest of: {original}"

    def digest(self, title: str) -> str:
        """Mark a digest of an untitled original."""
        return f"{title} (a digest)"

    def document_hint(self) -> str:
        """Say how to look a document up."""
        return (
            "Type a document's number after /vanban, for example:\n"
            "/vanban 25-NQ/TW\n/vanban nghị quyết 25"
        )

    def document_unknown(self, number: str) -> str:
        """Say that no article names the document."""
        return (
            f"No article here mentions a document “{number}”. "
            "Please check the number, e.g. /vanban 25-NQ/TW."
        )

    def did_you_mean(self) -> str:
        """Introduce documents with similar numbers."""
        return "Did you mean:"

    def documents_heading(self, count: int) -> str:
        """Introduce the documents."""
        return f"{count} documents have this number. Which one do you need?"

    def issued(self, days: str) -> str:
        """Give the issue dates."""
        return f"Issued: {days}."

    def stated_day(self, day: date, sources: str) -> str:
        """Give one date and its sources."""
        return f"{self.day(day)} according to {sources}"

    def undated_document(self) -> str:
        """Say that no article gives the date."""
        return "The articles do not say when it was issued."

    def sources_disagree(self, count: int) -> str:
        """Say that the sources disagree."""
        return f"The sources disagree: they give {count} different dates."

    def days_differ(self, label: str, days: Sequence[date]) -> str:
        """Add that the sources give different issue dates."""
        written = ", ".join(map(self.day, days))
        return f"Note: the sources give different dates for {label}: {written}."

    def mentioned(self, passages: int, articles: int) -> str:
        """Count where a document is named."""
        return f"Mentioned in {_count(passages, 'passage')} of {_count(articles, 'article')}."

    def named_beside(self, labels: Sequence[str]) -> str:
        """Name the documents that stand in the same passages."""
        return f"Mentioned together with: {', '.join(labels)}."

    def mentions_heading(self, label: str, page: int, pages: int) -> str:
        """Introduce the passages."""
        return f"Passages that mention {label}{_page(page, pages)}"

    def sources_heading(self, corpus: CorpusSummary, page: int, pages: int) -> str:
        """Introduce a page of the articles."""
        return f"Sources: {_articles(corpus)}{_page(page, pages)}"

    def no_sources(self) -> str:
        """Say that there are no articles yet."""
        return "There are no articles here yet, so I can't answer. Please come back later."

    def as_typed_button(self) -> str:
        """Search for a question's very words."""
        return "Search exactly as typed"

    def passage_button(self, number: int | None) -> str:
        """Open a passage."""
        return "Full passage" if number is None else f"Full passage [{number}]"

    def next_source_button(self) -> str:
        """Go on to another article."""
        return "Next source"

    def more_button(self) -> str:
        """Show further passages."""
        return "More"

    def copy_citation_button(self, number: int | None) -> str:
        """Copy a quote with its source."""
        return "Citation" if number is None else f"Citation [{number}]"

    def copy_number_button(self) -> str:
        """Copy a document's number."""
        return "Copy the number"

    def mentions_button(self) -> str:
        """Show the passages that name a document."""
        return "Where it is mentioned"

    def previous_page_button(self) -> str:
        """Turn back a page."""
        return "‹ Back"

    def next_page_button(self) -> str:
        """Turn on a page."""
        return "Next ›"

    def stale_button(self) -> str:
        """Say that a button is too old."""
        return "This button is out of date. Please type your question again."

    def question_gone(self) -> str:
        """Say that the question can't be read any more."""
        return "I can't see your question any more. Please type it again."

    def passage_gone(self) -> str:
        """Say that the passage is gone."""
        return "This article has been updated. Please ask again."


def _articles(corpus: CorpusSummary) -> str:
    """Count the articles and give their years: "5 articles, 2018–2023"."""
    count = _count(corpus.articles, "article")
    if corpus.first_year is None:
        return count
    if corpus.first_year == corpus.last_year:
        return f"{count}, {corpus.first_year}"
    return f"{count}, {corpus.first_year}–{corpus.last_year}"


def _page(page: int, pages: int) -> str:
    return f" (page {page} of {pages})" if pages > 1 else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
