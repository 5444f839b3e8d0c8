"""Whatever comes, is taken, dies and comes again in whatever order: nothing is lost or overtaken.

Beside the inbox stands what people would see: which update was dealt with when, and what changed
for it.
"""

from collections import Counter
from datetime import datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import CaseLostError
from bot.store.inbox import HELD_FOR, dealing_with
from bot.store.store import Store
from bot.store.updates import Case, Received
from tests.support.stores import NOW, SECOND

UPDATES = 8
CHATS = 3
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "deliver",
                "deliver",
                "take",
                "take",
                "change",
                "done",
                "retry",
                "park",
                "die",
                "replay",
            ]
        ),
        st.integers(0, UPDATES - 1),
    ),
    max_size=60,
)
_bots = count(1)


class Run:
    """One life of an inbox; each has a bot of its own, so that one database does for all."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.bot = next(_bots)
        self.now: datetime = NOW
        self.delivered = 0
        self.hands: list[Case] = []
        """What workers believe that they have in hand, also where another one does by now."""
        self.holders: dict[int, Case] = {}
        """Who really has it."""
        self.effects: Counter[int] = Counter()
        self.done: Counter[int] = Counter()
        self.ended: set[int] = set()
        """Done or parked."""

    def do(self, what: str, which: int) -> None:
        self.now += SECOND
        match what:
            case "deliver":
                self.deliver(which)
            case "take":
                self.take(1 + which % 3)
            case "die":
                self.now += HELD_FOR
            case "replay":
                self.replay()
            case _ if self.hands:
                self.act(what, self.hands[which % len(self.hands)])

    def deliver(self, which: int) -> None:
        """Deliver the next updates, and some that came before once more, as Telegram may."""
        first = max(0, self.delivered - which)
        updates = [
            Received(update_id=n, kind="message", chat_id=n % CHATS, raw="{}")
            for n in range(first, self.delivered + 1)
        ]
        assert self.store.inbox.put(self.bot, updates, now=self.now) == 1
        self.delivered += 1

    def take(self, limit: int) -> None:
        for case in self.store.inbox.claim(self.bot, limit=limit, now=self.now):
            before = {n for n in range(case.update_id) if n % CHATS == case.update_id % CHATS}
            assert before <= self.ended | self.reopened, "an update was overtaken"
            assert case.update_id not in self.ended
            self.hands.append(case)
            self.holders[case.update_id] = case

    reopened: frozenset[int] = frozenset()
    """Replayed updates, which may come after later ones of their chat."""

    def replay(self) -> None:
        parked = {one.update_id for one in self.store.inbox.parked() if self.is_mine(one.update_id)}
        for number in parked:
            self.store.inbox.replay(number, now=self.now)
        self.ended -= parked
        self.reopened |= parked

    def is_mine(self, number: int) -> bool:
        return number in self.ended and not self.done[number]

    def act(self, what: str, case: Case) -> None:
        number, is_holder = case.update_id, self.holders.get(case.update_id) is case
        if what == "change":
            self.change(case, is_holder=is_holder)
            return
        inbox = self.store.inbox
        if what == "done":
            marked = inbox.done(case, now=self.now)
            self.done[number] += marked
        elif what == "park":
            marked = inbox.park(case, error="e", now=self.now)
        else:
            marked = inbox.retry(case, due_at=self.now + SECOND, failures=0)
        assert marked is is_holder
        self.hands.remove(case)
        if is_holder:
            del self.holders[number]
            if what != "retry":
                self.ended.add(number)

    def change(self, case: Case, *, is_holder: bool) -> None:
        def made() -> int:
            self.effects[case.update_id] += 1
            return 1

        with dealing_with(case):
            if is_holder:
                assert self.store.inbox.once("change", made) == 1
            else:
                with pytest.raises(CaseLostError):
                    self.store.inbox.once("change", made)

    def finish(self) -> None:
        """Let a worker that nothing befalls deal with all that is left."""
        self.replay()
        self.now += 2 * HELD_FOR
        self.hands.clear()
        while cases := self.store.inbox.claim(self.bot, limit=3, now=self.now):
            for case in cases:
                self.holders[case.update_id] = case
                self.change(case, is_holder=True)
                self.done[case.update_id] += self.store.inbox.done(case, now=self.now)


def test_every_update_is_done_once_in_its_order_and_changes_things_once(store: Store) -> None:
    @settings(max_examples=60)
    @given(STEPS)
    def live(steps: list[tuple[str, int]]) -> None:
        run = Run(store)
        for what, which in steps:
            run.do(what, which)
        run.finish()
        assert run.done == dict.fromkeys(range(run.delivered), 1)
        assert set(run.effects.values()) <= {1}

    live()
