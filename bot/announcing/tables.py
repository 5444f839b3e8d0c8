"""Tables that officers export: CSV for spreadsheets and programs, ids and reasons, no names."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.store.records import VIETNAM, Delivery

DELIVERY_COLUMNS = (
    "chat_id",
    "task",
    "state",
    "reason",
    "detail",
    "attempts",
    "due_at",
    "sent_at",
    "message_id",
)
READER_COLUMNS = ("place", "chats", "people")


def deliveries_csv(deliveries: Iterable[Delivery]) -> str:
    """Return a line for every chat of an announcement; times are Vietnam's."""
    return _csv(
        DELIVERY_COLUMNS,
        (
            (
                one.chat_id,
                one.task.value,
                one.state.value,
                one.reason,
                one.detail,
                one.attempts,
                _local(one.due_at),
                _local(one.sent_at),
                one.message_id,
            )
            for one in deliveries
        ),
    )


def readers_csv(rows: Iterable[tuple[str, int, int]]) -> str:
    """Return a line for every place: its name, its chats, and the people who have read it there."""
    return _csv(READER_COLUMNS, rows)


def csv_file(text: str) -> bytes:
    """Return a table as a file whose letters spreadsheets read right."""
    return text.encode("utf-8-sig")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _harmless(cell: object) -> object:
    """Keep a spreadsheet from taking words for a formula; numbers stay as they are."""
    is_formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t"))
    return f"'{cell}" if is_formula else cell


def _local(moment: datetime | None) -> str:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else ""
