"""Logs without secrets: no token, no password, and nothing of what people write.

Modules log by the standard library; structlog writes the lines, for people or as JSON, each with
what was bound for the update in hand (`bot.operation.watching`).
"""

import logging
import sys
from typing import Literal, TextIO

import structlog

from bot.redaction import redacted

LogFormat = Literal["text", "json"]
_HUSHED = ("telegram", "httpx", "httpcore", "sqlalchemy", "alembic")
"""Libraries that log addresses with the token at INFO, or updates with their texts at DEBUG."""


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record, its traceback included, and takes out what looks like a secret."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line or lines to write."""
        return redacted(super().format(record))


def configure_logging(
    level: str, stream: TextIO | None = None, *, log_format: LogFormat = "text"
) -> logging.Handler:
    """Send all logs from `level` up to `stream` (standard error), redacted; return the handler."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(log_format))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in _HUSHED:
        logging.getLogger(library).setLevel(logging.WARNING)
    return handler


def _formatter(log_format: LogFormat) -> RedactingFormatter:
    for_people = structlog.dev.ConsoleRenderer(
        colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
    )
    for_programs = structlog.processors.JSONRenderer(ensure_ascii=False)
    endings: dict[LogFormat, list[structlog.typing.Processor]] = {
        "text": [for_people],
        "json": [structlog.processors.format_exc_info, for_programs],
    }
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return RedactingFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[remove_meta, *endings[log_format]],
    )
