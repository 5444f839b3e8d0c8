"""Buttons of announcements that are not sent yet; who wrote one may press them, and approvers.

Those that send carry a seal of what was shown when they were: where it has changed since, they do
nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from bot.callbacks import payloads
from bot.callbacks.numbered import OfOne, Sealed, one_of


class DraftPage(StrEnum):
    """The pages of a draft's card."""

    OVERVIEW = "o"
    PLACES = "p"
    TOPICS = "t"


class Wanted(StrEnum):
    """What an officer is asked to type, or send."""

    CONTENT = "c"
    MOMENT = "m"
    PLACE = "p"
    QUESTION = "q"
    CORRECTION = "r"


class Flag(StrEnum):
    """What a draft can be told to be, or not."""

    ACKNOWLEDGE = "k"
    URGENT = "u"


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnDraft:
    """Turn a draft's card to a page."""

    code: ClassVar[str] = "ac"
    announcement_id: int
    page: DraftPage

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.announcement_id},{self.page.value}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        number, _, page = payload.partition(",")
        return cls(announcement_id=payloads.number(number), page=one_of(DraftPage, page))


@dataclass(frozen=True, kw_only=True, slots=True)
class AskFor:
    """Ask an officer for something that is typed or sent."""

    code: ClassVar[str] = "aw"
    announcement_id: int
    wanted: Wanted

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.announcement_id},{self.wanted.value}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        number, _, wanted = payload.partition(",")
        return cls(announcement_id=payloads.number(number), wanted=one_of(Wanted, wanted))


@dataclass(frozen=True, kw_only=True, slots=True)
class ListAudience:
    """Show a page, counted from one, of the chats that a draft reaches; 0 opens the list."""

    code: ClassVar[str] = "al"
    announcement_id: int
    page: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.announcement_id},{self.page}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        number, _, page = payload.partition(",")
        return cls(announcement_id=payloads.number(number), page=payloads.number(page))


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressPlace:
    """Write to a place, beside others; or no longer to that one."""

    code: ClassVar[str] = "ap"
    announcement_id: int
    place: str
    wanted: bool

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.wanted:d},{self.announcement_id},{payloads.place_reference(self.place)}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        wanted, _, rest = payload.partition(",")
        number, _, place = rest.partition(",")
        return cls(
            announcement_id=payloads.number(number),
            place=payloads.place_id(place),
            wanted=payloads.flag(wanted),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressEverywhere(OfOne):
    """Write to all places."""

    code: ClassVar[str] = "ae"


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressTopic:
    """Write to who chose a topic, beside others; or no longer to those."""

    code: ClassVar[str] = "at"
    announcement_id: int
    topic: str
    wanted: bool

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.wanted:d},{self.announcement_id},{self.topic}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        wanted, _, rest = payload.partition(",")
        number, _, topic = rest.partition(",")
        return cls(
            announcement_id=payloads.number(number),
            topic=payloads.topic_id(topic),
            wanted=payloads.flag(wanted),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressAllTopics(OfOne):
    """Write to everybody, whatever topics they chose."""

    code: ClassVar[str] = "au"


@dataclass(frozen=True, kw_only=True, slots=True)
class SetFlag:
    """Let a draft be something, or not."""

    code: ClassVar[str] = "af"
    announcement_id: int
    flag: Flag
    on: bool

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.on:d},{self.announcement_id},{self.flag.value}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        on, _, rest = payload.partition(",")
        number, _, flag = rest.partition(",")
        return cls(
            announcement_id=payloads.number(number),
            flag=one_of(Flag, flag),
            on=payloads.flag(on),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class AttachPassage:
    """Put a cited passage below a draft's words."""

    code: ClassVar[str] = "aq"
    announcement_id: int
    passage_id: str

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.announcement_id},{self.passage_id}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        number, _, passage = payload.partition(",")
        return cls(announcement_id=payloads.number(number), passage_id=payloads.passage_id(passage))


@dataclass(frozen=True, kw_only=True, slots=True)
class TrySending(OfOne):
    """Send a draft to whoever presses, as everyone will get it."""

    code: ClassVar[str] = "ax"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeSending(OfOne):
    """Ask whether to send, or to have somebody approve, a draft."""

    code: ClassVar[str] = "ao"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmSending(Sealed):
    """Send what was shown."""

    code: ClassVar[str] = "ay"


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmitDraft(Sealed):
    """Ask a second person to approve what was shown."""

    code: ClassVar[str] = "as"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveSending(Sealed):
    """Send what somebody else wrote and asked to have approved."""

    code: ClassVar[str] = "aa"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnDraft(OfOne):
    """Make what awaits approval a draft again."""

    code: ClassVar[str] = "ad"


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscardDraft(OfOne):
    """Delete a draft."""

    code: ClassVar[str] = "az"


Choice = AddressPlace | AddressEverywhere | AddressTopic | AddressAllTopics | SetFlag
"""What changes whom a draft reaches, or how."""
ComposingAction = (
    Choice
    | TurnDraft
    | AskFor
    | ListAudience
    | AttachPassage
    | TrySending
    | ProposeSending
    | ConfirmSending
    | SubmitDraft
    | ApproveSending
    | ReturnDraft
    | DiscardDraft
)
"""Whatever is done with a draft."""
