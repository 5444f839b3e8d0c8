"""All that the bot must not forget, behind one door."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from bot.store.announcements import Announcements
from bot.store.audit import Audit
from bot.store.database import open_database
from bot.store.end_reports import EndReports
from bot.store.inbox import HELD_FOR, Inbox
from bot.store.lease import BRIEF, LASTS, Leases
from bot.store.outbox import Outbox
from bot.store.privacy import forget
from bot.store.reports import Reports
from bot.store.roles import Roles
from bot.store.subscriptions import Subscriptions
from bot.store.sweeping import Swept, sweep
from corpus.databases import Database


class Store:
    """The bot's own tables; open them with `Store.open`, use them from any thread.

    Everything blocks (asynchronous callers use `asyncio.to_thread`), is one transaction, and
    raises StoreUnavailableError where the database fails it.
    """

    def __init__(
        self, database: Database, owners: Collection[int] = (), *, lease_lasts: timedelta = LASTS
    ) -> None:
        self._database = database
        self.audit = Audit(database)
        self.roles = Roles(database, owners)
        self.subscriptions = Subscriptions(database)
        self.announcements = Announcements(database)
        self.reports = Reports(database)
        self.end_reports = EndReports(database)
        self.inbox = Inbox(database, held_for=min(lease_lasts, HELD_FOR))
        self.outbox = Outbox(database)
        self.leases = Leases(database, lasts=lease_lasts)
        self.brief_leases = Leases(database, lasts=min(lease_lasts, BRIEF))

    @classmethod
    def open(
        cls, url: str, owners: Collection[int] = (), *, lease_lasts: timedelta = LASTS
    ) -> Self:
        """Open the database at `url`, migrated; `owners` are those of the settings."""
        return cls(open_database(url), owners, lease_lasts=lease_lasts)

    def together(self) -> AbstractContextManager[object]:
        """Make one transaction of all that this thread does inside: kept as a whole, or not.

        >>> with Store.open("sqlite://", owners=[1]) as store, store.together():
        ...     store.roles.of(1).rank.value
        'owner'
        """
        return self._database.writing()

    def forget(self, telegram_id: int) -> None:
        """Delete all that belongs to a person, or to a chat."""
        forget(self._database, telegram_id)

    def sweep(self, *, now: datetime) -> Swept:
        """Delete what has been kept for as long as it may be; to be called once a day or so."""
        return sweep(self._database, now=now)

    def close(self) -> None:
        """Give the database's connections back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
