"""The sender: takes deliveries from the outbox, makes the requests, notes what became of them.

Exactly one process sends at a time, by a lease. A delivery is first claimed, which a crash undoes;
then started, noted at the moment its request goes out, from when on a crash leaves it uncertain;
and then it has come to its end, or waits again. No request goes out that was not noted before.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, Protocol

from telegram import Bot
from telegram.error import BadRequest

from bot.delivery.decision import (
    POLICY,
    Attempt,
    Decision,
    EndSubscription,
    Failed,
    MoveTo,
    Reason,
    RetryAt,
    RetryPolicy,
    Sent,
    Uncertain,
    decide,
    is_done_already,
)
from bot.delivery.departure import DepartingRequest, Departure, NotToDepartError, departing
from bot.delivery.pacing import Priority
from bot.delivery.requests import ButtonRow, Request, request_of
from bot.delivery.tenure import Tenure
from bot.delivery.turns import Turns
from bot.errors import LeaseLostError, StoreUnavailableError
from bot.store.records import Announcement, Claim, Lease, Task
from bot.store.store import Store

LEASE = "sender"
LINGERING = timedelta(seconds=1)
"""After a sender has stopped: the next one keeps a pace of its own, and Telegram's seconds that
hold messages of both would be too full."""
WORKERS = 4
"""Requests under way at once; more cost more, and Telegram's pace needs no more."""
BATCH = 16
"""Deliveries claimed at once: half a second's."""
LOOKING_SECONDS = 1.0
"""How long something that is due may go unnoticed; `wake` has it noticed at once."""
DATABASE_SECONDS = 1.0
"""How long to wait for a database that is away before asking again."""
MOST_NOTES = 5
"""How often to ask it once the sender was told to stop."""

logger = logging.getLogger(__name__)


class Observer(Protocol):
    """Someone who wants to know how announcements are doing."""

    def on_decision(self, claim: Claim, decision: Decision) -> None:
        """Hear what became of a try."""

    def on_end(self, announcement_id: int) -> None:
        """Hear that nothing is left to do of an announcement.

        Heard again by whoever sends next, until it is noted in the store that it was reported.
        """


class Sender:
    """Sends what is due, until it is told to stop.

    `button_row` makes the row of buttons below an announcement that wants to be acknowledged.
    The bot has no defaults and no rate limiter: what is sent is what was decided on. Its requests
    are DepartingRequests, so that each is noted before it goes out; TypeError for others.
    """

    def __init__(
        self,
        store: Store,
        bot: Bot,
        turns: Turns,
        *,
        button_row: Callable[[int], ButtonRow],
        observer: Observer | None = None,
        policy: RetryPolicy = POLICY,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if not isinstance(bot.request, DepartingRequest):
            raise TypeError(f"a sender's requests depart, those of {type(bot.request)} do not")
        self._store = store
        self._bot = bot
        self._turns = turns
        self._button_row = button_row
        self._observer = observer
        self._policy = policy
        self._now = now
        self._tenure = Tenure(store.leases, LEASE, now=now, lingers=LINGERING)
        self._news = asyncio.Event()
        self._is_stopping = False
        self._chats: set[int] = set()
        """Those that a worker is writing to."""
        self._announcement = lru_cache(maxsize=8)(self._read_announcement)

    def wake(self) -> None:
        """Look for deliveries now: something was planned."""
        self._news.set()

    def stop(self) -> None:
        """Finish what is in hand, give back what is not, and end `run`."""
        self._is_stopping = True
        self._news.set()

    async def run(self) -> None:
        """Send whenever this process holds the lease; while the database is away, wait for it."""
        while not self._is_stopping:
            if lease := await self._tenure.take():
                await self._hold(lease)
            else:
                await self._rest(self._tenure.asking_seconds)

    async def _hold(self, lease: Lease) -> None:
        lost, hands = asyncio.Event(), asyncio.Queue[Claim | None](maxsize=BATCH)
        async with self._tenure.held(lease, lost):
            working = [asyncio.create_task(self._work(hands, lost)) for _ in range(WORKERS)]
            try:
                await self._feed(lease, hands, lost)
            except LeaseLostError as error:
                logger.warning("%s", error)
            except StoreUnavailableError as error:
                logger.warning("waiting for the database: %s", error)
                await self._rest(DATABASE_SECONDS)
            finally:
                lost.set()
                for _ in working:
                    await hands.put(None)
                await asyncio.gather(*working)

    async def _feed(
        self, lease: Lease, hands: "asyncio.Queue[Claim | None]", lost: asyncio.Event
    ) -> None:
        """Hand out what is due."""
        doubtful = await asyncio.to_thread(self._store.outbox.recover, lease)
        if doubtful:
            logger.warning("%d deliveries are uncertain: a sender died over them", doubtful)
        self._tell_of_ends(await asyncio.to_thread(self._store.end_reports.owed, now=self._now()))
        while not self._is_stopping and not lost.is_set():
            await self._advance()
            claims = await asyncio.to_thread(
                self._store.outbox.claim, lease, limit=BATCH, now=self._now()
            )
            for claim in claims:
                await hands.put(claim)
            if not claims:
                await self._rest(await self._until_due())

    async def _advance(self) -> None:
        self._tell_of_ends(
            await asyncio.to_thread(self._store.announcements.advance, now=self._now())
        )

    def _tell_of_ends(self, announcement_ids: Iterable[int]) -> None:
        for ended in announcement_ids:
            logger.info("announcement %d: nothing is left to do", ended)
            if self._observer:
                self._observer.on_end(ended)

    async def _until_due(self) -> float:
        due = await asyncio.to_thread(self._store.outbox.next_due)
        if due is None:
            return LOOKING_SECONDS
        return min(max((due - self._now()).total_seconds(), 0), LOOKING_SECONDS)

    async def _work(self, hands: "asyncio.Queue[Claim | None]", lost: asyncio.Event) -> None:
        while claim := await hands.get():
            try:
                await self._handle(claim, is_over=lost.is_set() or self._is_stopping)
            except StoreUnavailableError as error:
                logger.warning("waiting for the database: %s", error)
                lost.set()  # and taken again, which recovers what was in hand
            except Exception:
                logger.exception("delivery %d was left as it is", claim.delivery_id)

    async def _handle(self, claim: Claim, *, is_over: bool) -> None:
        wait = timedelta(0) if is_over else self._wait(claim)
        if is_over or wait:
            put_back = partial(self._store.outbox.put_back, claim, due_at=self._now() + wait)
            await asyncio.to_thread(put_back)
            return
        self._chats.add(claim.chat_id)
        try:
            await self._deliver(claim)
        finally:
            self._chats.discard(claim.chat_id)

    def _wait(self, claim: Claim) -> timedelta:
        """Return how long a delivery has to wait for its chat, which no worker waits for."""
        now = self._now()
        if claim.quiet and not claim.urgent and (over := claim.quiet.over(now)) > now:
            return over - now
        if claim.chat_id in self._chats:
            return timedelta(seconds=1)
        return self._turns.wait_for_chat(claim.chat_id)

    async def _deliver(self, claim: Claim) -> None:
        request = await self._request(claim)
        departure = Departure(partial(asyncio.to_thread, self._store.outbox.start, claim))
        async with self._turns.turn(claim.chat_id, Priority.ANNOUNCEMENT):
            with departing(departure):
                outcome = await self._outcome(claim, request)
        if isinstance(outcome, NotToDepartError):
            return  # stopped meanwhile, or another sender's by now
        decision = self._decide(claim, outcome)
        await self._note(partial(self._apply, claim, decision, is_started=departure.is_over))
        if self._observer:
            self._observer.on_decision(claim, decision)

    async def _request(self, claim: Claim) -> Request | BadRequest:
        """Return the request for a claim; as Telegram would refuse it where there can be none."""
        version = claim.announcement_id, claim.revision
        draft = (await asyncio.to_thread(self._announcement, *version)).draft
        row = self._button_row(claim.announcement_id) if draft.acknowledge else ()
        try:
            return request_of(claim, draft.content, row)
        except ValueError as error:
            return BadRequest(str(error))

    def _read_announcement(self, announcement_id: int, _revision: int) -> Announcement:
        return self._store.announcements.get(announcement_id)

    async def _outcome(self, claim: Claim, request: Request | BadRequest) -> int | Exception:
        """Make a request; return the id of the message that it was about, or what was raised."""
        if isinstance(request, BadRequest):
            return request
        try:
            # In lower case, which Telegram takes as well: by their own names the library asks to
            # use its methods, which take its objects and not the JSON that was decided on.
            result = await self._bot.do_api_request(request.method.lower(), request.parameters)
            return _message_id(claim, result)
        except BadRequest as error:
            if claim.message and is_done_already(error):
                return claim.message.message_id
            return error
        except Exception as error:  # noqa: BLE001 - whatever it is, the row is decided on
            if isinstance(error.__cause__, StoreUnavailableError):
                raise error.__cause__ from None  # while it was about to depart
            return error.__cause__ if isinstance(error.__cause__, NotToDepartError) else error

    def _decide(self, claim: Claim, outcome: int | Exception) -> Decision:
        attempt = Attempt(
            delivery_id=claim.delivery_id,
            number=claim.attempts + 1,
            due_since=claim.due_since,
            is_repeatable=claim.task is not Task.SEND,
        )
        decision = decide(outcome, attempt, now=self._now(), policy=self._policy)
        if isinstance(decision, RetryAt) and decision.reason is Reason.FLOOD:
            self._turns.pause(claim.chat_id, decision.due - self._now())
        if isinstance(decision, MoveTo) and claim.task is not Task.SEND:
            return Failed(reason=Reason.MIGRATED, detail="")
        return decision

    def _apply(self, claim: Claim, decision: Decision, *, is_started: bool) -> None:
        """Note what became of a try; blocks, and is one transaction."""
        now, outbox, subscriptions = self._now(), self._store.outbox, self._store.subscriptions
        with self._store.together():
            if not is_started:  # it never came to that, e.g. for want of a connection
                outbox.start(claim)
            match decision:
                case Sent(message_id=message_id):
                    self._apply_success(claim, message_id, now)
                case RetryAt(due=due, reason=reason, is_counted=counted):
                    outbox.retry(claim, due_at=due, reason=reason, counted=counted, now=now)
                case MoveTo(chat_id=chat_id):
                    outbox.retry(claim, due_at=now, reason=Reason.MIGRATED, counted=True, now=now)
                    subscriptions.migrate(claim.chat_id, chat_id)
                case EndSubscription(reason=reason, detail=detail):
                    outbox.failed(claim, reason=reason, detail=detail, now=now)
                    subscriptions.end(claim.chat_id, reason, now=now)
                case Failed(reason=reason, detail=detail):
                    outbox.failed(claim, reason=reason, detail=detail, now=now)
                case Uncertain(reason=reason):
                    outbox.uncertain(claim, reason=reason, now=now)

    def _apply_success(self, claim: Claim, message_id: int, now: datetime) -> None:
        match claim.task:
            case Task.SEND:
                self._store.outbox.sent(claim, message_id=message_id, now=now)
            case Task.EDIT:
                self._store.outbox.edited(claim, now=now)
            case Task.DELETE:
                self._store.outbox.recalled(claim)

    async def _note(self, apply: Callable[[], None]) -> None:
        """Note what happened, however long the database is away: it can't be found out again."""
        notes_left = MOST_NOTES
        while True:
            try:
                return await asyncio.to_thread(apply)
            except StoreUnavailableError as error:
                notes_left -= self._is_stopping
                if not notes_left:
                    raise
                logger.warning("waiting for the database: %s", error)
                await asyncio.sleep(DATABASE_SECONDS)

    async def _rest(self, seconds: float) -> None:
        """Wait, at most until there is news."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)
        if not self._is_stopping:
            self._news.clear()


def _message_id(claim: Claim, result: Any) -> int:  # noqa: ANN401 - JSON of any shape
    """Return the message that was posted, or was edited or deleted; raises for another answer."""
    return claim.message.message_id if claim.message else int(result["message_id"])
