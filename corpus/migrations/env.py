"""Alembic's entry: migrates in the transaction that the library has opened."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="corpus_version",
)
with context.begin_transaction():
    context.run_migrations()
