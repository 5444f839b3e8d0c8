"""What the outbox can do: claims and marks a second on SQLite and PostgreSQL, and how that grows.

    make outbox-bench

For each database and number of waiting deliveries: how long it takes to plan them, to claim them
by the batch, and to take one from its claim to "sent" (two transactions, as the sender does it).
PostgreSQL comes from the wheel that carries it, on this machine, with its commits made durable.
The table is printed and written to var/bench/outbox.json. Nothing is asserted: a busy machine is
no failure.
"""

import json
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from bot.store.database import open_database
from bot.store.records import ChatKind, Claim, Content, DigestRhythm, Draft, Lease
from bot.store.store import Store
from bot.store.tables import subscription
from tests.support.postgresql import PostgresqlUnavailableError, new_database, running_postgresql

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
RESULT = ROOT / "var" / "bench" / "outbox.json"
SIZES = (1_000, 100_000)
BATCH = 30
"""Deliveries to a claim: what Telegram takes in a second."""
MEASURED = 900
"""Deliveries that are claimed and marked, one after the other as a sender does."""
NEEDED = 30
"""Messages a second that Telegram takes, and so what is needed of it."""
NOW = datetime(2025, 3, 3, 3, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured with one database and one number of waiting deliveries."""

    database: str
    waiting: int
    plan_seconds: float
    claims_a_second: float
    """Deliveries claimed, by batches."""
    marks_a_second: float
    """Marks committed: "started" and "sent", each a transaction."""
    deliveries_a_second: float
    """Deliveries taken the whole way by one worker."""
    tally_ms: float
    """To count an announcement's deliveries by state and reason, for the card."""


def measure(name: str, url: str, size: int) -> Figures:
    """Fill an empty database and measure."""
    with open_database(url) as database, Store(database) as store:
        with database.writing() as connection:
            connection.execute(sa.insert(subscription), [subscriber(n) for n in range(1, size + 1)])
        number = store.announcements.draft(
            Draft(content=Content(method="sendMessage", parameters="{}")), by=1, now=NOW
        )
        plan_seconds, _ = timed(
            lambda: store.announcements.plan(number, by=1, now=NOW, most_unapproved=None)
        )
        lease = store.leases.take("sender", "benchmark", now=NOW)
        if lease is None:
            raise RuntimeError("the database is not empty")
        claim_seconds, claims = timed(lambda: claim_some(store, lease))
        mark_seconds, _ = timed(lambda: mark_all(store, claims))
        tally_seconds, _ = timed(lambda: store.reports.tally(number))
    return Figures(
        database=name,
        waiting=size,
        plan_seconds=plan_seconds,
        claims_a_second=len(claims) / claim_seconds,
        marks_a_second=2 * len(claims) / mark_seconds,
        deliveries_a_second=len(claims) / (claim_seconds + mark_seconds),
        tally_ms=1000 * tally_seconds,
    )


def subscriber(chat_id: int) -> dict[str, object]:
    """Return the row of a chat that wants everything."""
    return {
        "chat_id": chat_id,
        "kind": ChatKind.SUPERGROUP,
        "announcements": True,
        "digest": DigestRhythm.OFF,
        "digest_hour": 7,
        "since": NOW,
        "told_until": NOW,
    }


def claim_some(store: Store, lease: Lease) -> list[Claim]:
    """Claim batches until enough are claimed."""
    claims: list[Claim] = []
    while len(claims) < MEASURED:
        claims += store.outbox.claim(lease, limit=BATCH, now=NOW)
    return claims


def mark_all(store: Store, claims: list[Claim]) -> None:
    """Take each claim the whole way, as one worker does."""
    for claim in claims:
        store.outbox.start(claim)
        store.outbox.sent(claim, message_id=1, now=NOW)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Do something; return the seconds that it took, and what it gave."""
    begun = perf_counter()
    result = work()
    return perf_counter() - begun, result


def databases(folder: Path) -> Iterator[tuple[str, str, int]]:
    """Yield for each measurement the database's name, the URL of an empty one, and the size."""
    for size in SIZES:
        yield "SQLite", f"sqlite:///{folder}/{size}.db", size
    try:
        with running_postgresql(durable=True) as server:
            for size in SIZES:
                yield "PostgreSQL", new_database(server, f"bench{size}"), size
    except PostgresqlUnavailableError as error:
        Console().print(error)


def report(figures: list[Figures]) -> None:
    """Print the table, and write the file."""
    console = Console(highlight=False)
    names = ("database", "waiting", "plan, s", "claims/s", "marks/s", "deliveries/s", "tally, ms")
    table = Table(*names, box=None, pad_edge=False)
    for one in figures:
        table.add_row(
            one.database,
            f"{one.waiting:,}",
            f"{one.plan_seconds:.2f}",
            f"{one.claims_a_second:,.0f}",
            f"{one.marks_a_second:,.0f}",
            f"{one.deliveries_a_second:,.0f}",
            f"{one.tally_ms:.1f}",
        )
    console.print(table)
    console.print(
        f"needed: {NEEDED} deliveries/s; {platform.machine()}, {os.cpu_count()} cores, "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(list(map(asdict, figures)), indent=2) + "\n", encoding="utf-8")
    console.print(f"written to {RESULT.relative_to(ROOT)}")


def main() -> None:
    """Measure and report."""
    with tempfile.TemporaryDirectory() as folder:
        report([measure(*arguments) for arguments in databases(Path(folder))])


if __name__ == "__main__":
    main()
