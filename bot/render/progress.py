"""Announcements on their way and after: their cards, reports, lists, and who has read them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.announcing.progress import Progress, Reasons
from bot.announcing.steps import seal_of
from bot.callbacks.composing import AskFor, Wanted
from bot.callbacks.following import (
    ConfirmCorrection,
    ConfirmRecall,
    ExportDeliveries,
    ExportReaders,
    LeaveAsItIs,
    ProposeRecall,
    ResumeSending,
    RetryFailed,
    ShowAnnouncement,
    ShowReaders,
    StopSending,
    TurnAnnouncements,
)
from bot.render.places import place_names
from bot.screens import Button, Screen
from bot.store.records import Announcement, PlaceCount, Step
from bot.telegram_text import RichText, bold, joined, rich
from bot.texts import Texts

Row = tuple[Button, ...]


def progress_card(
    announcement: Announcement, progress: Progress, readers: int, texts: Texts
) -> Screen:
    """Show how an announcement is doing, and what can be done about it."""
    return Screen(
        text=_told(announcement, progress, readers, texts),
        rows=tuple(_rows(announcement, progress, texts)),
    )


def report(announcement: Announcement, progress: Progress, readers: int, texts: Texts) -> Screen:
    """Tell what became of an announcement that has come to its end."""
    heading = rich(texts.announcing().report_only, "\n")
    text = _told(announcement, progress, readers, texts)
    return Screen(text=(*heading, *text))


def recall_question(announcement: Announcement, progress: Progress, texts: Texts) -> Screen:
    """Ask whether to delete what was sent."""
    action = ConfirmRecall(announcement_id=announcement.id, seal=seal_of(announcement))
    recall = Button(label=texts.announcing().recall, action=action)
    return Screen(
        text=rich(texts.recall_question(progress.posted)), rows=((recall, _leaving(texts)),)
    )


def correction_question(announcement: Announcement, progress: Progress, texts: Texts) -> Screen:
    """Ask whether to put the message that this one replies to in place of what was sent."""
    action = ConfirmCorrection(announcement_id=announcement.id, seal=seal_of(announcement))
    correct = Button(label=texts.announcing().correct, action=action)
    return Screen(
        text=rich(texts.correction_question(progress.posted)), rows=((correct, _leaving(texts)),)
    )


def announcements(found: Sequence[Announcement], most: int, *, before: int, texts: Texts) -> Screen:
    """List announcements, the newest first; `before` is where the page begins, 0 for the newest."""
    words = texts.announcing()
    if not found and not before:
        return Screen(text=rich(words.no_announcements))
    rows = [
        (
            Button(
                label=texts.list_row(one.id, one.step, one.planned_at or one.created_at),
                action=ShowAnnouncement(announcement_id=one.id),
            ),
        )
        for one in found
    ]
    turning = []
    if before:
        turning.append(Button(label=words.newest, action=TurnAnnouncements(before=0)))
    if len(found) == most:
        turning.append(Button(label=words.older, action=TurnAnnouncements(before=found[-1].id)))
    more = (tuple(turning),) if turning else ()
    return Screen(text=bold(texts.list_title()), rows=(*rows, *more))


def readers(
    announcement_id: int, people: int, counts: Sequence[PlaceCount], texts: Texts
) -> Screen:
    """Show how many have read an announcement, by place."""
    words = texts.announcing()
    heading = bold(texts.readers_title(announcement_id, people))
    if not people:
        return Screen(text=joined("\n", (heading, words.no_readers)))
    lines = (
        texts.readers_row(place_name(one.place, texts), one.chats, one.people) for one in counts
    )
    export = Button(label=words.export, action=ExportReaders(announcement_id=announcement_id))
    return Screen(text=joined("\n", (heading, *lines)), rows=((export,),))


def place_name(place_id: str | None, texts: Texts) -> str | None:
    """Name a place; None stays None."""
    return place_names([place_id], texts)[0] if place_id else None


def _told(announcement: Announcement, progress: Progress, readers: int, texts: Texts) -> RichText:
    heading = bold(texts.announcement_title(announcement.id, announcement.step))
    return joined("\n", (heading, *_lines(announcement, progress, readers, texts)))


def _lines(
    announcement: Announcement, progress: Progress, readers: int, texts: Texts
) -> Iterator[str]:
    if announcement.step is Step.PLANNED:
        yield texts.due_line(announcement.draft.due_at)
    yield texts.sent_line(progress.posted, progress.total)
    for count, line in (
        (progress.waiting, texts.waiting_line),
        (progress.changing, texts.changing_line),
        (progress.leaving, texts.leaving_line),
        (progress.recalled, texts.recalled_line),
    ):
        if count:
            yield line(count)
    for reasons, told in (
        (progress.failed, texts.failed_line),
        (progress.uncertain, texts.uncertain_line),
        (progress.cancelled, texts.cancelled_line),
    ):
        if reasons:
            yield told(_in_words(reasons, texts))
    if progress.unchanged:
        recalled = announcement.step is Step.RECALLED
        yield texts.unchanged_line(_in_words(progress.unchanged, texts), recalled=recalled)
    if announcement.draft.acknowledge:
        yield texts.readers_line(readers)


def _in_words(reasons: Reasons, texts: Texts) -> dict[str, int]:
    """Put reasons into words, the most frequent first; two may have the same words."""
    worded: Counter[str] = Counter()
    for reason, count in reasons.items():
        worded[texts.reason(reason)] += count
    return dict(worded.most_common())


def _rows(announcement: Announcement, progress: Progress, texts: Texts) -> Iterator[Row]:
    words, number = texts.announcing(), announcement.id
    steps: list[Button] = []
    if announcement.step in (Step.PLANNED, Step.SENDING):
        steps.append(Button(label=words.stop, action=StopSending(announcement_id=number)))
    if announcement.step is Step.STOPPED:
        steps.append(Button(label=words.resume, action=ResumeSending(announcement_id=number)))
    if progress.can_be_retried and announcement.step is not Step.STOPPED:
        steps.append(Button(label=words.retry, action=RetryFailed(announcement_id=number)))
    if steps:
        yield tuple(steps)
    if announcement.step is not Step.RECALLED:
        correcting = AskFor(announcement_id=number, wanted=Wanted.CORRECTION)
        yield (
            Button(label=words.correct, action=correcting),
            Button(label=words.recall, action=ProposeRecall(announcement_id=number)),
        )
    tables = [Button(label=words.deliveries, action=ExportDeliveries(announcement_id=number))]
    if announcement.draft.acknowledge:
        tables.append(Button(label=words.readers, action=ShowReaders(announcement_id=number)))
    yield tuple(tables)


def _leaving(texts: Texts) -> Button:
    return Button(label=texts.announcing().leave, action=LeaveAsItIs())
