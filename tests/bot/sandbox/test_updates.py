"""Updates wait until they are confirmed: Telegram's offsets, as a model and as rules."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.sandbox.cast import CITIZEN, private_chat
from bot.sandbox.news import CallbackQuery, Update
from bot.sandbox.records import FormattedText, Message, TextContent
from bot.sandbox.updates import FUTURE, MAX_UPDATES, UpdateQueue

NOW = 1_790_000_000
FIRST = 500
MESSAGE = Message(
    id=1,
    chat=private_chat(CITIZEN.user),
    sender=CITIZEN.user,
    date=NOW,
    content=TextContent(body=FormattedText(text="a")),
)
QUERY = CallbackQuery(id="1", sender=CITIZEN.user, message=MESSAGE, data="x", date=NOW)


def ids(updates: tuple[Update, ...]) -> list[int]:
    return [update.id for update in updates]


def queue_of(count: int) -> UpdateQueue:
    queue = UpdateQueue(FIRST)
    for _ in range(count):
        queue.push(MESSAGE, now=NOW)
    return queue


@pytest.mark.parametrize(
    ("offset", "left"),
    [
        (0, [500, 501, 502]),
        (500, [500, 501, 502]),
        (502, [502]),
        (503, []),
        (513, []),
        (514, [500, 501, 502]),
        (-1, [502]),
        (-2, [501, 502]),
        (-9, [500, 501, 502]),
    ],
)
def test_an_offset_forgets_what_is_below_it_and_a_negative_one_all_but_the_last(
    offset: int, left: list[int]
) -> None:
    queue = queue_of(3)
    queue.confirm(offset)
    assert ids(queue.take(100, now=NOW)) == left


@pytest.mark.parametrize(("limit", "got"), [(0, 1), (1, 1), (2, 2), (100, 100), (999, MAX_UPDATES)])
def test_a_limit_is_between_1_and_100(limit: int, got: int) -> None:
    assert len(queue_of(120).take(limit, now=NOW)) == got


def test_what_was_taken_stays_until_it_is_confirmed() -> None:
    queue = queue_of(2)
    assert queue.take(100, now=NOW) == queue.take(100, now=NOW)


def test_an_update_that_the_bot_did_not_ask_for_is_not_kept_for_later() -> None:
    queue = UpdateQueue(FIRST)
    queue.allow(["callback_query"])
    assert queue.push(MESSAGE, now=NOW) is None
    queue.allow([])
    assert ids(queue.take(100, now=NOW)) == []


def test_a_message_waits_a_day_and_a_callback_query_two_and_a_half_minutes() -> None:
    queue = queue_of(1)
    queue.push(QUERY, now=NOW)
    assert ids(queue.take(100, now=NOW + 150)) == [500, 501]
    assert ids(queue.take(100, now=NOW + 151)) == [500]
    assert ids(queue.take(100, now=NOW + 86_401)) == []


class PollingBot(RuleBasedStateMachine):
    """A bot that polls and confirms as it likes, against a list that remembers everything."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = UpdateQueue(FIRST)
        self.made: list[int] = []
        self.pending: list[int] = []

    @rule()
    def something_happens(self) -> None:
        update = self.queue.push(MESSAGE, now=NOW)
        assert update
        self.made.append(update.id)
        self.pending.append(update.id)

    @rule(ahead=st.integers(-5, 20), limit=st.integers(1, 5))
    def the_bot_polls(self, ahead: int, limit: int) -> None:
        next_id = FIRST + len(self.made)
        self.queue.confirm(next_id + ahead)
        if ahead <= FUTURE:
            self.pending = [number for number in self.pending if number >= next_id + ahead]
        assert ids(self.queue.take(limit, now=NOW)) == self.pending[:limit]

    @rule(last=st.integers(1, 5))
    def the_bot_drops_all_but_the_last(self, last: int) -> None:
        self.queue.confirm(-last)
        self.pending = self.pending[-last:]
        assert ids(self.queue.take(MAX_UPDATES, now=NOW)) == self.pending

    @invariant()
    def ids_grow_by_one(self) -> None:
        assert self.made == list(range(FIRST, FIRST + len(self.made)))


TestPollingBot = PollingBot.TestCase
