"""Errors of the bot: one class for each thing that a caller can do differently.

BotError
├── SettingsError             a setting that can't be used: print it and stop
├── TokenRefusedError         Telegram does not know the token: print it and stop
├── TelegramUnreachableError  no Bot API answers at the address: print it, stop or try later
└── StaleButtonError          a button's data that this version can't read: tell who pressed it
"""


class BotError(Exception):
    """Anything that the bot refuses; the message says what was given and what to do next."""


class SettingsError(BotError):
    """One or more settings that can't be used; the message never holds a secret's value."""


class TokenRefusedError(BotError):
    """The Bot API does not know the token; the message does not hold it."""


class TelegramUnreachableError(BotError):
    """No Bot API answers at the address of the settings."""


class StaleButtonError(BotError):
    """Callback data of another version, of another bot, or of nobody's making."""
