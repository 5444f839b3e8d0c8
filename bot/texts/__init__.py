"""Every word that the bot says to people, by language: Vietnamese first, then English."""

from bot.texts.base import EXAMPLE_QUESTIONS, CommandText, CorpusSummary, MessageKind, Texts
from bot.texts.en import English
from bot.texts.vi import Vietnamese

__all__ = [
    "DEFAULT_TEXTS",
    "EXAMPLE_QUESTIONS",
    "TEXTS_BY_LANGUAGE",
    "CommandText",
    "CorpusSummary",
    "English",
    "MessageKind",
    "Texts",
    "Vietnamese",
    "texts_for",
]

DEFAULT_TEXTS: Texts = Vietnamese()
TEXTS_BY_LANGUAGE: dict[str, Texts] = {"en": English()}
"""Languages that people get instead of the default, by the code of their Telegram."""


def texts_for(language_code: str | None) -> Texts:
    """Return the texts for a Telegram language code such as "en-GB"; unknown ones get Vietnamese.

    >>> type(texts_for("en-GB")).__name__, type(texts_for(None)).__name__
    ('English', 'Vietnamese')
    """
    language = (language_code or "").lower().replace("_", "-").split("-")[0]
    return TEXTS_BY_LANGUAGE.get(language, DEFAULT_TEXTS)
