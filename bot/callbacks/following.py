"""Buttons of announcements that are on their way, or have arrived.

Those that correct or recall carry a seal of what was shown when they were: where it has changed
since, they do nothing.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

from bot.callbacks import payloads
from bot.callbacks.numbered import OfOne, Sealed
from bot.callbacks.payloads import Bare


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowAnnouncement(OfOne):
    """Show an announcement and how it is doing."""

    code: ClassVar[str] = "am"


@dataclass(frozen=True, kw_only=True, slots=True)
class StopSending(OfOne):
    """Send no more of it."""

    code: ClassVar[str] = "ak"


@dataclass(frozen=True, kw_only=True, slots=True)
class ResumeSending(OfOne):
    """Go on with what was stopped."""

    code: ClassVar[str] = "ar"


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryFailed(OfOne):
    """Try again what failed."""

    code: ClassVar[str] = "ai"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmCorrection(Sealed):
    """Put the message that this one replies to in place of what was sent."""

    code: ClassVar[str] = "aj"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeRecall(OfOne):
    """Ask whether to delete what was sent."""

    code: ClassVar[str] = "ab"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmRecall(Sealed):
    """Delete what was sent."""

    code: ClassVar[str] = "ag"


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportDeliveries(OfOne):
    """Send a table of every chat."""

    code: ClassVar[str] = "av"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowReaders(OfOne):
    """Show how many have read it, by place."""

    code: ClassVar[str] = "an"


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportReaders(OfOne):
    """Send the same as a table."""

    code: ClassVar[str] = "ah"


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnAnnouncements:
    """Show the announcements before a number; from the newest on where it is 0."""

    code: ClassVar[str] = "a1"
    before: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return str(self.before)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(before=payloads.number(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class LeaveAsItIs(Bare):
    """Take a question's buttons away: nothing is done."""

    code: ClassVar[str] = "a0"


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledge(OfOne):
    """Say that one has read an announcement; anyone may who got it."""

    code: ClassVar[str] = "ok"


FollowingAction = (
    ShowAnnouncement
    | StopSending
    | ResumeSending
    | RetryFailed
    | ConfirmCorrection
    | ProposeRecall
    | ConfirmRecall
    | ExportDeliveries
    | ShowReaders
    | ExportReaders
    | TurnAnnouncements
    | LeaveAsItIs
)
"""Whatever an officer does with what was sent, or shall be."""
