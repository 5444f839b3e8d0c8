"""Errors of the bot: one class for each thing that a caller can do differently.

BotError
├── SettingsError             a setting that can't be used: print it and stop
├── TokenRefusedError         Telegram does not know the token: print it and stop
├── MissingExtraError         a library that only some commands need: install it
├── StaleButtonError          a button's data that this version can't read: tell who pressed it
├── StoreUnavailableError     the database can't be reached or migrated: stop, or try later
├── UnclearPlaceError         a name of no place, or of several: choose one of those it lists
├── LeaseLostError            another process has taken over: stop what only one may do
├── CaseLostError             another worker has taken over an update: leave it to them
├── UnknownUpdateError        no parked update has that number: show the list
├── NotAllowedError           a role does not go so far: tell who tried
│   └── PlacesNotAllowedError it does, but to other places: choose others
├── UnknownAnnouncementError  no announcement has that number: show the list
├── AnnouncementStateError    an announcement is past, or before, that step: show it as it is
├── ApprovalNeededError       so many chats need a second person: ask for one
├── BrokenSealError           something changed since a button was shown: show it as it is
├── NobodyReachedError        an announcement would reach no chat: address it to others
├── PastDueError              the time to send at has passed: choose another
├── BackupError               a backup that can't be made, or be put in place: the message says why
└── DrillError                a drill can't be held, or came to no end: the message says why
"""


class BotError(Exception):
    """Anything that the bot refuses; the message says what was given and what to do next."""


class SettingsError(BotError):
    """One or more settings that can't be used; the message never holds a secret's value."""


class TokenRefusedError(BotError):
    """The Bot API does not know the token; the message does not hold it."""


class MissingExtraError(BotError):
    """A library that is installed on demand only, and is not there."""


class StaleButtonError(BotError):
    """Callback data of another version, of another bot, or of nobody's making."""


class StoreUnavailableError(BotError):
    """The database behind the bot's own tables can't be opened, reached or migrated."""


class UnclearPlaceError(BotError):
    """A typed name that no place has, or that several have."""


class LeaseLostError(BotError):
    """What only one process may do is another's by now."""


class CaseLostError(BotError):
    """An update that was in hand is in another worker's by now."""


class UnknownUpdateError(BotError):
    """A number that no parked update has."""


class NotAllowedError(BotError):
    """Something that the role of whoever tried it does not allow."""


class PlacesNotAllowedError(NotAllowedError):
    """An audience in places that the role of whoever tried it does not hold."""


class UnknownAnnouncementError(BotError):
    """A number that no announcement has."""


class AnnouncementStateError(BotError):
    """A step that an announcement can't take from where it stands."""


class ApprovalNeededError(BotError):
    """An audience that is too large for one person to decide on."""


class BrokenSealError(BotError):
    """A step that was shown for an announcement as it no longer is."""


class NobodyReachedError(BotError):
    """An announcement that would reach no chat at all."""


class PastDueError(BotError):
    """An announcement that should have been sent by now, and was not confirmed."""


class BackupError(BotError):
    """A backup that can't be made, is not whole, or would replace what nobody gave up."""


class DrillError(BotError):
    """A drill that can't be held where it was asked for, or that came to no end."""
