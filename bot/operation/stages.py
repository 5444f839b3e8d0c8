"""The stages of an update's way, told to whoever measures the update in hand.

The watcher is known wherever that is, in threads too that `asyncio.to_thread` asks. Without one,
telling costs next to nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Protocol

from retrieval.records import Abstention, AbstentionReason, Reply


class Stage(StrEnum):
    """A part of an update's way, of which the others are parts or follow one another."""

    WAITING = "waiting"
    """From being due to being taken in hand."""
    UNDERSTANDING = "understanding"
    """A question -> what it means."""
    ANSWERING = "answering"
    """What it means -> cited sentences, or an abstention."""
    RENDERING = "rendering"
    """These -> what is shown."""
    SENDING = "sending"
    """A request to the Bot API, its turn included."""
    HANDLING = "handling"
    """All from being taken in hand on."""


class Watcher(Protocol):
    """Someone who measures; what they hear names nobody."""

    def on_stage(self, stage: Stage, seconds: float) -> None:
        """Hear how long a stage took."""

    def on_reply(self, abstained: AbstentionReason | None) -> None:
        """Hear that a question was answered, or why not."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher | None) -> Iterator[None]:
    """Have what is told inside told to `watcher`."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


@contextmanager
def staged(stage: Stage) -> Iterator[None]:
    """Tell how long what is inside takes, whether or not it works."""
    watcher = _watcher.get()
    if watcher is None:
        yield
        return
    started = time.perf_counter()
    try:
        yield
    finally:
        watcher.on_stage(stage, time.perf_counter() - started)


def replied(found: Reply) -> None:
    """Tell what a question came to."""
    if watcher := _watcher.get():
        watcher.on_reply(found.reason if isinstance(found, Abstention) else None)
