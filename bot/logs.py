"""Logs without secrets: no token, no password, and nothing of what people write."""

import logging
import re
import sys
from typing import TextIO

_REDACTIONS = (
    # 123456:AAE-secret, alone or in /bot123456:AAE-secret/getMe
    (re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{20,}"), "<token>"),
    # http://name:password@proxy:3128
    (re.compile(r"(?<=://)[^/\s@]+(?=@)"), "<secret>"),
)
_HUSHED = ("telegram", "httpx", "httpcore", "sqlalchemy", "alembic")
"""Libraries that log addresses with the token at INFO, or updates with their texts at DEBUG."""


class RedactingFormatter(logging.Formatter):
    """Formats a record, its traceback included, and takes out what looks like a secret."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line or lines to write."""
        return redacted(super().format(record))


def redacted(text: str) -> str:
    """Return `text` without bots' tokens and the credentials of addresses.

    >>> redacted("GET https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5P/getMe")
    'GET https://api.telegram.org/bot<token>/getMe'
    """
    for pattern, replacement in _REDACTIONS:
        text = pattern.sub(replacement, text)
    return text


def configure_logging(level: str, stream: TextIO | None = None) -> logging.Handler:
    """Send all logs from `level` up to `stream` (standard error), redacted; return the handler."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in _HUSHED:
        logging.getLogger(library).setLevel(logging.WARNING)
    return handler
