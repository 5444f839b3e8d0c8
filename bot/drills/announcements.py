"""The drill of announcements: one to many groups, most of which are fine, by senders that die.

sandbox   a process: the groups, what goes wrong in them, and the record of what was posted
senders   processes: the real sender on a real database, killed and started again at once
account   each group's messages at the server, held against its row of the outbox
"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic

from bot.clock import now
from bot.delivery.sender import WORKERS
from bot.drills.groups import WORDS, Group, Trouble, plan_groups
from bot.drills.herd import STALLED_SECONDS, Herd
from bot.drills.killing import plan_kills
from bot.drills.processes import Process
from bot.drills.report import Account, Course, Outcome, Report
from bot.drills.sandbox import DrillSandbox, Posted, running_sandbox
from bot.errors import DrillError
from bot.store.records import ChatKind, Content, Delivery, Draft, Preferences
from bot.store.store import Store

LOOKING_SECONDS = 0.25
_SENDER, _NAIVE = "bot.drills.sending", "bot.drills.naive"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """What a drill is held under."""

    groups: int
    faults: bool = False
    """Whether anything goes wrong in them."""
    kills: int = 0
    processes: int = 1
    pace: int = 30
    """Most messages a second; Telegram's is 30."""
    lease_lasts: timedelta = timedelta(seconds=2)
    """For as long nobody sends after a kill; a running bot's is longer."""
    seed: int = 0
    with_outbox: bool = True

    def __post_init__(self) -> None:
        if self.kills and self.steps < self.kills:
            raise DrillError(
                f"{self.groups} groups are too few for {self.kills} kills; expected at least "
                f"{self.kills * (WORKERS + 1)}"
            )

    def fields(self) -> dict[str, object]:
        """Return all of it by its names, for JSON; but for the groups, which are counted."""
        return {
            "faults": self.faults,
            "processes": self.processes,
            "lease_seconds": self.lease_lasts.total_seconds(),
            "seed": self.seed,
            "with_outbox": self.with_outbox,
        }

    @property
    def steps(self) -> int:
        """Return how many deliveries are decided on at least, whatever the kills interrupt."""
        return self.groups - self.kills * WORKERS


async def hold(conditions: Conditions, database_url: str | None = None) -> Report:
    """Hold a drill, on a database of its own where none is given, and account for it.

    Raises DrillError, StoreUnavailableError.
    """
    with TemporaryDirectory(prefix="danvan-drill-") as folder:
        url = database_url or f"sqlite:///{folder}/drill.sqlite3"
        with Store.open(url, lease_lasts=conditions.lease_lasts) as store:
            _check_empty(store)
            async with running_sandbox(groups=conditions.groups) as sandbox:
                return await _Drill(conditions, store, sandbox, url, Path(folder)).hold()


def _check_empty(store: Store) -> None:
    """Refuse a database in which somebody's groups are: the drill would write to them."""
    if store.subscriptions.audience_size((), ()) or store.announcements.newest(most=1):
        raise DrillError("the database has subscriptions or announcements; expected an empty one")


class _Drill:
    """One drill, on a sandbox that runs and a database that is empty."""

    def __init__(
        self,
        conditions: Conditions,
        store: Store,
        sandbox: DrillSandbox,
        database_url: str,
        folder: Path,
    ) -> None:
        self._conditions = conditions
        self._store = store
        self._sandbox = sandbox
        self._database_url = database_url
        self._folder = folder
        self._chance = Random(conditions.seed)  # noqa: S311 - a drill is to be held again alike

    async def hold(self) -> Report:
        conditions = self._conditions
        groups = plan_groups(conditions.groups, self._chance, with_faults=conditions.faults)
        kills = plan_kills(conditions.kills, steps=conditions.steps, chance=self._chance)
        for group in groups:
            await _make_trouble(self._sandbox, group)
        announcement = await asyncio.to_thread(_announce, self._store, groups)
        begun, herd = monotonic(), Herd(self._start_sender, conditions.processes)
        async with herd.running():
            await herd.suffer(kills)
            await self._end(announcement, herd)
            seconds = monotonic() - begun
        traffic, impatient = await self._sandbox.traffic()
        course = Course(
            seconds=seconds,
            kills=herd.kills,
            taken_over=herd.taken_over,
            limit=conditions.pace,
            traffic=traffic,
            impatient=impatient,
        )
        return Report(account=await self._account(announcement, groups), course=course)

    async def _start_sender(self) -> Process:
        environment = {
            "DANVAN_LOG_LEVEL": "ERROR",
            **self._sandbox.environment(),
            "DANVAN_DATABASE_URL": self._database_url,
        }
        pace = str(self._conditions.pace)
        if self._conditions.with_outbox:
            lasts = str(self._conditions.lease_lasts.total_seconds())
            return await Process.start(_SENDER, pace, lasts, environment=environment)
        place = str(self._folder / "place")
        return await Process.start(_NAIVE, pace, place, environment=environment)

    async def _end(self, announcement: int, herd: Herd) -> None:
        """Wait until nothing is left to do; raises DrillError where nobody does it."""
        steps, since = herd.steps, monotonic()
        while not await self._has_ended(announcement, herd):
            await asyncio.sleep(LOOKING_SECONDS)
            if herd.steps > steps:
                steps, since = herd.steps, monotonic()
            elif monotonic() > since + STALLED_SECONDS:
                raise DrillError(f"the senders did nothing for {STALLED_SECONDS:.0f} s")

    async def _has_ended(self, announcement: int, herd: Herd) -> bool:
        if not self._conditions.with_outbox:
            return herd.all_ended.is_set()
        found = await asyncio.to_thread(self._store.announcements.get, announcement)
        return found.ended_at is not None

    async def _account(self, announcement: int, groups: Sequence[Group]) -> Account:
        posted = await self._sandbox.posted()
        rows: Sequence[Delivery] = ()
        if self._conditions.with_outbox:
            rows = await asyncio.to_thread(self._store.reports.deliveries, announcement)
        return Account.of(outcomes(groups, posted, rows))


def outcomes(
    groups: Iterable[Group], posted: Sequence[Posted], rows: Iterable[Delivery]
) -> list[Outcome]:
    """Put together what the server and the outbox have of each group, whatever its id is by now."""
    before = {chat.moved_to: chat.chat_id for chat in posted if chat.moved_to is not None}
    copies: Counter[int] = Counter()
    for chat in posted:
        copies[before.get(chat.chat_id, chat.chat_id)] += chat.messages
    by_chat: Mapping[int, Delivery] = {before.get(row.chat_id, row.chat_id): row for row in rows}
    return [_outcome(group, copies[group.chat_id], by_chat.get(group.chat_id)) for group in groups]


def _outcome(group: Group, copies: int, row: Delivery | None) -> Outcome:
    if row is None:
        return Outcome(group=group, copies=copies)
    return Outcome(group=group, copies=copies, state=row.state, reason=row.reason)


async def _make_trouble(sandbox: DrillSandbox, group: Group) -> None:
    if group.fault is not None:
        await sandbox.break_down(group.chat_id, group.fault)
    if group.trouble is Trouble.FORBIDS:
        await sandbox.remove_bot(group.chat_id)
    if group.trouble is Trouble.MIGRATED:
        await sandbox.migrate(group.chat_id)


def _announce(store: Store, groups: Iterable[Group]) -> int:
    """Subscribe the groups, and plan an announcement to all of them; return its number."""
    wants_all = Preferences(quiet=None)
    content = Content(method="sendMessage", parameters=json.dumps({"text": WORDS}))
    with store.together():
        for group in groups:
            store.subscriptions.save(group.chat_id, ChatKind.GROUP, wants_all, now=now())
        announcement = store.announcements.draft(Draft(content=content), by=None, now=now())
        store.announcements.plan(announcement, by=None, now=now(), most_unapproved=None)
    return announcement
