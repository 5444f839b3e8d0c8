"""The sender's side of deliveries: claims what is due, and notes what became of it.

    waiting -> claimed -> sending -> sent | failed | uncertain, or waiting again
       ^__________|          |________________^ after a crash

`start` is committed before a request goes out. So after a crash a row that is `claimed` was not
sent, and one that is `sending` may have been: it becomes uncertain, unless its task can be done
twice without harm (an edit, a deletion). No row is claimed by two, and a mark takes effect only for
the last claim of its row; every mark returns whether it did.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.lease import hold
from bot.store.records import Claim, Lease, State, Step, Task
from bot.store.rows import message_of, quiet_hours_of
from bot.store.sql import is_in, keep_index_order, move_deliveries
from bot.store.tables import announcement, delivery, subscription
from corpus.databases import Database

INTERRUPTED = "interrupted"
"""The reason of an uncertain delivery whose sender died over it."""

_CLAIM = (
    sa.select(
        delivery,
        announcement.c.revision.label("wanted_revision"),
        subscription.c.kind,
        subscription.c.thread_id,
        subscription.c.quiet_start,
        subscription.c.quiet_end,
    )
    .join(announcement, delivery.c.announcement_id == announcement.c.id)
    .join(subscription, delivery.c.chat_id == subscription.c.chat_id)
)


class Outbox:
    """Deliveries on their way; every method is one transaction, of its caller's if it has one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recover(self, lease: Lease) -> int:
        """Take up what earlier holders of the lease had in hand; return how many are uncertain.

        To be called once, right after the lease was taken. Raises LeaseLostError.
        """
        is_doubtful = sa.and_(delivery.c.state == State.SENDING, delivery.c.task == Task.SEND)
        left_over = sa.and_(is_in(State.CLAIMED, State.SENDING), delivery.c.term < lease.term)
        with self._database.writing() as connection:
            hold(connection, lease)
            doubtful = connection.execute(
                sa.select(sa.func.count()).select_from(delivery).where(left_over, is_doubtful)
            ).scalar_one()
            uncertain, waiting = (_state(one) for one in (State.UNCERTAIN, State.WAITING))
            values = {
                "state": sa.case((is_doubtful, uncertain), else_=waiting),
                "reason": sa.case((is_doubtful, INTERRUPTED), else_=delivery.c.reason),
            }
            move_deliveries(connection, left_over, values)
        return doubtful

    def claim(self, lease: Lease, *, limit: int, now: datetime) -> tuple[Claim, ...]:
        """Claim at most `limit` deliveries that are due, the urgent ones first, then the oldest.

        Raises LeaseLostError where another process sends by now.
        """
        rows: list[sa.Row[Any]] = []
        with self._database.writing() as connection:
            hold(connection, lease)
            keep_index_order(connection)
            for urgent in (True, False):
                rows += connection.execute(_due(now, urgent=urgent, limit=limit - len(rows)))
            connection.execute(
                sa.update(delivery)
                .where(delivery.c.id.in_([row.id for row in rows]))
                .values(state=State.CLAIMED, term=lease.term, serial=delivery.c.serial + 1)
            )
        return tuple(map(_claim_of, rows))

    def next_due(self) -> datetime | None:
        """Return when the first of the waiting deliveries is due; None where nothing waits."""
        with self._database.reading() as connection:
            firsts = [
                connection.execute(
                    sa.select(sa.func.min(delivery.c.due_at)).where(
                        is_in(State.WAITING), delivery.c.urgent.is_(urgent)
                    )
                ).scalar_one()
                for urgent in (True, False)
            ]
        return min(filter(None, firsts), default=None)

    def start(self, claim: Claim) -> bool:
        """Note that the request is about to go out; where it returns False, it must not."""
        with self._database.writing() as connection:
            return _mark(connection, claim, (State.CLAIMED,), {"state": State.SENDING})

    def put_back(self, claim: Claim, *, due_at: datetime) -> bool:
        """Give back what was claimed and not started: a quiet hour came, or the sender stops."""
        values = {"state": State.WAITING, "due_at": due_at}
        with self._database.writing() as connection:
            return _mark(connection, claim, (State.CLAIMED,), values)

    def sent(self, claim: Claim, *, message_id: int, now: datetime) -> bool:
        """Note that Telegram has posted it, also where it was given up as uncertain meanwhile."""
        message = {"message_chat_id": claim.chat_id, "message_id": message_id, "sent_at": now}
        return self._posted(claim, now, {**message, **_done(claim)})

    def edited(self, claim: Claim, *, now: datetime) -> bool:
        """Note that the message now is as `claim.revision` has it."""
        return self._posted(claim, now, _done(claim))

    def recalled(self, claim: Claim) -> bool:
        """Note that the message is deleted."""
        values = {"state": State.RECALLED, "attempts": claim.attempts + 1, **_NO_REASON}
        with self._database.writing() as connection:
            return _mark(connection, claim, _OUT, values)

    def retry(
        self, claim: Claim, *, due_at: datetime, reason: str, counted: bool, now: datetime
    ) -> bool:
        """Have it tried again at `due_at`, unless nobody wants that any more.

        That is where it was stopped or recalled meanwhile, or the chat has left.
        """
        again = {"state": State.WAITING, "due_at": due_at, "reason": reason, "detail": None}
        again["attempts"] = claim.attempts + counted
        with self._database.writing() as connection:
            wanted = _wanted(connection, claim)
            if claim.task is Task.EDIT and wanted.step is Step.RECALLED:
                again = new_task(Task.DELETE, now)
            elif claim.task is Task.SEND and (obstacle := _obstacle(connection, claim, wanted)):
                again = {"state": State.CANCELLED, "reason": obstacle}
            return _mark(connection, claim, _OUT, again)

    def failed(self, claim: Claim, *, reason: str, detail: str, now: datetime) -> bool:
        """Note that it can't be done; after an edit or a deletion the message stays as it was."""
        values = {"reason": reason, "detail": detail, "attempts": claim.attempts + 1}
        if claim.task is not Task.SEND:
            return self._posted(claim, now, values)
        with self._database.writing() as connection:
            return _mark(connection, claim, _OUT, {"state": State.FAILED, **values})

    def uncertain(self, claim: Claim, *, reason: str, now: datetime) -> bool:
        """Note that nobody can tell whether it was posted; an edit or a deletion has failed."""
        if claim.task is not Task.SEND:
            return self.failed(claim, reason=reason, detail="", now=now)
        values = {"state": State.UNCERTAIN, "reason": reason, "detail": None}
        with self._database.writing() as connection:
            return _mark(connection, claim, _OUT, {**values, "attempts": claim.attempts + 1})

    def _posted(self, claim: Claim, now: datetime, values: Mapping[str, Any]) -> bool:
        """Note that a message is there, and what its announcement wants of it by now."""
        with self._database.writing() as connection:
            task = _next_task(claim, _wanted(connection, claim))
            state = new_task(task, now) if task else {"state": State.SENT}
            return _mark(connection, claim, _OUT, {**values, **state})


_OUT = (State.SENDING, State.UNCERTAIN)
"""States of a request that went out: an answer that comes late is better than none."""
_NO_REASON = {"reason": None, "detail": None}


def _done(claim: Claim) -> dict[str, Any]:
    return {"revision": claim.revision, "attempts": claim.attempts + 1, **_NO_REASON}


def new_task(task: Task, now: datetime) -> dict[str, Any]:
    """Return the columns of a delivery that waits, from the beginning, for another task.

    What changes a message that people have before them goes before all that is new.
    """
    return {"task": task, "urgent": True, **from_the_start(now)}


def from_the_start(now: datetime) -> dict[str, Any]:
    """Return the columns of a delivery that waits for its task as if it had never been tried."""
    waiting = {"state": State.WAITING, "due_at": now, "due_since": now, "attempts": 0}
    return {**waiting, **_NO_REASON}


def _state(state: State) -> sa.BindParameter[State]:
    return sa.literal(state, delivery.c.state.type)


def _due(now: datetime, *, urgent: bool, limit: int) -> sa.Select[Any]:
    """Select what is due, and lock it; rows that another claims at this moment are left out."""
    return (
        _CLAIM.where(is_in(State.WAITING), delivery.c.urgent.is_(urgent), delivery.c.due_at <= now)
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(limit)
        .with_for_update(of=delivery, skip_locked=True)
    )


def _wanted(connection: sa.Connection, claim: Claim) -> sa.Row[Any]:
    """Return step and revision of the announcement, which stay so until the transaction ends."""
    return connection.execute(
        sa.select(*announcement.c["step", "revision"])
        .where(announcement.c.id == claim.announcement_id)
        .with_for_update(read=True)
    ).one()


def _obstacle(connection: sa.Connection, claim: Claim, wanted: sa.Row[Any]) -> str | None:
    """Return why a message is not to be sent any more; None where it is."""
    if wanted.step in {Step.STOPPED, Step.RECALLED}:
        return str(wanted.step.value)
    return connection.execute(
        sa.select(subscription.c.end_reason)
        .join(delivery, delivery.c.chat_id == subscription.c.chat_id)
        .where(delivery.c.id == claim.delivery_id)
        .with_for_update(read=True, of=subscription)
    ).scalar()


def _next_task(claim: Claim, wanted: sa.Row[Any]) -> Task | None:
    """Return what is to be done to a message whose announcement has gone on meanwhile."""
    if claim.task is not Task.DELETE and wanted.step is Step.RECALLED:
        return Task.DELETE
    if claim.task is not Task.DELETE and claim.revision < wanted.revision:
        return Task.EDIT
    return None


def _mark(
    connection: sa.Connection, claim: Claim, states: Sequence[State], values: Mapping[str, Any]
) -> bool:
    """Change a row that is in one of these states and in the hands of this claim."""
    mine = sa.and_(delivery.c.id == claim.delivery_id, delivery.c.serial == claim.serial)
    marked = sa.update(delivery).where(mine, delivery.c.state.in_(states)).values(values)
    return connection.execute(marked).rowcount == 1


def _claim_of(row: sa.Row[Any]) -> Claim:
    return Claim(
        delivery_id=row.id,
        announcement_id=row.announcement_id,
        revision=row.wanted_revision,
        serial=row.serial + 1,
        task=row.task,
        chat_id=row.chat_id,
        kind=row.kind,
        thread_id=row.thread_id,
        urgent=row.urgent,
        quiet=quiet_hours_of(row),
        due_since=row.due_since,
        attempts=row.attempts,
        message=message_of(row),
    )
