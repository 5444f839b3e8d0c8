"""The updates that people cause, kept from before Telegram hears that we have them.

    waiting -> in hand -> done | parked, or waiting again
       ^__________| after a crash, or a hold that ran out

An update is known by its bot and its number: a repeat is not kept. Of a chat's updates one is in
hand at a time, in the order of their numbers. Whoever has one in hand holds it for a while, and
says so again and again; a mark takes effect only for the last one to take it.

What somebody wrote is deleted with the mark "done", and all else within a day of its coming.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from bot.errors import CaseLostError
from bot.store.sql import insert_into
from bot.store.tables import IS_OPEN
from bot.store.tables import inbox as table
from bot.store.updates import Case, CaseState, InboxCount, ParkedUpdate, Received
from corpus.databases import Database

HELD_FOR = timedelta(seconds=10)
"""How long after its worker's last sign of life another may take a case."""
LONGEST_WAIT = timedelta(minutes=30)
"""Nothing is due later than in this time; Telegram is asked again rather than waited for longer."""
MOST_FAILURES = 3
"""What failed so often, or was in hand when a process died, may be what processes die over. One
such is dealt with at a time, so that it does not take the others along."""
KEPT_FOR = timedelta(days=1)
"""Telegram repeats nothing that is older."""

Result = TypeVar("Result", bound="int | str | list[int] | None")

_case_in_hand: ContextVar[Case | None] = ContextVar("case_in_hand", default=None)
_NO_WORDS = {"raw": None, "chat_id": None, "effects": None, "due_at": None}


@contextmanager
def dealing_with(case: Case) -> Iterator[None]:
    """Let `case` be what is dealt with inside, in the threads too that `asyncio.to_thread` asks."""
    token = _case_in_hand.set(case)
    try:
        yield
    finally:
        _case_in_hand.reset(token)


class Inbox:
    """The updates of all bots; every method is one transaction, of its caller's if it has one.

    All processes at one database have to agree on how long a case is held: say so thrice in it.
    """

    def __init__(self, database: Database, *, held_for: timedelta = HELD_FOR) -> None:
        self._database = database
        self.held_for = held_for

    # What comes

    def put(self, bot_id: int, updates: Iterable[Received], *, now: datetime) -> int:
        """Keep updates; return how many of them are new."""
        first = {"state": CaseState.WAITING, "attempts": 0, "failures": 0}
        times = {"received_at": now, "due_since": now, "due_at": now}
        rows = [
            {
                "bot_id": bot_id,
                "update_id": one.update_id,
                "kind": one.kind,
                "chat_id": one.chat_id,
                "raw": one.raw,
                **first,
                **times,
            }
            for one in updates
        ]
        if not rows:
            return 0
        with self._database.writing() as connection:
            kept = insert_into(connection, table).on_conflict_do_nothing()
            return connection.execute(kept, rows, execution_options=_COUNTED).rowcount

    # The worker's side

    def claim(
        self,
        bot_id: int,
        *,
        limit: int,
        now: datetime,
        in_hand: Collection[int] = (),
        suspects: int = 1,
        abandoned: bool = True,
    ) -> tuple[Case, ...]:
        """Take at most `limit` updates in hand, of those that are due the first to come first.

        `in_hand` are those that the worker has, and whatever its clock did, takes no second time.
        At most so many as `suspects` are among them: see `MOST_FAILURES`. Unless `abandoned`, what
        others had in hand is left, though they did not say for long that they still have.
        """
        if limit <= 0:
            return ()
        wanted = {"of_bot": bot_id, "had": list(in_hand), "at": now, "abandoned": abandoned}
        with self._database.writing() as connection:
            rows = [*connection.execute(_SUSPECTS, {**wanted, "most": min(suspects, limit)})]
            rows += connection.execute(_OTHERS, {**wanted, "most": limit - len(rows)})
            if not rows:
                return ()
            taken = {"taken": [row.update_id for row in rows], "until": now + self.held_for}
            connection.execute(_TAKE, {"of_bot": bot_id, **taken})
        return tuple(map(_case_of, rows))

    def hold(self, bot_id: int, update_ids: Collection[int], *, now: datetime) -> None:
        """Say of what is in hand that it still is."""
        mine = sa.and_(table.c.bot_id == bot_id, table.c.update_id.in_(update_ids))
        held = sa.update(table).where(mine, table.c.state == CaseState.IN_HAND)
        with self._database.writing() as connection:
            connection.execute(held.values(due_at=now + self.held_for))

    def mend(self, bot_id: int, *, now: datetime) -> int:
        """Make due what is due later than anything can be; return how much that is.

        A clock put it there that went wrong, and was put right since.
        """
        is_far = sa.and_(table.c.bot_id == bot_id, table.c.due_at > now + LONGEST_WAIT)
        mended = sa.update(table).where(is_far, sa.text(IS_OPEN.format("inbox.")))
        with self._database.writing() as connection:
            return connection.execute(mended.values(due_at=now)).rowcount

    def done(self, case: Case, *, now: datetime, error: str | None = None) -> bool:
        """Note that nothing is left to do; `error` tells why it was given up, without words."""
        return self._mark(_DONE, case, at=now, why=error)

    def retry(self, case: Case, *, due_at: datetime, failures: int) -> bool:
        """Have it dealt with again, not before `due_at`."""
        return self._mark(_RETRY, case, at=due_at, so_often=failures)

    def park(self, case: Case, *, error: str, now: datetime) -> bool:
        """Put it aside with its error, which holds none of its words; the chat goes on."""
        return self._mark(_PARK, case, at=now, why=error)

    def once(self, what: str, change: Callable[[], Result]) -> Result:
        """Make a change for the update in hand, or tell what came of it where that was made before.

        A note of it is written with the change, in one transaction: an update that is dealt with
        twice, for want of an answer that arrived, changes nothing twice. Raises CaseLostError,
        having changed nothing, where another worker has the update by now.

        >>> from bot.store.database import open_database
        >>> with open_database("sqlite://") as database:
        ...     Inbox(database).once("counted", lambda: 1)  # for no update: the change, no note
        1
        """
        case = _case_in_hand.get()
        with self._database.writing() as connection:
            if case is None:
                return change()
            effects = _effects(connection, case)
            if what not in effects:
                effects[what] = change()
                connection.execute(_NOTE, {**_key_of(case), "what": json.dumps(effects)})
            return cast("Result", effects[what])

    # The operator's side

    def parked(self) -> tuple[ParkedUpdate, ...]:
        """Return what is parked, the oldest first."""
        columns = table.c["update_id", "kind", "received_at", "ended_at", "attempts", "error"]
        found = sa.select(*columns).where(_IS_PARKED).order_by(table.c.received_at)
        with self._database.reading() as connection:
            return tuple(
                ParkedUpdate(
                    update_id=row.update_id,
                    kind=row.kind,
                    received_at=row.received_at,
                    parked_at=row.ended_at,
                    attempts=row.attempts,
                    error=row.error,
                )
                for row in connection.execute(found)
            )

    def replay(self, update_id: int | None, *, now: datetime) -> int:
        """Have a parked update dealt with again as if it had just come, or all of them."""
        again = {"state": CaseState.WAITING, "due_at": now, "due_since": now, "failures": 0}
        fresh = {**again, "error": None, "ended_at": None}
        with self._database.writing() as connection:
            replayed = sa.update(table).where(_parked(update_id)).values(fresh)
            return connection.execute(replayed).rowcount

    def drop(self, update_id: int, *, now: datetime) -> int:
        """Give a parked update up for good."""
        ended = {"state": CaseState.DONE, "ended_at": now, **_NO_WORDS}
        with self._database.writing() as connection:
            return connection.execute(
                sa.update(table).where(_parked(update_id)).values(ended)
            ).rowcount

    def counts(self) -> tuple[InboxCount, ...]:
        """Return how many updates there are in each state that any is in."""
        counted = sa.select(
            table.c.state,
            sa.func.count().label("number"),
            sa.func.min(table.c.received_at).label("oldest"),
        ).group_by(table.c.state)
        with self._database.reading() as connection:
            return tuple(
                InboxCount(state=row.state, count=row.number, oldest=row.oldest)
                for row in connection.execute(counted)
            )

    def delete_old(self, *, now: datetime) -> int:
        """Delete what came more than a day ago, but for what somebody holds; return how much.

        Whoever had the rest in hand is gone, and with another token there is none to take it.
        """
        is_in_hand = table.c.state == CaseState.IN_HAND
        is_held = sa.and_(is_in_hand, table.c.due_at > now, table.c.due_at <= now + LONGEST_WAIT)
        is_old = sa.and_(table.c.received_at <= now - KEPT_FOR, ~is_held)
        with self._database.writing() as connection:
            return connection.execute(sa.delete(table).where(is_old)).rowcount

    def _mark(self, mark: sa.Update, case: Case, **values: object) -> bool:
        with self._database.writing() as connection:
            return connection.execute(mark, {**_key_of(case), **values}).rowcount == 1


_COUNTED = {"preserve_rowcount": True}
"""Left alone, SQLAlchemy does not ask how many rows an INSERT made."""
_IS_PARKED = table.c.state == CaseState.PARKED


def _parked(update_id: int | None) -> sa.ColumnElement[bool]:
    return _IS_PARKED if update_id is None else sa.and_(_IS_PARKED, table.c.update_id == update_id)


def _heads(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Select what is due and first in its chat, and lock it; what another locked is left out."""
    before = table.alias("before")
    is_behind = sa.exists().where(
        before.c.bot_id == table.c.bot_id,
        before.c.chat_id == table.c.chat_id,
        before.c.update_id < table.c.update_id,
        sa.text(IS_OPEN.format("before.")),
    )
    return (
        sa.select(table)
        .where(
            table.c.bot_id == sa.bindparam("of_bot"),
            table.c.update_id.not_in(sa.bindparam("had", expanding=True)),
            condition,
            table.c.due_at <= sa.bindparam("at"),
            sa.or_(sa.bindparam("abandoned", type_=sa.Boolean), table.c.state != CaseState.IN_HAND),
            sa.text(IS_OPEN.format("inbox.")),
            ~is_behind,
        )
        .order_by(table.c.update_id)  # what was in hand before a crash is not put last by it
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(of=table, skip_locked=True)
    )


# What is done with every update is put together once, here: it takes longer than doing it.
_DIED = sa.case((table.c.state == sa.literal(CaseState.IN_HAND, table.c.state.type), 1), else_=0)
_IS_SUSPECT = table.c.failures + _DIED >= MOST_FAILURES
_SUSPECTS, _OTHERS = _heads(_IS_SUSPECT), _heads(~_IS_SUSPECT)
_TAKE = (
    sa.update(table)
    .where(
        table.c.bot_id == sa.bindparam("of_bot"),
        table.c.update_id.in_(sa.bindparam("taken", expanding=True)),
    )
    .values(
        state=CaseState.IN_HAND,
        due_at=sa.bindparam("until"),
        attempts=table.c.attempts + 1,
        failures=table.c.failures + _DIED,
    )
)
_IN_HANDS = sa.and_(
    table.c.bot_id == sa.bindparam("of_bot"),
    table.c.update_id == sa.bindparam("of_update"),
    table.c.state == CaseState.IN_HAND,
    table.c.attempts == sa.bindparam("of_attempt"),
)
_MARK = sa.update(table).where(_IN_HANDS)
_ENDED: dict[str, Any] = {"ended_at": sa.bindparam("at"), "error": sa.bindparam("why")}
_DONE = _MARK.values(state=CaseState.DONE, **_ENDED, **_NO_WORDS)
_PARK = _MARK.values(state=CaseState.PARKED, **_ENDED)
_RETRY = _MARK.values(
    state=CaseState.WAITING, due_at=sa.bindparam("at"), failures=sa.bindparam("so_often")
)
_NOTE = _MARK.values(effects=sa.bindparam("what"))
_NOTED = sa.select(table.c.effects).where(_IN_HANDS).with_for_update()


def _key_of(case: Case) -> dict[str, int]:
    """Return what `_IN_HANDS` knows a case by, of this one worker's, this one time."""
    return {"of_bot": case.bot_id, "of_update": case.update_id, "of_attempt": case.attempts}


def _effects(connection: sa.Connection, case: Case) -> dict[str, Any]:
    """Return what was done for a case; nobody else does more for it until the transaction ends."""
    row = connection.execute(_NOTED, _key_of(case)).one_or_none()
    if row is None:
        raise CaseLostError(f"update {case.update_id} is in another worker's hands by now")
    effects: dict[str, Any] = json.loads(row.effects or "{}")
    return effects


def _case_of(row: sa.Row[Any]) -> Case:
    return Case(
        bot_id=row.bot_id,
        update_id=row.update_id,
        kind=row.kind,
        chat_id=row.chat_id,
        raw=row.raw,
        due_since=row.due_since,
        attempts=row.attempts + 1,
        failures=row.failures + (row.state is CaseState.IN_HAND),
    )
