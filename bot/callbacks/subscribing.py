"""Buttons of subscriptions: each is about the chat that it is pressed in.

Those that change something say what shall be, and not what shall be turned over: pressed twice,
or by two people, they come to the same.
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import ClassVar, Self

from bot.callbacks import payloads
from bot.callbacks.payloads import Bare
from bot.errors import StaleButtonError
from bot.store.records import DigestRhythm, QuietHours


class SettingsPage(StrEnum):
    """The pages of the settings."""

    OVERVIEW = "o"
    PLACES = "p"
    TOPICS = "t"
    DIGEST = "d"
    QUIET = "q"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscribe(Bare):
    """Subscribe, again too, and show the settings."""

    code: ClassVar[str] = "cy"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsubscribe(Bare):
    """End the subscription."""

    code: ClassVar[str] = "cn"


@dataclass(frozen=True, kw_only=True, slots=True)
class PickGroup(Bare):
    """Ask which group to subscribe."""

    code: ClassVar[str] = "cg"


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseSettings(Bare):
    """Leave the settings' words and take their buttons away."""

    code: ClassVar[str] = "cx"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowSettings:
    """Turn the settings to a page."""

    code: ClassVar[str] = "cp"
    page: SettingsPage

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return self.page.value

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        if payload not in list(SettingsPage):
            raise StaleButtonError("a button carried something that is not a page")
        return cls(page=SettingsPage(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPlace(Bare):
    """Ask for a place's name."""

    code: ClassVar[str] = "cs"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChoosePlace:
    """Want a place, or no longer."""

    code: ClassVar[str] = "ca"
    place: str
    wanted: bool

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.wanted:d},{payloads.place_reference(self.place)}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        wanted, _, place = payload.partition(",")
        return cls(place=payloads.place_id(place), wanted=payloads.flag(wanted))


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseAllPlaces(Bare):
    """Want all places."""

    code: ClassVar[str] = "cl"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseTopic:
    """Want a topic, or no longer."""

    code: ClassVar[str] = "ct"
    topic: str
    wanted: bool

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.wanted:d},{self.topic}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        wanted, _, topic = payload.partition(",")
        return cls(topic=payloads.topic_id(topic), wanted=payloads.flag(wanted))


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseAllTopics(Bare):
    """Want all topics."""

    code: ClassVar[str] = "cu"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseAnnouncements:
    """Want announcements, or no longer."""

    code: ClassVar[str] = "cm"
    wanted: bool

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.wanted:d}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(wanted=payloads.flag(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseDigest:
    """Want digests in this rhythm, the daily and the weekly at this hour."""

    code: ClassVar[str] = "cd"
    rhythm: DigestRhythm
    hour: int
    """0 to 23."""

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.rhythm.value},{self.hour}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        rhythm, _, hour = payload.partition(",")
        if rhythm not in list(DigestRhythm):
            raise StaleButtonError("a button carried something that is not a rhythm")
        return cls(rhythm=DigestRhythm(rhythm), hour=payloads.hour(hour))


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseQuiet:
    """Want these quiet hours, whole hours both; None is none."""

    code: ClassVar[str] = "cq"
    quiet: QuietHours | None

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.quiet.start.hour},{self.quiet.end.hour}" if self.quiet else ""

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        if not payload:
            return cls(quiet=None)
        start, _, end = payload.partition(",")
        hours = QuietHours(start=time(payloads.hour(start)), end=time(payloads.hour(end)))
        return cls(quiet=hours)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseThread:
    """Want what is sent in this topic of the forum; None is the general one."""

    code: ClassVar[str] = "cf"
    thread_id: int | None

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return str(self.thread_id or "")

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(thread_id=payloads.telegram_id(payload) if payload else None)


Choice = (
    ChoosePlace
    | ChooseAllPlaces
    | ChooseTopic
    | ChooseAllTopics
    | ChooseAnnouncements
    | ChooseDigest
    | ChooseQuiet
    | ChooseThread
)
"""What changes one of a subscription's preferences."""
SubscribingAction = (
    Subscribe | Unsubscribe | PickGroup | CloseSettings | ShowSettings | SearchPlace | Choice
)
"""Whatever is about a subscription; in a group its administrators may."""
