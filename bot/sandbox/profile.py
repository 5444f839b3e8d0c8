"""How the bot presents itself: names and descriptions by language, and the menu button."""

from enum import StrEnum

from bot.sandbox.errors import BadRequestError
from bot.sandbox.records import JsonObject


class ProfileText(StrEnum):
    """The texts of a profile, by their field in the Bot API."""

    NAME = "name"
    DESCRIPTION = "description"
    SHORT_DESCRIPTION = "short_description"

    @property
    def limit(self) -> int:
        """Return the greatest length in characters."""
        return {"name": 64, "description": 512, "short_description": 120}[self]


class Profile:
    """The bot's profile; a language without a text of its own shows that for all languages."""

    def __init__(self, name: str) -> None:
        self._texts: dict[tuple[ProfileText, str], str] = {}
        self._own_name = name
        self._menu_buttons: dict[int | None, JsonObject] = {}

    def set(self, kind: ProfileText, language: str, text: str) -> None:
        """Keep a text for a language ("" for all); an empty one takes it away."""
        if len(text) > kind.limit:
            raise BadRequestError(f"{kind.upper()}_TOO_LONG")
        self._texts[kind, language] = text

    def get(self, kind: ProfileText, language: str) -> str:
        """Return the text that people with this language see."""
        default = self._own_name if kind is ProfileText.NAME else ""
        return self._texts.get((kind, language)) or self._texts.get((kind, "")) or default

    def set_menu_button(self, chat_id: int | None, button: JsonObject) -> None:
        """Keep the menu button of a private chat, or of all of them."""
        self._menu_buttons[chat_id] = button

    def menu_button(self, chat_id: int | None) -> JsonObject:
        """Return the menu button of a private chat, or of all of them."""
        own = self._menu_buttons.get(chat_id)
        return own or self._menu_buttons.get(None) or {"type": "default"}
