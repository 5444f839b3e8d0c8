"""Alembic's way from one version of the bot's tables to the next."""
