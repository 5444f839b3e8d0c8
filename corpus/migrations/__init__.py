"""Alembic's migrations of the library's tables; `Library.open` runs them by itself."""
