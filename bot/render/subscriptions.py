"""Subscriptions: the settings page by page, and what is said at their begin and end."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time

from bot.callbacks.subscribing import (
    ChooseAllPlaces,
    ChooseAllTopics,
    ChooseAnnouncements,
    ChooseDigest,
    ChoosePlace,
    ChooseQuiet,
    ChooseThread,
    ChooseTopic,
    CloseSettings,
    PickGroup,
    SearchPlace,
    SettingsPage,
    ShowSettings,
    Subscribe,
    Unsubscribe,
)
from bot.render.places import place_names, removing_rows
from bot.screens import Button, GroupPicker, OwnKeyboard, Screen
from bot.store.records import NIGHT, DigestRhythm, Preferences
from bot.telegram_text import RichText, bold, joined, rich
from bot.texts import Texts
from bot.venues import Venue
from corpus.topics import all_topics

DIGEST_HOURS = (6, 7, 8, 9, 10, 11, 14, 16, 17, 18, 19, 20)
QUIET_STARTS = (20, 21, 22, 23)
QUIET_ENDS = (5, 6, 7, 8)
HOURS_A_ROW = 4

Row = tuple[Button, ...]


def settings(page: SettingsPage, wanted: Preferences, venue: Venue, texts: Texts) -> Screen:
    """Show a page of what a chat wants."""
    match page:
        case SettingsPage.OVERVIEW:
            return _overview(wanted, venue, texts)
        case SettingsPage.PLACES:
            return _places(wanted, texts)
        case SettingsPage.TOPICS:
            return _topics(wanted, texts)
        case SettingsPage.DIGEST:
            return _digest(wanted, texts)
        case SettingsPage.QUIET:
            return _quiet(wanted, texts)


def closed_settings(wanted: Preferences, venue: Venue, texts: Texts) -> Screen:
    """Show what a chat wants, and nothing to press."""
    return Screen(text=_overview(wanted, venue, texts).text)


def hello_group(texts: Texts) -> Screen:
    """Greet a group that the bot was added to."""
    return Screen(text=rich(texts.hello_group()), rows=(_subscribe_row(texts),))


def not_subscribed(venue: Venue, texts: Texts) -> Screen:
    """Say that a chat is not subscribed, and offer it."""
    rows = (_subscribe_row(texts), *_group_rows(venue, texts))
    return Screen(text=rich(texts.not_subscribed()), rows=rows)


def unsubscribed(texts: Texts) -> Screen:
    """Say that a subscription has ended, and offer to take it up again."""
    return Screen(text=rich(texts.unsubscribed()), rows=(_subscribe_row(texts),))


def group_picker(texts: Texts) -> Screen:
    """Ask for a group."""
    picker = GroupPicker(label=texts.pick_group_button())
    return Screen(text=rich(texts.pick_group()), keyboard=picker)


def after_picking(words: str) -> Screen:
    """Say what became of a picked group, and give the person's keyboard back."""
    return Screen(text=rich(words), keyboard=OwnKeyboard())


def _overview(wanted: Preferences, venue: Venue, texts: Texts) -> Screen:
    lines = [
        texts.announcements_line(wanted=wanted.announcements),
        _places_line(wanted, texts),
        _topics_line(wanted, texts),
        texts.digest_line(wanted.digest, wanted.digest_hour),
        texts.quiet_line(wanted.quiet),
    ]
    if venue.is_forum:
        general, here = wanted.thread_id is None, wanted.thread_id == venue.topic
        lines.append(texts.thread_line(general=general, here=here and not general))
    rows = (
        (
            _turning(texts.places_button(), SettingsPage.PLACES),
            _turning(texts.topics_button(), SettingsPage.TOPICS),
        ),
        (
            _turning(texts.digest_button(), SettingsPage.DIGEST),
            _turning(texts.quiet_button(), SettingsPage.QUIET),
        ),
        (_announcements_button(wanted, texts),),
        *_thread_rows(wanted, venue, texts),
        *_group_rows(venue, texts),
        (
            Button(label=texts.unsubscribe_button(), action=Unsubscribe()),
            Button(label=texts.done_button(), action=CloseSettings()),
        ),
    )
    return Screen(text=_titled(lines, texts), rows=rows)


def _places(wanted: Preferences, texts: Texts) -> Screen:
    removing = removing_rows(
        wanted.places, lambda place: ChoosePlace(place=place, wanted=False), texts
    )
    everywhere = Button(label=texts.all_places_button(), action=ChooseAllPlaces())
    adding = Button(label=texts.add_place_button(), action=SearchPlace())
    rows = (*removing, (adding, everywhere) if wanted.places else (adding,), _back(texts))
    lines = [_places_line(wanted, texts), texts.places_help()]
    return Screen(text=_titled(lines, texts), rows=rows)


def _topics(wanted: Preferences, texts: Texts) -> Screen:
    choosing = (
        (
            Button(
                label=_marked(texts.topic(topic), texts, is_chosen=topic.id in wanted.topics),
                action=ChooseTopic(topic=topic.id, wanted=topic.id not in wanted.topics),
            ),
        )
        for topic in all_topics()
    )
    label = _marked(texts.all_topics_button(), texts, is_chosen=not wanted.topics)
    rows = (*choosing, (Button(label=label, action=ChooseAllTopics()),), _back(texts))
    return Screen(text=_titled([texts.topics_help()], texts), rows=rows)


def _digest(wanted: Preferences, texts: Texts) -> Screen:
    rhythms = [
        Button(
            label=_marked(texts.rhythm_button(rhythm), texts, is_chosen=rhythm is wanted.digest),
            action=ChooseDigest(rhythm=rhythm, hour=wanted.digest_hour),
        )
        for rhythm in DigestRhythm
    ]
    hours: list[Row] = []
    if wanted.digest in (DigestRhythm.DAILY, DigestRhythm.WEEKLY):
        buttons = [
            Button(
                label=_marked(texts.hour_button(hour), texts, is_chosen=hour == wanted.digest_hour),
                action=ChooseDigest(rhythm=wanted.digest, hour=hour),
            )
            for hour in DIGEST_HOURS
        ]
        hours = _in_rows(buttons, HOURS_A_ROW)
    lines = [texts.digest_line(wanted.digest, wanted.digest_hour), texts.digest_help()]
    return Screen(text=_titled(lines, texts), rows=(*_in_rows(rhythms, 2), *hours, _back(texts)))


def _quiet(wanted: Preferences, texts: Texts) -> Screen:
    hours = wanted.quiet or NIGHT
    starts = tuple(
        Button(
            label=_marked(texts.hour_button(hour), texts, is_chosen=_is(hour, hours.start, wanted)),
            action=ChooseQuiet(quiet=replace(hours, start=time(hour))),
        )
        for hour in QUIET_STARTS
    )
    ends = tuple(
        Button(
            label=_marked(texts.hour_button(hour), texts, is_chosen=_is(hour, hours.end, wanted)),
            action=ChooseQuiet(quiet=replace(hours, end=time(hour))),
        )
        for hour in QUIET_ENDS
    )
    label = _marked(texts.no_quiet_button(), texts, is_chosen=wanted.quiet is None)
    none = (Button(label=label, action=ChooseQuiet(quiet=None)),)
    lines = [texts.quiet_line(wanted.quiet), texts.quiet_help()]
    return Screen(text=_titled(lines, texts), rows=(starts, ends, none, _back(texts)))


def _is(hour: int, chosen: time, wanted: Preferences) -> bool:
    return wanted.quiet is not None and time(hour) == chosen


def _announcements_button(wanted: Preferences, texts: Texts) -> Button:
    other = not wanted.announcements
    return Button(
        label=texts.announcements_button(wanted=other), action=ChooseAnnouncements(wanted=other)
    )


def _thread_rows(wanted: Preferences, venue: Venue, texts: Texts) -> tuple[Row, ...]:
    """Offer the forum's topic that the settings stand in; where that is chosen, the general one."""
    if not venue.is_forum or venue.topic == wanted.thread_id is None:
        return ()
    here = venue.topic is not None and venue.topic != wanted.thread_id
    action = ChooseThread(thread_id=venue.topic if here else None)
    return ((Button(label=texts.thread_button(here=here), action=action),),)


def _group_rows(venue: Venue, texts: Texts) -> tuple[Row, ...]:
    if not venue.is_private:
        return ()
    return ((Button(label=texts.group_button(), action=PickGroup()),),)


def _subscribe_row(texts: Texts) -> Row:
    return (Button(label=texts.subscribe_button(), action=Subscribe()),)


def _places_line(wanted: Preferences, texts: Texts) -> str:
    return texts.places_line(place_names(wanted.places, texts))


def _topics_line(wanted: Preferences, texts: Texts) -> str:
    chosen = (topic for topic in all_topics() if topic.id in wanted.topics)
    return texts.topics_line(list(map(texts.topic, chosen)))


def _titled(lines: Iterable[str], texts: Texts) -> RichText:
    return joined("\n\n", (bold(texts.settings_title()), joined("\n", lines)))


def _turning(label: str, page: SettingsPage) -> Button:
    return Button(label=label, action=ShowSettings(page=page))


def _back(texts: Texts) -> Row:
    return (_turning(texts.back_button(), SettingsPage.OVERVIEW),)


def _marked(label: str, texts: Texts, *, is_chosen: bool) -> str:
    return texts.chosen(label) if is_chosen else label


def _in_rows(buttons: list[Button], size: int) -> list[Row]:
    return [tuple(buttons[start : start + size]) for start in range(0, len(buttons), size)]
