"""Actions on one announcement, and what their data have in common."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self, TypeVar

from bot.callbacks import payloads
from bot.errors import StaleButtonError

Word = TypeVar("Word", bound=StrEnum)

_SEAL = re.compile(r"[0-9a-f]{12}")


def one_of(kind: type[Word], text: str) -> Word:
    """Read one of the values of `kind`."""
    if text not in list(kind):
        raise StaleButtonError(f"a button carried something that is not a {kind.__name__}")
    return kind(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class OfOne:
    """An action that needs an announcement's number and nothing else."""

    code: ClassVar[str]
    announcement_id: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return str(self.announcement_id)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(announcement_id=payloads.number(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """An action on an announcement as it was when the button was shown."""

    code: ClassVar[str]
    announcement_id: int
    seal: str
    """Twelve hexadecimal digits."""

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.announcement_id},{self.seal}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        number, _, seal = payload.partition(",")
        if not _SEAL.fullmatch(seal):
            raise StaleButtonError("a button carried something that is not a seal")
        return cls(announcement_id=payloads.number(number), seal=seal)
