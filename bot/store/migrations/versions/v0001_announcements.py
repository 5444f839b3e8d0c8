"""Roles, subscriptions, announcements, their deliveries, and leases."""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None


def upgrade() -> None:
    """Create the first tables."""
    _create_people()
    _create_subscriptions()
    _create_announcements()
    _create_deliveries()
    _create_acknowledgements()
    op.create_table(
        "lease",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("term", sa.Integer, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop them again, those that refer to others first."""
    for table in (
        "lease",
        "acknowledgement",
        "delivery",
        "announcement",
        "subscription_topic",
        "subscription_place",
        "subscription",
        "audit",
        "role",
    ):
        op.drop_table(table)


def _create_people() -> None:
    op.create_table(
        "role",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("rank", sa.String(20), nullable=False),
        sa.Column("places", sa.JSON, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.BigInteger),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.BigInteger),
        sa.Column("announcement_id", sa.Integer, index=True),
        sa.Column("detail", sa.Text, nullable=False),
    )


def _create_subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("announcements", sa.Boolean, nullable=False),
        sa.Column("digest", sa.String(20), nullable=False),
        sa.Column("digest_hour", sa.SmallInteger, nullable=False),
        sa.Column("quiet_start", sa.Time),
        sa.Column("quiet_end", sa.Time),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("end_reason", sa.Text),
    )
    op.create_table(
        "subscription_place",
        _subscriber(),
        sa.Column("place", sa.Text, primary_key=True, index=True),
    )
    op.create_table(
        "subscription_topic",
        _subscriber(),
        sa.Column("topic", sa.String(40), primary_key=True),
    )


def _subscriber() -> sa.Column[int]:
    subscription = sa.ForeignKey("subscription.chat_id", ondelete="CASCADE", onupdate="CASCADE")
    return sa.Column("chat_id", sa.BigInteger, subscription, primary_key=True, autoincrement=False)


def _create_announcements() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("is_digest", sa.Boolean, nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("parameters", sa.Text, nullable=False),
        sa.Column("places", sa.JSON, nullable=False),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("acknowledge", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_by", sa.BigInteger),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.BigInteger),
        sa.Column("planned_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("card_chat_id", sa.BigInteger),
        sa.Column("card_message_id", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    _create_partial_index("ix_announcement_running", "announcement", ["id"], "ended_at IS NULL")


def _create_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "announcement_id",
            sa.Integer,
            sa.ForeignKey("announcement.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "chat_id",
            sa.BigInteger,
            sa.ForeignKey("subscription.chat_id", ondelete="CASCADE", onupdate="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("task", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("term", sa.Integer),
        sa.Column("serial", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("detail", sa.Text),
        sa.Column("revision", sa.Integer),
        sa.Column("message_chat_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("announcement_id", "chat_id"),
        sqlite_autoincrement=True,
    )
    is_open = "state IN ('waiting', 'claimed', 'sending')"
    is_in_hand = "state IN ('claimed', 'sending')"
    due = ["urgent", "due_at", "id"]
    _create_partial_index("ix_delivery_due", "delivery", due, "state = 'waiting'")
    _create_partial_index("ix_delivery_open", "delivery", ["announcement_id"], is_open)
    _create_partial_index("ix_delivery_in_hand", "delivery", ["term"], is_in_hand)


def _create_acknowledgements() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("announcement_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id", "chat_id"],
            ["delivery.announcement_id", "delivery.chat_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
    )
    op.create_index(
        "ix_acknowledgement_delivery", "acknowledgement", ["announcement_id", "chat_id"]
    )


def _create_partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(
        name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
