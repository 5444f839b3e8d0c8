"""Who may do what. The owners of the settings are owners always; the others stand in a table."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.errors import NotAllowedError
from bot.store.audit import note
from bot.store.grounds import allows
from bot.store.records import AuditEntry, Rank, Role
from bot.store.sql import insert_into
from bot.store.tables import audit
from bot.store.tables import role as table
from corpus.databases import Database

GRANTED, REVOKED = "role.granted", "role.revoked"
"""Actions of the audit log."""


class Action(StrEnum):
    """What a role is needed for."""

    ANNOUNCE = "announce"
    """Compose, approve, send, stop, correct or recall, and see what became of it."""
    GIVE_ROLES = "give_roles"


def may(role: Role, action: Action, places: Collection[str] = ()) -> bool:
    """Tell whether `role` goes as far as `action` on an audience's places; none is everywhere."""
    match role.rank:
        case Rank.OWNER:
            return True
        case Rank.OFFICER:
            return action is Action.ANNOUNCE and allows(role.places, places)
        case Rank.NONE:
            return False


class Roles:
    """The roles; ask at the moment of every action, not when its button was shown."""

    def __init__(self, database: Database, owners: Collection[int] = ()) -> None:
        self._database = database
        self._owners = frozenset(owners)

    def of(self, user_id: int) -> Role:
        """Return what someone is at this moment."""
        if user_id in self._owners:
            return Role(user_id=user_id, rank=Rank.OWNER)
        with self._database.reading() as connection:
            row = connection.execute(
                sa.select(table).where(table.c.user_id == user_id)
            ).one_or_none()
        return _role_of(row) if row else Role(user_id=user_id)

    def everyone(self) -> tuple[Role, ...]:
        """Return all who have a role, those of the settings first."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.user_id)).all()
        fixed = (Role(user_id=user_id, rank=Rank.OWNER) for user_id in sorted(self._owners))
        return (*fixed, *(_role_of(row) for row in rows if row.user_id not in self._owners))

    def dismissed(self) -> tuple[Role, ...]:
        """Return those who had a role that was taken, as far back as the audit log goes."""
        taken = (
            sa.select(audit.c.subject)
            .where(audit.c.action == REVOKED, audit.c.subject.is_not(None))
            .where(audit.c.subject.not_in(sa.select(table.c.user_id)))
            .distinct()
            .order_by(audit.c.subject)
        )
        with self._database.reading() as connection:
            found = connection.execute(taken).scalars().all()
        return tuple(Role(user_id=one) for one in found if one not in self._owners)

    def grant(self, role: Role, *, by: int | None, now: datetime) -> None:
        """Give someone this role in place of any other; Rank.NONE takes it away.

        `by` is None for the command line, whose user has the database anyway. Raises
        NotAllowedError where `by` is no owner, and for an owner of the settings.
        """
        if role.user_id in self._owners:
            raise NotAllowedError(
                f"{role.user_id} is an owner by DANVAN_OWNERS; change it there, and start again"
            )
        with self._database.writing() as connection:
            if by is not None and not may(self.of(by), Action.GIVE_ROLES):
                raise NotAllowedError(f"{by} is no owner; only owners give and take roles")
            if role.rank is Rank.NONE:
                connection.execute(sa.delete(table).where(table.c.user_id == role.user_id))
            else:
                _put(connection, role)
            note(connection, _grant_entry(role, by, now))


def _put(connection: sa.Connection, role: Role) -> None:
    values = {"rank": role.rank, "places": sorted(role.places)}
    connection.execute(
        insert_into(connection, table)
        .values(user_id=role.user_id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values)
    )


def _grant_entry(role: Role, by: int | None, now: datetime) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor=by,
        action=REVOKED if role.rank is Rank.NONE else GRANTED,
        subject=role.user_id,
        detail=" ".join([role.rank.value, *sorted(role.places)]),
    )


def _role_of(row: sa.Row[Any]) -> Role:
    return Role(user_id=row.user_id, rank=row.rank, places=frozenset(row.places))
