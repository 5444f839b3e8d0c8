"""Has whoever measures hear of updates as they are dealt with, and the log say of which."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from structlog.contextvars import bound_contextvars

from bot.clock import now as current_time
from bot.intake.handling import Answers, PassingOn, Result, Send
from bot.intake.worker import Processing
from bot.operation.stages import Stage, Watcher, staged, watched_by
from bot.store.updates import Case


class Watched:
    """Deals with updates as `inner` does; every line logged over it says which one it was."""

    def __init__(
        self,
        inner: Processing,
        watcher: Watcher | None,
        now: Callable[[], datetime] = current_time,
    ) -> None:
        self._inner = inner
        self._watcher = watcher
        self._now = now

    async def outcome_of(self, case: Case, answers: Answers) -> Exception | None:
        """Try; return what went wrong, None where nothing did."""
        with self._on(case):
            if self._watcher and case.attempts == 1:
                waited = (self._now() - case.due_since).total_seconds()
                self._watcher.on_stage(Stage.WAITING, max(waited, 0))
            with staged(Stage.HANDLING):
                return await self._inner.outcome_of(case, answers)

    async def apologise(self, case: Case, error: Exception) -> None:
        """Tell whoever waits for an answer that there will be none."""
        with self._on(case):
            await self._inner.apologise(case, error)

    @contextmanager
    def _on(self, case: Case) -> Iterator[None]:
        line = {"update": case.update_id, "kind": case.kind, "attempt": case.attempts}
        with watched_by(self._watcher), bound_contextvars(**line):
            yield


class WatchedSending(PassingOn):
    """Tells how long each request took."""

    async def process_request(
        self,
        callback: Send,
        args: Any,  # noqa: ANN401 - as the library has it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make a request."""
        with staged(Stage.SENDING):
            return await self._inner.process_request(
                callback, args, kwargs, endpoint, data, rate_limit_args
            )
