"""Articles, the library's revision, and the record of what was shipped."""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "article",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("source_name", sa.Text, nullable=False, unique=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("published_on", sa.Date),
        sa.Column("author", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("contact_start", sa.Integer),
        sa.Column("contact_end", sa.Integer),
        sa.Column("digest_file", sa.Text),
        sa.Column("digest_title", sa.Text),
        sa.Column("digest_publisher", sa.Text),
        sa.Column("digest_published_on", sa.Date),
        sa.Column("digest_author", sa.Text),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "library_state",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.String(32), nullable=False),
    )
    op.create_table(
        "shipped_article",
        sa.Column("source_name", sa.Text, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    op.execute("INSERT INTO library_state (id, revision) VALUES (1, 'empty')")


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("shipped_article")
    op.drop_table("library_state")
    op.drop_table("article")
