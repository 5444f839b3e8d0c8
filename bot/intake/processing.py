"""One try to deal with an update: parsed, handed to the application's handlers, and looked at."""

import json
from typing import Any

from telegram import Bot, Update
from telegram.ext import Application

from bot.handlers.troubles import apologise
from bot.intake.errors import UnreadableUpdateError, place_of
from bot.intake.handling import Answers, handling
from bot.store.inbox import dealing_with
from bot.store.updates import Case

BotApplication = Application[Any, Any, Any, Any, Any, Any]


class Processing:
    """Deals with updates by an application's handlers, whose errors `note_error` notes."""

    def __init__(self, application: BotApplication) -> None:
        self._application = application

    async def outcome_of(self, case: Case, answers: Answers) -> Exception | None:
        """Try; return what went wrong, None where nothing did."""
        try:
            update = parsed(case.raw, self._application.bot)
        except UnreadableUpdateError as error:
            return error
        with dealing_with(case), handling(answers) as this:
            await self._application.process_update(update)
        return this.error

    async def apologise(self, case: Case, error: Exception) -> None:
        """Tell whoever waits for an answer that there will be none."""
        try:
            update = parsed(case.raw, self._application.bot)
        except UnreadableUpdateError:
            return
        await apologise(update, error)


def parsed(raw: str, bot: Bot) -> Update:
    """Return an update as the handlers want it; raises UnreadableUpdateError, without its words."""
    try:
        update = Update.de_json(json.loads(raw), bot)
    except Exception as error:  # noqa: BLE001 - whatever the library makes of what it can't read
        raise UnreadableUpdateError(place_of(error, within_libraries=True)) from None
    if update is None:
        raise UnreadableUpdateError("nothing in it")
    return update
