"""Announcements that are not sent yet: their cards, and the questions before they are sent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.announcing.steps import seal_of
from bot.callbacks.composing import (
    AddressAllTopics,
    AddressEverywhere,
    AddressPlace,
    AddressTopic,
    ApproveSending,
    AskFor,
    AttachPassage,
    ConfirmSending,
    DiscardDraft,
    DraftPage,
    Flag,
    ListAudience,
    ProposeSending,
    ReturnDraft,
    SetFlag,
    SubmitDraft,
    TrySending,
    TurnDraft,
    Wanted,
)
from bot.prompts import AnnouncementWanted, words_of
from bot.render.citing import passages
from bot.render.paging import Page
from bot.render.places import place_choices, place_names, removing_rows
from bot.screens import Button, ReplyBox, Screen
from bot.store.records import Announcement, ChatKind, Role, Step, Subscription
from bot.telegram_text import RichText, bold, italic, joined, rich
from bot.texts import Texts
from bot.texts.announcing import Crowd
from corpus.records import Place
from corpus.topics import all_topics
from retrieval.records import Citation

CHATS_A_PAGE = 10
MOST_PLACES_COUNTED = 8
MOST_PASSAGES = 3

Row = tuple[Button, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What a draft would do if it were sent now."""

    announcement: Announcement
    crowd: Crowd
    most_unapproved: int | None

    @property
    def needs_approval(self) -> bool:
        """Whether one person may not decide on it alone."""
        return self.most_unapproved is not None and self.crowd.total > self.most_unapproved


def crowd_of(audience: Iterable[Subscription]) -> Crowd:
    """Count chats by what they are."""
    kinds = Counter(one.kind is ChatKind.PRIVATE for one in audience)
    return Crowd(groups=kinds[False], people=kinds[True])


def draft(outlook: Outlook, texts: Texts) -> Screen:
    """Show a draft, below the very message."""
    announcement, words = outlook.announcement, texts.announcing()
    number = announcement.id
    if announcement.step is Step.AWAITING_APPROVAL:
        back = Button(label=words.withdraw, action=ReturnDraft(announcement_id=number))
        return Screen(text=_summary(outlook, texts), rows=((back,),))
    return Screen(text=_summary(outlook, texts), rows=_draft_rows(announcement, texts))


def places(announcement: Announcement, role: Role, texts: Texts) -> Screen:
    """Show where a draft goes, and what could be left out or added."""
    words, number = texts.announcing(), announcement.id
    chosen = announcement.draft.places
    removing = removing_rows(
        chosen,
        lambda place: AddressPlace(announcement_id=number, place=place, wanted=False),
        texts,
    )
    adding = Button(label=words.add_place, action=_asking(number, Wanted.PLACE))
    everywhere = Button(label=words.all_places, action=AddressEverywhere(announcement_id=number))
    more = (adding, everywhere) if chosen and not role.places else (adding,)
    heading = texts.addressed_line(place_names(chosen, texts), _topic_names(announcement, texts))
    return Screen(
        text=joined("\n\n", (bold(heading), words.places_help)),
        rows=(*removing, more, (_back(number, texts),)),
    )


def topics(announcement: Announcement, texts: Texts) -> Screen:
    """Show which topics a draft is about, and all others."""
    words, number = texts.announcing(), announcement.id
    chosen = announcement.draft.topics
    rows = []
    for topic in all_topics():
        label, is_chosen = texts.topic(topic), topic.id in chosen
        action = AddressTopic(announcement_id=number, topic=topic.id, wanted=not is_chosen)
        rows.append((Button(label=texts.chosen(label) if is_chosen else label, action=action),))
    everything = Button(label=words.all_topics, action=AddressAllTopics(announcement_id=number))
    heading = texts.addressed_line(
        place_names(announcement.draft.places, texts), _topic_names(announcement, texts)
    )
    return Screen(
        text=joined("\n\n", (bold(heading), words.topics_help)),
        rows=(*rows, *(((everything,),) if chosen else ()), (_back(number, texts),)),
    )


def place_found(announcement_id: int, found: Sequence[Place], texts: Texts) -> Screen:
    """Offer the places that a typed name may mean."""
    return place_choices(
        found,
        lambda place: AddressPlace(announcement_id=announcement_id, place=place, wanted=True),
        _asking(announcement_id, Wanted.PLACE),
        texts,
    )


def prompt(announcement_id: int, wanted: Wanted, texts: Texts) -> Screen:
    """Ask for something in a reply."""
    asked = AnnouncementWanted(announcement_id=announcement_id, wanted=wanted)
    return Screen(
        text=rich(words_of(asked, texts)), keyboard=ReplyBox(hint=texts.wanted_hint(wanted))
    )


def passages_found(announcement_id: int, citations: Sequence[Citation], texts: Texts) -> Screen:
    """Show passages, each with a button that attaches it."""
    words, shown = texts.announcing(), citations[:MOST_PASSAGES]
    buttons = tuple(
        Button(
            label=f"{words.attach} [{number}]" if len(shown) > 1 else words.attach,
            action=AttachPassage(announcement_id=announcement_id, passage_id=citation.passage.id),
        )
        for number, citation in enumerate(shown, start=1)
    )
    return Screen(text=passages(shown, texts), rows=(buttons, (_back(announcement_id, texts),)))


def send_question(outlook: Outlook, texts: Texts) -> Screen:
    """Ask whether to send, or to have it approved."""
    announcement, words = outlook.announcement, texts.announcing()
    number, seal = announcement.id, seal_of(announcement)
    sending = Button(label=words.send, action=ConfirmSending(announcement_id=number, seal=seal))
    asking = Button(label=words.submit, action=SubmitDraft(announcement_id=number, seal=seal))
    where = place_names(announcement.draft.places, texts)
    question = texts.send_question(outlook.crowd, where, announcement.draft.due_at)
    more = _approval_note(outlook, texts)
    first = () if outlook.needs_approval else ((sending,),)
    return Screen(
        text=joined("\n", (bold(question), *more)),
        rows=(*first, (asking,), (_back(number, texts),)),
    )


def approval_question(outlook: Outlook, texts: Texts) -> Screen:
    """Ask a second person, below the very message."""
    announcement, words = outlook.announcement, texts.announcing()
    number, seal = announcement.id, seal_of(announcement)
    where = place_names(announcement.draft.places, texts)
    question = texts.approval_question(number, outlook.crowd, where, announcement.draft.due_at)
    approve = Button(label=words.approve, action=ApproveSending(announcement_id=number, seal=seal))
    decline = Button(label=words.decline, action=ReturnDraft(announcement_id=number))
    return Screen(text=rich(question), rows=((approve, decline), (_who(number, texts),)))


def audience(
    announcement_id: int,
    subscriptions: Sequence[Subscription],
    page: Page[Subscription],
    titles: Sequence[str],
    texts: Texts,
) -> Screen:
    """Show a page of the groups that get a draft by their `titles`, and count all by place."""
    crowd = crowd_of(subscriptions)
    heading = texts.audience_title(crowd, page.number, page.count)
    counted = _by_place(subscriptions, texts) if page.number == 1 else ()
    listed = (f"{number}. {title}" for number, title in enumerate(titles, start=page.first))
    people = texts.audience_people(crowd.people) if crowd.people and page.number == 1 else ""
    turning = page.turning(
        lambda other: ListAudience(announcement_id=announcement_id, page=other), texts
    )
    return Screen(
        text=joined(
            "\n\n",
            (bold(heading), joined("\n", counted), joined("\n", (*listed, people))),
        ),
        rows=((turning,) if turning else ()),
    )


def _summary(outlook: Outlook, texts: Texts) -> RichText:
    announcement = outlook.announcement
    plan = announcement.draft
    lines = (
        texts.addressed_line(place_names(plan.places, texts), _topic_names(announcement, texts)),
        texts.crowd_line(outlook.crowd),
        texts.due_line(plan.due_at),
        texts.flags_line(acknowledge=plan.acknowledge, urgent=plan.urgent),
        *_approval_note(outlook, texts),
    )
    heading = texts.announcement_title(announcement.id, announcement.step)
    return joined("\n", (bold(heading), italic(texts.announcing().preview_note), *lines))


def _approval_note(outlook: Outlook, texts: Texts) -> tuple[str, ...]:
    if outlook.most_unapproved is None or not outlook.needs_approval:
        return ()
    return (texts.approval_line(outlook.most_unapproved),)


def _draft_rows(announcement: Announcement, texts: Texts) -> tuple[Row, ...]:
    words, number = texts.announcing(), announcement.id
    plan = announcement.draft
    return (
        (
            Button(label=words.to_places, action=_turning(number, DraftPage.PLACES)),
            Button(label=words.to_topics, action=_turning(number, DraftPage.TOPICS)),
        ),
        (
            Button(label=words.when, action=_asking(number, Wanted.MOMENT)),
            _who(number, texts),
        ),
        (
            _switch(number, Flag.ACKNOWLEDGE, words.acknowledge, texts, on=plan.acknowledge),
            _switch(number, Flag.URGENT, words.urgent, texts, on=plan.urgent),
        ),
        (
            Button(label=words.cite, action=_asking(number, Wanted.QUESTION)),
            Button(label=words.try_sending, action=TrySending(announcement_id=number)),
        ),
        (
            Button(label=words.send, action=ProposeSending(announcement_id=number)),
            Button(label=words.edit, action=_asking(number, Wanted.CONTENT)),
            Button(label=words.cancel, action=DiscardDraft(announcement_id=number)),
        ),
    )


def _switch(number: int, flag: Flag, label: str, texts: Texts, *, on: bool) -> Button:
    action = SetFlag(announcement_id=number, flag=flag, on=not on)
    return Button(label=texts.chosen(label) if on else label, action=action)


def _asking(number: int, wanted: Wanted) -> AskFor:
    return AskFor(announcement_id=number, wanted=wanted)


def _turning(number: int, page: DraftPage) -> TurnDraft:
    return TurnDraft(announcement_id=number, page=page)


def _who(number: int, texts: Texts) -> Button:
    action = ListAudience(announcement_id=number, page=0)
    return Button(label=texts.announcing().who, action=action)


def _back(number: int, texts: Texts) -> Button:
    return Button(label=texts.announcing().back, action=_turning(number, DraftPage.OVERVIEW))


def _topic_names(announcement: Announcement, texts: Texts) -> list[str]:
    chosen = announcement.draft.topics
    return [texts.topic(topic) for topic in all_topics() if topic.id in chosen]


def _by_place(subscriptions: Iterable[Subscription], texts: Texts) -> tuple[str, ...]:
    """Count chats by the places that they chose; one of several places counts in each."""
    counts: Counter[str | None] = Counter()
    for subscription in subscriptions:
        counts.update(subscription.preferences.places or (None,))
    names = {
        place: place_names([place], texts)[0] if place else None
        for place, _ in counts.most_common(MOST_PLACES_COUNTED)
    }
    return tuple(
        texts.audience_place(names[place], count)
        for place, count in counts.most_common(MOST_PLACES_COUNTED)
    )
