"""Who writes much at once is told once that answers come one after the other."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.floods import AT_ONCE, LATE, MANY, MOST_CHATS, SILENCE, Floods
from bot.handlers.flooding import Flooding
from bot.texts import Vietnamese
from tests.support.recorded_telegram import recorded_bot, update_of_text

NOW = datetime(2025, 3, 3, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def told(floods: Floods, count: int, *, apart: timedelta, late: timedelta, chat: int = 5) -> int:
    """Return how often a chat is told that writes so many messages."""
    moments = [NOW + number * apart for number in range(count)]
    return sum(
        floods.is_to_be_told(chat, written_at=moment, now=moment + late) for moment in moments
    )


@pytest.mark.parametrize(
    ("count", "apart", "late", "times"),
    [
        (MANY, 0 * SECOND, LATE, 1),
        (MANY * 20, 0 * SECOND, LATE, 1),
        (MANY - 1, 0 * SECOND, LATE, 0),
        (MANY, AT_ONCE / (MANY - 1), LATE, 1),
        (MANY * 20, AT_ONCE / (MANY - 2), LATE, 0),
        (MANY * 20, 0 * SECOND, LATE - SECOND, 0),
        (int(SILENCE / SECOND) * 2, SECOND, LATE, 2),
    ],
    ids=["many", "more", "few", "just at once", "in time", "answered quickly", "for long"],
)
def test_a_chat_is_told_once_where_it_floods_and_waits(
    count: int, apart: timedelta, late: timedelta, times: int
) -> None:
    assert told(Floods(), count, apart=apart, late=late) == times


def test_chats_do_not_count_for_each_other_and_few_are_remembered() -> None:
    floods = Floods()
    for chat in range(MOST_CHATS * 2):
        assert told(floods, MANY - 1, apart=0 * SECOND, late=LATE, chat=chat) == 0
    assert len(floods) == MOST_CHATS


async def test_the_notice_comes_once_and_is_no_answer_to_any_message() -> None:
    bot, telegram = await recorded_bot()
    flooding = Flooding(lambda: NOW)
    for number in range(MANY * 2):
        await flooding.notice(*update_of_text(bot, "nq 25", number, NOW - LATE))
    [notice] = telegram.calls_of("sendMessage")
    assert notice["text"] == Vietnamese().one_after_the_other()
    assert "reply_parameters" not in notice


async def test_that_it_can_not_be_sent_stops_nothing() -> None:
    bot, telegram = await recorded_bot(refusals={"sendMessage": ""})
    flooding = Flooding(lambda: NOW)
    for number in range(MANY):
        await flooding.notice(*update_of_text(bot, "nq 25", number, NOW - LATE))
    assert len(telegram.calls_of("sendMessage")) == 1
