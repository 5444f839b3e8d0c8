"""`danvan announce` and `danvan deliveries`: announcements from the command line.

Nothing is sent here: a running bot sends what is planned in its database.
"""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from bot.announcing.contents import UnsuitableError, text_content
from bot.announcing.moments import NoMoment, read_moment
from bot.announcing.tables import deliveries_csv
from bot.clock import now
from bot.commands.console import output
from bot.commands.workplace import open_store, settings_of_command
from bot.errors import NobodyReachedError
from bot.places import one_place
from bot.render.drafts import crowd_of
from bot.store.records import VIETNAM, Content, Draft
from bot.store.store import Store
from corpus.topics import all_topics

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What was typed."""

    text_file: Path
    places: Sequence[str]
    topics: Sequence[str]
    at: str
    urgent: bool
    acknowledge: bool


def announce(wish: Wish, *, dry_run: bool) -> None:
    """Plan an announcement, or say what it would do; raises NobodyReachedError.

    Above the audience of the settings it waits for an officer's approval.
    """
    settings, moment = settings_of_command(), now()
    draft = Draft(
        content=_content(wish.text_file),
        places=frozenset(one_place(name).id for name in wish.places),
        topics=_topics(wish.topics),
        due_at=_due_at(wish.at, moment),
        urgent=wish.urgent,
        acknowledge=wish.acknowledge,
    )
    with open_store(settings) as store:
        chats = _described(store, draft)
        if dry_run:
            output.print(f"would reach {chats}, {_when(draft.due_at)}; nothing was planned")
            return
        number, is_planned = _plan(store, draft, moment, settings.approval_above)
    if is_planned:
        output.print(f"announcement {number}: {chats}, {_when(draft.due_at)}")
        output.print(f"a running bot sends it; see: danvan deliveries {number}")
    else:
        output.print(f"announcement {number}: {chats}, waits for an officer's approval")
        output.print("they find it in the bot: /thongbao_danhsach")


def show_deliveries(announcement_id: int, *, as_csv: bool) -> None:
    """Print what became of an announcement; raises UnknownAnnouncementError."""
    with open_store() as store:
        announcement = store.announcements.get(announcement_id)
        if as_csv:
            table = deliveries_csv(store.reports.deliveries(announcement_id))
            typer.echo(table, nl=False)
            return
        tallies = store.reports.tally(announcement_id)
    total = sum(tally.count for tally in tallies)
    output.print(f"announcement {announcement_id}: {announcement.step.value}, {total} chats")
    for tally in tallies:
        why = f" ({tally.reason})" if tally.reason else ""
        output.print(f"{tally.count:>7}  {tally.task.value} {tally.state.value}{why}")


def _plan(
    store: Store, draft: Draft, moment: datetime, most_unapproved: int | None
) -> tuple[int, bool]:
    """Plan an announcement, or submit it where too many get it; return its number, and which."""
    with store.together():
        number = store.announcements.draft(draft, by=None, now=moment)
        count = store.subscriptions.audience_size(draft.places, draft.topics)
        if not count:
            raise NobodyReachedError(
                "no chat has subscribed to that; see who would get what with --dry-run"
            )
        if most_unapproved is not None and count > most_unapproved:
            store.announcements.submit(number, by=None, now=moment)
            return number, False
        store.announcements.plan(number, by=None, now=moment, most_unapproved=most_unapproved)
        return number, True


def _content(path: Path) -> Content:
    try:
        words = sys.stdin.read() if path == STANDARD_INPUT else path.read_text(encoding="utf-8")
        return text_content(words.strip())
    except (OSError, UnicodeDecodeError, UnsuitableError) as error:
        raise typer.BadParameter(
            f"{path} can't be announced ({error}); expected a text file in UTF-8"
        ) from None


def _topics(ids: Collection[str]) -> frozenset[str]:
    known = {topic.id for topic in all_topics()}
    if unknown := sorted(set(ids) - known):
        raise typer.BadParameter(
            f"there is no topic {', '.join(unknown)}; expected some of {', '.join(sorted(known))}"
        )
    return frozenset(ids)


def _due_at(typed: str, moment: datetime) -> datetime | None:
    match found := read_moment(typed, now=moment):
        case NoMoment.PAST:
            raise typer.BadParameter(f'"{typed}" has passed; expected a time to come')
        case NoMoment.UNREADABLE:
            raise typer.BadParameter(
                f'"{typed}" is no time; expected e.g. "ngay", "18:00 mai" or "20/12 7:30"'
            )
    return found if isinstance(found, datetime) else None


def _described(store: Store, draft: Draft) -> str:
    crowd = crowd_of(store.subscriptions.audience(draft.places, draft.topics))
    return f"{crowd.total} chats ({crowd.groups} groups, {crowd.people} people)"


def _when(due_at: datetime | None) -> str:
    return f"due {due_at.astimezone(VIETNAM):%Y-%m-%d %H:%M} in Vietnam" if due_at else "at once"
