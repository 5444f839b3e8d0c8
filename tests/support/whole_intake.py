"""The whole way of an update with a stand-in for Telegram alone: webhook, inbox, handlers, answer.

async with whole_intake() as intake:
    statuses = await intake.take([body, …])
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

import httpx
from starlette.applications import Starlette

from bot.app import CONCURRENT_UPDATES, BotApplication, build_application
from bot.delivery.pacing import Limit, Pace
from bot.intake.decision import Decision, RetryAt
from bot.intake.processing import Processing
from bot.intake.reception import Reception
from bot.intake.webhook import SECRET_HEADER, Webhook
from bot.intake.worker import Worker
from bot.settings import Settings
from bot.store.inbox import KEPT_FOR
from bot.store.store import Store
from bot.store.updates import Case, CaseState
from tests.support.recorded_telegram import BOT, GROUP, PERSON, PRIVATE, RecordedTelegram
from tests.support.running_bot import empty_store, shipped_keeper

TOKEN = "700:AAE-token-that-nobody-knows-0000"
SECRET = "a-secret-that-telegram-knows"
HEADERS = {SECRET_HEADER: SECRET, "content-type": "application/json"}
OWNER = 11
"""The `PERSON` who writes."""
PATIENCE_SECONDS = 60.0
"""What is not over by then hangs."""
LOOKING_SECONDS = 0.05
_UNLIMITED = Limit(count=10**9, seconds=0.001)
AT_ANY_PACE = Pace(
    over_all=_UNLIMITED, chat=_UNLIMITED, group=_UNLIMITED, person=_UNLIMITED, margin=0
)
_OPEN = (CaseState.WAITING, CaseState.IN_HAND)
_MESSAGE = {"message_id": 9, "date": 1, "chat": PRIVATE, "from": BOT, "text": "…"}
_GIFTS = ("unlimited", "limited", "unique")
_CHAT = {
    **GROUP,
    "accent_color_id": 1,
    "max_reaction_count": 1,
    "accepted_gift_types": {
        **{f"{kind}_gifts": True for kind in _GIFTS},
        "premium_subscription": True,
        "gifts_from_channels": True,
    },
}
RESULTS = {
    "getChat": _CHAT,
    "getChatMember": {"status": "member", "user": PERSON},
    **dict.fromkeys(("sendDocument", "sendmessage", "copymessage", "forwardmessage"), _MESSAGE),
}


class JumpingClock:
    """Tells the time, and is set by whoever tells it to."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Return the moment that it is."""
        return datetime.now(UTC) + self._ahead

    def jump(self, wait: timedelta) -> None:
        """Go forward, or back."""
        self._ahead += wait


class ForgetfulTelegram(RecordedTelegram):
    """A Bot API that answers, and remembers nothing of it."""

    async def do_request(self, url: str, *_: object, **more: object) -> tuple[int, bytes]:
        answered = await super().do_request(url, **more)
        self.calls.clear()
        return answered


class WholeIntake:
    """Takes updates as Telegram posts them, and waits until all are dealt with.

    What is to be tried again is tried at once: the clock jumps there.
    """

    def __init__(self, application: BotApplication, store: Store) -> None:
        self._store = store
        self._clock = JumpingClock()
        self._news = asyncio.Event()
        self.worker = Worker(
            store,
            application.bot.id,
            Processing(application),
            most_at_once=CONCURRENT_UPDATES,
            observer=self,
            now=self._clock,
        )
        self.reception = Reception(
            store.inbox, application.bot.id, news=self.worker.wake, now=self._clock
        )
        app = Starlette(routes=[Webhook(self.reception, secret=SECRET).route("/")])
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://bot", headers=HEADERS)
        self.decided: Counter[str] = Counter()
        """How many updates came to which end."""
        self.errors: Counter[str] = Counter()
        """Why some were parked or given up, without anybody's words."""

    def on_decision(self, _: Case, decision: Decision, error: str | None) -> None:
        """Hear what became of a try."""
        if isinstance(decision, RetryAt):
            self._clock.jump(max(decision.due - self._clock(), timedelta(0)))
            self.worker.wake()
            return
        self.decided[type(decision).__name__] += 1
        self.errors.update([error] if error else [])
        self._news.set()

    async def take(self, bodies: Iterable[bytes]) -> list[int]:
        """Post updates; return what each was answered, once nothing is left to do for any.

        Raises TimeoutError where that does not come about.
        """
        async with asyncio.timeout(PATIENCE_SECONDS):
            statuses = await asyncio.gather(*map(self._post, bodies))
            while self.left():
                self._news.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), LOOKING_SECONDS)
        self._store.inbox.delete_old(now=self._clock() + KEPT_FOR)  # to stay as quick as it was
        return statuses

    def left(self) -> int:
        """Return how many updates are kept, and not at their end."""
        return sum(one.count for one in self._store.inbox.counts() if one.state in _OPEN)

    async def _post(self, body: bytes) -> int:
        return (await self.client.post("/", content=body)).status_code


@asynccontextmanager
async def whole_intake() -> AsyncIterator[WholeIntake]:
    """Run an intake with the shipped articles, and an empty store that `PERSON` owns."""
    telegram = ForgetfulTelegram(results=RESULTS)
    settings = Settings().for_sandbox(base_url="http://127.0.0.1:9", token=TOKEN)
    with empty_store(owners=[OWNER]) as store:
        application, _ = build_application(
            settings, shipped_keeper(), store, pace=AT_ANY_PACE, request=telegram
        )
        async with application:
            intake = WholeIntake(application, store)
            async with intake.client:
                running = asyncio.create_task(intake.worker.run())
                try:
                    yield intake
                finally:
                    intake.worker.stop()
                    await running
                    intake.reception.close()


class StandingIntake:
    """An intake that waits for the next updates on a loop of its own, for callers without one."""

    def __init__(self, runner: asyncio.Runner, intake: WholeIntake) -> None:
        self._runner = runner
        self.intake = intake

    def take(self, bodies: Iterable[bytes]) -> list[int]:
        """See `WholeIntake.take`."""
        return self._runner.run(self.intake.take(bodies))


@contextmanager
def standing_intake() -> Iterator[StandingIntake]:
    """Run an intake that does something only while it is called."""
    whole = whole_intake()
    with asyncio.Runner() as runner:
        intake = runner.run(whole.__aenter__())
        try:
            yield StandingIntake(runner, intake)
        finally:
            runner.run(whole.__aexit__(None, None, None))
