"""Opens the database of the bot's own tables, beside the library's in the same one."""

from bot.errors import StoreUnavailableError
from corpus.databases import Database, Schema

SCHEMA = Schema(
    scripts="bot.store:migrations",
    version_table="bot_version",
    head="v0002",
    unavailable=StoreUnavailableError,
    survives="power loss",  # a message that was sent must not be forgotten, and sent again
)


def open_database(url: str) -> Database:
    """Open the database at `url`, migrated; raises StoreUnavailableError.

    Everything that is done with it blocks: asynchronous callers use `asyncio.to_thread`.
    """
    return Database.open(url, SCHEMA)
