"""Subscriptions whole: their rows, and the places and topics that stand in tables beside them."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from bot.store.records import Preferences, Subscription
from bot.store.rows import subscription_of
from bot.store.tables import subscription, subscription_place, subscription_topic


def choose(connection: sa.Connection, chat_id: int, preferences: Preferences) -> None:
    """Put these places and topics in place of what the chat chose before."""
    _choose(connection, chat_id, subscription_place.c.place, preferences.places)
    _choose(connection, chat_id, subscription_topic.c.topic, preferences.topics)


def _choose(
    connection: sa.Connection, chat_id: int, column: sa.Column[Any], values: Collection[str]
) -> None:
    choices = column.table
    connection.execute(sa.delete(choices).where(choices.c.chat_id == chat_id))
    if values:
        rows = [{"chat_id": chat_id, column.name: value} for value in sorted(values)]
        connection.execute(sa.insert(choices), rows)


def subscriptions_where(
    connection: sa.Connection, condition: sa.ColumnElement[bool], most: int | None = None
) -> tuple[Subscription, ...]:
    """Return the subscriptions of `condition` by chat id, at most so many."""
    chosen = sa.select(subscription).where(condition).order_by(subscription.c.chat_id).limit(most)
    rows = connection.execute(chosen).all()
    ids = chosen.with_only_columns(subscription.c.chat_id)
    places = _by_chat(connection, subscription_place.c.place, ids)
    topics = _by_chat(connection, subscription_topic.c.topic, ids)
    nothing: frozenset[str] = frozenset()
    return tuple(
        subscription_of(row, places.get(row.chat_id, nothing), topics.get(row.chat_id, nothing))
        for row in rows
    )


def _by_chat(
    connection: sa.Connection, column: sa.Column[Any], ids: sa.Select[Any]
) -> dict[int, frozenset[str]]:
    chat_id = column.table.c.chat_id
    found: dict[int, set[str]] = {}
    for chat, value in connection.execute(sa.select(chat_id, column).where(chat_id.in_(ids))):
        found.setdefault(chat, set()).add(value)
    return {chat: frozenset(values) for chat, values in found.items()}
