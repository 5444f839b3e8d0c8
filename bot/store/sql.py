"""What SQL on SQLite and on PostgreSQL needs said in two ways, or in one that is easy to miss."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.records import State, Task
from bot.store.tables import delivery


def insert_into(connection: sa.Connection, table: sa.Table) -> "postgresql.Insert | sqlite.Insert":
    """Return an INSERT that can say what to do about a row that is there already."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert(connection: sa.Connection, inserted: sa.Insert) -> int:
    """Execute an INSERT and return how many rows it made: left alone, SQLAlchemy does not ask."""
    counted = {"preserve_rowcount": True}
    return connection.execute(inserted, execution_options=counted).rowcount


def keep_index_order(connection: sa.Connection) -> None:
    """Have what is selected in this transaction come from an index in its order.

    PostgreSQL's statistics lag behind a plan of many deliveries: it takes those that are due for
    few, and sorts all of them to find the first.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_sort = off")


def is_in(*states: State) -> sa.ColumnElement[bool]:
    """Tell whether a delivery is in one of these states.

    The states stand in the statement itself: a partial index is used for nothing less.
    """
    literals = [sa.literal(one, delivery.c.state.type, literal_execute=True) for one in states]
    return delivery.c.state == literals[0] if len(literals) == 1 else delivery.c.state.in_(literals)


def move_deliveries(
    connection: sa.Connection, condition: sa.ColumnElement[bool], values: Mapping[str, Any]
) -> int:
    """Change all deliveries of `condition`; return how many.

    Their rows are locked in one order, so that two such changes wait instead of deadlocking.
    """
    locked = sa.select(delivery.c.id).where(condition).order_by(delivery.c.id).with_for_update()
    changed = sa.update(delivery).where(delivery.c.id.in_(locked)).values(values)
    return connection.execute(changed).rowcount


def cancel(connection: sa.Connection, condition: sa.ColumnElement[bool], reason: str) -> int:
    """Cancel what is still to be sent of the deliveries of `condition`; return how many.

    What has a request under way is not touched: its sender will see what to do.
    """
    unsent = sa.and_(condition, delivery.c.task == Task.SEND, is_in(State.WAITING, State.CLAIMED))
    return move_deliveries(connection, unsent, {"state": State.CANCELLED, "reason": reason})
