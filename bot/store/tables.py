"""The tables, as the last migration leaves them."""

from enum import StrEnum

import sqlalchemy as sa

from bot.store.records import ChatKind, DigestRhythm, Rank, State, Step, Task
from bot.store.updates import CaseState
from corpus.databases import Moment


def _word(kind: type[StrEnum]) -> "sa.Enum":
    """Return the type of a column that keeps the values of `kind`, with room for longer ones."""
    return sa.Enum(
        kind,
        native_enum=False,
        length=20,
        values_callable=lambda words: [word.value for word in words],
    )


def _of(column: str, *, on_update: str | None = None) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE", onupdate=on_update)


tables = sa.MetaData()

role = sa.Table(
    "role",
    tables,
    sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("rank", _word(Rank), nullable=False),
    sa.Column("places", sa.JSON, nullable=False),
)

audit = sa.Table(
    "audit",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.BigInteger),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.BigInteger),
    sa.Column("announcement_id", sa.Integer, index=True),
    sa.Column("detail", sa.Text, nullable=False),
)

subscription = sa.Table(
    "subscription",
    tables,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", _word(ChatKind), nullable=False),
    sa.Column("announcements", sa.Boolean, nullable=False),
    sa.Column("digest", _word(DigestRhythm), nullable=False),
    sa.Column("digest_hour", sa.SmallInteger, nullable=False),
    sa.Column("quiet_start", sa.Time),
    sa.Column("quiet_end", sa.Time),
    sa.Column("thread_id", sa.BigInteger),
    sa.Column("since", Moment, nullable=False),
    sa.Column("told_until", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("end_reason", sa.Text),
)

subscription_place = sa.Table(
    "subscription_place",
    tables,
    sa.Column(
        "chat_id",
        sa.BigInteger,
        _of("subscription.chat_id", on_update="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("place", sa.Text, primary_key=True, index=True),
)

subscription_topic = sa.Table(
    "subscription_topic",
    tables,
    sa.Column(
        "chat_id",
        sa.BigInteger,
        _of("subscription.chat_id", on_update="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("topic", sa.String(40), primary_key=True),
)

announcement = sa.Table(
    "announcement",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("step", _word(Step), nullable=False),
    sa.Column("is_digest", sa.Boolean, nullable=False),
    sa.Column("method", sa.String(40), nullable=False),
    sa.Column("parameters", sa.Text, nullable=False),
    sa.Column("places", sa.JSON, nullable=False),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("acknowledge", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("approved_by", sa.BigInteger),
    sa.Column("planned_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("card_chat_id", sa.BigInteger),
    sa.Column("card_message_id", sa.BigInteger),
    sqlite_autoincrement=True,  # a number is never given again: people write it down
)

_NOT_ENDED = sa.text("ended_at IS NULL")
sa.Index(
    "ix_announcement_running",
    announcement.c.id,
    sqlite_where=_NOT_ENDED,
    postgresql_where=_NOT_ENDED,
)

delivery = sa.Table(
    "delivery",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("announcement_id", sa.Integer, _of("announcement.id"), nullable=False),
    sa.Column(
        "chat_id",
        sa.BigInteger,
        _of("subscription.chat_id", on_update="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("task", _word(Task), nullable=False),
    sa.Column("state", _word(State), nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("due_since", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("term", sa.Integer),
    sa.Column("serial", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("detail", sa.Text),
    sa.Column("revision", sa.Integer),
    sa.Column("message_chat_id", sa.BigInteger),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("sent_at", Moment),
    sa.UniqueConstraint("announcement_id", "chat_id"),
    sqlite_autoincrement=True,
)

_WAITING = sa.text("state = 'waiting'")
_OPEN = sa.text("state IN ('waiting', 'claimed', 'sending')")
_IN_HAND = sa.text("state IN ('claimed', 'sending')")
sa.Index(
    "ix_delivery_due",
    delivery.c.urgent,
    delivery.c.due_at,
    delivery.c.id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
sa.Index(
    "ix_delivery_open",
    delivery.c.announcement_id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
sa.Index(
    "ix_delivery_in_hand",
    delivery.c.term,
    sqlite_where=_IN_HAND,
    postgresql_where=_IN_HAND,
)

acknowledgement = sa.Table(
    "acknowledgement",
    tables,
    sa.Column("announcement_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.ForeignKeyConstraint(
        ["announcement_id", "chat_id"],
        ["delivery.announcement_id", "delivery.chat_id"],
        ondelete="CASCADE",
        onupdate="CASCADE",
    ),
    sa.Index("ix_acknowledgement_delivery", "announcement_id", "chat_id"),
)

lease = sa.Table(
    "lease",
    tables,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("term", sa.Integer, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)

inbox = sa.Table(
    "inbox",
    tables,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("raw", sa.Text),
    sa.Column("state", _word(CaseState), nullable=False),
    sa.Column("received_at", Moment, nullable=False, index=True),
    sa.Column("due_since", Moment, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("effects", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("ended_at", Moment),
)

IS_OPEN = "{}state IN ('waiting', 'in_hand')"
"""What of the inbox is left to do, in the very words of its indexes; {} is for a table's name."""
_LEFT_TO_DO = sa.text(IS_OPEN.format(""))
sa.Index(
    "ix_inbox_open",
    inbox.c.bot_id,
    inbox.c.update_id,
    sqlite_where=_LEFT_TO_DO,
    postgresql_where=_LEFT_TO_DO,
)
sa.Index(
    "ix_inbox_chat",
    inbox.c.bot_id,
    inbox.c.chat_id,
    inbox.c.update_id,
    sqlite_where=_LEFT_TO_DO,
    postgresql_where=_LEFT_TO_DO,
)
