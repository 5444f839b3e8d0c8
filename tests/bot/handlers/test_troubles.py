import pytest
from telegram import Bot, CallbackQuery, Update
from telegram.error import Conflict, Forbidden, TelegramError, TimedOut
from telegram.ext import Application, CallbackContext, ExtBot

from bot.errors import StoreUnavailableError
from bot.handlers.conversation import Context
from bot.handlers.troubles import apologise, note_error, polling_failed
from bot.intake.handling import Answers, handling
from bot.texts import Vietnamese
from tests.support.recorded_telegram import PERSON, message, recorded_bot

APOLOGY = Vietnamese().apology()
SECRET = "số nhà tôi là 12"


def context_of(error: Exception) -> Context:
    application = Application.builder().bot(ExtBot("1:x")).build()
    context: Context = CallbackContext(application)
    context.error = error
    return context


def raised(error: Exception) -> Exception:
    """Return the error as it is after it was raised here."""
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def asked(bot: Bot) -> Update:
    return Update(1, message=message(bot, SECRET))


async def test_a_person_who_waits_is_told() -> None:
    bot, telegram = await recorded_bot()
    await apologise(asked(bot), ValueError(SECRET))
    [sent] = telegram.calls_of("sendMessage")
    assert sent["text"] == APOLOGY


async def test_a_press_is_answered_by_a_toast() -> None:
    bot, telegram = await recorded_bot()
    query = CallbackQuery.de_json(
        {"id": "8", "from": PERSON, "chat_instance": "1", "data": "1s:1"}, bot
    )
    await apologise(Update(1, callback_query=query), ValueError())
    [answered] = telegram.calls_of("answerCallbackQuery")
    assert answered["text"] == APOLOGY


async def test_a_database_that_is_away_is_told_as_that() -> None:
    bot, telegram = await recorded_bot()
    await apologise(asked(bot), StoreUnavailableError("the database can't be used"))
    [sent] = telegram.calls_of("sendMessage")
    assert sent["text"] == Vietnamese().store_away()


async def test_an_apology_that_fails_is_logged_and_no_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot, _ = await recorded_bot({"sendMessage": ""})
    await apologise(asked(bot), TimedOut())
    assert "NetworkError" in caplog.text


async def test_the_log_names_the_error_and_its_place_but_not_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await note_error(None, context_of(raised(ValueError(f"can't parse {SECRET}"))))
    assert "ValueError" in caplog.text
    assert __name__.rpartition(".")[2] in caplog.text
    assert SECRET not in caplog.text


async def test_what_telegram_or_the_database_refuse_is_no_error_of_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for error in (Forbidden("blocked"), TimedOut(), StoreUnavailableError("away")):
        await note_error(None, context_of(error))
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 3


async def test_of_an_update_that_is_dealt_with_the_first_error_is_noted() -> None:
    first, second = ValueError("first"), ValueError("second")
    with handling(Answers()) as this:
        await note_error(None, context_of(first))
        await note_error(None, context_of(second))
    assert this.error is first


@pytest.mark.parametrize(
    ("error", "words"),
    [(Conflict("terminated"), "another process"), (TimedOut(), "TimedOut; trying again")],
)
def test_trouble_with_polling_is_told(
    error: TelegramError, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    polling_failed(error)
    assert words in caplog.text
