"""Announcements, and the steps that people take with them.

    draft -> (awaiting_approval ->) planned -> sending -> done
    planned, sending -> stopped -> planned, by stop and resume
    done -> sending, by correct and retry_failed
    planned, sending, stopped, done -> recalled

Every step is one transaction: it changes the announcement first, which makes others wait who take
a step with the same one, then its deliveries, and writes what was done into the audit log. A step
that an announcement can't take from where it stands raises AnnouncementStateError, so that a
button pressed twice does nothing twice. Whether `by` may take it is for `Roles` to say, best in
the same transaction.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.errors import (
    AnnouncementStateError,
    ApprovalNeededError,
    NotAllowedError,
    UnknownAnnouncementError,
)
from bot.store.audience import IS_ACTIVE, WANTS_DIGESTS, is_reached
from bot.store.audit import note
from bot.store.outbox import from_the_start, new_task
from bot.store.planning import plan_deliveries
from bot.store.records import (
    STOPPED,
    Announcement,
    AuditEntry,
    Content,
    Draft,
    PostedMessage,
    State,
    Step,
    Task,
)
from bot.store.rows import announcement_of
from bot.store.sql import cancel, is_in, move_deliveries
from bot.store.tables import announcement as table
from bot.store.tables import delivery, subscription
from corpus.databases import Database

_Values = Mapping[str, Any]

UNSENT = (Step.DRAFT, Step.AWAITING_APPROVAL)
GOING = (Step.PLANNED, Step.SENDING)
RETRIABLE = (Step.SENDING, Step.DONE, Step.RECALLED)
CONFIRMED = (Step.PLANNED, Step.SENDING, Step.STOPPED, Step.DONE)


class Announcements:
    """The announcements; every method is one transaction, of its caller's if it has one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, announcement_id: int) -> Announcement:
        """Return an announcement; raises UnknownAnnouncementError."""
        with self._database.reading() as connection:
            row = connection.execute(
                sa.select(table).where(table.c.id == announcement_id)
            ).one_or_none()
        if row is None:
            raise _unknown(announcement_id)
        return announcement_of(row)

    def newest(self, *, most: int, before: int | None = None) -> tuple[Announcement, ...]:
        """Return the newest announcements, the last first, or those before a number; no digests."""
        written = sa.select(table).where(~table.c.is_digest)
        chosen = written.order_by(table.c.id.desc()).limit(most)
        if before is not None:
            chosen = chosen.where(table.c.id < before)
        with self._database.reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(announcement_of(row) for row in rows)

    def draft(self, draft: Draft, *, by: int | None, now: datetime) -> int:
        """Keep a draft, and return its number; `by` is None for the bot itself."""
        values = {**_columns(draft), "created_by": by}
        with self._database.writing() as connection:
            announcement_id = _insert(connection, Step.DRAFT, now, values)
            _note(connection, announcement_id, "drafted", by, now)
        return announcement_id

    def revise(self, announcement_id: int, draft: Draft, *, by: int, now: datetime) -> None:
        """Put another draft in place of one; it is `by`'s now, and an approval is asked anew."""
        values = {**_columns(draft), "step": Step.DRAFT, "created_by": by}
        with self._database.writing() as connection:
            _step(connection, announcement_id, UNSENT, values)
            _note(connection, announcement_id, "revised", by, now)

    def discard(self, announcement_id: int, *, by: int, now: datetime) -> None:
        """Delete what was never planned."""
        with self._database.writing() as connection:
            _step(connection, announcement_id, UNSENT, {"step": Step.DRAFT})
            connection.execute(sa.delete(table).where(table.c.id == announcement_id))
            _note(connection, announcement_id, "discarded", by, now)

    def submit(self, announcement_id: int, *, by: int | None, now: datetime) -> None:
        """Ask for a second person's approval; `by` is None for the command line."""
        with self._database.writing() as connection:
            _step(connection, announcement_id, (Step.DRAFT,), {"step": Step.AWAITING_APPROVAL})
            _note(connection, announcement_id, "submitted", by, now)

    def hand_back(self, announcement_id: int, *, by: int, now: datetime) -> None:
        """Make what awaits approval a draft of the same officer again."""
        with self._database.writing() as connection:
            _step(connection, announcement_id, (Step.AWAITING_APPROVAL,), {"step": Step.DRAFT})
            _note(connection, announcement_id, "handed_back", by, now)

    def plan(
        self, announcement_id: int, *, by: int | None, now: datetime, most_unapproved: int | None
    ) -> int:
        """Confirm an announcement: write a delivery for each chat it reaches; return how many.

        One that awaits approval is approved by this, so `by` must not be who wrote it: raises
        NotAllowedError. A draft that reaches more than `most_unapproved` chats (None: any number)
        raises ApprovalNeededError. What raises has planned nothing.
        """
        with self._database.writing() as connection:
            planned = {"step": Step.PLANNED, "planned_at": now}
            before = _step(connection, announcement_id, UNSENT, planned)
            draft = announcement_of(before).draft
            reached = is_reached(connection, draft.places, draft.topics)
            due_at = max(draft.due_at or now, now)
            count = plan_deliveries(
                connection, announcement_id, reached, due_at, urgent=draft.urgent
            )
            approved_by = _approver(before, count, by, most_unapproved)
            _set(connection, announcement_id, {"due_at": due_at, "approved_by": approved_by})
            _note(connection, announcement_id, "planned", by, now, count)
        return count

    def digest(
        self,
        content: Content,
        chat_ids: Collection[int],
        *,
        until: datetime,
        due_at: datetime,
        now: datetime,
    ) -> int:
        """Plan a digest of articles that were added up to `until`; return its number.

        It is for those of the chats that want digests and are not told of so much. In the same
        transaction it is noted that they are.
        """
        columns = _columns(Draft(content=content, due_at=due_at))
        values = {**columns, "is_digest": True, "planned_at": now}
        reached = sa.and_(
            subscription.c.chat_id.in_(chat_ids), WANTS_DIGESTS, subscription.c.told_until < until
        )
        with self._database.writing() as connection:
            announcement_id = _insert(connection, Step.PLANNED, now, values)
            plan_deliveries(connection, announcement_id, reached, due_at, urgent=False)
            told = sa.select(delivery.c.chat_id).where(_of(announcement_id))
            noted = sa.update(subscription).where(subscription.c.chat_id.in_(told))
            connection.execute(noted.values(told_until=until))
        return announcement_id

    def stop(self, announcement_id: int, *, by: int, now: datetime) -> int:
        """Send no more of it; return how many deliveries that held back."""
        with self._database.writing() as connection:
            _step(connection, announcement_id, GOING, {"step": Step.STOPPED})
            count = cancel(connection, _of(announcement_id), STOPPED)
            _note(connection, announcement_id, "stopped", by, now, count)
        return count

    def resume(self, announcement_id: int, *, by: int, now: datetime) -> int:
        """Go on with what was stopped; return how many deliveries wait again."""
        due_at = sa.case((delivery.c.due_at > now, delivery.c.due_at), else_=now)
        waiting = {"state": State.WAITING, "reason": None, "due_at": due_at, "due_since": due_at}
        held = sa.and_(is_in(State.CANCELLED), delivery.c.reason == STOPPED, _IS_WANTED)
        going_on = {"step": Step.PLANNED, "ended_at": None}
        with self._database.writing() as connection:
            _step(connection, announcement_id, (Step.STOPPED,), going_on)
            count = _move(connection, announcement_id, held, waiting)
            _note(connection, announcement_id, "resumed", by, now, count)
        return count

    def retry_failed(self, announcement_id: int, *, by: int, now: datetime) -> int:
        """Try again what failed, edits and deletions too; return how many deliveries that are.

        Not what is uncertain, nor chats whose subscription has ended.
        """
        stayed = sa.and_(is_in(State.SENT), delivery.c.reason.is_not(None))
        with self._database.writing() as connection:
            before = _step(connection, announcement_id, RETRIABLE, _REOPENED)
            failed = stayed if before.step is Step.RECALLED else is_in(State.FAILED) | stayed
            count = _move(connection, announcement_id, failed & _IS_WANTED, from_the_start(now))
            _note(connection, announcement_id, "retried", by, now, count)
        return count

    def correct(self, announcement_id: int, content: Content, *, by: int, now: datetime) -> int:
        """Put other content in place of it, everywhere; return how many messages are edited.

        What is not sent yet is sent with the new content.
        """
        corrected = {**_content(content), "revision": table.c.revision + 1, **_REOPENED}
        with self._database.writing() as connection:
            _step(connection, announcement_id, CONFIRMED, corrected)
            count = _move(connection, announcement_id, _IS_POSTED, new_task(Task.EDIT, now))
            _note(connection, announcement_id, "corrected", by, now, count)
        return count

    def recall(self, announcement_id: int, *, by: int, now: datetime) -> int:
        """Delete it everywhere, and send no more of it; return how many messages are deleted."""
        recalled = {"step": Step.RECALLED, "ended_at": None}
        with self._database.writing() as connection:
            _step(connection, announcement_id, CONFIRMED, recalled)
            cancel(connection, _of(announcement_id), Step.RECALLED.value)
            count = _move(connection, announcement_id, _IS_POSTED, new_task(Task.DELETE, now))
            _note(connection, announcement_id, "recalled", by, now, count)
        return count

    def show_on(self, announcement_id: int, card: PostedMessage) -> None:
        """Note the message that shows how the announcement is doing."""
        with self._database.writing() as connection:
            values = {"card_chat_id": card.chat_id, "card_message_id": card.message_id}
            _step(connection, announcement_id, tuple(Step), values)

    def advance(self, *, now: datetime) -> tuple[int, ...]:
        """Let announcements begin and end with the time; return those that end with this call.

        One begins when it is due, and ends when nothing of it is left to do, also where it was
        stopped or recalled. For the sender to call between its rounds.
        """
        begins = sa.and_(table.c.ended_at.is_(None), table.c.step == Step.PLANNED)
        runs = table.c.step.in_((Step.SENDING, Step.STOPPED, Step.RECALLED))
        is_open = sa.and_(
            delivery.c.announcement_id == table.c.id,
            is_in(State.WAITING, State.CLAIMED, State.SENDING),
        )
        with self._database.writing() as connection:
            connection.execute(
                sa.update(table).where(begins, table.c.due_at <= now).values(step=Step.SENDING)
            )
            running = connection.execute(  # locked first: nobody gives them more to do meanwhile
                sa.select(table.c.id)
                .where(table.c.ended_at.is_(None), runs)
                .order_by(table.c.id)
                .with_for_update(skip_locked=True)
            ).scalars()
            ended = connection.execute(
                sa.update(table)
                .where(table.c.id.in_(running.all()), ~sa.exists().where(is_open))
                .values(ended_at=now, step=_ENDED)
                .returning(table.c.id)
            ).scalars()
            return tuple(sorted(ended))


_DONE, _SENDING = (sa.literal(step, table.c.step.type) for step in (Step.DONE, Step.SENDING))
_ENDED = sa.case((table.c.step == _SENDING, _DONE), else_=table.c.step)
_REOPENED = {
    "ended_at": None,
    "step": sa.case((table.c.step == _DONE, _SENDING), else_=table.c.step),
}

_IS_WANTED = delivery.c.chat_id.in_(sa.select(subscription.c.chat_id).where(IS_ACTIVE))
_IS_POSTED = is_in(State.SENT) | sa.and_(
    delivery.c.task == Task.EDIT, is_in(State.WAITING, State.CLAIMED)
)
"""What people have before them, and nobody is changing at this moment."""


def _insert(connection: sa.Connection, step: Step, now: datetime, values: _Values) -> int:
    first = {"step": step, "revision": 1, "is_digest": False, "created_at": now, **values}
    inserted = sa.insert(table).values(first).returning(table.c.id)
    announcement_id: int = connection.execute(inserted).scalar_one()
    return announcement_id


def _step(
    connection: sa.Connection, announcement_id: int, steps: Collection[Step], values: _Values
) -> sa.Row[Any]:
    """Change an announcement that is at one of `steps`; return its row of before.

    Raises UnknownAnnouncementError or AnnouncementStateError.
    """
    row = connection.execute(
        sa.select(table).where(table.c.id == announcement_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise _unknown(announcement_id)
    if row.step not in steps:
        raise AnnouncementStateError(
            f"announcement {announcement_id} is {row.step.value}; "
            f"that can be done where it is {' or '.join(step.value for step in steps)}"
        )
    _set(connection, announcement_id, values)
    return row


def _set(connection: sa.Connection, announcement_id: int, values: _Values) -> None:
    connection.execute(sa.update(table).where(table.c.id == announcement_id).values(values))


def _of(announcement_id: int) -> sa.ColumnElement[bool]:
    return delivery.c.announcement_id == announcement_id


def _move(
    connection: sa.Connection,
    announcement_id: int,
    condition: sa.ColumnElement[bool],
    values: _Values,
) -> int:
    return move_deliveries(connection, sa.and_(_of(announcement_id), condition), values)


def _approver(
    before: sa.Row[Any], count: int, by: int | None, most_unapproved: int | None
) -> int | None:
    """Return who approved an announcement by confirming it; None where nobody had to."""
    if before.step is Step.AWAITING_APPROVAL:
        if by is None or by == before.created_by:
            raise NotAllowedError(f"announcement {before.id} needs the approval of a second person")
        return by
    if most_unapproved is not None and count > most_unapproved:
        raise ApprovalNeededError(
            f"announcement {before.id} reaches {count} chats; above {most_unapproved} "
            "a second person has to approve: submit it"
        )
    return None


def _content(content: Content) -> dict[str, Any]:
    return {"method": content.method, "parameters": content.parameters}


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        **_content(draft.content),
        "places": sorted(draft.places),
        "topics": sorted(draft.topics),
        "due_at": draft.due_at,
        "urgent": draft.urgent,
        "acknowledge": draft.acknowledge,
    }


def _note(
    connection: sa.Connection,
    announcement_id: int,
    what: str,
    by: int | None,
    now: datetime,
    chats: int | None = None,
) -> None:
    entry = AuditEntry(
        at=now,
        actor=by,
        action=f"announcement.{what}",
        announcement_id=announcement_id,
        detail="" if chats is None else f"{chats} chats",
    )
    note(connection, entry)


def _unknown(announcement_id: int) -> UnknownAnnouncementError:
    return UnknownAnnouncementError(
        f"no announcement has the number {announcement_id}; /thongbao_danhsach shows them all"
    )
