"""Replies to what the bot asked, told from questions by the message that they reply to."""

from telegram import Message
from telegram.ext import filters

from bot.handlers.conversation import is_own
from bot.prompts import AnnouncementWanted, OfficerPlaceWanted, PlaceWanted, Prompt, prompt_of


class _Answering(filters.MessageFilter):
    """Replies to prompts of one kind."""

    def __init__(self, kind: type[Prompt]) -> None:
        super().__init__(name=f"answering {kind.__name__}")
        self._kind = kind

    def filter(self, message: Message) -> bool:
        """Tell whether a message replies to such a prompt."""
        replied = message.reply_to_message
        if replied is None or not is_own(replied):
            return False
        return isinstance(prompt_of(replied.text or ""), self._kind)


ANSWERING_PLACE = _Answering(PlaceWanted)
ANSWERING_OFFICER_PLACE = _Answering(OfficerPlaceWanted)
ANSWERING_ABOUT_ANNOUNCEMENT = _Answering(AnnouncementWanted)
