"""The button that people press when they have read an announcement."""

from bot import callbacks
from bot.callbacks.following import Acknowledge
from bot.delivery.requests import ButtonRow
from bot.texts import DEFAULT_TEXTS


def readers_row(announcement_id: int) -> ButtonRow:
    """Return the row of the button, as the Bot API has it; groups read Vietnamese."""
    action = Acknowledge(announcement_id=announcement_id)
    label = DEFAULT_TEXTS.announcing().read
    return [{"text": label, "callback_data": callbacks.encode(action)}]
