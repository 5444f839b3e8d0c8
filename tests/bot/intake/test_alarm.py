"""What owners hear of what could not be dealt with."""

import pytest

from bot.clock import now
from bot.errors import StoreUnavailableError
from bot.intake.alarm import MOST_ERRORS, Alarm
from bot.intake.decision import Decision, Done, Park, RetryAt
from bot.store.updates import Case
from tests.support.recorded_telegram import recorded_bot

ERROR = "ValueError at bot/desk.py:83 in <genexpr>"
PARKED = Park(apologise=True)
CASE = Case(
    bot_id=7,
    update_id=41,
    kind="message",
    chat_id=5,
    raw='{"text": "số nhà tôi là 12"}',
    due_since=now(),
    attempts=1,
    failures=0,
)


async def owners() -> tuple[int, ...]:
    return (1, 2)


async def test_owners_hear_of_an_error_once_and_of_nobodys_words() -> None:
    bot, telegram = await recorded_bot()
    alarm = Alarm(bot, owners)
    for _ in range(3):
        alarm.on_decision(CASE, PARKED, ERROR)
    await alarm.close()
    told = telegram.calls_of("sendMessage")
    assert [one["chat_id"] for one in told] == [1, 2]
    assert "ValueError at bot/desk.py:83 in &lt;genexpr&gt;" in told[0]["text"]
    assert "số nhà" not in told[0]["text"]


@pytest.mark.parametrize("decision", [Done(), RetryAt(due=now(), failures=0)])
async def test_of_what_goes_on_they_hear_nothing(decision: Decision) -> None:
    bot, telegram = await recorded_bot()
    alarm = Alarm(bot, owners)
    alarm.on_decision(CASE, decision, ERROR)
    await alarm.close()
    assert telegram.methods == []


async def test_of_many_errors_they_hear_some() -> None:
    bot, telegram = await recorded_bot()
    alarm = Alarm(bot, owners)
    for number in range(3 * MOST_ERRORS):
        alarm.on_decision(CASE, PARKED, f"{ERROR} {number}")
    await alarm.close()
    assert len(telegram.calls_of("sendMessage")) == 2 * MOST_ERRORS


async def test_an_owner_who_blocked_the_bot_is_no_reason_to_leave_out_the_other() -> None:
    bot, telegram = await recorded_bot({"sendMessage": "Forbidden: bot was blocked by the user"})
    alarm = Alarm(bot, owners)
    alarm.on_decision(CASE, PARKED, ERROR)
    await alarm.close()
    assert len(telegram.calls_of("sendMessage")) == 2


async def test_while_the_database_is_away_it_is_in_the_log_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def nobody_knows() -> tuple[int, ...]:
        raise StoreUnavailableError("the database is away, as a test has it")

    bot, telegram = await recorded_bot()
    alarm = Alarm(bot, nobody_knows)
    alarm.on_decision(CASE, PARKED, ERROR)
    await alarm.close()
    assert telegram.methods == []
    assert "the owners could not be told" in caplog.text
