"""What the bot shows at once, before it becomes Telegram's messages and keyboards."""

from dataclasses import dataclass

from bot.callbacks import Action
from bot.telegram_text import RichText


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """An inline button."""

    label: str
    action: Action


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """A text, which one or more messages carry, and the buttons under the last of them."""

    text: RichText
    rows: tuple[tuple[Button, ...], ...] = ()

    def with_heading(self, heading: RichText) -> "Screen":
        """Return the same screen with a line above it."""
        return Screen(text=(*heading, *self.text), rows=self.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class Toast:
    """A short notice over the chat, for whoever pressed a button; at most 200 characters."""

    text: str
