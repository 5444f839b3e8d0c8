"""The worker: takes updates from the inbox, has them dealt with, and notes what became of them.

Of a chat's updates it has one in hand at a time, of several chats' as many as it is allowed to.
Most of them wait for Telegram; few are worked on at once, so that what Telegram has accepted is
noted before much else is done. What others put into the inbox it notices within a second, what its
own process does, at once.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from bot.errors import StoreUnavailableError
from bot.intake.decision import (
    Decision,
    Done,
    GiveUp,
    Leave,
    Park,
    RetryAt,
    Try,
    after,
    before,
    is_suspect,
)
from bot.intake.errors import place_of
from bot.intake.handling import Answers
from bot.intake.steadiness import Contact, Rhythm, WatchedClock
from bot.store.store import Store
from bot.store.updates import Case
from bot.threads import OwnThreads

MOST_AT_WORK = 2
"""Updates in hand that do not wait for Telegram. More would not be answered sooner, as Python works
on one at a time; and the notes of what was answered would stand in line behind them."""
LOOKING_SECONDS = 0.5
"""How long what another process received may go unnoticed."""
SIGNS_OF_LIFE = 4
"""How often what is in hand is held anew in the time that it is held for."""
DATABASE_SECONDS = 1.0
"""How long to wait for a database that is away before asking again."""
TRY_SECONDS = 120.0
"""How long one try may take: what hangs must not keep its chat for ever."""
FINISHING_SECONDS = 20.0
"""How long what is in hand may take once the worker was told to stop."""
MOST_NOTES = 5
"""How often the database is asked once it was."""
CLEANING_SECONDS = 600.0
MOST_ANSWERS = 1000
"""Of unfinished ones, that are remembered."""

logger = logging.getLogger(__name__)


class Processing(Protocol):
    """What deals with updates."""

    async def outcome_of(self, case: Case, answers: Answers, /) -> Exception | None:
        """Try; return what went wrong, None where nothing did."""

    async def apologise(self, case: Case, error: Exception, /) -> None:
        """Tell whoever waits for an answer that there will be none."""


class Observer(Protocol):
    """Someone who wants to know how updates are doing."""

    def on_decision(self, case: Case, decision: Decision, error: str | None) -> None:
        """Hear what became of a try, once that is noted; of an error its kind and place."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _End:
    """What became of a try."""

    case: Case
    decision: Decision
    error: str | None
    at: datetime


@dataclass(kw_only=True)
class _Hand:
    """An update in hand."""

    task: "asyncio.Task[None]"
    answers: Answers
    is_suspect: bool
    end: "_End | None" = field(default=None)
    """What is to be noted of it once its task is over."""

    @property
    def is_at_work(self) -> bool:
        """Tell whether it keeps this process busy."""
        return self.end is None and not self.answers.has_departed


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wanted:
    """What to ask the inbox for."""

    in_hand: tuple[int, ...]
    """What is not over, by the numbers of the updates."""
    most: int
    suspects: int


class Worker:
    """Deals with the updates of one bot, at most `most_at_once`, until it is told to stop."""

    def __init__(
        self,
        store: Store,
        bot_id: int,
        processing: Processing,
        *,
        most_at_once: int,
        observer: Observer | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        finishing_seconds: float = FINISHING_SECONDS,
    ) -> None:
        self._store = store
        self._bot_id = bot_id
        self._processing = processing
        self._most_at_once = most_at_once
        self._observer = observer
        self._finishing_seconds = finishing_seconds
        self._thread = OwnThreads("inbox")
        self._news = asyncio.Event()
        self._is_stopping = False
        self._hands: dict[int, _Hand] = {}
        """By the number of the update."""
        self._answers: dict[int, Answers] = {}
        """What was accepted of answers that were not, as a whole."""
        self._holding = Rhythm(store.inbox.held_for.total_seconds() / SIGNS_OF_LIFE)
        self._cleaning = Rhythm(CLEANING_SECONDS)
        self._contact = Contact(store.inbox.held_for)
        self._clock = WatchedClock(now, on_jump=self._contact.lose)

    def wake(self) -> None:
        """Look into the inbox now."""
        self._news.set()

    def stop(self) -> None:
        """Take nothing more, finish what is in hand, keep the rest, and end `run`."""
        self._is_stopping = True
        self._news.set()

    async def run(self) -> None:
        """Deal with what comes; while the database is away, wait for it."""
        while not self._is_stopping:
            await self._turn_over()
        await self._finish()
        self._thread.close()

    async def _turn_over(self) -> None:
        """Note what is over and take what is due; return when there may be more of either."""
        self._news.clear()
        if not await self._exchange():
            await asyncio.sleep(DATABASE_SECONDS)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOKING_SECONDS):
                await self._news.wait()

    async def _exchange(self) -> bool:
        """Do with the database what there is to do; return whether it was there."""
        ends = {number: hand.end for number, hand in self._hands.items() if hand.end}
        try:
            cases = await self._thread.run(self._note_and_take, ends, self._wanted())
        except StoreUnavailableError as error:
            logger.warning("waiting for the database: %s", error)
            for rhythm in (self._holding, self._cleaning):
                rhythm.make_due()
            return False
        self._contact.made()
        for number, end in ends.items():
            del self._hands[number]
            self._tell(end)
        for case in cases:
            self._begin(case)
        return True

    def _begin(self, case: Case) -> None:
        answers = self._answers.setdefault(case.update_id, Answers(self._look_for_more))
        if len(self._answers) > MOST_ANSWERS:  # of those that other workers went on with
            self._answers.pop(next(iter(self._answers)))
        self._hands[case.update_id] = _Hand(
            task=asyncio.create_task(self._handle(case, answers)),
            answers=answers,
            is_suspect=is_suspect(case.failures),
        )

    def _look_for_more(self) -> None:
        """Take more in hand, once that is worth a transaction."""
        if self._at_work() <= MOST_AT_WORK // 2:
            self.wake()

    def _at_work(self) -> int:
        return sum(hand.is_at_work for hand in self._hands.values())

    def _wanted(self) -> _Wanted:
        """Return what may be taken in hand now."""
        in_hand = {number: hand for number, hand in self._hands.items() if not hand.end}
        room = min(self._most_at_once - len(in_hand), MOST_AT_WORK - self._at_work())
        has_suspect = any(hand.is_suspect for hand in in_hand.values())
        return _Wanted(
            in_hand=tuple(in_hand),
            most=0 if self._is_stopping else max(room, 0),
            suspects=0 if has_suspect else 1,
        )

    def _tell(self, end: _End) -> None:
        if self._observer is None:
            return
        try:
            self._observer.on_decision(end.case, end.decision, end.error)
        except Exception as error:  # noqa: BLE001 - whoever looks on must not stop the work
            logger.warning("an observer of the intake broke: %s", place_of(error))

    def _note_and_take(self, ends: Mapping[int, _End], wanted: _Wanted) -> tuple[Case, ...]:
        """Do all that the database is needed for; blocks, and is one transaction."""
        inbox = self._store.inbox
        with self._store.together():
            now = self._clock()  # and not before the database was there
            for end in ends.values():
                self._note(end)
            if self._holding.is_due():
                inbox.mend(self._bot_id, now=now)
                inbox.hold(self._bot_id, wanted.in_hand, now=now)
            if self._cleaning.is_due():
                inbox.delete_old(now=now)
            return inbox.claim(
                self._bot_id,
                limit=wanted.most,
                now=now,
                in_hand=wanted.in_hand,
                suspects=wanted.suspects,
                abandoned=self._contact.is_steady(),
            )

    async def _handle(self, case: Case, answers: Answers) -> None:
        """Make a try, and have noted what became of it."""
        error: Exception | None = None
        decision: Decision = RetryAt(due=self._clock(), failures=case.failures)  # if cut short
        try:
            now = self._clock()
            decided = before(self._try_of(case), now=now)
            if decided is None:
                error = await self._outcome_of(case, answers)
                now = self._clock()
                decision = after(error, self._try_of(case), now=now)
            else:
                decision = decided
            if isinstance(decision, Park) and decision.apologise and error:
                await self._apologise(case, error)
        finally:
            self._end(case, decision, place_of(error) if error else None)

    def _try_of(self, case: Case) -> Try:
        """Return what to decide by, at the moment that the clock told last."""
        return Try(
            kind=case.kind,
            due_since=self._clock.by_now(case.due_since),
            number=case.attempts,
            failures=case.failures,
        )

    async def _apologise(self, case: Case, error: Exception) -> None:
        try:
            await self._processing.apologise(case, error)
        except Exception as failure:  # noqa: BLE001 - an apology that fails has nobody to blame
            logger.warning("no apology could be made: %s", place_of(failure))

    async def _outcome_of(self, case: Case, answers: Answers) -> Exception | None:
        try:
            async with asyncio.timeout(TRY_SECONDS):
                return await self._processing.outcome_of(case, answers)
        except Exception as error:  # noqa: BLE001 - whatever it is, the row is decided on
            return error

    def _end(self, case: Case, decision: Decision, error: str | None) -> None:
        """Have a decision noted with the next transaction."""
        _log(case, decision, error)
        now = self._clock()
        self._hands[case.update_id].end = _End(case=case, decision=decision, error=error, at=now)
        if isinstance(decision, RetryAt):
            wait = (decision.due - now).total_seconds()
            asyncio.get_running_loop().call_later(wait, self.wake)
        else:
            self._answers.pop(case.update_id, None)
        self.wake()

    def _note(self, end: _End) -> None:
        inbox, case = self._store.inbox, end.case
        match end.decision:
            case Done():
                inbox.done(case, now=end.at)
            case GiveUp():
                inbox.done(case, now=end.at, error=end.error or TOO_LATE)
            case RetryAt(due=due, failures=failures):
                inbox.retry(case, due_at=due, failures=failures)
            case Park():
                inbox.park(case, now=end.at, error=end.error or DEADLY)
            case Leave():
                pass  # whoever has it notes what becomes of it

    async def _finish(self) -> None:
        """See what is in hand to its end, for as long as there is time."""
        loop = asyncio.get_running_loop()
        over_at = loop.time() + self._finishing_seconds
        while self._unfinished() and loop.time() < over_at:
            await self._turn_over()
        for task in self._unfinished():
            task.cancel()
        await asyncio.gather(*self._unfinished(), return_exceptions=True)
        notes_left = MOST_NOTES
        while self._hands and notes_left:
            notes_left -= 1
            if not await self._exchange():
                await asyncio.sleep(DATABASE_SECONDS)

    def _unfinished(self) -> list["asyncio.Task[None]"]:
        return [hand.task for hand in self._hands.values() if not hand.task.done()]


TOO_LATE = "too late"
DEADLY = "the process died over it, again and again"


def _log(case: Case, decision: Decision, error: str | None) -> None:
    match decision:
        case GiveUp():
            logger.warning("update %d was given up: %s", case.update_id, error or TOO_LATE)
        case Park():
            logger.error("update %d was parked: %s", case.update_id, error or DEADLY)
        case RetryAt():
            logger.info("update %d will be tried again: %s", case.update_id, error)
        case Leave():
            logger.warning("update %d is in another worker's hands by now", case.update_id)
        case Done():
            pass
