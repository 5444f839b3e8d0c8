"""Updates, kept until they are dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"

_IS_OPEN = sa.text("state IN ('waiting', 'in_hand')")


def upgrade() -> None:
    """Create the inbox."""
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("raw", sa.Text),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("due_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("effects", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    for name, columns in (
        ("ix_inbox_open", ["bot_id", "update_id"]),
        ("ix_inbox_chat", ["bot_id", "chat_id", "update_id"]),
    ):
        op.create_index(name, "inbox", columns, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("inbox")
