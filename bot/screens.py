"""What the bot shows at once, before it becomes Telegram's messages and keyboards."""

from dataclasses import dataclass

from bot.callbacks import Action
from bot.telegram_text import RichText


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """Puts some words on the clipboard, without asking the bot."""

    words: str
    """1 to 256 characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """An inline button."""

    label: str
    action: Action | Copy


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupPicker:
    """A button in the place of a person's keyboard, to pick a group that they administer."""

    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonPicker:
    """A button in the place of a person's keyboard, to pick a person."""

    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyBox:
    """A person's own keyboard, opened to reply to the message."""

    hint: str
    """What stands in the box before anything is typed; at most 64 characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnKeyboard:
    """A person's own keyboard, where another stood in its place."""


Keyboard = GroupPicker | PersonPicker | ReplyBox | OwnKeyboard


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """A text, which one or more messages carry, and the buttons under the last of them."""

    text: RichText
    rows: tuple[tuple[Button, ...], ...] = ()
    keyboard: Keyboard | None = None
    """What becomes of a person's keyboard; a message has this or `rows`, and can't turn to it."""

    def with_heading(self, heading: RichText) -> "Screen":
        """Return the same screen with a line above it."""
        return Screen(text=(*heading, *self.text), rows=self.rows, keyboard=self.keyboard)


@dataclass(frozen=True, kw_only=True, slots=True)
class Toast:
    """A short notice over the chat, for whoever pressed a button; at most 200 characters."""

    text: str
    alert: bool = False
    """Whether it stays until it is read."""
