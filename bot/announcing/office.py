"""What officers want of announcements -> what they are shown.

Everything blocks, and passes on what `Steps` raises; who asks is always looked at first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.announcing.contents import with_quote
from bot.announcing.progress import Progress
from bot.announcing.steps import Steps
from bot.announcing.tables import deliveries_csv, readers_csv
from bot.callbacks.composing import (
    AddressAllTopics,
    AddressEverywhere,
    AddressPlace,
    AddressTopic,
    AttachPassage,
    Choice,
    DraftPage,
    Flag,
    SetFlag,
    TurnDraft,
)
from bot.errors import StaleButtonError
from bot.keeper import KnowledgeKeeper
from bot.places import places_named
from bot.render import drafts, progress
from bot.render.citing import source_line
from bot.render.drafts import Outlook
from bot.render.paging import Page
from bot.screens import Screen, Toast
from bot.store.records import Announcement, ChatKind, Content, Draft, Noted, Step, Subscription
from bot.store.roles import Action, may
from bot.telegram_text import rich
from bot.texts import DEFAULT_TEXTS, Texts
from retrieval.answering import answer
from retrieval.records import Abstention, Citation

MOST_PLACES = 20
"""Of a draft: each has a button of its own."""
LISTED = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class AudiencePage:
    """Some of the groups that a draft reaches, whose titles only Telegram knows."""

    announcement_id: int
    subscriptions: tuple[Subscription, ...]
    page: Page[Subscription]

    @property
    def chat_ids(self) -> list[int]:
        """Return the groups of the page."""
        return [one.chat_id for one in self.page.items]

    def shown(self, titles: Sequence[str], texts: Texts) -> Screen:
        """Show the page, its groups by these titles."""
        return drafts.audience(self.announcement_id, self.subscriptions, self.page, titles, texts)


class Office:
    """Shows announcements to those who may see them."""

    def __init__(self, steps: Steps, keeper: KnowledgeKeeper) -> None:
        self.steps = steps
        self._store = steps.store
        self._keeper = keeper

    def card(self, announcement_id: int, by: int, texts: Texts) -> Screen:
        """Show an announcement as it is."""
        return self.card_of(self.steps.see(announcement_id, by), texts)

    def card_of(self, announcement: Announcement, texts: Texts) -> Screen:
        """Show an announcement that was seen to be for them."""
        if announcement.step in (Step.DRAFT, Step.AWAITING_APPROVAL):
            return drafts.draft(self._outlook(announcement), texts)
        return progress.progress_card(
            announcement, self._progress(announcement.id), self._readers(announcement), texts
        )

    def report(self, announcement_id: int, by: int, texts: Texts) -> Screen:
        """Tell what became of an announcement."""
        announcement = self.steps.see(announcement_id, by)
        readers = self._readers(announcement)
        return progress.report(announcement, self._progress(announcement_id), readers, texts)

    # A draft

    def page(self, action: TurnDraft, by: int, texts: Texts) -> Screen:
        """Turn a draft's card to a page."""
        announcement = self.steps.see(action.announcement_id, by)
        if announcement.step is not Step.DRAFT:
            return self.card_of(announcement, texts)
        match action.page:
            case DraftPage.OVERVIEW:
                return self.card_of(announcement, texts)
            case DraftPage.PLACES:
                return drafts.places(announcement, self.steps.check(by), texts)
            case DraftPage.TOPICS:
                return drafts.topics(announcement, texts)

    def choose(self, choice: Choice, by: int, texts: Texts) -> Screen | Toast:
        """Change whom a draft reaches, or how, and show the page of it."""
        number, words = choice.announcement_id, texts.announcing()
        wanted = _changed(self.steps.see(number, by).draft, choice)
        role = self.steps.check(by)
        if role.places and not wanted.places:
            return Toast(text=words.one_place_stays, alert=True)
        if len(wanted.places) > MOST_PLACES:
            return Toast(text=texts.too_many_places(MOST_PLACES), alert=True)
        announcement = self.steps.change(number, by, lambda draft: _changed(draft, choice))
        match choice:
            case AddressPlace() | AddressEverywhere():
                return drafts.places(announcement, role, texts)
            case AddressTopic() | AddressAllTopics():
                return drafts.topics(announcement, texts)
            case SetFlag():
                return self.card_of(announcement, texts)

    def replace_content(self, announcement_id: int, by: int, content: Content) -> Announcement:
        """Give a draft other content."""
        return self.steps.change(announcement_id, by, lambda draft: replace(draft, content=content))

    def set_time(self, announcement_id: int, by: int, due_at: datetime | None) -> Announcement:
        """Give a draft another time."""
        return self.steps.change(announcement_id, by, lambda draft: replace(draft, due_at=due_at))

    def places_named(self, announcement_id: int, by: int, typed: str, texts: Texts) -> Screen:
        """Offer the places that a typed name may mean, of those that someone may write to."""
        self.steps.see(announcement_id, by)
        role, named = self.steps.check(by), places_named(typed)
        theirs = [place for place in named if may(role, Action.ANNOUNCE, [place.id])]
        if named and not theirs:
            return Screen(text=rich(texts.announcing().not_my_places))
        return drafts.place_found(announcement_id, theirs, texts)

    def passages(self, announcement_id: int, by: int, question: str, texts: Texts) -> Screen:
        """Show the passages that answer a question, to attach one of them."""
        self.steps.see(announcement_id, by)
        found = answer(question, self._keeper.knowledge)
        citations = () if isinstance(found, Abstention) else found.citations
        passages = {one.passage.id: one for one in citations}
        if not passages:
            return Screen(text=rich(texts.announcing().no_passage))
        whole = [cited for one in passages if (cited := self._passage(one))]
        return drafts.passages_found(announcement_id, whole, texts)

    def attach(self, action: AttachPassage, by: int) -> Announcement | None:
        """Put a passage and its source below a draft's words; None where it is there no more.

        Raises UnsuitableError, TooLongError.
        """
        self.steps.see(action.announcement_id, by)
        cited = self._passage(action.passage_id)
        if cited is None:
            return None
        source = source_line(cited.article, DEFAULT_TEXTS)  # groups read Vietnamese
        return self.steps.change(
            action.announcement_id,
            by,
            lambda draft: replace(draft, content=with_quote(draft.content, cited.quote, source)),
        )

    def send_question(self, announcement_id: int, by: int, texts: Texts) -> Screen | Toast:
        """Ask whether to send a draft."""
        announcement = self.steps.see(announcement_id, by)
        if announcement.step is not Step.DRAFT:
            return self.card_of(announcement, texts)
        outlook = self._outlook(announcement)
        if not outlook.crowd.total:
            return Toast(text=texts.announcing().nobody_reached, alert=True)
        return drafts.send_question(outlook, texts)

    def approval_question(self, announcement_id: int, by: int, texts: Texts) -> Screen:
        """Ask a second person whether to send."""
        announcement = self.steps.see(announcement_id, by)
        return drafts.approval_question(self._outlook(announcement), texts)

    def audience(self, announcement_id: int, by: int, page: int) -> AudiencePage:
        """Return a page of the groups that a draft reaches."""
        plan = self.steps.see(announcement_id, by).draft
        reached = self._store.subscriptions.audience(plan.places, plan.topics)
        groups = [one for one in reached if one.kind is not ChatKind.PRIVATE]
        return AudiencePage(
            announcement_id=announcement_id,
            subscriptions=reached,
            page=Page.of(groups, page, drafts.CHATS_A_PAGE),
        )

    # On its way, and after

    def newest(self, by: int, before: int, texts: Texts) -> Screen:
        """List the announcements that someone may see, those before a number; 0 is the newest."""
        found = self.steps.newest(by, before=before or None, most=LISTED)
        return progress.announcements(found, LISTED, before=before, texts=texts)

    def recall_question(self, announcement_id: int, by: int, texts: Texts) -> Screen:
        """Ask whether to delete what was sent."""
        announcement = self.steps.see(announcement_id, by)
        return progress.recall_question(announcement, self._progress(announcement_id), texts)

    def correction_question(self, announcement_id: int, by: int, texts: Texts) -> Screen:
        """Ask whether to put the message above in place of what was sent."""
        announcement = self.steps.see(announcement_id, by)
        return progress.correction_question(announcement, self._progress(announcement_id), texts)

    def deliveries_table(self, announcement_id: int, by: int) -> str:
        """Return a line for every chat, as CSV."""
        self.steps.see(announcement_id, by)
        return deliveries_csv(self._store.reports.deliveries(announcement_id))

    def readers(self, announcement_id: int, by: int, texts: Texts) -> Screen:
        """Show how many have read it, by place."""
        self.steps.see(announcement_id, by)
        counts = self._store.reports.acknowledged_by_place(announcement_id)
        people = self._store.reports.acknowledged(announcement_id)
        return progress.readers(announcement_id, people, counts, texts)

    def readers_table(self, announcement_id: int, by: int, texts: Texts) -> str:
        """Return the same as CSV."""
        self.steps.see(announcement_id, by)
        counts = self._store.reports.acknowledged_by_place(announcement_id)
        return readers_csv(
            (progress.place_name(one.place, texts) or "", one.chats, one.people) for one in counts
        )

    def acknowledge(self, announcement_id: int, by: int, chat_id: int, texts: Texts) -> Toast:
        """Note that someone has read it where they pressed the button; anyone may.

        Raises StaleButtonError for an announcement that has no such button.
        """
        words = texts.announcing()
        if not self._store.announcements.get(announcement_id).draft.acknowledge:
            raise StaleButtonError(f"announcement {announcement_id} has no button for its readers")
        reports, now = self._store.reports, self.steps.clock()
        noted = self._store.inbox.once(
            "acknowledge",
            lambda: (
                reports.acknowledge(announcement_id, user_id=by, chat_id=chat_id, now=now).value
            ),
        )
        match Noted(noted):
            case Noted.FIRST:
                return Toast(text=words.noted)
            case Noted.AGAIN:
                return Toast(text=words.noted_before)
            case Noted.NOT_ASKED:
                return Toast(text=words.only_a_preview)

    def _outlook(self, announcement: Announcement) -> Outlook:
        plan = announcement.draft
        reached = self._store.subscriptions.audience(plan.places, plan.topics)
        return Outlook(
            announcement=announcement,
            crowd=drafts.crowd_of(reached),
            most_unapproved=self.steps.most_unapproved,
        )

    def _progress(self, announcement_id: int) -> Progress:
        return Progress.of(self._store.reports.tally(announcement_id))

    def _readers(self, announcement: Announcement) -> int:
        if not announcement.draft.acknowledge:
            return 0
        return self._store.reports.acknowledged(announcement.id)

    def _passage(self, passage_id: str) -> Citation | None:
        return self._keeper.knowledge.citation_of(passage_id)


def _changed(draft: Draft, choice: Choice) -> Draft:
    """Return a draft after a choice; the same one where it was made before."""
    match choice:
        case AddressPlace(place=place, wanted=True):
            return replace(draft, places=draft.places | {place})
        case AddressPlace(place=place):
            return replace(draft, places=draft.places - {place})
        case AddressEverywhere():
            return replace(draft, places=frozenset())
        case AddressTopic(topic=topic, wanted=True):
            return replace(draft, topics=draft.topics | {topic})
        case AddressTopic(topic=topic):
            return replace(draft, topics=draft.topics - {topic})
        case AddressAllTopics():
            return replace(draft, topics=frozenset())
        case SetFlag(flag=Flag.ACKNOWLEDGE, on=on):
            return replace(draft, acknowledge=on)
        case SetFlag(on=on):
            return replace(draft, urgent=on)
