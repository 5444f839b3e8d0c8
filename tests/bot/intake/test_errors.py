import pytest
from telegram.error import BadRequest

from bot.intake.errors import UnreadableUpdateError, place_of
from bot.intake.processing import parsed
from tests.support.recorded_telegram import recorded_bot

SECRET = "số nhà tôi là 12"


def raised(error: Exception) -> Exception:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_words() -> None:
    place = place_of(raised(ValueError(SECRET)))
    assert place.startswith("ValueError at intake/test_errors.py:")
    assert place.endswith(" in raised")


async def test_of_an_error_of_a_library_the_place_in_our_code_is_told() -> None:
    bot, _ = await recorded_bot({"sendMessage": "Bad Request: can't parse entities"})
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(1, SECRET)
    assert place_of(caught.value).startswith("BadRequest at intake/test_errors.py:")


def test_an_error_that_nobody_raised_has_no_place() -> None:
    assert place_of(ValueError(SECRET)) == "ValueError"


async def test_of_an_update_that_cannot_be_read_it_is_told_where_the_library_gave_up() -> None:
    bot, _ = await recorded_bot()
    with pytest.raises(UnreadableUpdateError) as caught:
        parsed('{"update_id": 1, "message": {"chat": 5}}', bot)
    place = place_of(caught.value)
    assert place.startswith("unreadable: ")
    assert " at telegram/" in place
