import io
import json
import logging
from collections.abc import Iterator

import pytest
from structlog.contextvars import bound_contextvars

from bot.logs import configure_logging
from bot.redaction import redacted

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    root.handlers = []
    configure_logging("DEBUG", stream)
    yield stream
    root.handlers, root.level = handlers, level


def test_a_token_is_taken_out_of_messages_arguments_and_tracebacks(stream: io.StringIO) -> None:
    logger = logging.getLogger("somewhere")
    logger.info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    try:
        int(f"The token `{TOKEN}` was rejected")
    except ValueError:
        logger.exception("no")
    assert "ValueError" in stream.getvalue()
    assert "AAHdq" not in stream.getvalue()


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("INFO", stream, log_format="json")
    yield stream
    root.handlers, root.level = handlers, level


def test_for_programs_each_line_is_json_with_the_update_that_it_is_of(lines: io.StringIO) -> None:
    with bound_contextvars(update=41, kind="message"):
        logging.getLogger("bot.somewhere").warning("waiting for %s: %d", "đĩa", 3)
    logging.getLogger("bot.elsewhere").info("done")
    first, second = (json.loads(line) for line in lines.getvalue().splitlines())
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "waiting for đĩa: 3",
        "level": "warning",
        "logger": "bot.somewhere",
        "update": 41,
        "kind": "message",
    }
    assert "update" not in second


def test_for_programs_a_traceback_is_one_line_too_and_has_no_secret(lines: io.StringIO) -> None:
    try:
        int(f"The token `{TOKEN}` was rejected")
    except ValueError:
        logging.getLogger("bot").exception("no")
    (line,) = lines.getvalue().splitlines()
    assert "ValueError" in json.loads(line)["exception"]
    assert "AAHdq" not in line


def test_for_people_a_line_says_which_update_it_is_of(stream: io.StringIO) -> None:
    with bound_contextvars(update=41):
        logging.getLogger("bot.somewhere").warning("waiting for %s", "the disk")
    line = stream.getvalue()
    assert "[warning" in line
    assert "waiting for the disk" in line
    assert "update=41" in line
    assert "bot.somewhere" in line


def test_libraries_that_log_addresses_and_updates_are_silent(stream: io.StringIO) -> None:
    for library in ("httpx", "httpcore", "telegram.ext.Application"):
        logging.getLogger(library).info("an update with a text")
    logging.getLogger("bot").debug("something of ours")
    assert "text" not in stream.getvalue()
    assert "something of ours" in stream.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://name:hush@proxy:3128", "http://<secret>@proxy:3128"),
        ("postgresql+psycopg://danvan:hush@db/danvan", "postgresql+psycopg://<secret>@db/danvan"),
        ("http://proxy:3128 a@b", "http://proxy:3128 a@b"),
        ("at 12:30:05 in tests/bot/test_x.py:12", "at 12:30:05 in tests/bot/test_x.py:12"),
    ],
)
def test_only_secrets_are_taken_out(text: str, shown: str) -> None:
    assert redacted(text) == shown
