"""What holds for every command: its words are UTF-8, and its errors say what to do."""

import io
import os
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import typer

from bot.errors import BotError
from bot.redaction import redacted
from bot.sandbox.errors import SandboxError
from corpus.errors import CorpusError
from retrieval.errors import RetrievalError


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: Vietnamese has no other home.

    What is no text at all, such as a stray byte of a file's name, is written as an escape.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def as_typed(words: Iterable[str]) -> str:
    """Return arguments as one text, read as UTF-8 whatever the locale took them for.

    >>> as_typed(["Cần", "Đước"])
    'Cần Đước'
    """
    return os.fsencode(" ".join(words)).decode("utf-8", "replace")


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn our own errors into a plain message on standard error and exit code 2.

    Of any other a traceback is written, and the exit code is 1, as Python does by itself; but what
    looks like a secret is taken out. So it is where a thread breaks.
    """
    threading.excepthook = _write_traceback_of_thread
    try:
        yield
    except (BotError, SandboxError, CorpusError, RetrievalError) as error:
        typer.echo(f"danvan: {redacted(str(error))}", err=True)
        raise SystemExit(2) from error
    except Exception as error:
        _write_traceback(error)
        raise SystemExit(1) from error


def _write_traceback(error: BaseException) -> None:
    typer.echo(redacted("".join(traceback.format_exception(error))), err=True, nl=False)


def _write_traceback_of_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        _write_traceback(args.exc_value)
